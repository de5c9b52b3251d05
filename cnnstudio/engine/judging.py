"""From probabilities to judgements: per-class scores, the ROC curve, guesses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnnstudio.training.tasks import ClassScore, RocCurve

Counts = NDArray[np.int64]
Indices = NDArray[np.int32]
Probabilities = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Guesses:
    """The likeliest and the second class of each picture, (N,), and their probabilities."""

    first: Indices
    second: Indices
    first_probabilities: Probabilities
    second_probabilities: Probabilities


def guesses(probabilities: Probabilities) -> Guesses:
    """Return first and second guess from (N, classes), of which there are at least two."""
    order = np.argsort(-probabilities, axis=1, kind="stable")[:, :2].astype(np.int32)
    values = np.take_along_axis(probabilities, order, axis=1)
    return Guesses(order[:, 0], order[:, 1], values[:, 0], values[:, 1])


def confusion_counts(labels: Indices, predicted: Indices, classes: int) -> Counts:
    """Return how often each class was taken for each: (classes, classes), rows are the truth."""
    cells = labels.astype(np.int64) * classes + predicted
    counts: Counts = np.bincount(cells, minlength=classes * classes)
    return counts.reshape(classes, classes)


def class_scores(counts: Counts, classes: Sequence[str]) -> tuple[ClassScore, ...]:
    """Return precision, recall and F1 of each class; a ratio over nothing is 0."""
    hits = counts.diagonal()
    support, taken = counts.sum(axis=1), counts.sum(axis=0)
    columns = (
        _ratio(hits, taken).tolist(),
        _ratio(hits, support).tolist(),
        _ratio(2 * hits, support + taken).tolist(),
        support.tolist(),
    )
    return tuple(ClassScore(*row) for row in zip(classes, *columns, strict=True))


def roc_curve(labels: Indices, probabilities: Probabilities) -> RocCurve | None:
    """Return the curve of the second class over all thresholds; None where one class is missing.

    `probabilities` (N,) are those of the second class. Points on a straight line between
    their neighbours are left out.

    Source: Fawcett, An introduction to ROC analysis (2006), algorithms 1 and 2.
    """
    positives, negatives = int((labels == 1).sum()), int((labels == 0).sum())
    if not positives or not negatives:
        return None
    order = np.argsort(-probabilities, kind="stable")
    is_last = np.append(np.diff(probabilities[order]) != 0, True)
    hits = np.append(0, np.cumsum(labels[order] == 1)[is_last])
    alarms = np.append(0, np.cumsum(labels[order] == 0)[is_last])
    area = float(np.trapezoid(hits, alarms)) / (positives * negatives)
    bends = _bends(alarms, hits)
    return RocCurve(
        tuple((alarms[bends] / negatives).tolist()), tuple((hits[bends] / positives).tolist()), area
    )


def _bends(x: Counts, y: Counts) -> NDArray[np.bool_]:
    """Return where a line of whole numbers begins, ends or changes its direction."""
    dx, dy = np.diff(x), np.diff(y)
    return np.concatenate([[True], dx[1:] * dy[:-1] != dx[:-1] * dy[1:], [True]])


def _ratio(above: Counts, below: Counts) -> NDArray[np.float64]:
    known: NDArray[np.float64] = np.divide(
        above, below, out=np.zeros(len(above)), where=below != 0, dtype=np.float64
    )
    return known
