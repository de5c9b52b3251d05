"""Every colour, spacing, radius and font size of the window, by name.

Widgets name tokens, never hex values. `themes.current` is a frozen value; whoever
paints by itself reads it in `paintEvent` and repaints on `themes.changed`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication

from cnnstudio.network.blocks.kind import Family

UNIT_PX = 4
RADIUS_PX = 8
BODY_PX = 13
SMALL_PX = 12
HEADING_PX = 15
LABEL_PX = 11
TINY_PX = 11


@dataclass(frozen=True)
class Theme:
    """The tokens of one appearance."""

    name: str
    is_dark: bool
    window: QColor
    panel: QColor
    line: QColor
    text: QColor
    dim: QColor
    accent: QColor
    accent_text: QColor
    canvas: QColor
    dots: QColor
    card: QColor
    good: QColor
    bad: QColor
    field: QColor
    hover: QColor
    selection: QColor
    wire: QColor
    shadow: QColor
    training: QColor
    validation: QColor
    found: QColor
    positive: QColor
    negative: QColor
    zero: QColor


def _theme(name: str, *, is_dark: bool, **colours: str) -> Theme:
    return Theme(name, is_dark, **{token: QColor(value) for token, value in colours.items()})


LIGHT = _theme(
    "light",
    is_dark=False,
    window="#f6f7f9",
    panel="#ffffff",
    line="#e3e6eb",
    text="#1c2330",
    dim="#667085",
    accent="#3a6cf4",
    accent_text="#ffffff",
    canvas="#fbfbfd",
    dots="#dfe3ea",
    card="#ffffff",
    good="#137a46",
    bad="#c93a3a",
    field="#f4f5f8",
    hover="#eef1f5",
    selection="#e3ebff",
    wire="#98a2b3",
    shadow="#141c2330",
    training="#3b6ef5",
    validation="#e09400",
    found="#f0b429",
    positive="#d9641e",
    negative="#2a6bb0",
    zero="#ffffff",
)

DARK = _theme(
    "dark",
    is_dark=True,
    window="#15181e",
    panel="#1c2028",
    line="#2c323d",
    text="#e7eaf0",
    dim="#98a2b3",
    accent="#6b93ff",
    accent_text="#15181e",
    canvas="#171a20",
    dots="#272c36",
    card="#222732",
    good="#3ccf8e",
    bad="#ff8080",
    field="#15181e",
    hover="#2a303c",
    selection="#26304a",
    wire="#667085",
    shadow="#50000000",
    training="#6b93ff",
    validation="#f0a63a",
    found="#d99a1c",
    positive="#e07a2f",
    negative="#3d7fc4",
    zero="#222732",
)

_FAMILY_COLOURS = {
    Family.DATA: "#667085",
    Family.CONVOLUTION: "#3b6ef5",
    Family.POOLING: "#12a594",
    Family.NORMALISATION: "#8e4ec6",
    Family.ACTIVATION: "#e5a000",
    Family.SHAPE: "#7c8798",
    Family.DENSE: "#d6409f",
    Family.MERGE: "#30a46c",
}
_OUTPUT_COLOUR = "#e5484d"


def family_colour(family: Family, kind: str = "") -> QColor:
    """Return the colour of a family's stripe; the Output has one of its own."""
    return QColor(_OUTPUT_COLOUR if kind == "output" else _FAMILY_COLOURS[family])


class Appearance(StrEnum):
    """What the user chose: a theme, or that of the system."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Themes(QObject):
    """The theme in use; `changed` is emitted after another one is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.current = LIGHT
        self.appearance = Appearance.SYSTEM

    def choose(self, appearance: Appearance) -> None:
        """Use light, dark, or whatever the system uses."""
        self.appearance = appearance
        self._use(_resolved(appearance))

    @contextmanager
    def painting_in(self, theme: Theme) -> Iterator[None]:
        """Paint in another theme, within a `with`; nothing that is on the screen changes."""
        before, self.current = self.current, theme
        try:
            yield
        finally:
            self.current = before

    def follow_system(self) -> None:
        """Change with the system from now on, where the user chose to."""
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: self.choose(self.appearance))

    def _use(self, theme: Theme) -> None:
        if theme is not self.current:
            self.current = theme
            self.changed.emit()


def _resolved(appearance: Appearance) -> Theme:
    if appearance is Appearance.SYSTEM:
        scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    return DARK if appearance is Appearance.DARK else LIGHT


themes = Themes()


def interface_font() -> QFont:
    """Return the system's interface font, or a good one where the system names none.

    Without a desktop environment Qt answers with the alias "Sans Serif", behind
    which fontconfig may hide anything.
    """
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if font.family() in _ALIASES:
        font.setFamilies(list(_INTERFACE))
    font.setPixelSize(BODY_PX)
    return font


def body_font(size_px: int = BODY_PX, *, bold: bool = False) -> QFont:
    """Return the interface font at a size in pixels."""
    font = QFont(QGuiApplication.font())
    font.setPixelSize(size_px)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def label_font() -> QFont:
    """Return the font of section labels: small capitals, set a little wider."""
    font = body_font(LABEL_PX, bold=True)
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.4)
    return font


def number_font(size_px: int = SMALL_PX, *, bold: bool = False) -> QFont:
    """Return the monospaced font of numbers and shapes."""
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    font.setFamilies([*_MONOSPACED, font.family()])
    font.setPixelSize(size_px)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


_ALIASES = frozenset({"Sans Serif", "Sans", "sans-serif", ""})
_INTERFACE = ("Inter", "Cantarell", "Ubuntu", "Noto Sans", "Open Sans", "DejaVu Sans")
_MONOSPACED = ("JetBrains Mono", "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", "Consolas")
