"""The tasks that judge a run over a part of its data set."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from cnnstudio.data.catalog import files_folder
from cnnstudio.data.dataset import DataSet, Split
from cnnstudio.data.file_names import named_files
from cnnstudio.data.layout import shown
from cnnstudio.data.pictures import example
from cnnstudio.engine.build import checked_report
from cnnstudio.engine.checks import check_classes
from cnnstudio.engine.evaluate import evaluating
from cnnstudio.engine.judging import class_scores, confusion_counts, guesses, roc_curve
from cnnstudio.engine.loading import loading
from cnnstudio.engine.objective import Objective, Picture, judging_objective
from cnnstudio.engine.relabelling import relabelled
from cnnstudio.engine.samples import unscaled
from cnnstudio.engine.subjects import Subject
from cnnstudio.errors import InvalidValueError
from cnnstudio.network.blocks.data import Task as OutputTask
from cnnstudio.text import _
from cnnstudio.training.tasks import (
    ClassScore,
    Evaluate,
    Evaluated,
    FetchPictures,
    FilesNamed,
    NameFiles,
    Part,
    PicturesFetched,
    RocCurve,
    TaskDone,
    TaskProgress,
    TaskReport,
)

_BATCH_SIZE = 128
_PART_NAMES = (Part.TEST, Part.VALIDATION, Part.TRAIN)


def evaluate(task: Evaluate, subject: Subject) -> Iterator[TaskReport]:
    """Judge a network batch by batch; raise `StudioError` where the data set does not fit it."""
    yield TaskProgress(number=task.number, done=0, total=0, text=_("Loading the data set …"))
    dataset = yield from loading(task.number, subject.record.data, subject.shape)
    dataset = relabelled(dataset, subject.record)
    check_classes(checked_report(subject.record.network), dataset)
    parts = _parts(dataset)
    part = task.part or next(iter(parts))
    split = _chosen(parts, part)
    answers: list[_Answers] = []
    for start in range(0, len(split), _BATCH_SIZE):
        yield TaskProgress(number=task.number, done=start, total=len(split))
        answers.append(_answered(subject, split, slice(start, start + _BATCH_SIZE)))
    yield _evaluated(task, subject, dataset, part, _joined(answers))


def fetch_pictures(task: FetchPictures, subject: Subject) -> Iterator[TaskReport]:
    """Look pictures of a part up, made smaller where they are larger than wanted."""
    dataset = yield from loading(task.number, subject.record.data, subject.shape)
    split = _chosen(_parts(dataset), task.part)
    if not all(0 <= index < len(split) for index in task.indices):
        raise InvalidValueError(
            _("The part has {count} pictures, counted from 0.").format(count=len(split))
        )
    answers = _pictures_made(subject, split, task.indices) if task.with_answers else ()
    shown = [_small(np.atleast_3d(example(split, index)), task.side_px) for index in task.indices]
    made = [_small(picture, task.side_px) for picture in answers]
    height, width, channels = shown[0].shape if shown else (0, 0, 1)
    yield PicturesFetched(
        number=task.number,
        indices=task.indices,
        height=height,
        width=width,
        channels=channels,
        pixels=b"".join(picture.tobytes() for picture in shown),
        answers=b"".join(picture.tobytes() for picture in made),
    )


def _pictures_made(
    subject: Subject, split: Split, indices: tuple[int, ...]
) -> Iterable[NDArray[np.uint8]]:
    """Return what the network answers with for some pictures, each (H, W, C) uint8."""
    if not indices or subject.module.task is not OutputTask.PICTURE:
        return ()
    pictures = subject.scaled(np.array(split.pictures[list(indices)]), maximum=split.maximum)
    with evaluating(subject.module):
        return unscaled(subject.module.logits(pictures), subject.record.scaling)


def name_files(task: NameFiles, subject: Subject) -> Iterator[TaskReport]:
    """Look up from which files the pictures of a part come, many at a time."""
    choice = subject.record.data
    dataset = yield from loading(task.number, choice, subject.shape)
    split = _chosen(_parts(dataset), task.part)
    if split.rows is not None:
        root = files_folder(choice)
        for found in named_files(root, choice, split):
            yield FilesNamed(
                number=task.number,
                root=shown(root),
                indices=found.indices.tobytes(),
                names=tuple(map(shown, found.names)),
            )
    yield TaskDone(number=task.number)


def _parts(dataset: DataSet) -> dict[Part, Split]:
    """Return the parts there are, the one first that judges best."""
    splits = (dataset.test, dataset.validation, dataset.train)
    return {
        part: split
        for part, split in zip(_PART_NAMES, splits, strict=True)
        if split is not None and len(split)
    }


def _chosen(parts: dict[Part, Split], part: Part) -> Split:
    if part not in parts:
        raise InvalidValueError(
            _('The data set has no part "{part}". It has: {known}.').format(
                part=part.value, known=", ".join(parts)
            )
        )
    return parts[part]


class _Answers(NamedTuple):
    """The loss over some pictures, their probabilities (B, classes), and losses (B,) or (0,)."""

    loss: float
    probabilities: NDArray[np.float32]
    picture_losses: NDArray[np.float32]


def _answered(subject: Subject, split: Split, rows: slice) -> _Answers:
    objective = _objective(subject)
    pictures = subject.scaled(split.pictures[rows], maximum=split.maximum)
    labels = torch.from_numpy(np.array(split.labels[rows], np.int64))
    with evaluating(subject.module):
        logits = subject.module.logits(pictures)
        loss = objective.loss(logits, objective.targets(labels), pictures).item()
        each = np.empty(0, np.float32)
        if isinstance(objective, Picture):
            each = objective.each(logits, pictures).numpy()
        return _Answers(loss, objective.probabilities(logits).numpy(), each)


def _joined(answers: list[_Answers]) -> _Answers:
    """Return the answers for all pictures; each batch counts by its size."""
    counts = [len(batch.probabilities) for batch in answers]
    return _Answers(
        float(np.average([batch.loss for batch in answers], weights=counts)),
        np.concatenate([batch.probabilities for batch in answers]),
        np.concatenate([batch.picture_losses for batch in answers]),
    )


def _objective(subject: Subject) -> Objective:
    return judging_objective(subject.module.task, subject.record.config)


def _evaluated(
    task: Evaluate,
    subject: Subject,
    dataset: DataSet,
    part: Part,
    answers: _Answers,
) -> Evaluated:
    labels = np.array(_parts(dataset)[part].labels, np.int32)
    judged = _Judged(labels, answers.probabilities, dataset.classes)
    return Evaluated(
        number=task.number,
        source=subject.source,
        part=part,
        parts=tuple(_parts(dataset)),
        examples=len(labels),
        loss=answers.loss,
        loss_name=_objective(subject).loss_name,
        accuracy=judged.accuracy,
        classes=judged.classes,
        scores=judged.scores,
        roc=judged.roc,
        labels=judged.labels.tobytes(),
        predicted=judged.first.tobytes(),
        second=judged.second.tobytes(),
        label_probabilities=judged.label_probabilities.tobytes(),
        predicted_probabilities=judged.first_probabilities.tobytes(),
        second_probabilities=judged.second_probabilities.tobytes(),
        picture_losses=answers.picture_losses.tobytes(),
    )


class _Judged:
    """What labels and probabilities come to; nothing for a network that answers with pictures."""

    accuracy: float | None = None
    classes: tuple[str, ...] = ()
    scores: tuple[ClassScore, ...] = ()
    roc: RocCurve | None = None

    def __init__(
        self,
        labels: NDArray[np.int32],
        probabilities: NDArray[np.float32],
        classes: tuple[str, ...],
    ) -> None:
        self.labels = self.first = self.second = np.empty(0, np.int32)
        nothing = np.empty(0, np.float32)
        self.label_probabilities = self.first_probabilities = nothing
        self.second_probabilities = nothing
        if probabilities.shape[1] >= 2:
            self._judge(labels, probabilities, classes)

    def _judge(
        self,
        labels: NDArray[np.int32],
        probabilities: NDArray[np.float32],
        classes: tuple[str, ...],
    ) -> None:
        guessed = guesses(probabilities)
        self.labels, self.classes = labels, classes
        self.first, self.second = guessed.first, guessed.second
        self.first_probabilities = guessed.first_probabilities
        self.second_probabilities = guessed.second_probabilities
        self.label_probabilities = probabilities[np.arange(len(labels)), labels]
        self.accuracy = float((self.first == labels).mean())
        counts = confusion_counts(labels, self.first, len(classes))
        self.scores = class_scores(counts, classes)
        if len(classes) == 2:
            self.roc = roc_curve(labels, probabilities[:, 1])


def _small(picture: NDArray[np.uint8], side_px: int) -> NDArray[np.uint8]:
    """Return (H, W, C) uint8 with no side longer than `side_px`."""
    height, width = picture.shape[:2]
    factor = max(height, width) / max(1, side_px)
    if factor <= 1:
        return picture
    import cv2

    size = (max(1, round(width / factor)), max(1, round(height / factor)))
    smaller = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return np.atleast_3d(smaller.astype(np.uint8))
