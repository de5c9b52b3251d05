"""The window: pages, panels, menus, titles, files that are dropped on it."""

from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.network import edits
from cnnstudio.project import archive, presets
from cnnstudio.ui.theme import DARK, LIGHT, themes

pytestmark = pytest.mark.gui

OpenStudio = Callable[..., Studio]


def menu_actions(menu: QMenu) -> Iterable[QAction]:
    for action in menu.actions():
        if action.menu() is not None:
            yield from menu_actions(action.menu())
        elif not action.isSeparator():
            yield action


def edit(studio: Studio) -> None:
    """Take the first pooling block away."""
    document = studio.document
    network = document.design.network
    block = network.of_kind("max_pool")[0].id if network.of_kind("max_pool") else None
    block = block or next(iter(network.blocks))
    document.apply("Delete", document.project.replace(network=edits.remove(network, [block])))


def test_it_opens_with_the_starter_network(studio: Studio) -> None:
    assert studio.document.project == presets.load_preset(presets.STARTER)
    assert studio.window.windowTitle() == "untitled[*] — CNN Studio"
    assert not studio.window.isWindowModified()


def test_every_action_is_in_a_menu(studio: Studio) -> None:
    bar = studio.window.top_bar.menu_bar
    shown = {action for menu in bar.actions() for action in menu_actions(menu.menu())}
    missing = [name for name, action in studio.window.actions_by_id.items() if action not in shown]
    assert not missing


def test_no_two_actions_share_a_shortcut(studio: Studio) -> None:
    taken: dict[str, str] = {}
    for name, action in studio.window.actions_by_id.items():
        for shortcut in action.shortcuts():
            text = shortcut.toString(QKeySequence.SequenceFormat.PortableText)
            assert text not in taken, f"{name} and {taken.get(text)} share {text}"
            taken[text] = name


def test_every_action_says_what_it_does(studio: Studio) -> None:
    silent = [
        name
        for name, action in studio.window.actions_by_id.items()
        if action.toolTip() == action.text().replace("&", "") or not action.toolTip()
    ]
    assert not silent


def test_every_button_has_an_accessible_name(studio: Studio) -> None:
    nameless = [
        each
        for each in studio.window.findChildren(QAbstractButton)
        if each.isVisibleTo(studio.window) and not each.accessibleName() and not each.text()
    ]
    assert not nameless


