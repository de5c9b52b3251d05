"""The sliders of a generator: one kernel of a family, found by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.kernels import generators
from cnnstudio.kernels.generators import Generator, recognised
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.network.blocks.parameters import Real
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.edits import Edits
from cnnstudio.ui.kernel_lab.entries import is_edited
from cnnstudio.ui.theme import SMALL_PX, body_font
from cnnstudio.ui.widgets.parameter_fields import NumberField
from cnnstudio.ui.widgets.slider import NumberSlider
from cnnstudio.ui.widgets.tone import set_property

_FIELD_PX, _FIELD_HEIGHT_PX = 64, 28


@dataclass(frozen=True, slots=True)
class _Number(Real):
    """A generator's parameter, as fields ask for it."""

    checked: generators.Parameter | None = None

    def check(self, value: Any) -> float:
        assert self.checked is not None
        return self.checked.check(Real.check(self, value))


class GeneratorPanel(QWidget):
    """Shown while the kernel is one that a generator made; changes go through `Edits`."""

    def __init__(self, edits: Edits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edits = edits
        self._known: Generator | None = None
        self._values: Mapping[str, float] = {}
        self._rows: dict[str, SliderRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.hint = QLabel(_("Edited by hand; moving a slider makes the kernel anew."))
        self.hint.setProperty("tone", "dim")
        self.hint.setFont(body_font(SMALL_PX))
        self.hint.setWordWrap(True)
        self._column.addWidget(self.hint)
        self._sliders = QWidget()

    def row(self, name: str) -> "SliderRow":
        """Return slider and field of a parameter."""
        return self._rows[name]

    def show_kernel(self, kernel: Kernel) -> bool:
        """Show what made a kernel; return whether a generator did."""
        found = recognised(kernel)
        if found is None:
            return False
        known, self._values = found
        self.hint.setVisible(is_edited(kernel))
        if known is not self._known:
            self._known = known
            self._build(known)
        for name, value in self._values.items():
            self._rows[name].show_value(value)
        return True

    def _build(self, known: Generator) -> None:
        self._sliders.hide()
        self._sliders.deleteLater()
        self._sliders = QWidget()
        self._column.addWidget(self._sliders)
        grid = QGridLayout(self._sliders)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._rows = {part.name: SliderRow(part, self._sliders) for part in known.parameters}
        for row in self._rows.values():
            row.lay_out(grid)
            row.field.left.connect(self._edits.end_gesture)
            row.slider.pressed.connect(self._edits.hold_gesture)
            row.slider.released.connect(self._edits.end_gesture)
        for name, row in self._rows.items():
            row.changed.connect(lambda value, name=name: self._change(name, value))

    def _change(self, name: str, value: float) -> None:
        assert self._known is not None
        values = {**self._values, name: value}
        self._edits.generate(self._known, values, f"kernel.generator.{name}")


class SliderRow(QObject):
    """The widgets of one number, laid into a grid: name, slider, field, and why it is refused."""

    changed = Signal(float)

    def __init__(self, part: generators.Parameter, parent: QWidget) -> None:
        super().__init__(parent)
        parameter = _Number(
            part.name, part.title, part.default, part.help, part.low, part.high, part.step, part
        )
        self.label = QLabel(_(part.title), parent)
        self.slider = NumberSlider(low=part.low, high=part.high, step=part.step, parent=parent)
        self.field = NumberField(parameter, parent)
        self.field.setFixedSize(_FIELD_PX, _FIELD_HEIGHT_PX)
        self.message = QLabel(parent)
        self.message.setProperty("tone", "bad")
        self.message.setWordWrap(True)
        self.message.hide()
        self.label.setBuddy(self.field)
        for widget in (self.label, self.slider, self.field):
            widget.setToolTip(_help(part))
        for widget in (self.slider, self.field):
            widget.setObjectName(part.name)
            widget.setAccessibleName(_(part.title))
            widget.setAccessibleDescription(_help(part))
        self.slider.moved.connect(self._on_moved)
        self.field.committed.connect(self._on_moved)
        self.field.refused.connect(self.refuse)

    def lay_out(self, grid: QGridLayout) -> None:
        """Put the widgets below what the grid holds."""
        line = grid.rowCount()
        for column, widget in enumerate((self.label, self.slider, self.field)):
            grid.addWidget(widget, line, column, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.message, line + 1, 0, 1, 3)

    def show_value(self, value: float) -> None:
        """Show another number; emits nothing."""
        self.slider.show_number(value)
        if value != self.field.value:
            self.field.show_value(value)
            self.refuse("")

    def refuse(self, message: str) -> None:
        """Say below the field what is allowed; nothing where all is well."""
        self.message.setText(message)
        self.message.setVisible(bool(message))
        set_property(self.field, "invalid", bool(message))

    def _on_moved(self, value: float) -> None:
        self.refuse("")
        self.changed.emit(value)


def _help(part: generators.Parameter) -> str:
    if not part.unit:
        return f"{part.symbol}: {_(part.help)}"
    return _("{symbol} in {unit}: {help}").format(
        symbol=part.symbol, unit=part.unit.strip(), help=_(part.help)
    )
