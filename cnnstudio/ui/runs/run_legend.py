"""The legend of a comparison: each run's mark and name, and its value under the pointer."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.ui.runs.run_marks import MARK_PX, paint_mark
from cnnstudio.ui.theme import SMALL_PX, body_font, number_font, themes

_ROW_PX = 20
_COLUMNS = 4
_GAP_PX = 6
_VALUE_PX = 48


class RunLegend(QWidget):
    """Up to four runs in a row, so that the marks stand below one another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self.values: tuple[float | None, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        themes.changed.connect(self.update)

    def show_runs(self, names: Sequence[str]) -> None:
        """Name the runs; the values of the same runs stay."""
        if tuple(names) == self.names:
            return
        self.names = tuple(names)
        self.values = ()
        self.setAccessibleName(", ".join(self.names))
        self.updateGeometry()
        self.update()

    def show_values(self, values: Sequence[float | None]) -> None:
        """Tell a value of each run; none where the pointer is elsewhere."""
        self.values = tuple(values)
        self.update()

    def sizeHint(self) -> QSize:
        rows = -(-len(self.names) // _COLUMNS)
        return QSize(200, rows * _ROW_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for place, rect in enumerate(self._rects()):
            mark = QRectF(rect.left(), rect.center().y() - MARK_PX.height() / 2, 20, 12)
            paint_mark(painter, place, mark)
            self._write(painter, place, rect.adjusted(MARK_PX.width() + _GAP_PX, 0, 0, 0))
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            over = (
                i for i, rect in enumerate(self._rects()) if rect.contains(event.pos().toPointF())
            )
            place = next(over, None)
            QToolTip.showText(event.globalPos(), "" if place is None else self.names[place], self)
            return True
        return super().event(event)

    def _rects(self) -> Iterator[QRectF]:
        columns = min(_COLUMNS, max(1, len(self.names)))
        width = self.width() / columns
        for place in range(len(self.names)):
            row, column = divmod(place, columns)
            yield QRectF(column * width, row * _ROW_PX, width - 2 * _GAP_PX, _ROW_PX)

    def _write(self, painter: QPainter, place: int, room: QRectF) -> None:
        theme = themes.current
        value = self.values[place] if self.values else None
        if value is not None:
            painter.setFont(number_font(SMALL_PX))
            painter.setPen(theme.text)
            painter.drawText(room, _RIGHT, f"{value:.4g}")
            room = room.adjusted(0, 0, -_VALUE_PX, 0)
        painter.setFont(body_font(SMALL_PX))
        painter.setPen(theme.text)
        shown = painter.fontMetrics().elidedText(
            self.names[place], Qt.TextElideMode.ElideMiddle, int(room.width())
        )
        painter.drawText(room, _LEFT, shown)


_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