def test_the_keyboard_reaches_every_button_of_the_top_bar(studio: Studio, qtbot: QtBot) -> None:
    window = studio.window
    wanted = {
        each
        for each in window.top_bar.findChildren(QAbstractButton)
        if each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    window.activateWindow()
    seen: set[QWidget] = set()
    widget: QWidget = window
    for _step in range(300):
        widget = widget.nextInFocusChain()
        seen.add(widget)
    assert wanted
    assert wanted <= seen


@pytest.mark.parametrize("name", ["palette", "inspector", "training"])
def test_a_panel_is_hidden_and_shown_by_its_action(studio: Studio, name: str) -> None:
    action = studio.window.actions_by_id[f"view.{name}"]
    panel = studio.window.network_page.panels[name]
    assert panel.isVisible()
    assert action.isChecked()
    action.trigger()
    assert not panel.isVisible()
    action.trigger()
    assert panel.isVisible()


def test_reset_brings_all_panels_back(studio: Studio) -> None:
    actions = studio.window.actions_by_id
    for name in ("palette", "training"):
        actions[f"view.{name}"].trigger()
    actions["view.reset_layout"].trigger()
    assert all(panel.isVisible() for panel in studio.window.network_page.panels.values())
    assert actions["view.palette"].isChecked()


def test_a_hidden_panel_stays_hidden_in_the_next_session(
    open_studio: OpenStudio, qtbot: QtBot
) -> None:
    first = open_studio()
    first.window.actions_by_id["view.inspector"].trigger()
    first.window.close()
    second = open_studio()
    panels = second.window.network_page.panels
    assert not panels["inspector"].isVisible()
    assert panels["palette"].isVisible()
    assert not second.window.actions_by_id["view.inspector"].isChecked()


def test_the_panels_have_room_at_first(studio: Studio) -> None:
    panels = studio.window.network_page.panels
    assert 170 <= panels["palette"].width() <= 220
    assert 250 <= panels["inspector"].width() <= 320
    assert 220 <= panels["training"].height() <= 300


def test_the_appearance_is_chosen_in_the_menu_and_remembered(open_studio: OpenStudio) -> None:
    studio = open_studio()
    studio.window.actions_by_id["view.dark"].trigger()
    assert themes.current is DARK
    studio.window.close()
    again = open_studio()
    assert themes.current is DARK
    assert again.window.actions_by_id["view.dark"].isChecked()
    again.window.actions_by_id["view.light"].trigger()
    assert themes.current is LIGHT


def test_undo_takes_back_and_names_the_step(studio: Studio) -> None:
    actions, before = studio.window.actions_by_id, studio.document.project
    assert not actions["edit.undo"].isEnabled()
    edit(studio)
    assert actions["edit.undo"].text() == "&Undo Delete"
    assert studio.window.isWindowModified()
    actions["edit.undo"].trigger()
    assert studio.document.project == before
    assert not studio.window.isWindowModified()
    actions["edit.redo"].trigger()
    assert studio.document.project != before


def test_an_edited_project_says_so_in_the_bar_and_the_title(studio: Studio) -> None:
    edit(studio)
    assert studio.window.top_bar.file.text() == "untitled — edited"
    assert studio.window.isWindowModified()


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
def test_problems_are_counted_and_chosen_from_a_list(studio: Studio, qtbot: QtBot) -> None:
    document = studio.document
    network = document.design.network
    flatten = network.of_kind("flatten")[0].id
    document.apply("Delete", document.project.replace(network=edits.remove(network, [flatten])))
    item = studio.window.status_bar.problems
    assert item.text() == "● 1 problem"
    qtbot.mouseClick(item, Qt.MouseButton.LeftButton)
    qtbot.keyClick(studio.window.status_bar.problem_list.problems, Qt.Key.Key_Return)
    problem = document.design.report.problems[0]
    assert studio.window.designer.selection.blocks == (problem.block,)


def test_train_leads_to_the_problem_instead_of_training(studio: Studio, qtbot: QtBot) -> None:
    document = studio.document
    network = document.design.network
    flatten = network.of_kind("flatten")[0].id
    document.apply("Delete", document.project.replace(network=edits.remove(network, [flatten])))
    button = studio.window.top_bar.train
    problem = document.design.report.problems[0]
    assert problem.message in button.toolTip()
    assert button.property("blocked")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert studio.window.designer.selection.blocks == (problem.block,)
    assert not studio.training.status.is_active


def test_the_counts_follow_the_network(studio: Studio) -> None:
    assert studio.window.status_bar.parameters.text() == "38,282 parameters"
    assert studio.window.status_bar.multiply_adds.text() == "338 k multiply-adds"
    edit(studio)
    assert studio.window.status_bar.parameters.text() != "38,282 parameters"


def drop(studio: Studio, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(400, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    studio.window.dropEvent(event)


def test_a_project_dropped_on_the_window_opens(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "lenet.cnnstudio"
    archive.save(path, presets.load_preset("lenet5"))
    drop(studio, path)
    assert studio.document.project == presets.load_preset("lenet5")
    assert studio.document.path == path


def test_a_bad_file_dropped_on_the_window_is_explained(studio: Studio, tmp_path: Path) -> None:
    path = tmp_path / "broken.cnnstudio"
    path.write_text('{"format": 1, "network": {"blocks": 3}}')
    before = studio.document.project
    drop(studio, path)
    assert str(path) in studio.window.notice.text
    assert studio.document.project == before


def test_the_kernels_page_brings_its_menu_and_hides_the_canvas_actions(studio: Studio) -> None:
    window = studio.window
    titles = [action.text() for action in window.top_bar.menu_bar.actions() if action.isVisible()]
    assert "&Kernel" not in titles
    window.actions_by_id["view.kernels"].trigger()
    assert window.page == "kernels"
    shown = [action for action in window.top_bar.menu_bar.actions() if action.isVisible()]
    assert "&Kernel" in [action.text() for action in shown]
    assert not window.actions_by_id["edit.delete"].isVisible()
    assert "kernel.rotate" in window.actions_by_id
    window.actions_by_id["view.network"].trigger()
    assert window.page == "network"
    assert window.actions_by_id["edit.delete"].isVisible()


def test_undo_goes_to_the_page_that_it_changes(studio: Studio) -> None:
    window = studio.window
    edit(studio)
    window.show_page("kernels")
    window.actions_by_id["kernel.transpose"].trigger()
    window.show_page("network")
    window.actions_by_id["edit.undo"].trigger()
    assert window.page == "kernels"
    window.actions_by_id["edit.undo"].trigger()
    assert window.page == "network"


def test_the_page_in_front_comes_back(open_studio: OpenStudio, qtbot: QtBot) -> None:
    first = open_studio()
    first.window.show_page("kernels")
    first.window.close()
    second = open_studio()
    qtbot.waitUntil(lambda: second.window.page == "kernels")


@pytest.mark.parametrize("size", [(900, 560), (1024, 700), (1280, 800)])
def test_all_parts_of_the_network_page_fit_beside_one_another(
    studio: Studio, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = studio.window
    window.training.prepare()
    window.resize(*size)
    qtbot.waitUntil(lambda: (window.width(), window.height()) == size)
    parts = [*window.network_page.panels.values(), window.network_page.centralWidget()]
    for part in parts:
        assert window.network_page.rect().contains(part.geometry())
        assert part.minimumSizeHint().width() <= part.width()
    for one, other in combinations(parts, 2):
        assert not one.geometry().intersects(other.geometry())
    buttons = [each for each in window.top_bar.children() if isinstance(each, QWidget)]
    shown = [each for each in buttons if each.isVisible()]
    assert all(window.top_bar.rect().contains(each.geometry()) for each in shown)
    for one, other in combinations(shown, 2):
        assert not one.geometry().intersects(other.geometry())


def test_what_was_said_of_a_project_goes_with_it(studio: Studio) -> None:
    window, document = studio.window, studio.document
    window.complain("The folder holds no pictures.")
    chosen = msgspec.structs.replace(document.project.data, part=0.5)
    document.apply("Use", document.project.replace(data=chosen))
    assert not window.notice.text
    window.complain("The folder holds no pictures.")
    document.undo_stack.setClean()
    studio.window.actions_by_id["file.new"].trigger()
    assert not window.notice.text
