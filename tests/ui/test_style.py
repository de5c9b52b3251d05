"""The tokens reach Qt's widgets, and text can be read on what it stands on."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication

from cnnstudio.ui import style
from cnnstudio.ui.theme import DARK, LIGHT, Theme

pytestmark = pytest.mark.gui
BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: QColor) -> float:
    """WCAG 2.1's relative luminance. Source: w3.org/TR/WCAG21/#dfn-relative-luminance"""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@BOTH
@pytest.mark.parametrize("text", ["text", "dim", "good", "bad"])
@pytest.mark.parametrize("ground", ["panel", "window", "card", "canvas"])
def test_text_has_a_contrast_of_four_and_a_half(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@BOTH
def test_text_on_the_accent_can_be_read(theme: Theme) -> None:
    assert contrast(theme.accent_text, theme.accent) >= 4.5


@BOTH
def test_the_page_in_front_can_be_read_on_the_rail(theme: Theme) -> None:
    assert contrast(style.accent_on_selection(theme), theme.selection) >= 4.5


@BOTH
def test_the_style_sheet_names_every_token_it_uses(theme: Theme, tmp_path: Path) -> None:
    sheet = style.style_sheet(theme, tmp_path)
    assert "$" not in sheet
    assert theme.accent.name(QColor.NameFormat.HexArgb) in sheet


@BOTH
def test_arrows_are_drawn_at_both_sizes(theme: Theme, tmp_path: Path) -> None:
    style.style_sheet(theme, tmp_path)
    colour = theme.dim.name().removeprefix("#")
    assert QImage(str(tmp_path / f"down-{colour}.png")).width() == 10
    assert QImage(str(tmp_path / f"down-{colour}@2x.png")).width() == 20


def test_qt_takes_the_style_sheet_without_a_warning(qapp: QApplication) -> None:
    assert "QMenu" in qapp.styleSheet()


@BOTH
def test_the_palette_follows_the_theme(theme: Theme) -> None:
    palette = style.palette(theme)
    assert palette.color(QPalette.ColorRole.WindowText) == theme.text
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText)
    assert disabled != theme.text
    assert disabled != theme.panel
