"""Colours for lines that are told apart: eight, those of the families of blocks."""

from PySide6.QtGui import QColor

from cnnstudio.network.blocks.kind import Family
from cnnstudio.ui.style import mixed
from cnnstudio.ui.theme import Theme, family_colour, themes

MOST_LINES = 8
"""So many lines can be told apart."""

_FAMILIES = (
    Family.CONVOLUTION,
    Family.ACTIVATION,
    Family.POOLING,
    Family.DENSE,
    Family.NORMALISATION,
    Family.MERGE,
    Family.DATA,
)
_LIGHTER = 0.25


def line_colour(place: int, theme: Theme | None = None) -> QColor:
    """Return the colour of the line at a place, from 0, in a theme or in the one of the window."""
    last = place >= len(_FAMILIES)
    colour = family_colour(Family.DATA, "output" if last else "")
    if not last:
        colour = family_colour(_FAMILIES[place])
    theme = theme or themes.current
    return mixed(colour, theme.text, _LIGHTER) if theme.is_dark else colour
