"""The scalars of a run as event files, for those who look at their runs with TensorBoard."""

import logging
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from cnnstudio.errors import StorageError, UserError
from cnnstudio.text import _
from cnnstudio.training.messages import BatchReport, EpochReport, LayerReport, RunChanged
from cnnstudio.training.metrics import Metric

_log = logging.getLogger(__name__)

Scalar = tuple[str, float, int]
"""A tag, a value, and the step that it belongs to."""


def check_tensorboard() -> None:
    """Raise `UserError` where the package that writes event files is not installed."""
    if find_spec("tensorboard") is None:
        raise UserError(
            _(
                'Event files need the package TensorBoard: run "pip install '
                'cnnstudio[tensorboard]", or switch the setting "TensorBoard" off.'
            )
        )


class EventFiles:
    """Writes what is reported into the run folder; every method may raise `StorageError`."""

    def __init__(self, folder: Path, *, first_step: int) -> None:
        # Imported late: few want it, and it is no part of what must be installed.
        from torch.utils.tensorboard import SummaryWriter

        # A run that goes on from a checkpoint replaces what came after it.
        purge = first_step + 1 if first_step else None
        self._folder = folder
        try:
            self._writer = SummaryWriter(str(folder), purge_step=purge)
        except OSError as error:
            raise self._unwritable(error) from error

    def append(self, report: Metric) -> None:
        """Write the scalars of a report."""
        try:
            for tag, value, step in _scalars(report):
                self._writer.add_scalar(tag, value, step)
            if isinstance(report, RunChanged):
                self._writer.add_text("changes", report.text, report.step)
            if isinstance(report, EpochReport):
                self._writer.flush()
        except OSError as error:
            raise self._unwritable(error) from error

    def close(self) -> None:
        """Write what is left; where even that fails, say so in the log alone."""
        try:
            self._writer.close()
        except OSError as error:
            _log.warning("%s", self._unwritable(error))

    def _unwritable(self, error: OSError) -> StorageError:
        return StorageError(
            _('The event files in "{folder}" cannot be written: {reason}.').format(
                folder=self._folder, reason=error.strerror or error
            )
        )


def _scalars(report: Metric) -> Iterator[Scalar]:
    """Yield the numbers that the curves of a run are drawn from."""
    match report:
        case BatchReport():
            yield from _of_steps(report)
        case LayerReport():
            for layer in report.layers:
                if layer.gradient is not None:
                    yield f"gradient/{layer.block}", layer.gradient, report.step
        case EpochReport():
            if report.val_loss is not None:
                yield "loss/validation", report.val_loss, report.step
            if report.val_accuracy is not None:
                yield "accuracy/validation", report.val_accuracy, report.step


def _of_steps(report: BatchReport) -> Iterator[Scalar]:
    first = report.step - len(report.losses) + 1
    for step, loss in enumerate(report.losses, first):
        yield "loss/training", loss, step
    for step, accuracy in enumerate(report.accuracies, first):
        yield "accuracy/training", accuracy, step
    if report.learning_rate is not None:
        yield "learning rate", report.learning_rate, report.step
    if report.seconds and report.losses:
        yield "milliseconds per step", 1000 * report.seconds / len(report.losses), report.step
