"""What is typed into a field and not allowed changes nothing and says what is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from cnnstudio.network.blocks.parameters import Choice, Flag
from cnnstudio.network.catalog import KINDS
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.document import Document

pytestmark = pytest.mark.gui

NUMBERS = {
    kind.name: [each for each in kind.parameters if not isinstance(each, Flag | Choice)]
    for kind in KINDS.values()
}
NEVER = (
    "1000000000",
    "-1000000000",
    "abc",
    "9^9^9^9",
    "1e400",
    "1/0",
    "0x10",
    "5 5 5 5 5",
    "(",
)


def type_into(field: QWidget, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, end)


@pytest.mark.parametrize("kind", [kind for kind, numbers in NUMBERS.items() if numbers])
def test_every_field_refuses_with_what_is_allowed(
    designer: Designer, document: Document, kind: str
) -> None:
    designer.editor.add(kind, (0.0, 900.0))
    form = designer.inspector.block_pane.form
    assert form is not None
    before = document.project
    for parameter in NUMBERS[kind]:
        field = form.field(parameter.name)
        for text in NEVER:
            type_into(field, text)
            assert parameter.allowed() in form.message(parameter.name), text
            assert field.property("invalid"), text
        QTest.keyClick(field, Qt.Key.Key_Tab)
        assert field.value == parameter.default
    assert document.project is before


@pytest.mark.parametrize(
    ("kind", "name", "text"),
    [
        ("conv", "kernel", "0"),
        ("conv", "kernel", "2.5"),
        ("conv", "kernel", "3×256"),
        ("conv", "stride", "-1"),
        ("conv", "padding", "-1"),
        ("conv", "padding", "somehow"),
        ("conv", "filters", "0"),
        ("dropout", "rate", "1"),
        ("dropout", "rate", "-0.1"),
        ("dense", "units", "klasses"),
        ("output", "classes", "1"),
        ("padding", "sides", "1 2 3"),
        ("upsample", "factor", "65"),
    ],
)
def test_what_lies_just_outside_is_refused_too(
    designer: Designer, document: Document, kind: str, name: str, text: str
) -> None:
    designer.editor.add(kind, (0.0, 900.0))
    form = designer.inspector.block_pane.form
    assert form is not None
    before = document.project
    type_into(form.field(name), text)
    assert KINDS[kind].parameter(name).allowed() in form.message(name)
    assert document.project is before


def test_the_message_goes_with_the_next_allowed_value(
    designer: Designer, document: Document
) -> None:
    designer.selection.select(["conv1"])
    form = designer.inspector.block_pane.form
    assert form is not None
    type_into(form.field("kernel"), "1000000000")
    type_into(form.field("kernel"), "5")
    assert form.message("kernel") == ""
    assert document.design.network.blocks["conv1"].parameters["kernel"] == (5, 5)


def test_ten_thousand_characters_in_the_message_are_cut(designer: Designer) -> None:
    designer.selection.select(["conv1"])
    form = designer.inspector.block_pane.form
    assert form is not None
    field = form.field("filters")
    field.lineEdit().setText("9" * 10_000)  # type: ignore[union-attr]
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert len(form.message("filters")) < 120
