import cv2
import numpy as np
import pytest

from cnnstudio.data.digits import read_digits
from cnnstudio.data.drawing import normalised

MNIST, DIGITS = (1, 28, 28), (1, 8, 8)


def stroke(top: int, left: int, height: int, width: int) -> np.ndarray:
    ink = np.zeros((280, 280), np.uint8)
    ink[top : top + height, left : left + width] = 255
    return ink


@pytest.mark.parametrize("place", [(0, 0), (100, 20), (180, 240)], ids=str)
@pytest.mark.parametrize(
    ("shape", "data"), [(MNIST, "mnist"), (DIGITS, "digits")], ids=["mnist", "digits"]
)
def test_where_a_digit_is_drawn_does_not_matter(
    place: tuple[int, int], shape: tuple[int, int, int], data: str
) -> None:
    assert np.array_equal(
        normalised(stroke(*place, 100, 40), shape, data),
        normalised(stroke(60, 60, 100, 40), shape, data),
    )


def test_a_digit_of_mnist_is_twenty_pixels_high_and_centred_by_its_mass() -> None:
    ink = stroke(60, 60, 200, 20) | stroke(60, 60, 20, 120)
    picture = normalised(ink, MNIST, "mnist")[0].astype(float)
    rows = np.flatnonzero(picture.any(axis=1))
    assert rows[-1] - rows[0] + 1 == 20
    mass = picture.sum()
    middle = [(np.indices(picture.shape)[axis] * picture).sum() / mass for axis in (0, 1)]
    assert middle == pytest.approx([13.5, 13.5], abs=0.5)


def test_an_empty_pad_is_an_empty_picture() -> None:
    nothing = np.zeros((280, 280), np.uint8)
    assert not normalised(nothing, MNIST, "mnist").any()
    assert not normalised(nothing, DIGITS, "digits").any()


def test_a_digit_of_the_data_set_drawn_large_comes_back_as_it_was() -> None:
    split = read_digits().train
    differences = []
    for picture in split.pictures[:100, 0]:
        levels = (picture.astype(np.uint16) * 255 // 16).astype(np.uint8)
        drawn = cv2.resize(levels, (240, 240), interpolation=cv2.INTER_CUBIC)
        drawn = np.where(drawn > 127, 255, 0).astype(np.uint8)
        back = normalised(drawn, DIGITS, "digits")[0]
        differences.append(np.abs(back.astype(float) - levels).mean() / 255)
    assert np.mean(differences) < 0.12


def test_anything_else_is_dark_ink_on_white_paper() -> None:
    picture = normalised(stroke(0, 0, 140, 280), (3, 32, 32), "cifar10")
    assert picture.shape == (3, 32, 32)
    assert not picture[:, :16].any()
    assert (picture[:, 16:] == 255).all()
