"""Several blocks of one kind are changed together, by keys."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from cnnstudio.network import edits
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.document import Document
from cnnstudio.ui.widgets.parameter_fields import SEVERAL
from cnnstudio.ui.widgets.parameter_form import ParameterForm

pytestmark = pytest.mark.gui

CONVS = ["conv1", "conv2"]


@pytest.fixture
def form(designer: Designer) -> ParameterForm:
    """The form of both Convs: 16 and 32 filters, otherwise alike."""
    designer.selection.select(CONVS)
    form = designer.inspector.selection_pane.form
    assert form is not None
    return form


def values(document: Document, name: str) -> list[Any]:
    return [document.design.network.blocks[block].parameters[name] for block in CONVS]


def type_into(field: QWidget, text: str) -> None:
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def hint_of(field: QWidget) -> str:
    return field.findChild(QLineEdit).placeholderText()


def test_a_field_shows_the_common_value_or_that_there_are_several(form: ParameterForm) -> None:
    assert form.field("kernel").value == (3, 3)
    assert form.field("filters").value is SEVERAL
    assert hint_of(form.field("filters")) == "several"


def test_what_is_typed_goes_to_all_as_one_undo_step(
    document: Document, form: ParameterForm
) -> None:
    type_into(form.field("filters"), "2*32")
    assert values(document, "filters") == [64, 64]
    assert form.field("filters").value == 64
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert values(document, "filters") == [16, 32]
    assert form.field("filters").value is SEVERAL


def test_arrows_move_each_from_its_own_value_in_one_step(
    document: Document, form: ParameterForm
) -> None:
    field = form.field("filters")
    field.setFocus()
    for _time in range(3):
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert values(document, "filters") == [19, 35]
    assert document.undo_stack.count() == 1
    assert field.value is SEVERAL


def test_the_wheel_turns_all_of_them(document: Document, form: ParameterForm) -> None:
    field = form.field("filters")
    field.setFocus()
    centre = QPointF(field.rect().center())
    event = QWheelEvent(
        centre,
        QPointF(field.mapToGlobal(centre.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, event)
    assert values(document, "filters") == [17, 33]


def test_choices_and_flags_go_to_all(document: Document, designer: Designer) -> None:
    designer.editor.set_parameter("conv1", "bias", value=False)
    designer.editor.set_parameter("conv1", "activation", "relu")
    designer.editor.set_parameter("conv1", "padding", "valid")
    designer.selection.select(CONVS)
    form = designer.inspector.selection_pane.form
    assert form is not None
    fields = {name: form.field(name) for name in ("bias", "activation", "padding")}
    assert [field.value for field in fields.values()] == [SEVERAL] * 3
    assert hint_of(fields["padding"]) == "several"
    fields["bias"].setFocus()
    QTest.keyClick(fields["bias"], Qt.Key.Key_Space)
    assert values(document, "bias") == [True, True]
    fields["activation"].setFocus()
    QTest.keyClicks(fields["activation"], "GE")
    assert values(document, "activation") == ["gelu", "gelu"]
    type_into(fields["padding"], "1")
    assert values(document, "padding") == [1, 1]


def test_leaving_a_field_of_several_values_changes_nothing(
    document: Document, form: ParameterForm
) -> None:
    field = form.field("filters")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert values(document, "filters") == [16, 32]
    assert document.undo_stack.count() == 0


@pytest.mark.parametrize("text", ["1000000000", "-1", "0", "many", "1.5", "9" * 300])
def test_what_no_block_allows_is_refused_at_the_field(
    document: Document, form: ParameterForm, text: str
) -> None:
    type_into(form.field("filters"), text)
    assert "from 1 to 8,192" in form.message("filters")
    assert document.undo_stack.count() == 0


def test_what_one_block_does_not_allow_is_refused_for_all_by_its_name(
    document: Document, designer: Designer, form: ParameterForm
) -> None:
    document.apply(
        "Rename",
        document.project.replace(network=edits.rename(document.design.network, "conv1", "Stem")),
    )
    type_into(form.field("groups"), "2")  # of one channel and of sixteen
    message = form.message("groups")
    assert message.startswith("Stem does not allow it: Groups must divide")
    assert message.endswith("Nothing was changed.")
    assert values(document, "groups") == [1, 1]
    assert form.field("groups").value == 1
    assert document.undo_stack.count() == 1


def test_enter_on_the_canvas_leads_to_the_form(designer: Designer, form: ParameterForm) -> None:
    designer.canvas.setFocus()
    QTest.keyClick(designer.canvas, Qt.Key.Key_Return)
    assert form.field("filters").hasFocus()


def test_blocks_of_several_kinds_show_what_they_share_and_what_can_be_done(
    designer: Designer, document: Document
) -> None:
    pane = designer.inspector.selection_pane
    designer.selection.select(["conv1", "relu1"])
    assert pane.form is None
    text = "\n".join(label.text() for label in pane.findChildren(QLabel))
    for part in ("1 × Conv", "1 × ReLU", "all put out 16 × 8 × 8", "160 parameters", "one kind"):
        assert part in text, part
    buttons = {button.text(): button for button in pane.findChildren(QPushButton)}
    QTest.mouseClick(buttons["Bypass"], Qt.MouseButton.LeftButton)
    assert document.design.network.blocks["conv1"].is_bypassed
    assert document.undo_stack.count() == 1
