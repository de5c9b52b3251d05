"""A sentence at its place on the canvas: why something is not possible there."""

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from cnnstudio.text import _
from cnnstudio.ui.theme import RADIUS_PX, SMALL_PX, body_font, themes

_WIDEST_PX, _PADDING_PX, _GAP_PX = 280, 10, 18
_SHORTEST_MS, _PER_LETTER_MS = 3_000, 60
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class Explanation(QWidget):
    """Stands beside a place of the canvas and lets the mouse through.

    A tooltip would be a window of its own: it follows the mouse alone, not
    what is aimed at with the keyboard, and the next movement takes it away.
    """

    def __init__(self, canvas: QAbstractScrollArea) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._text = ""
        self._is_hint = False
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.timeout.connect(self.clear)
        self.setAccessibleName(_("Why this is not possible"))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFont(body_font(SMALL_PX))
        self.hide()

    @property
    def text(self) -> str:
        """What is said now, empty when nothing is."""
        return self._text

    def say(self, text: str, place: QPointF | None, *, is_hint: bool = False) -> None:
        """Say `text` beside a place of the viewport, for as long as it takes to read it.

        A hint says what can be done, not what cannot.
        """
        if not text:
            self.clear()
            return
        is_new = text != self._text
        self._text, self._is_hint = text, is_hint
        self.setAccessibleDescription(text)
        self._stand_beside(QPointF(self._canvas.rect().center()) if place is None else place)
        self.show()
        self.raise_()
        self.update()
        if is_new:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._canvas, text))
        self._end.start(max(_SHORTEST_MS, _PER_LETTER_MS * len(text)))

    def clear(self) -> None:
        """Say nothing."""
        self._text = ""
        self._end.stop()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = themes.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.accent if self._is_hint else theme.bad, 1.0))
        painter.setBrush(theme.card)
        painter.drawRoundedRect(box, RADIUS_PX, RADIUS_PX)
        painter.setPen(theme.text)
        inner = self.rect().adjusted(_PADDING_PX, _PADDING_PX, -_PADDING_PX, -_PADDING_PX)
        painter.drawText(inner, _WRAPPED, self._text)
        painter.end()

    def _stand_beside(self, place: QPointF) -> None:
        """Stand below and right of a place, or on its other sides near the canvas' edges."""
        room = QFontMetrics(self.font()).boundingRect(0, 0, _WIDEST_PX, 1000, _WRAPPED, self._text)
        self.resize(room.width() + 2 * _PADDING_PX + 2, room.height() + 2 * _PADDING_PX)
        area, at = self._canvas.rect(), place.toPoint()
        x, y = at.x() + _GAP_PX, at.y() + _GAP_PX
        if x + self.width() > area.right():
            x = at.x() - _GAP_PX - self.width()
        if y + self.height() > area.bottom():
            y = at.y() - _GAP_PX - self.height()
        self.move(QPoint(max(0, x), max(0, y)))
