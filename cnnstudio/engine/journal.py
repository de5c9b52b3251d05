"""Keeps the folder of a run up to date while it trains."""

import logging
from math import inf
from pathlib import Path
from time import monotonic

import msgspec
from torch import Tensor

from cnnstudio.engine.checkpoints import copied_weights, save_checkpoint, save_tensors
from cnnstudio.engine.event_files import EventFiles
from cnnstudio.engine.loop import Happening, Training
from cnnstudio.engine.watch import is_finite
from cnnstudio.errors import StorageError
from cnnstudio.training import runs
from cnnstudio.training.messages import EpochReport, Outcome, RunChanged
from cnnstudio.training.metrics import MetricsFile
from cnnstudio.training.runs import Change, RunRecord

# An epoch may take hours; no more than this is lost with the engine.
_CHECKPOINT_INTERVAL_S = 60.0
# It may also take a thousandth of a second, and writing must stay a small part of training:
# no sooner than after so many times what it took the last time.
_EPOCH_INTERVAL_S = 0.5
_SAVE_COST = 50

_log = logging.getLogger(__name__)


class Journal:
    """Writes metrics, checkpoints and the outcome. Every method may raise `StorageError`."""

    def __init__(self, folder: Path, record: RunRecord, training: Training) -> None:
        self._folder = folder
        self._record = record
        self._training = training
        self._began = monotonic()
        self._saved = -inf
        self._save_s = 0.0
        self._best: dict[str, Tensor] = {}
        runs.write_record(folder, record)
        self._metrics = MetricsFile(folder)
        step = training.position.step
        self._events = EventFiles(folder, first_step=step) if record.config.tensorboard else None

    def keep(self, report: Happening) -> None:
        """Note a report, and the state of the run where it is time for that.

        In this order a run that is cut off in between goes on from a state whose
        reports are all there.
        """
        self._metrics.append(report)
        if self._events is not None:
            self._events.append(report)
        if isinstance(report, RunChanged):
            self._note_change(report)
        if isinstance(report, EpochReport) and report.is_best:
            self._best = copied_weights(self._training.module)
        if self._is_time(report) or isinstance(report, RunChanged):
            self.save()

    def save(self) -> None:
        """Write the best weights and the checkpoint from which the run can go on.

        Weights that are no numbers would leave nothing to go on from.
        """
        began = monotonic()
        self.save_best()
        if is_finite(self._training.module):
            save_checkpoint(self._folder / runs.LAST, self._training)
        self._saved = monotonic()
        self._save_s = self._saved - began

    def save_best(self) -> None:
        """Write the weights of the best epoch, where that has not been done."""
        if self._best:
            save_tensors(self._folder / runs.BEST, self._best)
            self._best = {}

    def _is_time(self, report: Happening) -> bool:
        """Return whether the state after a report is to be written."""
        now = monotonic()
        if not isinstance(report, EpochReport):
            return now - max(self._saved, self._began) > _CHECKPOINT_INTERVAL_S
        interval = max(_EPOCH_INTERVAL_S, _SAVE_COST * self._save_s)
        return now - self._saved > min(interval, _CHECKPOINT_INTERVAL_S)

    def _note_change(self, report: RunChanged) -> None:
        """Keep settings that were changed; the checkpoint that follows goes on with them."""
        change = Change(report.epoch, report.step, report.text, self._record.config)
        self._record = msgspec.structs.replace(
            self._record, config=report.config, changes=(*self._record.changes, change)
        )
        runs.write_record(self._folder, self._record)

    def end(self, outcome: Outcome, text: str) -> None:
        """Note how the run ended; where even that fails, say so in the log alone."""
        self._metrics.close()
        if self._events is not None:
            self._events.close()
        try:
            self.save_best()
        except StorageError as error:
            _log.warning("%s", error)
        position = self._training.position
        record = msgspec.structs.replace(
            self._record,
            outcome=outcome,
            text=text,
            ended=runs.now(),
            epochs_done=position.epoch - 1,
            seconds=self._record.seconds + monotonic() - self._began,
            best=position.best,
        )
        try:
            runs.write_record(self._folder, record)
        except StorageError as error:
            _log.warning("%s", error)
