"""What the network makes of one picture: a bar for each class."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.text import _
from cnnstudio.ui.theme import TINY_PX, body_font, number_font, themes

MOST_ROWS = 10
_ROW_PX = 16
_MOST_ROW_PX = 20
_BAR_PX = 6
_GAP_PX = 8
_NAME_SHARE = 0.42


@dataclass(frozen=True, slots=True)
class ClassBar:
    """One class: its name, its probability (0–1), and whether it is the right one."""

    name: str
    probability: float
    is_true: bool


def rows(
    classes: tuple[str, ...], probabilities: tuple[float, ...], label: int | None
) -> tuple[ClassBar, ...]:
    """Return the bars to show: all classes in order, or the most probable of many.

    A network that answers with a picture has no probabilities, and no bars.
    """
    if not probabilities:
        return ()
    bars = [
        ClassBar(name, probability, index == label)
        for index, (name, probability) in enumerate(zip(classes, probabilities, strict=True))
    ]
    if len(bars) > MOST_ROWS:
        bars = sorted(bars, key=lambda bar: -bar.probability)[:MOST_ROWS]
    return tuple(bars)


class ClassBars(QWidget):
    """Rows of name, bar and probability; the right class has a mark before its name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ClassBar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(120)
        self.setAccessibleName(_("Probabilities of the classes"))
        themes.changed.connect(self.update)

    @property
    def shown(self) -> tuple[ClassBar, ...]:
        """The rows as they are shown."""
        return self._rows

    def show_rows(self, bars: tuple[ClassBar, ...]) -> None:
        """Show other rows."""
        self._rows = bars
        best = max(bars, key=lambda bar: bar.probability, default=None)
        self.setAccessibleDescription(
            _("{name}: {probability:.2f}").format(name=best.name, probability=best.probability)
            if best
            else ""
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, _ROW_PX * max(1, len(self._rows)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 10 * len(self._rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = min(_MOST_ROW_PX, self.height() / len(self._rows))
        best = max(bar.probability for bar in self._rows)
        for index, bar in enumerate(self._rows):
            self._paint(painter, bar, QRectF(0, index * height, self.width(), height), best)
        painter.end()

    def _paint(self, painter: QPainter, bar: ClassBar, row: QRectF, best: float) -> None:
        theme = themes.current
        is_best = bar.probability == best
        numbers = number_font(TINY_PX)
        number_px = QFontMetrics(numbers).horizontalAdvance("0.00")
        name_px = self._name_px()
        painter.setFont(body_font(TINY_PX, bold=is_best))
        painter.setPen(theme.text if is_best or bar.is_true else theme.dim)
        mark = "✓" if bar.is_true else ""
        centre = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(0, row.top(), 12, row.height()), centre, mark)
        name = painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, name_px)
        painter.drawText(QRectF(14, row.top(), name_px, row.height()), centre, name)
        painter.setFont(numbers)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(row, right, f"{bar.probability:.2f}")
        left = 14 + name_px + _GAP_PX
        track = QRectF(left, 0, row.width() - left - number_px - _GAP_PX, _BAR_PX)
        track.moveTop(row.center().y() - _BAR_PX / 2)
        self._paint_bar(painter, track, bar.probability, is_best=is_best)

    def _paint_bar(self, painter: QPainter, track: QRectF, share: float, *, is_best: bool) -> None:
        theme = themes.current
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.hover)
        painter.drawRoundedRect(track, _BAR_PX / 2, _BAR_PX / 2)
        filled = QRectF(track)
        filled.setWidth(track.width() * min(1.0, max(0.0, share)))
        if filled.width() >= 1:
            painter.setBrush(theme.accent if is_best else theme.wire)
            radius = min(_BAR_PX, filled.width()) / 2
            painter.drawRoundedRect(filled, radius, radius)

    def _name_px(self) -> int:
        metrics = QFontMetrics(body_font(TINY_PX, bold=True))
        widest = max(metrics.horizontalAdvance(bar.name) for bar in self._rows)
        return min(widest + 2, int(self.width() * _NAME_SHARE))
