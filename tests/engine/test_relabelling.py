from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest

from cnnstudio.data.choice import DataChoice
from cnnstudio.data.idx import USUAL_NAMES, write_idx
from cnnstudio.engine.relabelling import relabelled
from cnnstudio.engine.session import load_dataset, train
from cnnstudio.engine.tasks import Tasks
from cnnstudio.engine.trained import evaluate_run
from cnnstudio.errors import UserError
from cnnstudio.network.graph import Network
from cnnstudio.training import runs
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import EpochReport
from cnnstudio.training.tasks import Evaluate, Evaluated, TaskRefused, TaskReport
from tests.engine.networks import chain, dense, picture

SETTINGS = TrainingConfig(epochs=8, batch_size=8, learning_rate=0.01)
LONGER = msgspec.structs.replace(SETTINGS, epochs=10)
NETWORK = chain(picture(1, 8, 8), "flatten", dense(2), ("output", {"classes": 2}))
COPYING = chain(
    picture(1, 8, 8), ("conv", {"filters": 1, "padding": "same"}), ("output", {"task": "picture"})
)


def pictures(root: Path, *classes: str) -> DataChoice:
    """Write dark pictures of one class and bright ones of another."""
    random = np.random.default_rng(0)
    for part in ("train", "val"):
        for low, name in zip((0, 130), classes, strict=True):
            place = root / part / name
            place.mkdir(parents=True)
            for number in range(12):
                pixels = random.integers(low, low + 120, (8, 8), np.uint8)
                cv2.imwrite(str(place / f"{number}.png"), pixels)
    return DataChoice(name="folder", folder=str(root))


def trained(data: DataChoice, network: Network = NETWORK) -> Path:
    folder = runs.new_run_folder("faces")
    list(train(network, SETTINGS, data, folder))
    return folder


def with_classes(run: Path, *classes: str) -> Path:
    """Have a run know its two outputs by other names."""
    record = runs.read_record(run)
    runs.write_record(run, msgspec.structs.replace(record, classes=classes))
    return run


def judged(run: Path) -> TaskReport:
    tasks = Tasks()
    tasks.take(Evaluate(folder=str(run)))
    report = tasks.advance()
    while tasks.is_busy:
        report = tasks.advance()
    return report


@pytest.fixture
def data(tmp_path: Path) -> DataChoice:
    return pictures(tmp_path / "faces", "no face", "face")


@pytest.fixture
def run(data: DataChoice) -> Path:
    """A run that makes no mistake, and knows "face" before "no face"."""
    run = trained(data)
    assert evaluate_run(run, data).score.accuracy == 1
    return run


def test_classes_in_another_order_are_those_of_the_run(run: Path, data: DataChoice) -> None:
    with_classes(run, "no face", "face")
    found = evaluate_run(run, data)
    assert found.classes == ("no face", "face")
    assert found.confusion is not None
    assert found.confusion.tolist() == [[0, 12], [12, 0]]
    report = judged(run)
    assert isinstance(report, Evaluated)
    assert report.classes == ("no face", "face")
    assert np.frombuffer(report.labels, np.int32).tolist() == [1] * 12 + [0] * 12


def test_other_classes_are_refused_by_name(run: Path, tmp_path: Path) -> None:
    others = pictures(tmp_path / "other", "none", "face")
    message = r'has learnt "no face", "face", but other has "none", "face"\.'
    with pytest.raises(UserError, match=message):
        evaluate_run(run, others)


def test_renamed_class_folders_are_refused_when_a_run_is_judged_or_continued(
    run: Path, data: DataChoice, tmp_path: Path
) -> None:
    for part in ("train", "val"):
        (tmp_path / "faces" / part / "face").rename(tmp_path / "faces" / part / "some face")
    load_dataset(DataChoice(seed=1), (1, 8, 8))  # the engine keeps no more than two
    load_dataset(DataChoice(seed=2), (1, 8, 8))
    report = judged(run)
    assert isinstance(report, TaskRefused)
    assert '"some face"' in report.text
    before = (run / runs.LAST).read_bytes()
    with pytest.raises(UserError, match='has learnt "face"'):
        list(train(NETWORK, LONGER, data, run, resume=True))
    assert (run / runs.LAST).read_bytes() == before


def test_a_continued_run_keeps_the_order_of_its_classes(run: Path, data: DataChoice) -> None:
    with_classes(run, "no face", "face")
    epochs = [
        each
        for each in train(NETWORK, LONGER, data, run, resume=True)
        if isinstance(each, EpochReport)
    ]
    assert epochs[0].train_accuracy is not None
    assert epochs[0].train_accuracy < 0.5  # it has learnt the outputs the other way round
    assert runs.read_record(run).classes == ("no face", "face")


def test_of_many_classes_those_that_differ_are_named_first(run: Path, data: DataChoice) -> None:
    names = (*(f"kind {number}" for number in range(40)), "face")
    record = msgspec.structs.replace(runs.read_record(run), classes=names)
    dataset = load_dataset(data, (1, 8, 8))
    with pytest.raises(UserError, match=r'"kind 0", .* "kind 5" …, but faces has "no face"'):
        relabelled(dataset, record)


def test_a_network_that_answers_with_pictures_knows_no_classes(
    data: DataChoice, tmp_path: Path
) -> None:
    run = trained(data, COPYING)
    evaluate_run(run, pictures(tmp_path / "other", "cats", "dogs"))


def test_labels_without_names_are_taken_by_their_number(run: Path, tmp_path: Path) -> None:
    folder = tmp_path / "idx"
    folder.mkdir()
    for start, count in ((0, 20), (2, 10)):
        write_idx(folder / USUAL_NAMES[start], np.full((count, 8, 8), 200, np.uint8))
        write_idx(folder / USUAL_NAMES[start + 1], (np.arange(count) % 2).astype(np.uint8))
    found = evaluate_run(run, DataChoice(name="folder", folder=str(folder)))
    assert found.classes == ("face", "no face")
