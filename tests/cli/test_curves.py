from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnstudio.cli.curves import _ticks, draw_curves
from cnnstudio.errors import StorageError
from cnnstudio.training.history import History
from cnnstudio.training.messages import BatchReport, EpochReport


def batch(step: int, loss: float, accuracies: tuple[float, ...] = (0.5,)) -> BatchReport:
    return BatchReport(0, 1, step, (loss,), accuracies, 100.0, None)


def epoch(step: int, accuracy: float | None) -> EpochReport:
    return EpochReport(0, 1, step, 1.0, accuracy, 1.0, accuracy, 1.0, 100.0, is_best=True)


def has_colour(path: Path, colour: tuple[int, int, int], *, right_half: bool) -> bool:
    pixels = np.asarray(Image.open(path))
    half = pixels[:, pixels.shape[1] // 2 :] if right_half else pixels[:, : pixels.shape[1] // 2]
    return bool((half == colour).all(axis=-1).any())


BLUE, ORANGE = (0x3B, 0x6E, 0xF5), (0xE5, 0xA0, 0x00)


def test_training_and_validation_are_drawn_in_both_plots(tmp_path: Path) -> None:
    history = History()
    for step in range(1, 50):
        history.append(batch(step, 1 / step))
    history.append(epoch(49, 0.7))
    path = draw_curves(history, tmp_path / "curves.png")
    for right_half in (False, True):
        assert has_colour(path, BLUE, right_half=right_half)
        assert has_colour(path, ORANGE, right_half=right_half)


def test_picture_task_has_no_accuracy_to_draw(tmp_path: Path) -> None:
    history = History()
    for step in range(1, 5):
        history.append(batch(step, 1 / step, ()))
    history.append(epoch(4, None))
    path = draw_curves(history, tmp_path / "curves.png")
    assert has_colour(path, BLUE, right_half=False)
    assert not has_colour(path, BLUE, right_half=True)


@pytest.mark.parametrize("loss", [0.0, 1e-30, 1e30])
def test_odd_losses_are_drawn_without_an_error(tmp_path: Path, loss: float) -> None:
    history = History()
    for step in range(1, 5):
        history.append(batch(step, loss))
    assert draw_curves(history, tmp_path / "curves.png").is_file()


def test_missing_folder_is_a_storage_error(tmp_path: Path) -> None:
    history = History()
    history.append(batch(1, 1.0))
    with pytest.raises(StorageError, match="could not be written"):
        draw_curves(history, tmp_path / "none" / "curves.png")


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (0, 2.3, [0, 0.5, 1.0, 1.5, 2.0]),
        (100, 1_100, [200, 400, 600, 800, 1_000]),
        (0, 0.004, [0, 0.001, 0.002, 0.003, 0.004]),
    ],
)
def test_ticks_are_round_numbers(low: float, high: float, expected: list[float]) -> None:
    assert list(_ticks(low, high, count=5)) == expected
