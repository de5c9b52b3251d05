"""Stratified, seeded choices: which pictures validate, which are in use."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnstudio.data.choice import DataChoice
from cnnstudio.data.dataset import DataSet, Labels, Split

Rows = NDArray[np.int64]

# Each question draws its own random numbers from one seed.
_VALIDATION, _PART = 0, 1


class Division(NamedTuple):
    """The rows kept and the rows drawn from among them, both ascending."""

    kept: Rows
    drawn: Rows


def draw(labels: Labels, fraction: float, *, seed: int, stream: int = 0) -> Division:
    """Draw `fraction` of the rows at random, from each class in proportion.

    `labels`: (N,) int64. The number drawn is `fraction` of all, rounded, and
    each class gives its own share, rounded down or up; every class keeps at
    least one row, even where that makes the number drawn smaller. The same
    seed and stream draw the same rows on every machine.
    """
    _, counts = np.unique(labels, return_counts=True)
    quotas = _quotas(counts, fraction)
    # NumPy promises to keep the raw stream of PCG64, but not what its shuffles
    # make of it: sorting by raw numbers gives the same order for ever.
    keys = np.random.PCG64([seed, stream]).random_raw(len(labels))
    by_class = np.lexsort((keys, labels))
    rank = np.arange(len(labels)) - np.repeat(np.cumsum(counts) - counts, counts)
    drawn = np.zeros(len(labels), bool)
    drawn[by_class[rank < np.repeat(quotas, counts)]] = True
    return Division(np.flatnonzero(~drawn), np.flatnonzero(drawn))


def divide(labels: Labels, choice: DataChoice) -> Division:
    """Return the rows to train on and those to validate with, as `choice` says."""
    rows = in_use(labels, choice)
    fraction = choice.validation_fraction
    kept, drawn = draw(labels[rows], fraction, seed=choice.seed, stream=_VALIDATION)
    return Division(rows[kept], rows[drawn])


def in_use(labels: Labels, choice: DataChoice) -> Rows:
    """Return the rows that are left where only a part of a data set is used."""
    return draw(labels, 1 - choice.part, seed=choice.seed, stream=_PART).kept


def split(dataset: DataSet, choice: DataChoice) -> DataSet:
    """Return the data set with the training part divided as `choice` says.

    The test part stays whole: it is for evaluation alone.
    """
    train, validation = divide(dataset.train.labels, choice)
    return replace(
        dataset,
        train=_take(dataset.train, train),
        validation=_take(dataset.train, validation) if len(validation) else None,
    )


def _take(part: Split, rows: Rows) -> Split:
    if len(rows) == len(part):
        return part
    return replace(part, pictures=part.pictures[rows], labels=part.labels[rows])


def _quotas(counts: Rows, fraction: float) -> Rows:
    """Return how many to draw from classes of `counts` members, by largest remainder."""
    shares = counts * fraction
    quotas: Rows = np.minimum(np.floor(shares).astype(np.int64), counts - 1)
    missing = round(int(counts.sum()) * fraction) - int(quotas.sum())
    remainders = np.where(quotas + 1 < counts, shares - quotas, 0)
    largest = np.argsort(-remainders, kind="stable")[: max(0, missing)]
    quotas[largest] += remainders[largest] > 0
    return quotas
