from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
import torch
from torch.nn import functional

from cnnstudio.data.choice import DataChoice, Fit
from cnnstudio.data.pictures import example, read_picture
from cnnstudio.engine.evaluate import predict
from cnnstudio.engine.samples import scaled
from cnnstudio.engine.session import load_dataset, train
from cnnstudio.engine.trained import (
    Prediction,
    Reproduction,
    evaluate_run,
    load_trained,
    predict_pictures,
)
from cnnstudio.errors import InvalidFileError, UserError
from cnnstudio.network.graph import Network
from cnnstudio.training import runs
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import EpochReport
from tests.engine.networks import chain, dense, picture, starter

FEW = DataChoice(part=0.5)


def trained(network: Network, *, epochs: int = 3) -> tuple[Path, list[EpochReport]]:
    folder = runs.new_run_folder("trained")
    config = TrainingConfig(epochs=epochs, learning_rate=3e-3)
    reports = list(train(network, config, FEW, folder))
    return folder, [each for each in reports if isinstance(each, EpochReport)]


def predicted(folder: Path, *paths: Path) -> list[Prediction]:
    """Return the answers for pictures, none of which has a problem."""
    answers = list(predict_pictures(folder, paths))
    assert [answer.path for answer in answers] == list(paths)
    return [each.prediction for each in answers if isinstance(each.prediction, Prediction)]


def test_a_run_is_worth_what_its_best_epoch_was() -> None:
    folder, epochs = trained(starter())
    best = next(each for each in reversed(epochs) if each.is_best)
    evaluation = evaluate_run(folder, FEW)
    assert evaluation.split == "validation"
    assert evaluation.score.loss == pytest.approx(best.val_loss, rel=1e-5)
    assert evaluation.score.accuracy == best.val_accuracy
    counts = evaluation.confusion
    assert counts is not None
    assert counts.sum() == evaluation.score.examples
    assert counts.trace() / counts.sum() == best.val_accuracy


