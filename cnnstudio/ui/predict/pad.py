"""The drawing pad: ink on paper, with a pen, an eraser and undo."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.text import _
from cnnstudio.ui.theme import RADIUS_PX, body_font, themes

SIDE = 280
"""The pad's own pixels in both directions, however large it is shown."""

THINNEST, USUAL, THICKEST = 4, 22, 60
_MOST_UNDONE = 100


class DrawingPad(QWidget):
    """Holds ink, 0–255; `changed` says that there is more of it, or less."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink = _blank()
        self._undone: list[QImage] = []
        self._last: QPointF | None = None
        self._pointer: QPointF | None = None
        self.is_erasing = False
        self.thickness = USUAL
        self.setAccessibleName(_("Drawing pad"))
        self.setToolTip(_("Draw with the left button; the right one erases"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMinimumSize(160, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        themes.changed.connect(self.update)

    @property
    def pixels(self) -> bytes:
        """The ink, (SIDE, SIDE) uint8."""
        bits = bytes(self._ink.constBits())
        stride = self._ink.bytesPerLine()
        return b"".join(bits[row * stride : row * stride + SIDE] for row in range(SIDE))

    @property
    def is_empty(self) -> bool:
        """Whether there is no ink."""
        return self._ink == _blank()

    @property
    def can_undo(self) -> bool:
        """Whether there is a stroke to take back."""
        return bool(self._undone)

    def clear(self) -> None:
        """Take all ink away; that can be undone."""
        if not self.is_empty:
            self._remember()
            self._ink = _blank()
            self._tell()

    def undo(self) -> None:
        """Take the last stroke back, or the clearing."""
        if self._undone:
            self._ink = self._undone.pop()
            self._tell()

    def draw(self, points: Sequence[QPointF]) -> None:
        """Draw a stroke through points of the paper, each 0 to `SIDE`."""
        self._remember()
        self._last = points[0]
        for point in points:
            self._ink_to(point, erases=False)
        self._last = None

    def sizeHint(self) -> QSize:
        return QSize(400, 400)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in _BUTTONS and self._paper().contains(event.position()):
            self._remember()
            self._last = self._on_ink(event.position())
            self._stroke(event.position(), erases=self._erases(event.buttons()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        if self._last is not None:
            self._stroke(event.position(), erases=self._erases(event.buttons()))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._last = None

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.update()

    def event(self, event: QEvent) -> bool:
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and event.matches(_UNDO):
            event.accept()  # or the window would undo a change of the network
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(_UNDO):
            self.undo()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = themes.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        paper = self._paper()
        painter.setPen(QPen(theme.line, 1))
        painter.setBrush(theme.field)
        painter.drawRoundedRect(paper.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_PX, RADIUS_PX)
        painter.drawImage(paper, self._shown())
        if self.is_empty:
            painter.setPen(theme.dim)
            painter.setFont(body_font())
            painter.drawText(paper, int(Qt.AlignmentFlag.AlignCenter), _("Draw here"))
        self._paint_tip(painter, paper)
        painter.end()

    def _shown(self) -> QImage:
        """Return the ink in the colour of the text, as transparent as it is thin."""
        shown = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
        shown.fill(themes.current.text)
        opacity = self._ink.copy()
        opacity.reinterpretAsFormat(QImage.Format.Format_Alpha8)  # converting makes all opaque
        painter = QPainter(shown)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
        painter.drawImage(0, 0, opacity)
        painter.end()
        return shown

    def _paint_tip(self, painter: QPainter, paper: QRectF) -> None:
        """Show how thick the pen is, where the pointer stands."""
        if self._pointer is None or not paper.contains(self._pointer):
            return
        radius = self.thickness / 2 * paper.width() / SIDE
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(themes.current.accent, 1))
        painter.drawEllipse(self._pointer, radius, radius)

    def _paper(self) -> QRectF:
        side = min(self.width(), self.height())
        paper = QRectF(0, 0, side, side)
        paper.moveCenter(QRectF(self.rect()).center())
        return paper

    def _on_ink(self, point: QPointF | QPoint) -> QPointF:
        paper = self._paper()
        return (QPointF(point) - paper.topLeft()) * (SIDE / paper.width())

    def _erases(self, buttons: Qt.MouseButton) -> bool:
        return self.is_erasing or bool(buttons & Qt.MouseButton.RightButton)

    def _stroke(self, point: QPointF, *, erases: bool) -> None:
        self._ink_to(self._on_ink(point), erases=erases)

    def _ink_to(self, end: QPointF, *, erases: bool) -> None:
        assert self._last is not None
        painter = QPainter(self._ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = Qt.GlobalColor.black if erases else Qt.GlobalColor.white
        round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        pen = QPen(colour, self.thickness, Qt.PenStyle.SolidLine, round_cap, round_join)
        painter.setPen(pen)
        # A line without length would draw nothing.
        painter.drawLine(self._last, end + QPointF(0.01, 0))
        painter.end()
        self._last = end
        self._tell()

    def _remember(self) -> None:
        self._undone.append(self._ink.copy())
        del self._undone[:-_MOST_UNDONE]

    def _tell(self) -> None:
        self.update()
        self.changed.emit()


_BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)
_UNDO = QKeySequence.StandardKey.Undo


def _blank() -> QImage:
    ink = QImage(SIDE, SIDE, QImage.Format.Format_Grayscale8)
    ink.fill(0)
    return ink
