"""The list of deleted runs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.training import runs
from cnnstudio.training.messages import Outcome
from cnnstudio.training.run_list import read_entry
from cnnstudio.ui.runs.deletion import Deletion, deleted_runs
from cnnstudio.ui.runs.restore_dialog import RestoreDialog
from tests.ui.runs.conftest import Keep

pytestmark = pytest.mark.gui


@pytest.fixture
def dialog(qtbot: QtBot) -> RestoreDialog:
    dialog = RestoreDialog()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def delete(*names_and_folders: object) -> None:
    Deletion([read_entry(folder) for folder in names_and_folders]).carry_out()  # type: ignore[arg-type]


def cells(dialog: RestoreDialog) -> list[list[str]]:
    model = dialog.table.model()
    return [
        [model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())
    ]


def test_what_was_deleted_last_comes_first_and_is_chosen(dialog: RestoreDialog, keep: Keep) -> None:
    stopped = keep("stopped", outcome=Outcome.STOPPED, text="Stopped by you in epoch 3.")
    damaged = keep("damaged")
    (damaged / runs.RECORD).write_text("{")
    delete(stopped)
    delete(damaged)
    dialog.show_runs(deleted_runs())
    assert cells(dialog) == [
        [damaged.name, "", "Damaged"],
        ["stopped", "Handwritten digits", "Stopped by you"],
    ]
    assert [each.entry.folder for each in dialog.chosen] == [damaged]
    assert dialog.table.model().index(0, 3).data().startswith("today, ")
    assert dialog.restoring.isEnabled()


def test_several_are_chosen_with_the_keys_and_handed_over(
    dialog: RestoreDialog, keep: Keep, qtbot: QtBot
) -> None:
    delete(*(keep(name) for name in ("first", "second", "third")))
    dialog.show_runs(deleted_runs())
    QTest.keyClick(dialog.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(dialog.wanted) as wanted:
        QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert [each.entry.name for each in wanted.args[0]] == ["third", "second"]
    assert not dialog.isVisible()


def test_without_deleted_runs_it_says_so(dialog: RestoreDialog) -> None:
    dialog.show_runs([])
    assert dialog.nothing.isVisible()
    assert dialog.nothing.text.text() == "Nothing was deleted in the last day."
    assert not dialog.restoring.isEnabled()
