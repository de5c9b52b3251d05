"""The user's own kernels: kept, renamed, deleted and brought back."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPushButton

from cnnstudio.kernels import files
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.presets import preset
from cnnstudio.kernels.settings import KernelLabState
from cnnstudio.ui.kernel_lab.entries import Group
from cnnstudio.ui.kernel_lab.name_dialog import NameDialog

if TYPE_CHECKING:
    from tests.ui.kernel_lab.conftest import Lab, OpenLab

pytestmark = pytest.mark.gui

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
MINE = Kernel("mine", ((1.0, 2.0), (3.0, 4.0)), divisor=10.0, offset=5.0)


def kept() -> list[str]:
    return [kernel.name for kernel in files.shelf().kernels]


def dialog(lab: "Lab") -> NameDialog:
    found = lab.page.desk.kept.dialog
    assert found is not None
    lab.qtbot.waitExposed(found)
    return found


def name_it(lab: "Lab", name: str) -> None:
    """Type a name into the dialog and press Enter."""
    field = dialog(lab).field
    field.selectAll()
    lab.key(field, Qt.Key.Key_Delete)
    lab.keys(field, name)
    lab.key(field, Qt.Key.Key_Return)


def keep(lab: "Lab", name: str) -> None:
    lab.qtbot.keyClick(lab.page.inspector.kernel.grid, Qt.Key.Key_K, CONTROL)
    name_it(lab, name)


def choose_own(lab: "Lab", name: str) -> None:
    """Click an entry of the shelf."""
    view = lab.page.presets.view
    lab.page.presets.show_group(Group.OWN)
    row = [entry.name for entry in lab.page.presets.found].index(name)
    place = view.visualRect(view.model().index(row, 0)).center()
    lab.qtbot.mouseClick(view.viewport(), LEFT, pos=place)


def test_a_kernel_is_named_kept_and_used_again(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(MINE))
    keep(lab, "Ridge finder")
    assert kept() == ["Ridge finder"]
    assert lab.state.kernel.name == "Ridge finder"
    lab.wait()
    assert lab.page.inspector.kernel.title.text() == "Ridge finder"
    assert [entry.key for entry in lab.page.presets.found] == ["own/Ridge finder"]
    lab.trigger("kernel.clear")
    choose_own(lab, "Ridge finder")
    assert lab.state.kernel.rows == MINE.rows
    assert (lab.state.kernel.divisor, lab.state.kernel.offset) == (10, 5)


def test_what_is_kept_is_there_in_the_next_session_with_its_thumbnail(
    open_lab: "OpenLab",
) -> None:
    files.keep_kernel(MINE)
    lab = open_lab()
    lab.page.presets.show_group(Group.OWN)
    index = lab.page.presets.view.model().index(0, 0)
    assert index.data() == "mine"
    lab.qtbot.waitUntil(lambda: index.data(Qt.ItemDataRole.DecorationRole) is not None)
    assert "2×2" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_a_preset_is_offered_under_a_name_of_ones_own(lab: "Lab") -> None:
    lab.trigger("kernel.keep")
    assert dialog(lab).field.text() == "My Sobel x"
    lab.key(dialog(lab).field, Qt.Key.Key_Return)
    assert kept() == ["My Sobel x"]
    lab.undo()
    assert lab.state.kernel == preset("sobel-x").kernel


@pytest.mark.parametrize(
    ("name", "message"),
    [("", "1 to 60 characters"), ("x" * 61, "1 to 60 characters"), ("Sobel-X", "a preset")],
)
def test_a_name_that_is_not_allowed_is_said_and_can_be_mended(
    lab: "Lab", name: str, message: str
) -> None:
    lab.trigger("kernel.keep")
    name_it(lab, name)
    assert message in dialog(lab).message.text()
    assert dialog(lab).isVisible()
    assert not kept()
    name_it(lab, "better")
    assert kept() == ["better"]


def test_cancelling_keeps_nothing(lab: "Lab") -> None:
    lab.trigger("kernel.keep")
    cancel = dialog(lab).buttons.button(QDialogButtonBox.StandardButton.Cancel)
    lab.qtbot.mouseClick(cancel, LEFT)
    assert not kept()
    assert not lab.document.undo_stack.canUndo()


def test_replacing_is_announced_and_taken_back(open_lab: "OpenLab") -> None:
    files.keep_kernel(MINE)
    lab = open_lab()
    lab.trigger("kernel.keep")
    field = dialog(lab).field
    field.selectAll()
    lab.keys(field, "mine")
    assert "Takes the place" in dialog(lab).message.text()
    lab.key(field, Qt.Key.Key_Return)
    assert files.shelf().kernels[0].rows == preset("sobel-x").kernel.rows
    take_back(lab)
    assert files.shelf().kernels == (MINE,)


def test_a_kept_kernel_is_renamed_with_the_one_in_use(open_lab: "OpenLab") -> None:
    files.keep_kernel(MINE)
    lab = open_lab()
    choose_own(lab, "mine")
    lab.key(lab.page.presets.view, Qt.Key.Key_F2)
    assert dialog(lab).field.text() == "mine"
    name_it(lab, "ours")
    assert kept() == ["ours"]
    assert lab.state.kernel.name == "ours"
    assert [entry.name for entry in lab.page.presets.found] == ["ours"]


def test_delete_takes_a_kernel_from_the_shelf_and_undo_brings_it_back(
    open_lab: "OpenLab",
) -> None:
    files.keep_kernel(MINE)
    lab = open_lab()
    choose_own(lab, "mine")
    lab.key(lab.page.presets.view, Qt.Key.Key_Delete)
    assert not kept()
    assert lab.page.presets.nothing.isVisible()
    assert lab.state.kernel == MINE
    take_back(lab)
    assert files.shelf().kernels == (MINE,)
    assert [entry.name for entry in lab.page.presets.found] == ["mine"]


def test_delete_leaves_presets_alone(lab: "Lab") -> None:
    view = lab.page.presets.view
    view.setCurrentIndex(view.model().index(0, 0))
    lab.key(view, Qt.Key.Key_Delete)
    assert len(lab.page.presets.found) == len(lab.page.presets.entries) - 7


@pytest.mark.qt_log_ignore("does not support", extend=True)  # menus, without a screen
def test_the_menu_of_an_entry_offers_what_can_be_done(open_lab: "OpenLab") -> None:
    files.keep_kernel(MINE)
    lab = open_lab()
    kernels = lab.page.presets
    kernels.show_group(Group.OWN)
    place = kernels.view.visualRect(kernels.view.model().index(0, 0)).center()
    kernels.view.customContextMenuRequested.emit(place)
    assert [action.text() for action in kernels.menu.actions()] == ["Use", "Rename…", "Delete"]
    kernels.menu.actions()[2].trigger()
    kernels.menu.hide()
    assert not kept()


def test_actions_on_kept_kernels_are_off_for_others(open_lab: "OpenLab") -> None:
    files.keep_kernel(MINE)
    lab = open_lab()
    names = ("kernel.rename", "kernel.remove")
    assert not any(lab.page.actions[name].isEnabled() for name in names)
    choose_own(lab, "mine")
    lab.wait()
    assert all(lab.page.actions[name].isEnabled() for name in names)
    lab.trigger("kernel.remove")
    assert not kept()
    assert not any(lab.page.actions[name].isEnabled() for name in names)


def test_a_damaged_file_on_the_shelf_is_named_and_the_others_are_there(
    open_lab: "OpenLab", home: Path
) -> None:
    files.keep_kernel(MINE)
    (home / "data" / "kernels" / "broken.json").write_text('{"rows": 7}')
    lab = open_lab()
    assert "broken.json" in lab.page.pictures.notice.text
    assert [entry.name for entry in lab.page.presets.entries][-1] == "mine"


def test_a_shelf_that_cannot_be_written_is_said(lab: "Lab", home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "data").write_text("a file where the folder should be")
    keep(lab, "lost")
    assert "could not be made" in lab.page.pictures.notice.text
    assert lab.state.kernel == preset("sobel-x").kernel


def test_a_deleted_kernel_is_brought_back_by_keys_alone(open_lab: "OpenLab") -> None:
    files.keep_kernel(MINE)
    lab = open_lab()
    choose_own(lab, "mine")
    lab.key(lab.page.presets.view, Qt.Key.Key_Delete)
    assert "mine" in lab.page.pictures.notice.text
    undo = lab.page.pictures.notice.findChild(QPushButton)
    for _press in range(40):
        if undo.hasFocus():
            break
        lab.key(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert undo.hasFocus()
    lab.key(undo, Qt.Key.Key_Space)
    assert kept() == ["mine"]


def test_an_empty_shelf_says_how_to_fill_it(lab: "Lab") -> None:
    lab.page.presets.show_group(Group.OWN)
    assert lab.page.presets.nothing.isVisible()
    assert "Keep" in lab.page.presets.nothing.text.text()


def test_what_an_empty_shelf_says_is_seen_in_full(lab: "Lab") -> None:
    lab.page.presets.show_group(Group.OWN)
    text = lab.page.presets.nothing.text
    assert text.height() >= text.heightForWidth(text.width())


def take_back(lab: "Lab") -> None:
    """Press the button of the notice."""
    button = lab.page.pictures.notice.findChild(QPushButton)
    assert button is not None
    assert button.text() == "Undo"
    lab.qtbot.mouseClick(button, LEFT)


def test_the_tab_in_front_is_remembered(open_lab: "OpenLab") -> None:
    first, second = open_lab(), open_lab()
    tabs = first.page.presets.tabs
    first.qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(2).center())
    assert first.page.presets.group is Group.OWN
    assert second.page.restoreState(first.page.saveState())
    assert second.page.presets.group is Group.OWN
