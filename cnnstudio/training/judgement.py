"""What an evaluation came to, ready to be counted, sorted and written to tables."""

import csv
import io
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cnnstudio.training.tasks import Evaluated

Indices = NDArray[np.intp]


class Order(Enum):
    """In which order examples are shown."""

    MOST_WRONG = "most wrong"
    LEAST_SURE = "least sure"
    AS_STORED = "as stored"
    LARGEST_LOSS = "largest loss"
    SMALLEST_LOSS = "smallest loss"


class Judgement:
    """An `Evaluated` with its numbers as arrays (N,), one entry for each picture."""

    def __init__(self, evaluated: Evaluated) -> None:
        self.evaluated = evaluated
        self.labels = np.frombuffer(evaluated.labels, np.int32)
        self.predicted = np.frombuffer(evaluated.predicted, np.int32)
        self.second = np.frombuffer(evaluated.second, np.int32)
        self.label_probabilities = np.frombuffer(evaluated.label_probabilities, np.float32)
        self.predicted_probabilities = np.frombuffer(evaluated.predicted_probabilities, np.float32)
        self.second_probabilities = np.frombuffer(evaluated.second_probabilities, np.float32)
        self.picture_losses = np.frombuffer(evaluated.picture_losses, np.float32)

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes."""
        return self.evaluated.classes

    @cached_property
    def confusion(self) -> NDArray[np.int64]:
        """How often each class (row) was taken for each: (classes, classes)."""
        count = len(self.classes)
        cells = self.labels.astype(np.int64) * count + self.predicted
        return np.bincount(cells, minlength=count * count).reshape(count, count)

    @property
    def wrong(self) -> Indices:
        """The pictures that were taken for another class."""
        return np.flatnonzero(self.labels != self.predicted)

    def in_cell(self, label: int, predicted: int) -> Indices:
        """Return the pictures of a class that were taken for a class."""
        return np.flatnonzero((self.labels == label) & (self.predicted == predicted))

    def ordered(self, indices: Indices, order: Order) -> Indices:
        """Return pictures in an order: least probability of the truth, or least margin, first.

        Those of a network that answers with pictures are ordered by their losses.
        """
        if order is Order.MOST_WRONG:
            return indices[np.argsort(self.label_probabilities[indices], kind="stable")]
        if order is Order.LEAST_SURE:
            return indices[np.argsort(self.margins[indices], kind="stable")]
        if order is Order.LARGEST_LOSS:
            return indices[np.argsort(-self.picture_losses[indices], kind="stable")]
        if order is Order.SMALLEST_LOSS:
            return indices[np.argsort(self.picture_losses[indices], kind="stable")]
        return indices

    @cached_property
    def margins(self) -> NDArray[np.float32]:
        """By how much the first guess is more probable than the second."""
        return self.predicted_probabilities - self.second_probabilities


def scores_table(judgement: Judgement) -> str:
    """Return the scores of the classes as CSV."""
    rows = (
        (each.name, each.precision, each.recall, each.f1, each.support)
        for each in judgement.evaluated.scores
    )
    return _csv(("class", "precision", "recall", "f1", "support"), rows)


def confusion_table(judgement: Judgement) -> str:
    """Return the confusion matrix as CSV, a row for each true class."""
    names = judgement.classes
    rows = zip(names, judgement.confusion.tolist(), strict=True)
    return _csv(("true class", *names), ((name, *counts) for name, counts in rows))


def answers_table(judgement: Judgement, files: Sequence[str] = ()) -> str:
    """Return the answer for each picture as CSV; `files`, where known, is one for each."""
    if not judgement.classes:
        return _losses_table(judgement, files)
    names = judgement.classes
    columns = (
        range(len(judgement.labels)),
        (names[each] for each in judgement.labels),
        (names[each] for each in judgement.predicted),
        judgement.predicted_probabilities.tolist(),
        (names[each] for each in judgement.second),
        judgement.second_probabilities.tolist(),
        judgement.label_probabilities.tolist(),
        *((files,) if files else ()),
    )
    titles = (
        *("picture", "true class", "first guess", "probability"),
        *("second guess", "its probability", "probability of the true class"),
        *(("file",) if files else ()),
    )
    return _csv(titles, zip(*columns, strict=True))


def _losses_table(judgement: Judgement, files: Sequence[str]) -> str:
    """Return the loss of each picture as CSV."""
    losses = judgement.picture_losses.tolist()
    columns = (range(len(losses)), losses, *((files,) if files else ()))
    titles = ("picture", "loss", *(("file",) if files else ()))
    return _csv(titles, zip(*columns, strict=True))


def _csv(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(titles)
    writer.writerows(rows)
    return text.getvalue()
