import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from sklearn.metrics import accuracy_score, confusion_matrix

from cnnstudio import paths
from cnnstudio.data.choice import DataChoice
from cnnstudio.data.pictures import example, read_picture
from cnnstudio.engine.control import Control
from cnnstudio.engine.samples import scaled, unscaled
from cnnstudio.engine.session import load_dataset, train
from cnnstudio.engine.tasks import Tasks
from cnnstudio.engine.trained import Prediction, evaluate_run, load_trained, predict_pictures
from cnnstudio.network.graph import Network
from cnnstudio.training import runs
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import BatchReport
from cnnstudio.training.tasks import (
    FINAL,
    CancelTask,
    Evaluate,
    Evaluated,
    FetchPictures,
    FilesNamed,
    FilesPredicted,
    NameFiles,
    Part,
    PicturePredicted,
    PicturesFetched,
    PredictFiles,
    PredictPicture,
    TaskCommand,
    TaskDone,
    TaskProgress,
    TaskRefused,
    TaskReport,
)
from tests.engine.networks import chain, dense, picture, starter, two_classes

FEW = DataChoice(part=0.5)
CONFIG = TrainingConfig(epochs=3, learning_rate=3e-3)
SHAPE = (1, 8, 8)


@pytest.fixture
def folder() -> Path:
    folder = runs.new_run_folder("trained")
    list(train(starter(), CONFIG, FEW, folder))
    return folder


def done(task: TaskCommand, tasks: Tasks | None = None) -> list[TaskReport]:
    """Carry a task out and return what it reported."""
    tasks = tasks or Tasks()
    tasks.take(task)
    reports = []
    while tasks.is_busy:
        reports.append(tasks.advance())
    assert isinstance(reports[-1], FINAL)
    return reports


def answer(task: TaskCommand) -> TaskReport:
    return done(task)[-1]


def test_an_evaluation_is_what_the_command_line_says(folder: Path) -> None:
    found, known = answer(Evaluate(number=1, folder=str(folder))), evaluate_run(folder, FEW)
    assert isinstance(found, Evaluated)
    assert known.confusion is not None
    assert found.accuracy == known.score.accuracy
    assert found.loss == pytest.approx(known.score.loss, rel=1e-5)
    labels, predicted = (np.frombuffer(each, np.int32) for each in (found.labels, found.predicted))
    assert confusion_matrix(labels, predicted).tolist() == known.confusion.tolist()
    assert found.accuracy == accuracy_score(labels, predicted)
    assert sum(score.support for score in found.scores) == found.examples
    assert found.parts == (Part.VALIDATION, Part.TRAIN)
    assert found.roc is None


def test_the_progress_of_an_evaluation_is_told(folder: Path) -> None:
    reports = done(Evaluate(number=1, folder=str(folder), part=Part.TRAIN))
    progress = [each for each in reports if isinstance(each, TaskProgress) and each.total]
    assert len(progress) > 3
    assert [each.done for each in progress] == sorted(each.done for each in progress)
    assert {each.number for each in reports} == {1}


