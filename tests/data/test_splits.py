import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.data.choice import DataChoice
from cnnstudio.data.dataset import DataSet, Split
from cnnstudio.data.splits import divide, draw, split

class_sizes = st.lists(st.integers(1, 60), min_size=1, max_size=8)
fractions = st.floats(0, 1, exclude_max=True)
seeds = st.integers(0, 2**63 - 1)


def labels_of(sizes: list[int], seed: int = 0) -> np.ndarray:
    """Return labels with that many of each class, mixed."""
    labels = np.repeat(np.arange(len(sizes)), sizes)
    return np.random.default_rng(seed).permutation(labels)


def dataset_of(sizes: list[int], *, test: Split | None = None) -> DataSet:
    labels = labels_of(sizes)
    pictures = np.arange(len(labels), dtype=np.uint8).reshape(-1, 1, 1, 1)
    return DataSet("made", "Made", ("a", "b", "c"), Split(pictures, labels, 9), test=test)


@given(class_sizes, fractions, seeds)
def test_every_row_is_kept_or_drawn(sizes: list[int], fraction: float, seed: int) -> None:
    labels = labels_of(sizes)
    drawn = draw(labels, fraction, seed=seed)
    assert drawn.shape == labels.shape
    assert drawn.dtype == bool


@given(class_sizes, fractions, seeds)
def test_each_class_gives_its_share_and_keeps_a_row(
    sizes: list[int], fraction: float, seed: int
) -> None:
    labels = labels_of(sizes)
    drawn = draw(labels, fraction, seed=seed)
    given_away = np.bincount(labels[drawn], minlength=len(sizes))
    assert (np.bincount(labels[~drawn], minlength=len(sizes)) >= 1).all()
    assert (np.abs(given_away - np.array(sizes) * fraction) <= 1).all()


@given(class_sizes, fractions, seeds)
def test_number_drawn_is_the_rounded_fraction_where_classes_can_spare_it(
    sizes: list[int], fraction: float, seed: int
) -> None:
    drawn = draw(labels_of(sizes), fraction, seed=seed)
    wanted = round(sum(sizes) * fraction)
    assert drawn.sum() <= wanted
    if all(size * (1 - fraction) >= 1 for size in sizes):
        assert drawn.sum() == wanted


@given(class_sizes, fractions, seeds)
def test_same_seed_draws_the_same_rows(sizes: list[int], fraction: float, seed: int) -> None:
    labels = labels_of(sizes)
    first, second = (draw(labels, fraction, seed=seed) for _ in range(2))
    assert first.tolist() == second.tolist()


@given(class_sizes, fractions, seeds)
def test_rows_drawn_have_the_smallest_keys_of_their_class(
    sizes: list[int], fraction: float, seed: int
) -> None:
    """Holds for labels in any order, and for those of a folder, which ascend."""
    keys = np.random.PCG64([seed, 0]).random_raw(sum(sizes))
    for labels in (labels_of(sizes), np.sort(labels_of(sizes))):
        drawn = draw(labels, fraction, seed=seed)
        for label in range(len(sizes)):
            own = labels == label
            smallest = np.sort(keys[own])[: (drawn & own).sum()]
            assert np.sort(keys[drawn & own]).tolist() == smallest.tolist()


def test_rows_drawn_are_these_on_every_machine() -> None:
    labels = np.array([0, 1] * 10)
    assert np.flatnonzero(draw(labels, 0.3, seed=7)).tolist() == [3, 4, 6, 11, 12, 13]


def test_another_seed_draws_other_rows() -> None:
    labels = labels_of([50, 50])
    assert draw(labels, 0.2, seed=0).tolist() != draw(labels, 0.2, seed=1).tolist()


def test_of_no_rows_none_is_drawn() -> None:
    assert draw(np.empty(0, np.int64), 0.5, seed=0).tolist() == []


def test_a_tenth_is_used_and_a_fifth_of_that_validates() -> None:
    labels = labels_of([500, 500])
    train, validation = divide(labels, DataChoice(part=0.1))
    assert (train.sum(), validation.sum()) == (80, 20)
    assert not (train & validation).any()
    assert np.bincount(labels[validation]).tolist() == [10, 10]


def test_part_in_use_is_the_same_for_every_validation_fraction() -> None:
    labels = labels_of([70, 30])
    used = [
        np.logical_or(*divide(labels, DataChoice(part=0.4, validation_fraction=fraction)))
        for fraction in (0.0, 0.25)
    ]
    assert used[0].tolist() == used[1].tolist()
    assert used[0].sum() == 40


def test_pictures_stay_with_their_labels() -> None:
    whole = dataset_of([20, 30, 40])
    divided = split(whole, DataChoice())
    assert divided.validation is not None
    for part in (divided.train, divided.validation):
        rows = part.pictures[:, 0, 0, 0].astype(int)
        assert part.labels.tolist() == whole.train.labels[rows].tolist()
        assert part.maximum == 9
        assert part.pictures.flags.c_contiguous


@pytest.mark.parametrize("part", [1.0, 0.1])
def test_test_part_stays_whole(part: float) -> None:
    test = dataset_of([3, 3, 3]).train
    assert split(dataset_of([20, 30, 40], test=test), DataChoice(part=part)).test is test


def test_without_validation_all_pictures_train() -> None:
    divided = split(dataset_of([20, 30, 40]), DataChoice(validation_fraction=0))
    assert divided.validation is None
    assert len(divided.train) == 90
