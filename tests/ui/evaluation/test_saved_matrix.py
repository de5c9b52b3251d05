"""The confusion matrix as a picture to keep."""

import numpy as np
import pytest

from cnnstudio.ui.evaluation.confusion_picture import Matrix
from cnnstudio.ui.evaluation.saved_matrix import matrix_picture
from cnnstudio.ui.theme import LIGHT, Appearance, themes

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def _light(light: None) -> None:
    """The light theme again after each test."""


@pytest.mark.parametrize("classes", [2, 10, 100, 1_000])
def test_picture_is_large_enough_to_print(classes: int) -> None:
    names = [f"kind {number}" for number in range(classes)]
    picture = matrix_picture(Matrix(np.eye(classes, dtype=np.int64), names), "digits", "98 %")
    assert 1_200 <= picture.width() <= 5_000
    assert 600 <= picture.height() <= 5_000


def test_picture_is_light_in_the_dark_theme() -> None:
    themes.choose(Appearance.DARK)
    matrix = Matrix(np.eye(2, dtype=np.int64), ["cats", "dogs"])
    picture = matrix_picture(matrix, "pets", "100 %")
    assert picture.pixelColor(2, 2) == LIGHT.panel
    assert themes.current.is_dark
