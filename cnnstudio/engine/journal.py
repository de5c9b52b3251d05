"""Keeps the folder of a run up to date while it trains."""

import logging
from pathlib import Path
from time import monotonic

import msgspec

from cnnstudio.engine.checkpoints import save_checkpoint, save_weights
from cnnstudio.engine.loop import Training
from cnnstudio.errors import StorageError
from cnnstudio.training import runs
from cnnstudio.training.messages import BatchReport, EpochReport, Outcome
from cnnstudio.training.metrics import MetricsFile
from cnnstudio.training.runs import RunRecord

# An epoch may take hours; no more than this is lost with the engine.
_CHECKPOINT_INTERVAL_S = 60.0

_log = logging.getLogger(__name__)


class Journal:
    """Writes metrics, checkpoints and the outcome. Every method may raise `StorageError`."""

    def __init__(self, folder: Path, record: RunRecord, training: Training) -> None:
        self._folder = folder
        self._record = record
        self._training = training
        self._began = self._saved = monotonic()
        runs.write_record(folder, record)
        self._metrics = MetricsFile(folder)

    def keep(self, report: BatchReport | EpochReport) -> None:
        """Note a report, and the state of the run where it is time for that.

        In this order a run that is cut off in between goes on from a state whose
        reports are all there.
        """
        self._metrics.append(report)
        if isinstance(report, EpochReport):
            if report.is_best:
                save_weights(self._folder / runs.BEST, self._training.module)
            self.save()
        elif monotonic() - self._saved > _CHECKPOINT_INTERVAL_S:
            self.save()

    def save(self) -> None:
        """Write the checkpoint from which the run can go on."""
        save_checkpoint(self._folder / runs.LAST, self._training)
        self._saved = monotonic()

    def end(self, outcome: Outcome, text: str) -> None:
        """Note how the run ended; where even that fails, say so in the log alone."""
        self._metrics.close()
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
