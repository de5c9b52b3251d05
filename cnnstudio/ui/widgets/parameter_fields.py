"""One field for each type of parameter.

A field shows a value, emits `committed` with another allowed one, `refused`
with a sentence where what was typed is not allowed, and `left` when the focus
leaves. Told to show `SEVERAL`, it says so in place of a value. The wheel turns
a field only while it has the focus: a form that is scrolled must not change
what the pointer passes over.
"""

from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QCompleter, QWidget

from cnnstudio.errors import InvalidValueError
from cnnstudio.network.blocks.parameters import Choice, Flag, Padding, Parameter, Units
from cnnstudio.text import _
from cnnstudio.ui.theme import number_font
from cnnstudio.ui.widgets.parameter_text import parse, stepped

SEVERAL = None
"""What a field is told to show where the things it stands for have different values."""

_OFFERED_SIDES = ("0", "1", "2", "3")


class NumberField(QAbstractSpinBox):
    """Typing, arithmetic, arrows and wheel for one number, a size, or sides.

    `stepped` carries what arrows and wheel did where there are several values.
    """

    committed = Signal(object)
    stepped = Signal(int)
    refused = Signal(str)
    left = Signal()

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameter = parameter
        self._value: Any = parameter.default
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFont(number_font())
        self.lineEdit().setTextMargins(6, 0, 0, 0)  # which a style sheet cannot give it
        if isinstance(parameter, Units):
            self.lineEdit().setCompleter(QCompleter([_("classes")], self))
        self.lineEdit().returnPressed.connect(self._on_return_pressed)
        self.show_value(self._value)

    @property
    def value(self) -> Any:
        """The last allowed value."""
        return self._value

    def show_value(self, value: Any) -> None:
        """Show `value`; emits nothing."""
        self._value = value
        self.lineEdit().setText(self._text())
        self.lineEdit().setPlaceholderText(_several_text(value))

    def stepBy(self, steps: int) -> None:
        self._read(keep_text=False)
        if self._value is SEVERAL:
            self.stepped.emit(steps)
            return
        self._commit(stepped(self._parameter, self._value, steps))
        self.selectAll()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        up = QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        down = QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        if self._value is SEVERAL:
            return up | down
        possible = QAbstractSpinBox.StepEnabledFlag.StepNone
        for flag, steps in ((up, 1), (down, -1)):
            if stepped(self._parameter, self._value, steps) != self._value:
                possible |= flag
        return possible

    def validate(self, text: str, position: int) -> Any:
        return (QValidator.State.Acceptable, text, position)  # `parse` says no in words

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._leaves_undo(event):
            return False
        return super().event(event)

    def _leaves_undo(self, event: QEvent) -> bool:
        """Whether undo is the project's: nothing is typed that the field could take back."""
        assert isinstance(event, QKeyEvent)
        steps = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
        return any(event.matches(step) for step in steps) and not self._is_typed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._is_typed():
            self.show_value(self._value)
            if self._value is not SEVERAL:
                self.committed.emit(self._value)
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        _only_with_focus(self, event, super().wheelEvent)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._read(keep_text=False)
            self.left.emit()

    def _is_typed(self) -> bool:
        return self.lineEdit().text() != self._text()

    def _text(self) -> str:
        return "" if self._value is SEVERAL else self._parameter.text(self._value)

    def _on_return_pressed(self) -> None:
        self._read(keep_text=True)
        self.selectAll()

    def _read(self, *, keep_text: bool) -> None:
        """Take what was typed; `keep_text` leaves what is refused to be mended."""
        if not self._is_typed():
            return
        try:
            self._commit(parse(self._parameter, self.lineEdit().text()))
        except InvalidValueError as error:
            if not keep_text:
                self.show_value(self._value)
            self.refused.emit(str(error))

    def _commit(self, value: Any) -> None:
        self.show_value(value)
        self.committed.emit(value)


