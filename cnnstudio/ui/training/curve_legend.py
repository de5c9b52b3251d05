"""The legend of a plot: always whole, in as many lines as it takes, each entry explained."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.text import _
from cnnstudio.ui.theme import SMALL_PX, body_font, themes
from cnnstudio.ui.widgets.legend import LegendEntry

_SAMPLE_PX = 12
_SHORT_SAMPLE_PX = 7
_GAP_PX = 4
_BETWEEN_PX = 12
_SHORT_BETWEEN_PX = 9
_LINE_PX = 18
_MOST_LINES = 3
_LINE_WIDTH_PX = 2.0


@dataclass(frozen=True, slots=True)
class CurveEntry(LegendEntry):
    """A line of a plot, and what it is in a sentence; a symbol stands for a sample of the line."""

    hint: str = ""
    symbol: str = ""
    style: Qt.PenStyle = Qt.PenStyle.SolidLine


class _Placed(NamedTuple):
    entry: CurveEntry
    line: int
    x: int
    width: int

    def place(self, top: int) -> QRect:
        """Return where the entry stands below the top of the first line."""
        return QRect(self.x, top + self.line * _LINE_PX, self.width, _LINE_PX)


class CurveLegend(QWidget):
    """Entries side by side: whole where they fit in one line, otherwise short, in more lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(body_font(SMALL_PX))
        self._entries: tuple[CurveEntry, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    @property
    def entries(self) -> tuple[CurveEntry, ...]:
        """What is named."""
        return self._entries

    def short_width(self, entries: Sequence[CurveEntry]) -> int:
        """Return what some entries would take side by side, in short."""
        return sum(self._width(each, is_short=True) + _SHORT_BETWEEN_PX for each in entries)

    def show_entries(self, entries: tuple[CurveEntry, ...]) -> bool:
        """Show other entries; return whether they are others than those shown."""
        if entries == self._entries:
            return False
        self._entries = entries
        self.setAccessibleName(", ".join(entry.text for entry in entries))
        self.setAccessibleDescription(" ".join(entry.hint for entry in entries if entry.hint))
        self.update()
        return True

    def sizeHint(self) -> QSize:
        return QSize(self._whole_width(), _LINE_PX)

    def height_for(self, width: int) -> int:
        """Return how high the entries are in such a width."""
        return _LINE_PX * (1 + max((each.line for each in self._placed(width)), default=0))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.hint_at(event.pos().x(), event.pos().y()))
            return True
        return super().event(event)

    def hint_at(self, x: int, y: int) -> str:
        """Return what the entry at a place is."""
        top, placed = self._top, self._placed(self.width())
        entry = next((each.entry for each in placed if each.place(top).contains(x, y)), None)
        return (entry.hint or entry.text) if entry else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        is_short = not self._is_whole(self.width())
        top = self._top
        for each in self._placed(self.width()):
            self._paint(painter, each.entry, each.place(top), is_short=is_short)
        painter.end()

    @property
    def _top(self) -> int:
        """Where the first line begins: all of them stand in the middle."""
        return (self.height() - self.height_for(self.width())) // 2

    def _placed(self, width: int) -> list[_Placed]:
        """Return where each entry stands; how many have no room stands in the place of the last."""
        is_short = not self._is_whole(width)
        between = _SHORT_BETWEEN_PX if is_short else _BETWEEN_PX
        placed: list[_Placed] = []
        x, line = 0, 0
        for entry in self._entries:
            needed = self._width(entry, is_short=is_short)
            if x and x + needed > width:
                x, line = 0, line + 1
            if line == _MOST_LINES:
                return self._with_rest(placed, width)
            placed.append(_Placed(entry, line, x, needed))
            x += needed + between
        return placed

    def _with_rest(self, placed: list[_Placed], width: int) -> list[_Placed]:
        """Let the last ones make way for a "+2" that names them under the pointer."""
        needed = self.fontMetrics().horizontalAdvance("+99")
        while placed[-1].x + placed[-1].width + _SHORT_BETWEEN_PX + needed > width:
            if placed.pop().x == 0:
                break
        rest = self._entries[len(placed) :]
        hint = ", ".join(entry.text for entry in rest)
        entry = CurveEntry(_("+{count}").format(count=len(rest)), hint=hint)
        end = placed[-1]
        if end.line < _MOST_LINES - 1:
            return [*placed, _Placed(entry, _MOST_LINES - 1, 0, needed)]
        return [*placed, _Placed(entry, end.line, end.x + end.width + _SHORT_BETWEEN_PX, needed)]

    def _paint(self, painter: QPainter, entry: CurveEntry, place: QRect, *, is_short: bool) -> None:
        indent = self._indent(entry, is_short=is_short)
        if entry.symbol:
            painter.setPen(_colour(entry))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), entry.symbol)
        elif indent:
            painter.setPen(QPen(_colour(entry), _LINE_WIDTH_PX, entry.style))
            start = QPointF(place.left(), place.center().y() + 0.5)
            painter.drawLine(start, start + QPointF(indent - _GAP_PX, 0))
        painter.setPen(themes.current.dim)
        text = entry.short if is_short and entry.short else entry.text
        painter.drawText(place.adjusted(indent, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), text)

    def _is_whole(self, width: int) -> bool:
        return self._whole_width() <= width

    def _whole_width(self) -> int:
        widths = [self._width(each, is_short=False) for each in self._entries]
        return sum(widths) + _BETWEEN_PX * max(0, len(widths) - 1)

    def _width(self, entry: CurveEntry, *, is_short: bool) -> int:
        text = entry.short if is_short and entry.short else entry.text
        return self._indent(entry, is_short=is_short) + self.fontMetrics().horizontalAdvance(text)

    def _indent(self, entry: CurveEntry, *, is_short: bool) -> int:
        if entry.symbol:
            return self.fontMetrics().horizontalAdvance(entry.symbol) + _GAP_PX
        if not (entry.token or entry.colour):
            return 0
        return (_SHORT_SAMPLE_PX if is_short else _SAMPLE_PX) + _GAP_PX


def _colour(entry: CurveEntry) -> QColor:
    colour: QColor = entry.colour or getattr(themes.current, entry.token or "dim")
    return colour
