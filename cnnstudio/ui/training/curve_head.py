"""The line above a plot: its title, its legend and its buttons."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.ui.training.curve_legend import CurveEntry, CurveLegend

_HEIGHT_PX = 22
_SPACING_PX = 8
# As far in as the text of the title.
_INDENT_PX = 8


class CurveHead(QWidget):
    """The legend stands between title and buttons where it fits, otherwise below them."""

    def __init__(self, title: QWidget, *buttons: QWidget) -> None:
        super().__init__()
        self.legend = CurveLegend()
        self._expected: tuple[CurveEntry, ...] = ()
        self._buttons = buttons
        self._title = title
        self._line = QWidget()
        self._line.setFixedHeight(_HEIGHT_PX)
        self._between, self._below = _Room(), _Room(_INDENT_PX)
        self._lay_out()
        for button in buttons:
            button.installEventFilter(self)

    def show_entries(
        self, entries: tuple[CurveEntry, ...], expected: tuple[CurveEntry, ...] = ()
    ) -> None:
        """Name other lines. `expected` are those that come later: they have their room now."""
        is_other = expected != self._expected
        self._expected = expected
        if self.legend.show_entries(entries) or is_other:
            self._place()

    def resizeEvent(self, event: QEvent) -> None:
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._place()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_SPACING_PX)
        row.addWidget(self._title)
        row.addWidget(self._between, 1)
        for button in self._buttons:
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._line)
        layout.addWidget(self._below)
        self._between.take(self.legend)

    def _place(self) -> None:
        """Put the legend where there is room for it."""
        widths = (self.legend.short_width(each) for each in (self.legend.entries, self._expected))
        fits = max(widths) <= self._room()
        room = self._between if fits else self._below
        room.take(self.legend)
        self._below.setHidden(fits)
        height = _HEIGHT_PX if fits else self.legend.height_for(self.width() - _INDENT_PX)
        self.legend.setFixedHeight(height)

    def _room(self) -> int:
        """Return how wide the legend may be between title and buttons."""
        beside = [self._title, *(each for each in self._buttons if not each.isHidden())]
        return self.width() - sum(each.sizeHint().width() + _SPACING_PX for each in beside)


class _Room(QWidget):
    """A place for the legend."""

    def __init__(self, indent_px: int = 0) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(indent_px, 0, 0, 0)

    def take(self, legend: QWidget) -> None:
        """Let the legend stand here, wherever it stood."""
        if legend.parent() is not self:
            self._row.addWidget(legend)
