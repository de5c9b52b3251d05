"""Undo by keys while a field has the focus."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio

pytestmark = pytest.mark.gui

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_undo_is_the_projects_once_a_value_is_committed(studio: Studio, qtbot: QtBot) -> None:
    designer = studio.window.designer
    designer.selection.select(["conv1"])
    form = designer.inspector.block_pane.form
    assert form is not None
    field = form.field("filters")
    field.setFocus()
    before = studio.document.project
    QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(field, "24")
    assert studio.document.project == before
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert studio.document.project == before
    assert QApplication.focusWidget() is field
    QTest.keyClick(field, Qt.Key.Key_A, CONTROL)
    QTest.keyClicks(field, "24")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert studio.document.project != before
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: studio.document.project == before)
    assert field.text() == "16"