class PaddingField(QComboBox):
    """The named paddings in a list; numbers are typed."""

    committed = Signal(object)
    refused = Signal(str)
    left = Signal()

    def __init__(self, parameter: Padding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameter = parameter
        self._value: Any = parameter.default
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFont(number_font())
        self.addItems([*(_(name) for name in parameter.named), *_OFFERED_SIDES])
        self.activated.connect(lambda _index: self._read(keep_text=True))
        edit = self.lineEdit()
        assert edit is not None  # it is there because the box is editable
        edit.returnPressed.connect(lambda: self._read(keep_text=True))
        self.show_value(self._value)

    @property
    def value(self) -> Any:
        """The last allowed value."""
        return self._value

    def show_value(self, value: Any) -> None:
        """Show `value`; emits nothing."""
        self._value = value
        text = self._text()
        self.setCurrentIndex(self.findText(text))
        self.setEditText(text)
        edit = self.lineEdit()
        assert edit is not None
        edit.setPlaceholderText(_several_text(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        _only_with_focus(self, event, super().wheelEvent)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._read(keep_text=False)
            self.left.emit()

    def _read(self, *, keep_text: bool) -> None:
        if self.currentText() == self._text():
            return
        try:
            value = parse(self._parameter, self.currentText())
        except InvalidValueError as error:
            if not keep_text:
                self.show_value(self._value)
            self.refused.emit(str(error))
        else:
            self.show_value(value)
            self.committed.emit(value)

    def _text(self) -> str:
        return "" if self._value is SEVERAL else self._parameter.text(self._value)


class ChoiceField(QComboBox):
    """One of a few names."""

    committed = Signal(object)
    refused = Signal(str)
    left = Signal()

    def __init__(self, parameter: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for name, title in parameter.options:
            self.addItem(_(title), name)
        self.activated.connect(lambda _index: self.committed.emit(self.value))
        self.show_value(parameter.default)

    @property
    def value(self) -> Any:
        """The name that is chosen."""
        return self.currentData()

    def show_value(self, value: Any) -> None:
        """Show `value`; emits nothing."""
        self.setCurrentIndex(-1 if value is SEVERAL else self.findData(value))
        self.setPlaceholderText(_several_text(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        _only_with_focus(self, event, super().wheelEvent)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class FlagField(QCheckBox):
    """Yes or no."""

    committed = Signal(object)
    refused = Signal(str)
    left = Signal()

    def __init__(self, parameter: Flag, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clicked.connect(self._on_clicked)
        self.show_value(parameter.default)

    @property
    def value(self) -> bool | None:
        """Whether it is checked."""
        is_several = self.checkState() == Qt.CheckState.PartiallyChecked
        return SEVERAL if is_several else self.isChecked()

    def show_value(self, value: Any) -> None:
        """Show `value`; emits nothing."""
        self.setTristate(value is SEVERAL)
        if value is SEVERAL:
            self.setCheckState(Qt.CheckState.PartiallyChecked)
        else:
            self.setChecked(value)

    def nextCheckState(self) -> None:
        """A press never leads back to several values."""
        is_checked = self.checkState() != Qt.CheckState.Checked
        self.setTristate(False)
        self.setChecked(is_checked)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _on_clicked(self, is_checked: bool) -> None:
        self.committed.emit(is_checked)


Field = NumberField | PaddingField | ChoiceField | FlagField


def field_of(parameter: Parameter, parent: QWidget | None = None) -> Field:
    """Return the field for a parameter, named for those who do not see it."""
    field = _field(parameter, parent)
    field.setObjectName(parameter.name)
    field.setAccessibleName(_(parameter.title))
    if parameter.help:
        field.setToolTip(_(parameter.help))
        field.setAccessibleDescription(_(parameter.help))
    return field


def _field(parameter: Parameter, parent: QWidget | None) -> Field:
    match parameter:
        case Flag():
            return FlagField(parameter, parent)
        case Choice():
            return ChoiceField(parameter, parent)
        case Padding(named=named) if named:
            return PaddingField(parameter, parent)
    return NumberField(parameter, parent)


def _several_text(value: Any) -> str:
    return _("several") if value is SEVERAL else ""


def _only_with_focus(field: QWidget, event: QWheelEvent, turn: Any) -> None:
    if field.hasFocus():
        turn(event)
    else:
        event.ignore()
