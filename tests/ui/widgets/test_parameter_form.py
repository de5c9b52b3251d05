from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.network.catalog import find_kind
from cnnstudio.training.config import FIELDS
from cnnstudio.ui.widgets.parameter_form import ParameterForm

pytestmark = pytest.mark.gui

CONV = find_kind("conv")


class Changes(list[tuple[str, Any, str]]):
    """Every (name, value, gesture) that a form reports."""

    def __init__(self, form: ParameterForm) -> None:
        super().__init__()
        form.changed.connect(lambda *change: self.append(change))


@pytest.fixture
def form(qtbot: QtBot) -> ParameterForm:
    form = ParameterForm(CONV.parameters, CONV.defaults())
    qtbot.addWidget(form)
    form.show()
    qtbot.waitExposed(form)
    form.activateWindow()
    return form


@pytest.fixture
def changes(form: ParameterForm) -> Changes:
    return Changes(form)


def type_into(field: QWidget, text: str, *, enter: bool = True) -> None:
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    if enter:
        QTest.keyClick(field, Qt.Key.Key_Return)


def turn_wheel(field: QWidget, notches: int) -> None:
    centre = field.rect().center()
    event = QWheelEvent(
        QPointF(centre),
        QPointF(field.mapToGlobal(centre)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, event)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [("filters", "2*32", 64), ("kernel", "5x3", (5, 3)), ("padding", "0 1 0 1", (0, 1, 0, 1))],
)
def test_enter_commits_what_was_typed(
    form: ParameterForm, changes: Changes, name: str, text: str, value: Any
) -> None:
    type_into(form.field(name), text)
    assert changes == [(name, value, name)]


def test_leaving_a_field_commits_it_and_ends_the_gesture(
    qtbot: QtBot, form: ParameterForm, changes: Changes
) -> None:
    type_into(form.field("filters"), "8", enter=False)
    with qtbot.waitSignal(form.gesture_ended):
        form.field("groups").setFocus()
    assert changes == [("filters", 8, "filters")]


def test_a_refusal_stands_at_the_field_and_changes_nothing(
    form: ParameterForm, changes: Changes
) -> None:
    type_into(form.field("filters"), "10^9")
    assert changes == []
    assert "a whole number from 1 to 8,192" in form.message("filters")
    assert form.field("filters").value == 16
    assert form.field("filters").text() == "10^9"


def test_leaving_a_refused_text_brings_the_last_good_value_back(form: ParameterForm) -> None:
    type_into(form.field("filters"), "many")
    form.field("groups").setFocus()
    assert form.field("filters").text() == "16"


def test_escape_takes_back_what_was_typed(form: ParameterForm, changes: Changes) -> None:
    type_into(form.field("filters"), "many")
    QTest.keyClick(form.field("filters"), Qt.Key.Key_Escape)
    assert form.field("filters").text() == "16"
    assert form.message("filters") == ""


def test_arrows_step(form: ParameterForm, changes: Changes) -> None:
    form.field("filters").setFocus()
    QTest.keyClick(form.field("filters"), Qt.Key.Key_Up)
    QTest.keyClick(form.field("filters"), Qt.Key.Key_PageUp)
    assert [value for _name, value, _gesture in changes] == [17, 27]


def test_the_wheel_turns_only_a_field_with_the_focus(form: ParameterForm, changes: Changes) -> None:
    turn_wheel(form.field("groups"), 1)
    turn_wheel(form.field("border"), 1)
    assert changes == []
    form.field("filters").setFocus()
    turn_wheel(form.field("filters"), 2)
    assert changes[-1] == ("filters", 18, "filters")


def test_a_choice_is_made_by_keyboard(form: ParameterForm, changes: Changes) -> None:
    form.field("activation").setFocus()
    QTest.keyClicks(form.field("activation"), "tanh")
    assert changes[-1][:2] == ("activation", "tanh")


def test_a_flag_is_switched_with_space(form: ParameterForm, changes: Changes) -> None:
    form.field("bias").setFocus()
    QTest.keyClick(form.field("bias"), Qt.Key.Key_Space)
    assert changes == [("bias", False, "bias")]


def test_showing_values_reports_nothing(form: ParameterForm, changes: Changes) -> None:
    form.show_values({"filters": 99, "padding": "valid", "bias": False, "activation": "relu"})
    assert changes == []
    assert form.field("filters").text() == "99"
    assert form.field("padding").currentText() == "valid"


def test_showing_the_same_value_leaves_what_is_being_typed(form: ParameterForm) -> None:
    type_into(form.field("filters"), "12", enter=False)
    form.show_values(CONV.defaults())
    assert form.field("filters").text() == "12"


def test_every_field_is_named_for_those_who_do_not_see_it(qtbot: QtBot) -> None:
    form = ParameterForm(FIELDS, {})
    qtbot.addWidget(form)
    for parameter in FIELDS:
        assert form.field(parameter.name).accessibleName() == parameter.title


def test_what_was_refused_is_said_no_more_once_other_values_are_shown(form: ParameterForm) -> None:
    field = form.field("stride")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "abc")
    QTest.keyClick(field, Qt.Key.Key_Return)
    form.show_values(CONV.defaults())
    assert "abc" in form.message("stride")
    form.field("filters").setFocus()
    form.show_values({**CONV.defaults(), "filters": 24})
    assert not form.message("stride")
    assert not field.property("invalid")
