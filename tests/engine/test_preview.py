import numpy as np
import pytest

from cnnstudio.data.choice import DataChoice
from cnnstudio.engine.preview import augmented_pictures
from cnnstudio.engine.session import load_dataset
from cnnstudio.errors import InvalidValueError
from cnnstudio.training.augmentation import NONE, Augmentation
from cnnstudio.training.messages import PreviewAugmentation

DIGITS = DataChoice()


def preview(
    *indices: int, augmentation: Augmentation = NONE, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    asked = PreviewAugmentation(7, DIGITS, (1, 8, 8), indices, augmentation, seed)
    found = augmented_pictures(asked)
    assert found.generation == 7
    shape = found.count, found.height, found.width, found.channels
    before, after = (
        np.frombuffer(each, np.uint8).reshape(shape) for each in (found.originals, found.pictures)
    )
    return before, after


def test_without_augmentation_pictures_are_those_of_the_training_part() -> None:
    before, after = preview(3, 1, 4)
    np.testing.assert_array_equal(before, after)
    train = load_dataset(DIGITS, (1, 8, 8)).train
    expected = np.rint(train.pictures[[3, 1, 4]].transpose(0, 2, 3, 1) * (255 / 16))
    np.testing.assert_array_equal(before, expected)


def test_labels_come_with_the_pictures() -> None:
    found = augmented_pictures(PreviewAugmentation(1, DIGITS, (1, 8, 8), (5, 6), NONE))
    train = load_dataset(DIGITS, (1, 8, 8)).train
    assert found.labels == tuple(train.labels[[5, 6]])
    assert len(found.classes) == 10


def test_a_picture_that_comes_twice_is_drawn_twice() -> None:
    before, after = preview(2, 2, augmentation=Augmentation(rotation=90))
    np.testing.assert_array_equal(before[0], before[1])
    assert (after[0] != after[1]).any()


def test_the_seed_decides() -> None:
    turned = Augmentation(rotation=90)
    one, again, other = (preview(2, augmentation=turned, seed=seed)[1] for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()


@pytest.mark.parametrize("indices", [(), (-1,), (100_000,), (0,) * 300])
def test_pictures_that_are_not_there_are_refused(indices: tuple[int, ...]) -> None:
    with pytest.raises(InvalidValueError, match="1 to 256 of the 1438 training pictures"):
        preview(*indices)


def test_an_augmentation_out_of_range_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="Zoom"):
        preview(1, augmentation=Augmentation(zoom=3))
