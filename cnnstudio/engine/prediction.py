"""The tasks that ask a trained network what it takes pictures for."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
from torch import Tensor

from cnnstudio.data.dataset import Pictures
from cnnstudio.data.drawing import normalised
from cnnstudio.data.pictures import bring_to_shape, picture_files, read_picture
from cnnstudio.engine.evaluate import evaluating, predict, reproduction_losses
from cnnstudio.engine.judging import guesses
from cnnstudio.engine.objective import judging_objective
from cnnstudio.engine.samples import unscaled
from cnnstudio.engine.subjects import Subject
from cnnstudio.errors import UserError
from cnnstudio.network.blocks.data import Task as OutputTask
from cnnstudio.training.tasks import (
    FilePrediction,
    FilesPredicted,
    PicturePredicted,
    PredictFiles,
    PredictPicture,
    TaskDone,
    TaskReport,
)

_FILES_AT_ONCE = 8


def predict_picture(task: PredictPicture, subject: Subject) -> Iterator[TaskReport]:
    """Answer for one picture; raise `UserError` where it cannot be used."""
    picture = _picture(task, subject)  # (C, H, W)
    channels, height, width = picture.shape
    report = PicturePredicted(
        number=task.number,
        source=subject.source,
        classes=(),
        probabilities=(),
        height=height,
        width=width,
        channels=channels,
        seen=np.ascontiguousarray(picture.transpose(1, 2, 0)).tobytes(),
    )
    scaled = subject.scaled(picture[np.newaxis])
    if subject.module.task is OutputTask.PICTURE:
        yield _with_picture(report, scaled, subject)
        return
    yield msgspec.structs.replace(
        report,
        classes=subject.record.classes,
        probabilities=tuple(predict(subject.module, scaled)[0].tolist()),
    )


def _with_picture(report: PicturePredicted, picture: Tensor, subject: Subject) -> PicturePredicted:
    """Return a report with the picture that the network answers with, and how far off it is."""
    objective = judging_objective(subject.module.task, subject.record.config)
    with evaluating(subject.module):
        answer = subject.module.logits(picture)
        loss = objective.loss(answer, picture, picture).item()
    return msgspec.structs.replace(
        report,
        answer=unscaled(answer, subject.record.scaling).tobytes(),
        loss=loss,
        loss_name=objective.loss_name,
    )


def predict_files(task: PredictFiles, subject: Subject) -> Iterator[TaskReport]:
    """Answer for files, some at a time; one that is no picture comes with what is wrong."""
    files = picture_files(map(Path, task.paths))
    for start in range(0, len(files), _FILES_AT_ONCE):
        portion = files[start : start + _FILES_AT_ONCE]
        yield FilesPredicted(
            number=task.number,
            files=tuple(_file_predictions(portion, subject)),
            done=start + len(portion),
            total=len(files),
            loss_name=_loss_name(subject),
        )
    yield TaskDone(number=task.number)


def _picture(task: PredictPicture, subject: Subject) -> Pictures:
    data, shape = subject.record.data, subject.shape
    if task.path is not None:
        return read_picture(Path(task.path), shape, fit=data.fit)
    pixels = np.frombuffer(task.pixels, np.uint8)
    picture = pixels.reshape(task.height, task.width, task.channels)
    if task.is_drawing:
        return normalised(picture[:, :, 0], shape, data.name)
    return bring_to_shape(picture, shape, fit=data.fit)


def _file_predictions(files: list[Path], subject: Subject) -> Iterator[FilePrediction]:
    read: dict[Path, Pictures] = {}
    problems: dict[Path, str] = {}
    for path in files:
        try:
            read[path] = read_picture(path, subject.shape, fit=subject.record.data.fit)
        except UserError as error:
            problems[path] = str(error)
    answers = _answers(read, subject)
    for path in files:
        yield answers.get(path) or FilePrediction(str(path), problem=problems[path])


def _loss_name(subject: Subject) -> str:
    """Return by which loss a network's picture differs; nothing where it answers with classes."""
    if subject.module.task is not OutputTask.PICTURE:
        return ""
    return judging_objective(subject.module.task, subject.record.config).loss_name


def _answers(read: dict[Path, Pictures], subject: Subject) -> dict[Path, FilePrediction]:
    if not read:
        return {}
    pictures = subject.scaled(np.stack(list(read.values())))
    if subject.module.task is OutputTask.PICTURE:
        losses = reproduction_losses(subject.module, pictures, subject.record.config)
        return {
            path: FilePrediction(str(path), loss=loss)
            for path, loss in zip(read, losses.tolist(), strict=True)
        }
    found = guesses(predict(subject.module, pictures).numpy())
    names = subject.record.classes
    return {
        path: FilePrediction(
            str(path),
            names[found.first[row]],
            float(found.first_probabilities[row]),
            names[found.second[row]],
            float(found.second_probabilities[row]),
        )
        for row, path in enumerate(read)
    }
