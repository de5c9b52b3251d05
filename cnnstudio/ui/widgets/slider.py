"""A slider for a number in even steps."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QStyle, QStyleOptionSlider, QWidget


class NumberSlider(QSlider):
    """Goes to where it is pressed; `moved` carries the number, `released` ends what began.

    The wheel turns it only while it has the focus, as it does the fields of a form.
    """

    moved = Signal(float)
    pressed = Signal()
    released = Signal()

    def __init__(
        self, *, low: float, high: float, step: float, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._low, self._high, self._step = low, high, step
        self._number = low
        self._is_showing = False
        self.setRange(0, round((high - low) / step))
        self.setPageStep(max(1, self.maximum() // 10))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(self._on_value_changed)

    @property
    def number(self) -> float:
        """The number that is shown; it may lie between two steps."""
        return self._number

    def show_number(self, number: float) -> None:
        """Show another number; emits nothing."""
        self._number = number
        self._is_showing = True
        self.setValue(round((number - self._low) / self._step))
        self._is_showing = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.setSliderDown(True)
        self.pressed.emit()
        self._go_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._go_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)
            self.released.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.isSliderDown():  # one hand at a time
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def x_of(self, number: float) -> int:
        """Return where the handle's middle stands for a number."""
        handle, room = self._handle_px()
        step = round((number - self._low) / self._step)
        at = QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), step, room)
        return at + handle // 2

    def _go_to(self, x: float) -> None:
        handle, room = self._handle_px()
        at = round(x) - handle // 2
        step = QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), at, room)
        self.setValue(step)

    def _handle_px(self) -> tuple[int, int]:
        """Return the width of the handle, and of the room in which it moves."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
        handle = self.style().subControlRect(control, option, part, self).width()
        return handle, self.width() - handle

    def _on_value_changed(self, step: int) -> None:
        if not self._is_showing:
            # Without the dust of binary fractions, as 0.3 + 0.1 leaves it.
            self._number = min(round(self._low + step * self._step, 9), self._high)
            self.moved.emit(self._number)
