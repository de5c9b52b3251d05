import numpy as np
import pytest
from PySide6.QtGui import QColor

from cnnstudio.ui.kernel_lab.cell_painting import cell_colour
from cnnstudio.ui.kernel_lab.colours import palette_of
from cnnstudio.ui.theme import DARK, LIGHT, Theme

pytestmark = pytest.mark.gui

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@THEMES
def test_zero_is_the_zero_of_the_theme_and_the_ends_are_its_signs(theme: Theme) -> None:
    signed = palette_of(theme).signed
    assert signed.shape == (256, 3)
    for level, colour in ((1, theme.negative), (128, theme.zero), (255, theme.positive)):
        assert tuple(signed[level]) == colour.getRgb()[:3]


@THEMES
def test_unsigned_values_get_brighter_all_the_way(theme: Theme) -> None:
    unsigned = palette_of(theme).unsigned.astype(float)
    assert unsigned.shape == (256, 3)
    assert (np.diff(unsigned @ (0.2126, 0.7152, 0.0722)) > -1).all()
    assert unsigned[0, 2] > unsigned[0, 1]  # from violet to yellow, as viridis goes
    assert unsigned[-1, 2] < unsigned[-1, 1]


def test_a_theme_has_one_palette() -> None:
    assert palette_of(LIGHT) is palette_of(LIGHT)
    assert palette_of(LIGHT) is not palette_of(DARK)


@THEMES
@pytest.mark.parametrize("share", [-1.0, -0.5, -0.01, 0.0, 0.01, 0.5, 1.0])
def test_numbers_stand_out_from_their_cells(theme: Theme, share: float) -> None:
    lights = sorted(_luminance(c) for c in (cell_colour(theme, share), theme.text))
    assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5


def _luminance(colour: QColor) -> float:
    """Return the relative luminance. Source: WCAG 2.2, definitions."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.getRgbF()[:3]
    ]
    return float(np.dot(parts, (0.2126, 0.7152, 0.0722)))