def test_two_classes_have_a_roc_curve(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    for part in ("train", "val"):
        for name, low in (("cats", 0), ("dogs", 60)):
            place = tmp_path / "data" / part / name
            place.mkdir(parents=True)
            for number in range(12):
                pixels = random.integers(low, low + 190, (8, 8), np.uint8)
                cv2.imwrite(str(place / f"{number}.png"), pixels)
    network = chain(picture(1, 8, 8), "flatten", dense(1), ("output", {"task": "yes/no"}))
    run = runs.new_run_folder("two")
    data = DataChoice(name="folder", folder=str(tmp_path / "data"))
    list(train(network, CONFIG, data, run))
    found = answer(Evaluate(number=1, folder=str(run)))
    assert isinstance(found, Evaluated)
    assert found.classes == ("cats", "dogs")
    assert found.roc is not None
    assert 0 <= found.roc.area <= 1
    assert (found.roc.false_positive_rates[-1], found.roc.true_positive_rates[-1]) == (1, 1)


def test_a_part_that_is_not_there_is_refused(folder: Path) -> None:
    found = answer(Evaluate(number=4, folder=str(folder), part=Part.TEST))
    assert isinstance(found, TaskRefused)
    assert found.number == 4
    assert "validation" in found.text


def test_a_run_that_is_not_there_is_refused(tmp_path: Path) -> None:
    found = answer(Evaluate(folder=str(tmp_path / "gone")))
    assert isinstance(found, TaskRefused)
    assert "gone" in found.text


def test_pictures_of_a_part_are_those_of_the_data_set(folder: Path) -> None:
    found = answer(FetchPictures(folder=str(folder), part=Part.TRAIN, indices=(3, 0), side_px=64))
    assert isinstance(found, PicturesFetched)
    shown = np.frombuffer(found.pixels, np.uint8).reshape(2, 8, 8)
    split = load_dataset(FEW, SHAPE).train
    assert shown.tolist() == [example(split, 3).tolist(), example(split, 0).tolist()]


def test_large_pictures_are_made_small(folder: Path) -> None:
    found = answer(FetchPictures(folder=str(folder), part=Part.TRAIN, indices=(0,), side_px=5))
    assert isinstance(found, PicturesFetched)
    assert (found.height, found.width) == (5, 5)


def test_a_picture_is_taken_for_what_the_command_line_says(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "digit.png"
    cv2.imwrite(str(path), example(load_dataset(FEW, SHAPE).train, 0))
    (known,) = (answer.prediction for answer in predict_pictures(folder, [path]))
    assert isinstance(known, Prediction)
    found = answer(PredictPicture(folder=str(folder), path=str(path)))
    assert isinstance(found, PicturePredicted)
    assert found.probabilities == pytest.approx(known.probabilities)
    pixels = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    sent = PredictPicture(folder=str(folder), height=8, width=8, pixels=pixels.tobytes())
    again = answer(sent)
    assert isinstance(again, PicturePredicted)
    assert again.probabilities == pytest.approx(known.probabilities)


def test_a_drawing_is_brought_to_the_form_of_the_digits(folder: Path) -> None:
    ink = np.zeros((280, 280), np.uint8)
    cv2.line(ink, (140, 30), (140, 250), 255, 30)
    found = answer(
        PredictPicture(
            folder=str(folder), height=280, width=280, pixels=ink.tobytes(), is_drawing=True
        )
    )
    assert isinstance(found, PicturePredicted)
    assert max(range(10), key=found.probabilities.__getitem__) == 1
    seen = np.frombuffer(found.seen, np.uint8).reshape(8, 8)
    assert seen[:, 3:5].all()
    assert sum(found.probabilities) == pytest.approx(1)


def test_files_are_answered_in_portions_and_bad_ones_named(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "pictures" / "below"
    place.mkdir(parents=True)
    for number in range(10):
        cv2.imwrite(str(place / f"{number:02}.png"), np.full((9, 7), 20 * number, np.uint8))
    (place / "bad.png").write_bytes(b"no picture")
    (place / "notes.txt").write_text("no picture either")
    reports = done(PredictFiles(folder=str(folder), paths=(str(place.parent),)))
    portions = [each for each in reports if isinstance(each, FilesPredicted)]
    files = [file for portion in portions for file in portion.files]
    assert [Path(file.path).stem for file in files] == [*(f"{n:02}" for n in range(10)), "bad"]
    assert [portion.done for portion in portions] == [8, 11]
    assert "bad.png" in files[-1].problem
    for file in files[:-1]:
        assert file.label != file.second
        assert file.probability >= file.second_probability


def test_a_folder_without_pictures_is_refused(folder: Path, tmp_path: Path) -> None:
    found = answer(PredictFiles(folder=str(folder), paths=(str(tmp_path / "home"),)))
    assert isinstance(found, TaskRefused)


@pytest.fixture
def copier() -> Path:
    """The folder of a run that makes pictures of pictures."""
    network = chain(picture(1, 8, 8), ("conv", {"filters": 1, "padding": "same"}), picture_out())
    run = runs.new_run_folder("copy")
    list(train(network, TrainingConfig(epochs=1), FEW, run))
    return run


def test_a_network_that_answers_with_pictures_has_losses_and_no_classes(copier: Path) -> None:
    found = answer(Evaluate(folder=str(copier)))
    assert isinstance(found, Evaluated)
    assert (found.accuracy, found.classes, found.labels) == (None, (), b"")
    losses = np.frombuffer(found.picture_losses, np.float32)
    assert len(losses) == found.examples
    assert losses.mean() == pytest.approx(found.loss, rel=1e-5)


def test_pictures_come_with_what_the_network_makes_of_them(copier: Path) -> None:
    asked = FetchPictures(
        folder=str(copier), part=Part.TRAIN, indices=(3, 0), side_px=64, with_answers=True
    )
    found = answer(asked)
    assert isinstance(found, PicturesFetched)
    assert len(found.answers) == len(found.pixels)
    trained, split = load_trained(copier), load_dataset(FEW, SHAPE).train
    pictures = scaled(split.pictures[[3, 0]], trained.record.scaling, maximum=split.maximum)
    with torch.inference_mode():
        made = unscaled(trained.module(pictures), trained.record.scaling)
    assert found.answers == made.tobytes()


def test_a_picture_is_answered_with_a_picture_and_its_loss(copier: Path, tmp_path: Path) -> None:
    path = tmp_path / "digit.png"
    cv2.imwrite(str(path), example(load_dataset(FEW, SHAPE).train, 0))
    found = answer(PredictPicture(folder=str(copier), path=str(path)))
    assert isinstance(found, PicturePredicted)
    assert (found.classes, found.probabilities) == ((), ())
    assert len(found.answer) == len(found.seen) == 64
    assert found.loss > 0
    assert found.loss_name == "mse"
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"no picture")
    (files, _done) = done(PredictFiles(folder=str(copier), paths=(str(bad), str(path))))
    assert isinstance(files, FilesPredicted)
    assert files.loss_name == "mse"
    assert "bad.png" in files.files[0].problem
    assert files.files[1].loss == pytest.approx(found.loss)


@pytest.mark.parametrize("loss", ["auto", "mse", "mae"])
def test_the_loss_is_the_one_that_was_trained(loss: str) -> None:
    network = chain(picture(1, 8, 8), ("conv", {"filters": 1, "padding": "same"}), picture_out())
    run = runs.new_run_folder("copy")
    list(train(network, TrainingConfig(epochs=1, loss=loss), FEW, run))
    found = answer(Evaluate(folder=str(run)))
    assert isinstance(found, Evaluated)
    assert found.loss == pytest.approx(evaluate_run(run, FEW).score.loss, rel=1e-5)
    assert found.loss_name == ("mse" if loss == "auto" else loss)


def picture_out() -> tuple[str, dict[str, str]]:
    return ("output", {"task": "picture"})


def test_what_is_cancelled_says_no_more(folder: Path) -> None:
    tasks = Tasks()
    tasks.take(Evaluate(number=1, folder=str(folder)))
    tasks.advance()
    tasks.take(CancelTask(number=1))
    assert not tasks.is_busy


def test_a_short_task_does_not_wait_for_a_long_one(folder: Path) -> None:
    tasks = Tasks()
    tasks.take(Evaluate(number=1, folder=str(folder), part=Part.TRAIN))
    tasks.advance()
    tasks.take(PredictPicture(number=2, folder=str(folder), height=8, width=8, pixels=bytes(64)))
    reports = [tasks.advance() for _turn in range(2)]
    assert any(isinstance(report, PicturePredicted) for report in reports)


class _Asking(Control):
    """Evaluates the run that goes on between its batches."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.tasks = Tasks()
        self.tasks.take(Evaluate(folder=str(folder)))
        self.reports: list[TaskReport] = []

    def is_wanted(self) -> bool:
        if self.running is not None and self.tasks.is_busy:
            self.reports.append(self.tasks.advance(self.running))
        return True


def _weights(reports: Iterator[object]) -> list[tuple[float, ...]]:
    return [each.losses for each in reports if isinstance(each, BatchReport)]


def _flat(losses: list[tuple[float, ...]]) -> list[float]:
    return [loss for each in losses for loss in each]


def test_judging_a_run_that_goes_on_changes_nothing_in_it() -> None:
    network: Network = starter()
    alone = _flat(_weights(train(network, CONFIG, FEW, runs.new_run_folder("alone"))))
    folder = runs.new_run_folder("asked")
    control = _Asking(folder)
    asked = _flat(_weights(train(network, CONFIG, FEW, folder, control=control)))
    assert asked == alone
    found = control.reports[-1]
    assert isinstance(found, Evaluated)
    assert "in training" in found.source


@pytest.fixture
def trained_on_files(tmp_path: Path) -> Path:
    """The folder of a run whose pictures have to be decoded again."""
    rng = np.random.default_rng(0)
    for name in ("cats", "dogs"):
        (tmp_path / "pets" / name).mkdir(parents=True)
        for number in range(300):
            pixels = rng.integers(0, 256, (64, 64, 3), np.uint8)
            cv2.imwrite(str(tmp_path / "pets" / name / f"{number}.png"), pixels)
    folder = runs.new_run_folder("pets")
    data = DataChoice(name="folder", folder=str(tmp_path / "pets"))
    list(
        train(
            two_classes(dense(2), ("output", {"classes": 2})),
            TrainingConfig(epochs=1),
            data,
            folder,
        )
    )
    for seed in (1, 2):  # the engine keeps no more than two
        load_dataset(DataChoice(seed=seed), SHAPE)
    shutil.rmtree(paths.cache_folder() / "pictures")
    return folder


def test_pictures_lead_back_to_their_files(trained_on_files: Path) -> None:
    reports = done(NameFiles(folder=str(trained_on_files), part=Part.VALIDATION))
    portions = [each for each in reports if isinstance(each, FilesNamed)]
    data = runs.read_record(trained_on_files).data
    split = load_dataset(data, (1, 4, 4)).validation
    assert split is not None
    indices = np.concatenate([np.frombuffer(each.indices, np.int32) for each in portions])
    assert sorted(indices.tolist()) == list(range(len(split)))
    names = [name for each in portions for name in each.names]
    for index, name in zip(indices.tolist(), names, strict=True):
        assert name.startswith(("cats/", "dogs/")[split.labels[index]])
        pixels = read_picture(Path(portions[0].root) / name, (1, 4, 4))
        assert pixels.tolist() == split.pictures[index].tolist()


def test_pictures_that_come_from_no_files_have_none(folder: Path) -> None:
    (report,) = (
        each
        for each in done(NameFiles(folder=str(folder), part=Part.TRAIN))
        if not isinstance(each, TaskProgress)
    )
    assert isinstance(report, TaskDone)


def test_the_decoding_before_an_evaluation_is_told(trained_on_files: Path) -> None:
    reports = done(Evaluate(number=1, folder=str(trained_on_files)))
    progress = [each for each in reports if isinstance(each, TaskProgress)]
    assert any(each.total == 600 and "of 600" in each.text for each in progress)
    assert isinstance(reports[-1], Evaluated)


def test_the_decoding_before_an_evaluation_can_be_given_up(trained_on_files: Path) -> None:
    tasks = Tasks()
    tasks.take(Evaluate(number=1, folder=str(trained_on_files)))
    while not getattr(tasks.advance(), "total", 0):
        pass
    tasks.take(CancelTask(number=1))
    assert not tasks.is_busy
    for thread in threading.enumerate():
        if thread.name == "loading":
            thread.join(10)
            assert not thread.is_alive()
