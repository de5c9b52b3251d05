"""Stratified, seeded choices: which pictures validate, which are in use."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnnstudio.data.choice import DataChoice
from cnnstudio.data.dataset import DataSet, Labels, Split

Mask = NDArray[np.bool_]
_Counts = NDArray[np.int64]
_Group = slice | NDArray[np.int64]

# Each question draws its own random numbers from one seed.
_VALIDATION, _PART = 0, 1


class Division(NamedTuple):
    """Which rows train, and which validate: two masks (N,)."""

    train: Mask
    validation: Mask


def draw(labels: Labels, fraction: float, *, seed: int, stream: int = 0) -> Mask:
    """Draw `fraction` of the rows at random, from each class in proportion.

    `labels`: (N,) integers. Returns a mask (N,). The number drawn is `fraction`
    of all, rounded, and each class gives its own share, rounded down or up;
    every class keeps at least one row, even where that makes the number drawn
    smaller. The same seed and stream draw the same rows on every machine.
    """
    drawn = np.zeros(len(labels), bool)
    groups, counts = _groups(labels)
    # NumPy promises to keep the raw stream of PCG64, but not what its shuffles
    # make of it: taking the smallest raw numbers draws the same rows for ever.
    keys = _keys(groups, np.random.PCG64([seed, stream]), len(labels))
    for group, own, quota in zip(groups, keys, _quotas(counts, fraction), strict=True):
        if quota:
            in_group = np.zeros(len(own), bool)
            in_group[np.argpartition(own, quota)[:quota]] = True
            drawn[group] = in_group
    return drawn


def divide(labels: Labels, choice: DataChoice) -> Division:
    """Return the rows to train on and those to validate with, as `choice` says."""
    used = in_use(labels, choice)
    fraction = choice.validation_fraction
    validation = np.zeros(len(labels), bool)
    validation[used] = draw(labels[used], fraction, seed=choice.seed, stream=_VALIDATION)
    return Division(used & ~validation, validation)


def in_use(labels: Labels, choice: DataChoice) -> Mask:
    """Return the rows that are left where only a part of a data set is used."""
    return ~draw(labels, 1 - choice.part, seed=choice.seed, stream=_PART)


def split(dataset: DataSet, choice: DataChoice) -> DataSet:
    """Return the data set with the training part divided as `choice` says.

    The test part stays whole: it is for evaluation alone.
    """
    train, validation = divide(dataset.train.labels, choice)
    return replace(
        dataset,
        train=_take(dataset.train, train),
        validation=_take(dataset.train, validation) if validation.any() else None,
    )


def _take(part: Split, rows: Mask) -> Split:
    if rows.all():
        return part
    return replace(part, pictures=part.pictures[rows], labels=part.labels[rows])


def _groups(labels: Labels) -> tuple[list[_Group], _Counts]:
    """Return the rows of each class, and their numbers.

    Where labels ascend, as in folders, a class is a slice: of millions of rows
    no list is needed.
    """
    is_sorted = bool((labels[:-1] <= labels[1:]).all())
    order = None if is_sorted else np.argsort(labels, kind="stable")
    ascending = labels if order is None else labels[order]
    changes = np.flatnonzero(ascending[1:] != ascending[:-1]) + 1
    edges = [0, *changes.tolist(), len(labels)] if len(labels) else []
    slices = [slice(start, stop) for start, stop in pairwise(edges)]
    counts = np.array([each.stop - each.start for each in slices], np.int64)
    groups: list[_Group] = [each if order is None else order[each] for each in slices]
    return groups, counts


def _keys(
    groups: list[_Group], source: np.random.PCG64, count: int
) -> Iterator[NDArray[np.uint64]]:
    """Yield a random number for each row of each group; row by row they are one stream."""
    every = None
    for group in groups:
        if isinstance(group, slice):
            yield source.random_raw(group.stop - group.start)
        else:
            every = source.random_raw(count) if every is None else every
            yield every[group]


def _quotas(counts: _Counts, fraction: float) -> NDArray[np.int64]:
    """Return how many to draw from classes of `counts` members, by largest remainder."""
    shares = counts * fraction
    quotas: NDArray[np.int64] = np.minimum(np.floor(shares).astype(np.int64), counts - 1)
    missing = round(int(counts.sum()) * fraction) - int(quotas.sum())
    remainders = np.where(quotas + 1 < counts, shares - quotas, 0)
    largest = np.argsort(-remainders, kind="stable")[: max(0, missing)]
    quotas[largest] += remainders[largest] > 0
    return quotas
