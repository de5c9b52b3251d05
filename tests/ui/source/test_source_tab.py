"""The tab with the network's source, in the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.network import edits
from cnnstudio.network.code import source
from cnnstudio.network.graph import Network
from cnnstudio.network.shapes import infer_shapes
from cnnstudio.project.presets import load_preset
from cnnstudio.ui.source.source_tab import SourceTab

pytestmark = pytest.mark.gui


@pytest.fixture
def tab(studio: Studio) -> SourceTab:
    """The tab in front, with the starter network."""
    studio.window.training.show_source()
    return studio.window.source


def give(studio: Studio, network: Network) -> None:
    studio.document.apply("Change", studio.document.project.replace(network=network))


def with_filters(studio: Studio, count: int) -> Network:
    network = studio.document.design.network
    return edits.set_parameters(network, network.of_kind("conv")[0].id, {"filters": count})


def broken(studio: Studio) -> Network:
    """The network without the block that makes a vector of maps."""
    network = studio.document.design.network
    return edits.remove(network, [each.id for each in network.of_kind("flatten")])


def printed(studio: Studio) -> str:
    network = studio.document.design.network
    return source(network, infer_shapes(network))


def marked_text(tab: SourceTab) -> list[str]:
    lines = tab.code.toPlainText().splitlines()
    return [lines[at].strip() for at in tab.code.marked]


def test_source_follows_the_network_while_it_is_seen(studio: Studio, tab: SourceTab) -> None:
    assert tab.code.toPlainText() == printed(studio)
    give(studio, with_filters(studio, 21))
    assert "nn.Conv2d(1, 21," in tab.code.toPlainText()
    studio.window.actions_by_id["edit.undo"].trigger()
    assert tab.code.toPlainText() == printed(studio)


def test_source_waits_until_its_tab_is_opened(studio: Studio) -> None:
    tab, dock = studio.window.source, studio.window.training
    assert tab.code.toPlainText() == ""
    dock.show_source()
    dock.show_training()
    give(studio, with_filters(studio, 21))
    assert "nn.Conv2d(1, 21," not in tab.code.toPlainText()
    dock.show_source()
    assert "nn.Conv2d(1, 21," in tab.code.toPlainText()


def test_lines_of_the_selected_blocks_are_marked(studio: Studio, tab: SourceTab) -> None:
    selection = studio.window.designer.selection
    conv = studio.document.design.network.of_kind("conv")[0].id
    selection.select([conv])
    made, called = marked_text(tab)
    assert made.startswith(f"self.{conv} = nn.")
    assert f"self.{conv}(x)" in called
    selection.clear()
    assert marked_text(tab) == []


def test_a_marked_line_is_scrolled_to(studio: Studio, tab: SourceTab, qtbot: QtBot) -> None:
    studio.document.open(load_preset("small-resnet"))
    studio.window.designer.selection.select(["add2"])
    (line,) = tab.code.marked
    first = tab.code.firstVisibleBlock().blockNumber()
    assert 0 < first <= line


def test_reading_goes_on_at_the_same_line_after_a_change(studio: Studio, tab: SourceTab) -> None:
    studio.document.open(load_preset("small-resnet"))
    tab.code.verticalScrollBar().setValue(12)
    give(studio, with_filters(studio, 21))
    tab.code.verticalScrollBar().setValue(12)
    studio.window.actions_by_id["edit.undo"].trigger()
    assert tab.code.verticalScrollBar().value() == 12


def test_a_problem_is_said_in_place_of_the_source(studio: Studio, tab: SourceTab) -> None:
    actions = studio.window.actions_by_id
    give(studio, broken(studio))
    assert not tab.code.isVisible()
    assert studio.document.design.report.problems[0].message in tab.empty.text.text()
    assert not actions["network.copy_source"].isEnabled()
    assert not actions["network.save_source"].isEnabled()
    actions["edit.undo"].trigger()
    assert tab.code.isVisible()
    assert actions["network.copy_source"].isEnabled()


def test_a_data_set_that_does_not_fit_keeps_no_source_back(studio: Studio, tab: SourceTab) -> None:
    network = studio.document.design.network
    other = edits.set_parameters(network, network.of_kind("input")[0].id, {"height": 20})
    give(studio, other)
    assert studio.document.design.report.outside
    assert "(N, 1, 20," in tab.code.toPlainText()


def test_copy_puts_the_source_on_the_clipboard(studio: Studio) -> None:
    studio.window.actions_by_id["network.copy_source"].trigger()
    assert QApplication.clipboard().text() == printed(studio)


def test_source_can_be_selected_but_not_typed_in(tab: SourceTab, qtbot: QtBot) -> None:
    before = tab.code.toPlainText()
    tab.code.setFocus()
    qtbot.keyClicks(tab.code, "x = 1")
    qtbot.keyClick(tab.code, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert tab.code.toPlainText() == before
    assert tab.code.textCursor().hasSelection()


def test_a_saved_file_has_a_class_of_the_projects_name(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[str] = []

    def answer(_parent: object, _title: str, start: str, _filters: str) -> tuple[str, str]:
        offered.append(Path(start).name)
        return str(tmp_path / "mine"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    studio.document.set_path(tmp_path / "my-digits.cnnstudio")
    studio.window.actions_by_id["network.save_source"].trigger()
    assert offered == ["my_digits.py"]
    assert "class MyDigits(nn.Module):" in (tmp_path / "mine.py").read_text("utf-8")
    assert studio.settings.last_folder == str(tmp_path)


def test_a_file_that_cannot_be_written_is_said_in_the_window(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "missing" / "net.py"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    studio.window.actions_by_id["network.save_source"].trigger()
    assert studio.window.notice.isVisible()
    assert not target.exists()


def test_the_whole_reason_is_read_where_the_network_was_broken_before(
    studio: Studio, qtbot: QtBot
) -> None:
    give(studio, broken(studio))
    studio.window.training.show_source()
    text = studio.window.source.empty.text
    qtbot.waitUntil(text.isVisible)
    assert text.height() >= text.heightForWidth(text.width())
