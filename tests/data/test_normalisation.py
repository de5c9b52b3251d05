import numpy as np
import pytest

from cnnstudio.data.dataset import Split
from cnnstudio.data.normalisation import Normalisation, normalisation

PICTURES = np.random.default_rng(0).integers(10, 200, (50, 3, 4, 4), np.uint8)
PICTURES[:, 2] = 40


def normalised(kind: Normalisation, maximum: int = 255) -> np.ndarray:
    numbers = normalisation(Split(PICTURES, np.zeros(50, np.int64), maximum), kind)
    mean, deviation = (
        np.array(each).reshape(3, 1, 1) for each in (numbers.mean, numbers.deviation)
    )
    return (PICTURES / maximum - mean) / deviation


def test_unit_leaves_0_to_1() -> None:
    assert np.array_equal(normalised(Normalisation.UNIT), PICTURES / 255)


def test_symmetric_spreads_from_minus_1_to_1() -> None:
    expected = PICTURES / 127.5 - 1
    assert normalised(Normalisation.SYMMETRIC) == pytest.approx(expected)


@pytest.mark.parametrize("maximum", [200, 255])
def test_standardised_channels_have_mean_0_and_deviation_1_unless_they_never_vary(
    maximum: int,
) -> None:
    received = normalised(Normalisation.STANDARDISE, maximum)
    assert received.mean(axis=(0, 2, 3)) == pytest.approx([0, 0, 0], abs=1e-12)
    assert received.std(axis=(0, 2, 3)) == pytest.approx([1, 1, 0], abs=1e-9)
