"""What a run has reported so far, ready to be drawn."""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cnnstudio.training.messages import BatchReport, EpochReport, LayerReport, RunChanged
from cnnstudio.training.metrics import Metric, read_metrics
from cnnstudio.training.series import Points, Series, Smoothed, Sparse


class Quantity(Enum):
    """What is drawn over the steps."""

    LOSS = "loss"
    ACCURACY = "accuracy"
    LEARNING_RATE = "learning rate"
    STEP_TIME = "step time"


PER_STEP = (Quantity.LOSS, Quantity.ACCURACY)
"""Quantities of which every step has a value."""

PER_REPORT = (Quantity.LEARNING_RATE, Quantity.STEP_TIME)
"""Quantities of which each report has one; times are in milliseconds for one step."""


class BestValue(NamedTuple):
    """What the best epoch came to in one quantity: by validation, or by training without one."""

    epoch: int
    step: int
    value: float
    is_validation: bool


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
        self._series = {quantity: Series() for quantity in PER_STEP}
        self._sparse = {quantity: Sparse() for quantity in PER_REPORT}
        self._gradients: dict[str, Sparse] = {}
        self._smoothed: dict[Quantity, Smoothed] = {}

    @property
    def step(self) -> int:
        """The number of the last step."""
        return self.first_step + len(self._series[Quantity.LOSS])

    @property
    def best_epoch(self) -> EpochReport | None:
        """The report on the best epoch, or None before the first one is over."""
        return next((epoch for epoch in reversed(self.epochs) if epoch.is_best), None)

    @property
    def has_accuracy(self) -> bool:
        """Whether the network's answers are right or wrong, as far as is known yet."""
        return not len(self._series[Quantity.LOSS]) or bool(len(self._series[Quantity.ACCURACY]))

    def best_of(self, quantity: Quantity) -> BestValue | None:
        """Return what the best epoch came to; None where it has no such value."""
        best = self.best_epoch
        if best is None or quantity not in PER_STEP:
            return None
        validation = getattr(best, f"val_{quantity.value}")
        has_validation = best.val_loss is not None
        value = validation if has_validation else getattr(best, f"train_{quantity.value}")
        return None if value is None else BestValue(best.epoch, best.step, value, has_validation)

    @property
    def blocks(self) -> tuple[str, ...]:
        """The blocks of whose gradient there are norms, from the first one to the last one."""
        return tuple(self._gradients)

    def append(self, report: Metric) -> None:
        """Add a report; one that begins before the last step replaces what came after it.

        That happens when a run goes on from a checkpoint.
        """
        self.revision += 1
        match report:
            case EpochReport():
                self.epochs.append(report)
            case LayerReport():
                self._append_layers(report)
            case RunChanged():
                self.changes.append(report)
            case BatchReport():
                self.extend((report,))

    def extend(self, reports: Sequence[BatchReport]) -> None:
        """Add reports of which each begins where the one before ended."""
        self.revision += 1
        before = reports[0].step - len(reports[0].losses)
        self.rewind(before)
        if not len(self._series[Quantity.LOSS]):
            self.first_step = before
        losses = chain.from_iterable(report.losses for report in reports)
        accuracies = chain.from_iterable(report.accuracies for report in reports)
        self._series[Quantity.LOSS].extend(tuple(losses))
        self._series[Quantity.ACCURACY].extend(tuple(accuracies))
        for report in reports:
            self._append_pace(report)

    def _append_pace(self, report: BatchReport) -> None:
        if report.learning_rate is not None:
            self._sparse[Quantity.LEARNING_RATE].append(report.step, report.learning_rate)
        if report.seconds and report.losses:
            time_ms = 1000 * report.seconds / len(report.losses)
            self._sparse[Quantity.STEP_TIME].append(report.step, time_ms)

    def _append_layers(self, report: LayerReport) -> None:
        self.layers.append(report)
        for layer in report.layers:
            if layer.gradient is not None:
                known = self._gradients.setdefault(layer.block, Sparse())
                known.append(report.step, layer.gradient)

    def rewind(self, step: int) -> None:
        """Forget what came after `step`."""
        if step >= self.step:
            return
        self.revision += 1
        # The same number of steps may follow again, and an average cannot tell them apart.
        self._smoothed.clear()
        for series in self._series.values():
            series.cut(max(0, step - self.first_step))
        for sparse in (*self._sparse.values(), *self._gradients.values()):
            sparse.cut(step)
        self.epochs = [epoch for epoch in self.epochs if epoch.step <= step]
        self.layers = [report for report in self.layers if report.step <= step]
        self.changes = [report for report in self.changes if report.step <= step]

    def series(self, quantity: Quantity) -> Series:
        """Return the values of a quantity, of all steps or of all reports."""
        known = self._series.get(quantity)
        return self._sparse[quantity].series if known is None else known

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
        series = self.series(quantity)
        if smoothing:
            series = self._following(quantity, smoothing).follow(series)
        if quantity in self._sparse:
            return self._sparse[quantity].thinned(series, most_points, first=first, last=last)
        offset = self.first_step + 1
        start = 0 if first is None else int(np.floor(first)) - offset
        stop = None if last is None else int(np.ceil(last)) - offset + 1
        points = series.thinned(most_points, start=start, stop=stop)
        return Points(points.positions + offset, points.values)

    def gradients(
        self,
        most_points: int,
        *,
        first: float | None = None,
        last: float | None = None,
        blocks: Iterable[str] | None = None,
    ) -> dict[str, Points]:
        """Return the norm of the gradient of each block that has weights, by its id.

        `blocks` are those that are wanted, instead of all.
        """
        wanted = self._gradients if blocks is None else blocks
        return {
            block: sparse.thinned(sparse.series, most_points, first=first, last=last)
            for block in wanted
            if (sparse := self._gradients.get(block)) is not None
        }

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
    for group in _grouped(read_metrics(folder)):
        if isinstance(group, list):
            history.extend(group)
        else:
            history.append(group)
    return history


def _grouped(reports: Iterable[Metric]) -> Iterator[list[BatchReport] | Metric]:
    """Yield steps that follow each other together: adding each report would take seconds."""
    pending: list[BatchReport] = []
    for report in reports:
        if pending and not _follows(report, pending[-1]):
            yield pending
            pending = []
        if isinstance(report, BatchReport):
            pending.append(report)
        else:
            yield report
    if pending:
        yield pending


def _follows(report: Metric, earlier: BatchReport) -> bool:
    return isinstance(report, BatchReport) and report.step - len(report.losses) == earlier.step
