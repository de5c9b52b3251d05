"""A form for parameters: of a block, or of training."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from cnnstudio.network.blocks.parameters import Parameter
from cnnstudio.text import _
from cnnstudio.ui.widgets.parameter_fields import Field, FlagField, NumberField, field_of

_FIELD_PX, _FIELD_HEIGHT_PX = 112, 28


class ParameterForm(QWidget):
    """A row for each parameter: its name, its field, and below it why a value is refused.

    `changed(name, value, gesture)` carries an allowed value; steps of one
    `gesture` belong together until `gesture_ended`. The form shows what it is
    told to show: after `changed` it is up to the listener to keep the value.
    `stepped(name, steps, gesture)` is emitted where a field stands for `SEVERAL` values.
    `explained(name, text)` says what the row is for that the mouse or the keyboard is at.
    """

    changed = Signal(str, object, str)
    stepped = Signal(str, int, str)
    gesture_ended = Signal()
    explained = Signal(str, str)

    def __init__(
        self,
        parameters: Sequence[Parameter],
        values: Mapping[str, Any],
        parent: QWidget | None = None,
        *,
        has_tooltips: bool = True,
    ) -> None:
        super().__init__(parent)
        self._has_tooltips = has_tooltips  # not where `explained` is shown
        self._rows: dict[str, _Row] = {}
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(12)
        layout.setVerticalSpacing(4)
        layout.setColumnStretch(0, 1)
        for parameter in parameters:
            self._add_row(layout, parameter)
        self.show_values(values)

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show other values; what is missing keeps its default. Emits nothing."""
        for name, value in values.items():
            if name in self._rows:
                self._rows[name].show_value(value)

    def field(self, name: str) -> Field:
        """Return the field of one parameter."""
        return self._rows[name].field

    def show_row(self, name: str, *, is_shown: bool) -> None:
        """Show a row, or hide it where its parameter has no effect."""
        self._rows[name].set_visible(is_shown)

    def mark(self, name: str, *, is_marked: bool) -> None:
        """Put a mark behind the name of a parameter, or take it away."""
        self._rows[name].mark(is_marked)

    def focus_first(self) -> None:
        """Bring the keyboard to the first field, its text selected."""
        field = next(iter(self._rows.values())).field
        field.setFocus(Qt.FocusReason.TabFocusReason)

    def take_refusal(self) -> tuple[str, str] | None:
        """Return the name of a field whose value was refused and why, each time once."""
        for name, row in self._rows.items():
            if row.is_refusal_new:
                row.is_refusal_new = False
                return name, row.message.text()
        return None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.FocusIn):
            name = watched.property("parameter")
            self.explained.emit(name, self._rows[name].explanation)
        return False

    def refuse(self, name: str, message: str) -> None:
        """Say below a field why its value is not taken."""
        self._rows[name].refuse(message)

    def message(self, name: str) -> str:
        """Return what stands below a field, or nothing."""
        return self._rows[name].message.text()

    def _add_row(self, layout: QGridLayout, parameter: Parameter) -> None:
        row = _Row(parameter, self)
        line = layout.rowCount()
        alignment = Qt.AlignmentFlag.AlignVCenter
        layout.addWidget(row.label, line, 0, alignment)
        layout.addWidget(row.field, line, 1, alignment)
        layout.addWidget(row.message, line + 1, 0, 1, 2)
        row.field.committed.connect(lambda value: self._on_field_committed(parameter.name, value))
        if isinstance(row.field, NumberField):
            row.field.stepped.connect(lambda steps: self._on_field_stepped(parameter.name, steps))
        row.field.refused.connect(row.refuse)
        row.field.left.connect(self.gesture_ended)
        for widget in (row.label, row.field):
            widget.installEventFilter(self)
            widget.setProperty("parameter", parameter.name)
            widget.setToolTip(row.explanation if self._has_tooltips else "")
        self._rows[parameter.name] = row

    def _on_field_committed(self, name: str, value: Any) -> None:
        self._rows[name].clear()
        self.changed.emit(name, value, name)

    def _on_field_stepped(self, name: str, steps: int) -> None:
        self._rows[name].clear()
        self.stepped.emit(name, steps, name)


class _Row:
    """The three widgets of one parameter."""

    def __init__(self, parameter: Parameter, parent: QWidget) -> None:
        self._title = _(parameter.title)
        self.label = QLabel(self._title, parent)
        self.field = field_of(parameter, parent)
        self.label.setBuddy(self.field)
        self.explanation = _(parameter.help) if parameter.help else ""
        self.is_refusal_new = False
        if not isinstance(self.field, FlagField):
            self.field.setFixedSize(_FIELD_PX, _FIELD_HEIGHT_PX)
            self.field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.message = QLabel(parent)
        self.message.setProperty("tone", "bad")
        self.message.setWordWrap(True)
        self.message.hide()

    def show_value(self, value: Any) -> None:
        if value != self.field.value:  # what is being typed is left alone
            self.field.show_value(value)
            self.clear()
        elif not self.field.hasFocus():  # what was refused has made way for the last good value
            self.clear()

    def set_visible(self, is_shown: bool) -> None:
        for widget in (self.label, self.field):
            widget.setVisible(is_shown)
        self.message.setVisible(is_shown and bool(self.message.text()))

    def mark(self, is_marked: bool) -> None:
        self.label.setText(f"{self._title} ●" if is_marked else self._title)

    def refuse(self, message: str) -> None:
        self.is_refusal_new = True
        self.message.setText(message)
        self.message.setAccessibleName(message)
        self.message.show()
        _mark(self.field, is_invalid=True)

    def clear(self) -> None:
        self.is_refusal_new = False
        self.message.clear()
        self.message.hide()
        _mark(self.field, is_invalid=False)


def _mark(field: QWidget, *, is_invalid: bool) -> None:
    """Give the field a red edge or take it away; a style sheet looks again only when asked."""
    if bool(field.property("invalid")) != is_invalid:
        field.setProperty("invalid", is_invalid)
        field.style().unpolish(field)
        field.style().polish(field)
