"""A data set for a run that has learnt its classes already: labels mean what they meant then."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cnnstudio.data.choice import FOLDER
from cnnstudio.data.dataset import DataSet, Split
from cnnstudio.engine.build import output_values
from cnnstudio.errors import InvalidDataError
from cnnstudio.network.blocks.data import Task
from cnnstudio.network.shapes import infer_shapes
from cnnstudio.text import _
from cnnstudio.training.runs import RunRecord

_MOST_NAMES = 6


def relabelled(dataset: DataSet, record: RunRecord) -> DataSet:
    """Return `dataset` with its classes in the order in which a run knows them.

    Raises `InvalidDataError` where they are others: an index alone would take
    one class for another, and nothing would tell. Networks that answer with
    pictures know no classes. The labels in IDX files have no names, so there
    the same number of classes must do.
    """
    known = record.classes
    if dataset.classes == known or not _knows_classes(record):
        return dataset
    if _is_nameless(dataset) and len(dataset.classes) == len(known):
        return replace(dataset, classes=known)
    if sorted(dataset.classes) != sorted(known):
        raise InvalidDataError(
            _("This run has learnt {known}, but {data} has {found}.").format(
                known=_named(known, dataset.classes),
                data=_(dataset.title),
                found=_named(dataset.classes, known),
            )
        )
    places = np.array([known.index(name) for name in dataset.classes], np.int64)
    train, validation, test = (
        _moved(split, places) for split in (dataset.train, dataset.validation, dataset.test)
    )
    assert train is not None
    return replace(dataset, classes=known, train=train, validation=validation, test=test)


def known_label(dataset: DataSet, label: int, record: RunRecord) -> int | None:
    """Return which class of a run a label of `dataset` stands for; None for one of no such name.

    As in `relabelled`, labels without names are taken by their number.
    """
    known, name = record.classes, dataset.classes[label]
    if _is_nameless(dataset) and len(dataset.classes) == len(known):
        return label
    return known.index(name) if name in known else None


def _knows_classes(record: RunRecord) -> bool:
    task = output_values(infer_shapes(record.network))["task"]
    return Task(task) is not Task.PICTURE


def _is_nameless(dataset: DataSet) -> bool:
    """Return whether the labels come from IDX files: pictures of a folder lie in a store."""
    return dataset.name == FOLDER and dataset.train.rows is None


def _moved(split: Split | None, places: NDArray[np.int64]) -> Split | None:
    if split is None:
        return None
    return replace(split, labels=places[split.labels].astype(split.labels.dtype))


def _named(classes: Sequence[str], others: Sequence[str]) -> str:
    """Return the names of classes in quotes, those first that `others` lacks; of many, a few."""
    foreign = sorted(classes, key=lambda name: name in others)
    names = ", ".join(f'"{_(name)}"' for name in foreign[:_MOST_NAMES])
    return f"{names} …" if len(classes) > _MOST_NAMES else names
