"""What was trained: its module, its worth on a data set, and its answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cnnstudio.data.choice import DataChoice, Shape
from cnnstudio.data.dataset import DataSet, Pictures, Split
from cnnstudio.data.pictures import read_picture
from cnnstudio.engine.build import (
    NetworkModule,
    build,
    checked_report,
    input_shape,
    output_values,
)
from cnnstudio.engine.checkpoints import load_weights
from cnnstudio.engine.checks import check_classes
from cnnstudio.engine.devices import choose_device
from cnnstudio.engine.evaluate import Score, confusion, predict, reproduction_losses, score
from cnnstudio.engine.objective import judging_objective
from cnnstudio.engine.relabelling import relabelled
from cnnstudio.engine.samples import load_samples, scaled
from cnnstudio.engine.session import load_dataset
from cnnstudio.errors import InvalidFileError, UserError
from cnnstudio.network.blocks.data import Task
from cnnstudio.text import _
from cnnstudio.training import runs
from cnnstudio.training.runs import RunRecord

_PICTURES_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Trained:
    """A network with the best weights of a run, or its last ones where no epoch was finished."""

    record: RunRecord
    module: NetworkModule
    is_best: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Loss and accuracy over a part of a data set.

    `split` is "test", "validation" or "train". `confusion`: (classes, classes)
    int64, how often each class (row) was taken for each; None for a picture task.
    """

    split: str
    score: Score
    classes: tuple[str, ...]
    confusion: NDArray[np.int64] | None


@dataclass(frozen=True, slots=True)
class Prediction:
    """The likeliest class of a picture, and the probability of each in the order of the classes."""

    label: str
    probability: float
    probabilities: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Reproduction:
    """By how much the picture that a network makes of a picture differs from it.

    `loss_name` is one of the losses of `TrainingConfig`, never "auto".
    """

    loss_name: str
    loss: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What a picture in a file is taken for, or how well it is made again.

    Without that, `problem` says why.
    """

    path: Path
    prediction: Prediction | Reproduction | None
    problem: str = ""


def load_trained(folder: Path) -> Trained:
    """Return what a run has trained; raise `InvalidFileError` where its folder is damaged."""
    record = runs.read_record(folder)
    module = build(record.network)
    _check_names(folder, record)
    is_best = (folder / runs.BEST).is_file()
    path = folder / (runs.BEST if is_best else runs.LAST)
    if not path.is_file():
        raise InvalidFileError(
            _('The run in "{folder}" has no weights yet: it ended in its first epoch.').format(
                folder=folder
            )
        )
    load_weights(path, module)
    module.eval()
    return Trained(record, module, is_best)


def _check_names(folder: Path, record: RunRecord) -> None:
    """Raise `InvalidFileError` where a record was changed so that classes have no names."""
    output = output_values(checked_report(record.network))
    named = {Task.CLASSES: output["classes"], Task.YES_NO: 2}
    wanted = named.get(Task(output["task"]))
    if wanted is not None and len(record.classes) != wanted:
        raise InvalidFileError(
            _(
                '"{path}" is damaged: it names {found} classes, and its network has {wanted}.'
            ).format(path=folder / runs.RECORD, found=len(record.classes), wanted=wanted)
        )


def evaluate_run(folder: Path, data: DataChoice, *, device: str = "auto") -> Evaluation:
    """Return what a run's network is worth on a data set: its test part, where there is one.

    Otherwise the validation part is used, and where there is none either, the training part.
    Raises `UserError` where the data set does not fit the network.
    """
    trained = load_trained(folder)
    report = checked_report(trained.record.network)
    dataset = relabelled(load_dataset(data, input_shape(report)), trained.record)
    check_classes(report, dataset)
    name, part = _part_to_judge(dataset)
    chosen = choose_device(device)
    module = trained.module.to(chosen)
    samples = load_samples(part, trained.record.scaling, device=chosen, channels_last=False)
    objective = judging_objective(module.task, trained.record.config)
    measured = score(module, samples, objective=objective)
    assert measured is not None
    confused = None if module.task is Task.PICTURE else confusion(module, samples)
    return Evaluation(name, measured, dataset.classes, confused)


def predict_pictures(folder: Path, pictures: Sequence[Path]) -> Iterator[Answer]:
    """Return, as they come, what a run's network makes of the pictures in files."""
    trained = load_trained(folder)
    shape = input_shape(checked_report(trained.record.network))
    starts = range(0, len(pictures), _PICTURES_AT_ONCE)
    portions = (pictures[start : start + _PICTURES_AT_ONCE] for start in starts)
    return chain.from_iterable(_answers(trained, portion, shape) for portion in portions)


def _answers(trained: Trained, paths: Sequence[Path], shape: Shape) -> Iterator[Answer]:
    read: dict[Path, Pictures] = {}
    problems: dict[Path, str] = {}
    for path in paths:
        try:
            read[path] = read_picture(path, shape, fit=trained.record.data.fit)
        except UserError as error:
            problems[path] = str(error)
    found = _predictions(trained, np.stack(list(read.values()))) if read else []
    answered = dict(zip(read, found, strict=True))
    for path in paths:
        yield Answer(path, answered.get(path), problems.get(path, ""))


def _predictions(
    trained: Trained, pictures: NDArray[np.uint8]
) -> Sequence[Prediction | Reproduction]:
    module, record = trained.module, trained.record
    shown = scaled(pictures, record.scaling)
    if module.task is Task.PICTURE:
        name = judging_objective(module.task, record.config).loss_name
        losses = reproduction_losses(module, shown, record.config)
        return [Reproduction(name, loss) for loss in losses.tolist()]
    return [_prediction(row, record.classes) for row in predict(module, shown).tolist()]


def _prediction(row: list[float], classes: Sequence[str]) -> Prediction:
    likeliest = max(range(len(row)), key=row.__getitem__)
    return Prediction(classes[likeliest], row[likeliest], tuple(row))


def _part_to_judge(dataset: DataSet) -> tuple[str, Split]:
    if dataset.test is not None:
        return "test", dataset.test
    if dataset.validation is not None:
        return "validation", dataset.validation
    return "train", dataset.train
