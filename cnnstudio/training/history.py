"""What a run has reported so far, ready to be drawn."""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import chain
from pathlib import Path

import msgspec
import numpy as np

from cnnstudio.training.messages import BatchReport, EpochReport, LayerReport, RunChanged
from cnnstudio.training.metrics import Metric, read_metrics
from cnnstudio.training.series import Points, Series, Smoothed


class Quantity(Enum):
    """What is drawn over the steps."""

    LOSS = "loss"
    ACCURACY = "accuracy"


class History:
    """The steps and epochs of a run; positions in its curves are step numbers, from 1.

    `revision` moves with everything that is added, so that a plot knows whether
    there is anything new to draw.
    """

    def __init__(self) -> None:
        self.revision = 0
        self.first_step = 0
        self.epochs: list[EpochReport] = []
        self.layers: list[LayerReport] = []
        self.changes: list[RunChanged] = []
        self._series = {quantity: Series() for quantity in Quantity}
        self._smoothed: dict[Quantity, Smoothed] = {}

    @property
    def step(self) -> int:
        """The number of the last step."""
        return self.first_step + len(self._series[Quantity.LOSS])

    @property
    def best_epoch(self) -> EpochReport | None:
        """The report on the best epoch, or None before the first one is over."""
        return next((epoch for epoch in reversed(self.epochs) if epoch.is_best), None)

    def append(self, report: Metric) -> None:
        """Add a report; one that begins before the last step replaces what came after it.

        That happens when a run goes on from a checkpoint.
        """
        self.revision += 1
        match report:
            case EpochReport():
                self.epochs.append(report)
            case LayerReport():
                self.layers.append(report)
            case RunChanged():
                self.changes.append(report)
            case BatchReport():
                self._append_steps(report)

    def _append_steps(self, report: BatchReport) -> None:
        before = report.step - len(report.losses)
        self.rewind(before)
        if not len(self._series[Quantity.LOSS]):
            self.first_step = before
        self._series[Quantity.LOSS].extend(report.losses)
        self._series[Quantity.ACCURACY].extend(report.accuracies)

    def rewind(self, step: int) -> None:
        """Forget what came after `step`."""
        if step >= self.step:
            return
        self.revision += 1
        # The same number of steps may follow again, and an average cannot tell them apart.
        self._smoothed.clear()
        for series in self._series.values():
            series.cut(max(0, step - self.first_step))
        self.epochs = [epoch for epoch in self.epochs if epoch.step <= step]
        self.layers = [report for report in self.layers if report.step <= step]
        self.changes = [report for report in self.changes if report.step <= step]

    def series(self, quantity: Quantity) -> Series:
        """Return the values of all steps."""
        return self._series[quantity]

    def curve(
        self,
        quantity: Quantity,
        most_points: int,
        *,
        smoothing: float = 0.0,
        first: float | None = None,
        last: float | None = None,
    ) -> Points:
        """Return the curve over the steps from `first` to `last`, thinned to `most_points`.

        `smoothing` is the weight of the past in the debiased running average:
        0 is the raw curve, 0.99 averages over some hundred steps.
        """
        series = self._series[quantity]
        if smoothing:
            series = self._following(quantity, smoothing).follow(series)
        offset = self.first_step + 1
        start = 0 if first is None else int(np.floor(first)) - offset
        stop = None if last is None else int(np.ceil(last)) - offset + 1
        points = series.thinned(most_points, start=start, stop=stop)
        return Points(points.positions + offset, points.values)

    def _following(self, quantity: Quantity, weight: float) -> Smoothed:
        known = self._smoothed.get(quantity)
        if known is None or known.weight != weight:
            known = self._smoothed[quantity] = Smoothed(weight)
        return known

    def validation(self, quantity: Quantity) -> Points:
        """Return the validation's values, each at the last step of its epoch."""
        name = f"val_{quantity.value}"
        reports = [
            (epoch.step, value)
            for epoch in self.epochs
            if (value := getattr(epoch, name)) is not None
        ]
        steps, values = zip(*reports, strict=True) if reports else ((), ())
        return Points(np.array(steps, np.float64), np.array(values, np.float32))


def read_history(folder: Path) -> History:
    """Return the history of a run from its folder; raise `InvalidFileError` where it is damaged."""
    history = History()
    for report in _joined(read_metrics(folder)):
        history.append(report)
    return history


def _joined(reports: Iterable[Metric]) -> Iterator[Metric]:
    """Yield the same steps in fewer reports: adding each by itself would take seconds."""
    pending: list[BatchReport] = []
    for report in reports:
        if pending and not _follows(report, pending[-1]):
            yield _one(pending)
            pending = []
        if isinstance(report, BatchReport):
            pending.append(report)
        else:
            yield report
    if pending:
        yield _one(pending)


def _follows(report: Metric, earlier: BatchReport) -> bool:
    return isinstance(report, BatchReport) and report.step - len(report.losses) == earlier.step


def _one(reports: Sequence[BatchReport]) -> BatchReport:
    return msgspec.structs.replace(
        reports[-1],
        losses=tuple(chain.from_iterable(report.losses for report in reports)),
        accuracies=tuple(chain.from_iterable(report.accuracies for report in reports)),
    )
