from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from cnnstudio.data import generated
from cnnstudio.data.generated import INFO, draw_figures, figure_labels, read_shapes


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Small parts, cached in a folder of their own; returns the cached file."""
    monkeypatch.setenv("CNNSTUDIO_HOME", str(tmp_path))
    monkeypatch.setattr(generated, "TRAIN_COUNT", 40)
    monkeypatch.setattr(generated, "TEST_COUNT", 10)
    return tmp_path / "cache" / "shapes-1.npy"


def test_pictures_are_as_described() -> None:
    pictures = draw_figures(figure_labels(30), seed=0)
    assert pictures.shape[1:] == INFO.shape
    assert pictures.dtype == np.uint8
    assert pictures.flags.c_contiguous


def test_all_figures_are_equally_frequent() -> None:
    assert np.bincount(figure_labels(5_000)).tolist() == [500] * 10


def test_same_seed_draws_the_same_pictures() -> None:
    labels = figure_labels(20)
    assert np.array_equal(draw_figures(labels, seed=3), draw_figures(labels, seed=3))


def test_another_seed_draws_other_pictures() -> None:
    labels = figure_labels(20)
    assert not np.array_equal(draw_figures(labels, seed=3), draw_figures(labels, seed=4))


def test_pictures_of_one_figure_differ() -> None:
    pictures = draw_figures(np.full(20, 4), seed=0)
    assert all(not np.array_equal(one, two) for one, two in pairwise(pictures))


def test_figures_stand_out_from_their_ground() -> None:
    """In some channel each picture spans far more than noise and gradient do."""
    pictures = draw_figures(figure_labels(200), seed=0)
    assert (np.ptp(pictures.reshape(200, 3, -1), axis=2).max(axis=1) > 60).all()


def test_default_seed_is_drawn_once(few: Path) -> None:
    drawn = read_shapes(0)
    stamp = few.stat().st_mtime_ns
    again = read_shapes(0)
    assert np.array_equal(drawn.train.pictures, again.train.pictures)
    assert few.stat().st_mtime_ns == stamp


def test_a_damaged_cache_is_drawn_again(few: Path) -> None:
    drawn = np.array(read_shapes(0).train.pictures)
    few.write_bytes(few.read_bytes()[:1000])
    assert np.array_equal(read_shapes(0).train.pictures, drawn)
    assert few.stat().st_size > 1000


def test_other_seeds_leave_no_files(few: Path) -> None:
    read_shapes(5)
    assert not few.parent.exists()


def test_parts_hold_different_pictures(few: Path) -> None:
    dataset = read_shapes(0)
    assert dataset.test is not None
    assert (len(dataset.train), len(dataset.test)) == (40, 10)
    assert not np.array_equal(dataset.train.pictures[:10], dataset.test.pictures)
