"""Hands that scroll, zoom and pan the window as fast as a screen shows it."""

from abc import ABC, abstractmethod
from math import cos, sin
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

if TYPE_CHECKING:
    from cnnstudio.app import Studio

_FRAME_MS = 16
_EVENTS_ONE_WAY = 40
_SCROLL_PX = 15
_RADIUS_PX, _ANGLE = 120.0, 0.1
_LOG_LINES = 500
_TABS = {"training": 0, "log": 1}


class Hand(ABC):
    """Moves once a frame from `begin` to `end`."""

    def __init__(self, widget: QWidget, *, tab: str = "training") -> None:
        self.tab = _TABS[tab]
        self._widget = widget
        self._moves = 0
        self._timer = QTimer(widget)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    def begin(self) -> None:
        self._timer.start()

    def end(self) -> None:
        self._timer.stop()

    @abstractmethod
    def move(self, count: int) -> None:
        """Make a movement, the last of `count`."""

    def middle(self) -> QPointF:
        return QPointF(self._widget.rect().center())

    def on_screen(self, place: QPointF) -> QPointF:
        return QPointF(self._widget.mapToGlobal(place))

    def _on_timer_timeout(self) -> None:
        self._moves += 1
        self.move(self._moves)


class Scrolling(Hand):
    """Two fingers on a touchpad, to and fro in the middle of a widget, first up or down."""

    def __init__(self, widget: QWidget, *, tab: str = "training", is_down: bool = False) -> None:
        super().__init__(widget, tab=tab)
        self._first = -1 if is_down else 1

    def move(self, count: int) -> None:
        sign = -self._first if count // _EVENTS_ONE_WAY % 2 else self._first
        event = QWheelEvent(
            self.middle(),
            self.on_screen(self.middle()),
            QPoint(0, sign * _SCROLL_PX),
            QPoint(0, sign * _SCROLL_PX * 2),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.ScrollUpdate,
            False,
        )
        QApplication.sendEvent(self._widget, event)


class Panning(Hand):
    """The middle button held while the pointer goes round the middle of the canvas."""

    def begin(self) -> None:
        self._send(QEvent.Type.MouseButtonPress)
        super().begin()

    def move(self, count: int) -> None:
        self._send(QEvent.Type.MouseMove)

    def end(self) -> None:
        super().end()
        self._send(QEvent.Type.MouseButtonRelease)

    def _send(self, kind: QEvent.Type) -> None:
        angle = self._moves * _ANGLE
        place = self.middle() + QPointF(_RADIUS_PX * cos(angle), _RADIUS_PX * sin(angle))
        middle, none = Qt.MouseButton.MiddleButton, Qt.MouseButton.NoButton
        held = none if kind == QEvent.Type.MouseButtonRelease else middle
        moved = none if kind == QEvent.Type.MouseMove else middle
        modifiers = Qt.KeyboardModifier.NoModifier
        screen = self.on_screen(place)
        QApplication.sendEvent(
            self._widget, QMouseEvent(kind, place, screen, moved, held, modifiers)
        )


class Resting(Hand):
    """Does nothing."""

    def begin(self) -> None:
        """Stay still."""

    def move(self, count: int) -> None:
        """Never asked for."""


def hands_of(studio: "Studio") -> dict[str, Hand]:
    """Return what a person does meanwhile, by its title; the log has all the lines it can have."""
    window = studio.window
    canvas, log = window.designer.canvas.viewport(), window.training.log
    for number in range(_LOG_LINES):
        log.add(f"Line {number} of what may have happened in a long run.")
    curves = window.training.training.prepare().findChild(QAbstractScrollArea)
    assert curves is not None
    return {
        "nothing": Resting(canvas),
        "panning the canvas": Panning(canvas),
        "zooming the canvas": Scrolling(canvas),
        "scrolling the palette": Scrolling(window.designer.palette.kinds.viewport(), is_down=True),
        "scrolling the log": Scrolling(log.viewport(), tab="log"),
        # The last, for what zooming paints has the curves drawn more seldom for a while.
        "zooming the curves": Scrolling(curves.viewport()),
    }
