import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cnnstudio.data import dataset
from cnnstudio.data.dataset import Split, statistics

batches = hnp.arrays(np.uint8, hnp.array_shapes(min_dims=4, max_dims=4, max_side=6))


def split_of(pictures: np.ndarray, maximum: int = 255) -> Split:
    return Split(pictures, np.zeros(len(pictures), np.int64), maximum)


@given(batches, st.sampled_from([16, 255]))
def test_statistics_are_those_of_float64_pictures(pictures: np.ndarray, maximum: int) -> None:
    known = statistics(split_of(pictures, maximum))
    scaled = pictures / maximum
    assert known.mean == pytest.approx(scaled.mean(axis=(0, 2, 3)), abs=1e-12)
    assert known.deviation == pytest.approx(scaled.std(axis=(0, 2, 3)), abs=1e-7)


def test_statistics_do_not_depend_on_the_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = np.random.default_rng(0).integers(0, 256, (101, 3, 5, 4), np.uint8)
    whole = statistics(split_of(pictures))
    monkeypatch.setattr(dataset, "_CHUNK_BYTES", 200)
    assert statistics(split_of(pictures)) == whole


def test_a_channel_that_never_varies_has_no_deviation() -> None:
    pictures = np.full((1000, 1, 7, 7), 77, np.uint8)
    known = statistics(split_of(pictures))
    assert known.mean == pytest.approx((77 / 255,), rel=1e-15)
    assert known.deviation == (0.0,)


def test_white_pictures_do_not_overflow_the_squares() -> None:
    pictures = np.full((2, 1, 4, 4), 255, np.uint8)
    pictures[0] = 0
    assert statistics(split_of(pictures)).deviation == (0.5,)


def test_statistics_end_where_nobody_wants_them() -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        raise KeyboardInterrupt

    pictures = np.zeros((3, 1, 2, 2), np.uint8)
    with pytest.raises(KeyboardInterrupt):
        statistics(Split(pictures, np.zeros(3, np.int64)), stop)
    assert told == [(0, 3)]
