"""The theme's colours for values."""

from functools import lru_cache

from PySide6.QtGui import QColor

from cnnstudio.kernels.display import Colour, Palette, diverging, viridis
from cnnstudio.ui.theme import DARK, LIGHT, Theme


def palette_of(theme: Theme) -> Palette:
    """Return the colours of values in a theme; always the same object for the same theme."""
    return _palette(theme.is_dark)


@lru_cache
def _palette(is_dark: bool) -> Palette:
    theme = DARK if is_dark else LIGHT
    signed = diverging(_rgb(theme.negative), _rgb(theme.zero), _rgb(theme.positive))
    return Palette(signed, viridis())


def _rgb(colour: QColor) -> Colour:
    return colour.red(), colour.green(), colour.blue()