def test_a_test_part_is_what_counts(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    for part, count in (("train", 6), ("val", 4), ("test", 5)):
        for index in range(10):
            (tmp_path / "data" / part / str(index)).mkdir(parents=True)
            for number in range(count):
                pixels = random.integers(0, 255, (8, 8), np.uint8)
                cv2.imwrite(str(tmp_path / "data" / part / str(index) / f"{number}.png"), pixels)
    folder, _epochs = trained(starter(), epochs=1)
    data = DataChoice(name="folder", folder=str(tmp_path / "data"))
    evaluation = evaluate_run(folder, data)
    test = load_dataset(data, (1, 8, 8)).test
    assert test is not None
    assert (evaluation.split, evaluation.score.examples) == ("test", len(test))


def test_pictures_in_files_are_told_apart(tmp_path: Path) -> None:
    folder, _epochs = trained(starter())
    part = load_dataset(FEW, (1, 8, 8)).train
    paths = []
    for index in range(100):
        paths.append(tmp_path / f"{index}.png")
        cv2.imwrite(str(paths[-1]), example(part, index))
    predictions = predicted(folder, *paths)
    right = [
        prediction.label == str(label)
        for prediction, label in zip(predictions, part.labels, strict=False)
    ]
    assert sum(right) >= 85
    for prediction in predictions:
        assert sum(prediction.probabilities) == pytest.approx(1)
        assert prediction.probability == max(prediction.probabilities)


@pytest.mark.parametrize("fit", list(Fit))
def test_pictures_come_to_size_as_those_that_were_trained(tmp_path: Path, fit: Fit) -> None:
    wide = np.zeros((8, 24), np.uint8)
    wide[:, 8:16] = np.random.default_rng(0).integers(0, 256, (8, 8))
    cv2.imwrite(str(tmp_path / "wide.png"), wide)
    folder, _epochs = trained(starter(), epochs=1)
    record = runs.read_record(folder)
    data = msgspec.structs.replace(record.data, fit=fit)
    runs.write_record(folder, msgspec.structs.replace(record, data=data))
    (found,) = predicted(folder, tmp_path / "wide.png")
    pixels = read_picture(tmp_path / "wide.png", (1, 8, 8), fit=fit)
    expected = predict(load_trained(folder).module, scaled(pixels[None], record.scaling))
    assert found.probabilities == pytest.approx(expected[0].tolist())


@pytest.mark.parametrize("shape", [(30, 17), (30, 17, 3), (30, 17, 4)])
def test_pictures_of_another_size_and_other_channels_are_predicted(
    tmp_path: Path, shape: tuple[int, ...]
) -> None:
    grey = np.random.default_rng(0).integers(0, 256, shape[:2], np.uint8)
    pixels = np.broadcast_to(grey.reshape(30, 17, *(1,) * (len(shape) - 2)), shape).copy()
    if shape[2:] == (4,):
        pixels[..., 3] = 255
    cv2.imwrite(str(tmp_path / "other.png"), pixels)
    cv2.imwrite(str(tmp_path / "grey.png"), grey)
    folder, _epochs = trained(starter(), epochs=1)
    other, same = predicted(folder, tmp_path / "other.png", tmp_path / "grey.png")
    assert other.probabilities == pytest.approx(same.probabilities, abs=0.02)


def test_a_file_that_is_no_picture_is_named_among_the_good_ones(tmp_path: Path) -> None:
    folder, _epochs = trained(starter(), epochs=1)
    cv2.imwrite(str(tmp_path / "good.png"), np.zeros((8, 8), np.uint8))
    (tmp_path / "notes.png").write_text("no picture")
    bad, good = predict_pictures(folder, [tmp_path / "notes.png", tmp_path / "good.png"])
    assert bad.prediction is None
    assert "notes.png" in bad.problem
    assert good.prediction is not None


def test_a_network_that_answers_with_pictures_says_how_far_off_each_is(tmp_path: Path) -> None:
    output = ("output", {"task": "picture"})
    network = chain(picture(1, 8, 8), ("conv", {"filters": 1, "padding": "same"}), output)
    folder, _epochs = trained(network, epochs=1)
    assert evaluate_run(folder, FEW).confusion is None
    part = load_dataset(FEW, (1, 8, 8)).train
    paths = [tmp_path / f"{index}.png" for index in range(3)]
    for index, path in enumerate(paths):
        cv2.imwrite(str(path), example(part, index))
    run = load_trained(folder)
    for path, answer in zip(paths, predict_pictures(folder, paths), strict=True):
        shown = scaled(read_picture(path, (1, 8, 8))[None], run.record.scaling)
        with torch.inference_mode():
            expected = functional.mse_loss(run.module(shown), shown).item()
        assert answer.path == path
        assert answer.prediction == Reproduction("mse", pytest.approx(expected))


def test_a_data_set_that_does_not_fit_is_refused() -> None:
    folder, _epochs = trained(starter(), epochs=1)
    with pytest.raises(UserError, match="Input is 1×8×8"):
        evaluate_run(folder, DataChoice(name="shapes"))


def test_a_run_without_weights_says_so() -> None:
    folder, _epochs = trained(starter(), epochs=1)
    for name in (runs.BEST, runs.LAST):
        (folder / name).unlink()
    with pytest.raises(InvalidFileError, match="has no weights yet"):
        load_trained(folder)


def test_a_run_that_was_stopped_in_its_first_epoch_has_its_last_weights() -> None:
    folder, _epochs = trained(starter(), epochs=1)
    (folder / runs.BEST).unlink()
    found = load_trained(folder)
    assert not found.is_best
    assert not found.module.training
    assert torch.isfinite(next(found.module.parameters())).all()


@pytest.mark.parametrize("name", [runs.RECORD, runs.BEST])
def test_a_damaged_run_is_named(name: str) -> None:
    folder, _epochs = trained(starter(), epochs=1)
    (folder / name).write_bytes(b"damaged")
    with pytest.raises(InvalidFileError, match=name):
        load_trained(folder)


def test_dense_networks_are_evaluated_too() -> None:
    folder, epochs = trained(chain(picture(1, 8, 8), "flatten", dense("classes"), "output"))
    assert evaluate_run(folder, FEW).score.accuracy == max(
        each.val_accuracy for each in epochs if each.val_accuracy is not None
    )


def test_a_record_that_names_too_few_classes_is_damaged() -> None:
    folder, _epochs = trained(starter(), epochs=1)
    record = runs.read_record(folder)
    short = msgspec.structs.replace(record, classes=record.classes[1:])
    runs.write_record(folder, short)
    with pytest.raises(InvalidFileError, match=r"names 9 classes, and its network has 10"):
        load_trained(folder)
