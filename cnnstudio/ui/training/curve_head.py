"""The line above a plot: its title, its legend and its buttons."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cnnstudio.ui.training.curve_legend import CurveEntry, CurveLegend

_HEIGHT_PX = 22
_SPACING_PX = 8
# As far in as the text of the title.
_INDENT_PX = 8


class CurveHead(QWidget):
    """The legend stands between title and buttons where it fits, otherwise below them.

    `wish_changed` says that it needs another place; heads beside one another are to `align`.
    """

    wish_changed = Signal()

    def __init__(self, title: QWidget, *buttons: QWidget) -> None:
        super().__init__()
        self.legend = CurveLegend()
        self._expected: tuple[CurveEntry, ...] = ()
        self._wish = (False, 0)
        self._buttons = buttons
        self._title = title
        self._line = QWidget()
        self._line.setFixedHeight(_HEIGHT_PX)
        self._between, self._below = _Room(), _Room(_INDENT_PX)
        self._lay_out()
        self.place(is_below=False)
        for button in buttons:
            button.installEventFilter(self)

    @property
    def wants_below(self) -> bool:
        """Whether the legend has no room beside the title."""
        return self._wish[0]

    def show_entries(
        self, entries: tuple[CurveEntry, ...], expected: tuple[CurveEntry, ...] = ()
    ) -> None:
        """Name other lines. `expected` are those that come later: they have their room now."""
        is_other = expected != self._expected
        self._expected = expected
        if self.legend.show_entries(entries) or is_other:
            self._look()

    def place(self, *, is_below: bool) -> int:
        """Put the legend below title and buttons, or between them; return how high that is."""
        room = self._below if is_below else self._between
        room.take(self.legend)
        self._below.setVisible(is_below)
        height = self._wish[1] if is_below else _HEIGHT_PX
        self.legend.setFixedHeight(height)
        return _HEIGHT_PX + height if is_below else _HEIGHT_PX

    def resizeEvent(self, event: QEvent) -> None:
        self._look()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._look()
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
        layout.addStretch(1)

    def _look(self) -> None:
        """See whether the legend has room beside the title, and how high it is below it."""
        widths = (self.legend.short_width(each) for each in (self.legend.entries, self._expected))
        is_below = max(widths) > self._room()
        wish = is_below, self.legend.height_for(self.width() - _INDENT_PX)
        if wish != self._wish:
            self._wish = wish
            self.setFixedHeight(self.place(is_below=is_below))
            self.wish_changed.emit()

    def _room(self) -> int:
        """Return how wide the legend may be between title and buttons."""
        beside = [self._title, *(each for each in self._buttons if not each.isHidden())]
        return self.width() - sum(each.sizeHint().width() + _SPACING_PX for each in beside)


def align(heads: Sequence[CurveHead]) -> None:
    """Give heads side by side one form and one height, so that what is below them lines up."""
    is_below = any(head.wants_below for head in heads)
    height = max(head.place(is_below=is_below) for head in heads)
    for head in heads:
        head.setFixedHeight(height)


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
