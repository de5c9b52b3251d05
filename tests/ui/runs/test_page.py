"""The Runs page under mouse and keys, over real run folders."""

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QPushButton,
    QSplitter,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cnnstudio.network import edits
from cnnstudio.training import config, runs, trash
from cnnstudio.training.messages import Outcome
from cnnstudio.training.run_list import read_entry
from cnnstudio.training.runs import Best
from cnnstudio.ui.background import Background
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.runs import words
from cnnstudio.ui.runs.columns import Column
from cnnstudio.ui.runs.page import RunsPage
from cnnstudio.ui.theme import Appearance, themes
from cnnstudio.ui.training.run_status import RunState
from cnnstudio.ui.training.session import TrainingSession
from tests.ui.runs.conftest import NO_WEIGHTS, Keep, OpenPage, record, write_metrics

pytestmark = pytest.mark.gui


def names(page: RunsPage) -> list[str]:
    return [entry.name for entry in page.list.table.entries]


def chosen(page: RunsPage) -> list[str]:
    return [entry.name for entry in page.list.selection]


def middle_of(page: RunsPage, name: str, column: Column = Column.DATA) -> QPoint:
    index = page.list.table.index(names(page).index(name), column)
    return page.list.view.visualRect(index).center()


def click(
    page: RunsPage,
    name: str,
    column: Column = Column.DATA,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    place = middle_of(page, name, column)
    QTest.mouseClick(page.list.view.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def press(page: RunsPage, action: str) -> None:
    """Press the key of an action, the focus being in the list."""
    page.list.view.setFocus()
    QTest.keySequence(page.list.view, page.actions[action].shortcut())


def fact(page: RunsPage, title: str) -> tuple[str, ...]:
    models = (page.details.left.facts, page.details.right.facts)
    rows = [row for model in models for row in model.rows if getattr(row, "title", "") == title]
    return rows[0].values if rows else ()


def wait_for_facts(qtbot: QtBot, page: RunsPage, title: str, *values: str) -> None:
    qtbot.waitUntil(lambda: fact(page, title) == values)


def last_position(page: RunsPage) -> float:
    """The rightmost point of the compared losses."""
    items = page.details.curves.overlay.loss.plot.item.listDataItems()
    drawn = [item.getData()[0] for item in items]
    ends = [float(each[-1]) for each in drawn if each is not None and each.size]
    return max(ends, default=0.0)


def editor_of(page: RunsPage) -> QLineEdit:
    """The field in which a name is typed; one that was closed may not be deleted yet."""
    return page.list.view.viewport().findChildren(QLineEdit)[-1]


def test_without_runs_it_says_what_to_do(open_page: OpenPage) -> None:
    page = open_page()
    assert page.empty.isVisible()
    assert "Train a network: every run is kept here" in page.empty.text.text()


def test_all_of_a_run_stands_in_its_header_at_the_usual_size(
    open_page: OpenPage, keep: Keep
) -> None:
    keep("digits")
    about = open_page().details.header.about
    data, when = about.text().split(" · ")
    assert data == "Handwritten digits"
    assert ":" in when
    assert about._shown() == about.text()


def test_the_newest_run_is_the_first_and_is_shown(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    keep("older")
    keep("newer")
    page = open_page()
    assert names(page) == ["newer", "older"]
    assert chosen(page) == ["newer"]
    assert page.details.header.name.text() == "newer"
    assert page.details.header.outcome.text() == "Finished after 6 epochs."
    wait_for_facts(qtbot, page, "Best accuracy", "98.00%")
    assert fact(page, "Parameters") == ("38,282",)
    assert fact(page, "Seed") == ("0",)
    assert fact(page, "torch") == ("2.13.0",)
    assert fact(page, "Conv") == ("16 @ 3×3, same → 16×8×8",)
    assert page.list.count.text() == "2 runs"


def test_tab_reaches_the_search_and_the_stars(open_page: OpenPage, keep: Keep) -> None:
    keep("digits")
    page = open_page()
    page.setFocus()
    assert page.list.view.hasFocus()
    reached = set()
    for _press in range(40):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert {"Search runs", "Starred", "Runs"} <= reached


def test_the_arrow_keys_go_from_run_to_run(open_page: OpenPage, keep: Keep, qtbot: QtBot) -> None:
    for name in ("first", "second", "third"):
        keep(name)
    page = open_page()
    page.setFocus()
    QTest.keyClick(QGuiApplication.focusObject(), Qt.Key.Key_Down)
    assert page.details.header.name.text() == "second"
    QTest.keyClick(page.list.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert chosen(page) == ["second", "first"]
    assert page.details.header.name.text() == "2 runs"


def test_the_curves_of_a_run_are_those_it_reported(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    keep("short", epochs=2)
    keep("long", epochs=6)
    page = open_page()
    curves = page.details.curves
    qtbot.waitUntil(lambda: curves.shown.history.step == 60)
    assert curves.currentWidget() is curves.single
    click(page, "short")
    qtbot.waitUntil(lambda: curves.shown.history.step == 20)
    drawn = curves.single.loss.plot.item.listDataItems()[0]
    qtbot.waitUntil(lambda: drawn.xData is not None and drawn.xData[-1] == 20)


def test_a_search_leaves_the_runs_with_all_words(open_page: OpenPage, keep: Keep) -> None:
    keep("wide net")
    keep("narrow net", outcome=Outcome.STOPPED, text="Stopped by you in epoch 3.")
    keep("other")
    page = open_page()
    press(page, "runs.search")
    assert page.list.search.hasFocus()
    QTest.keyClicks(page.list.search, "NET stopped")
    assert names(page) == ["narrow net"]
    assert page.list.count.text() == "1 of 3"
    assert page.details.header.name.text() == "narrow net"
    QTest.keyClicks(page.list.search, " nowhere")
    assert names(page) == []
    assert page.details.nothing.isVisible()
    assert page.list.nothing.title.text() == "No such run"
    press(page, "runs.starred_only")
    assert page.list.nothing.title.text() == "No such run with a star"
    page.list.search.clear()
    assert page.list.nothing.isVisible()
    assert page.list.nothing.title.text() == "No run has a star"
    press(page, "runs.starred_only")
    assert names(page) == ["other", "narrow net", "wide net"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0.01", ["fast"]),
        ("lr 0.0005", ["slow"]),
        ("batch 64", ["large"]),
        ("sgd", ["fast"]),
        ("batch 32 lr 0.003", ["net"]),
    ],
)
def test_a_search_finds_settings(
    open_page: OpenPage, keep: Keep, text: str, found: list[str]
) -> None:
    usual = record("net").config
    keep("fast", config=config.changed(usual, optimizer="sgd", learning_rate=0.01))
    keep("slow", config=config.changed(usual, learning_rate=0.0005))
    keep("large", config=config.changed(usual, batch_size=64))
    keep("net")
    page = open_page()
    page.list.search.setFocus()
    QTest.keyClicks(page.list.search, text)
    assert names(page) == found


def test_a_run_says_what_it_was_trained_with(open_page: OpenPage, keep: Keep) -> None:
    usual = record("net").config
    keep("net", config=config.changed(usual, optimizer="sgd", learning_rate=0.003))
    page = open_page()
    most, less, least = page.list.delegate.about(page.list.table.entries[0])
    assert most.endswith("parameters · SGD 0.003 · batch 32")
    assert less.endswith("parameters · SGD 0.003")
    assert least.endswith("k · SGD 0.003")
    index = page.list.table.index(0, Column.NAME)
    assert "SGD 0.003 · batch 32" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_a_damaged_run_is_named_and_starred_like_others(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    folder = keep("broken")
    (folder / runs.RECORD).write_text("{")
    page = open_page()
    click(page, folder.name, Column.STAR)
    press(page, "runs.rename")
    QTest.keyClicks(editor_of(page), "look at this")
    QTest.keyClick(editor_of(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["look at this"])
    qtbot.waitUntil(lambda: read_entry(folder).name == "look at this")
    assert read_entry(folder).is_starred


def test_runs_of_one_name_are_told_apart_where_they_are_compared(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    at_once = "2025-03-01T12:00:00+00:00"
    folders = [keep("digits", started=at_once), keep("digits", started=at_once), keep("digits")]
    page = open_page()
    page.list.view.selectAll()
    legend = page.details.curves.overlay.legend
    qtbot.waitUntil(lambda: len(legend.names) == 3)
    assert legend.names[0].startswith("digits · ")
    assert set(legend.names[1:]) == {folder.name for folder in folders[:2]}


def test_a_click_on_a_header_sorts_and_another_turns_it_round(
    open_page: OpenPage, keep: Keep
) -> None:
    keep("good", best=Best(1, 0.1, 0.99))
    keep("bad", best=Best(1, 0.9, 0.4))
    keep("none", best=None, outcome=Outcome.DIVERGED)
    keep("middle", best=Best(1, 0.3, 0.8))
    page = open_page()
    header = page.list.view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(Column.BEST) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert names(page) == ["good", "middle", "bad", "none"]
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert names(page) == ["none", "bad", "middle", "good"]
    assert chosen(page) == ["middle"]


def test_a_click_stars_a_run_for_good(open_page: OpenPage, keep: Keep, qtbot: QtBot) -> None:
    keep("plain")
    keep("great")
    page = open_page()
    click(page, "great", Column.STAR)
    page.actions["runs.starred_only"].trigger()
    assert names(page) == ["great"]
    (folder,) = [entry.folder for entry in page.list.selection]
    qtbot.waitUntil((folder / "notes.json").is_file)
    assert [entry.is_starred for entry in open_page().list.table.entries] == [True, False]


def test_the_star_of_a_starred_run_is_full(open_page: OpenPage, keep: Keep, qtbot: QtBot) -> None:
    keep("plain")
    keep("great")
    page = open_page()
    press(page, "runs.star")
    qtbot.waitUntil(lambda: page.actions["runs.star"].text() == "Un&star")
    click(page, "plain")
    assert page.actions["runs.star"].text() == "&Star"


def test_a_loss_that_is_the_best_shows_its_number() -> None:
    assert words.best_lines(Best(3, 0.01234, None)) == ("0.01234", "loss")
    assert words.best_lines(Best(3, 0.01234, 0.98)) == ("98.0%", "epoch 3")
    assert words.best_lines(None) == ("", "")


def test_the_key_stars_all_chosen_runs_or_none(open_page: OpenPage, keep: Keep) -> None:
    for name in ("first", "second", "third"):
        keep(name)
    page = open_page()
    page.list.view.selectAll()
    press(page, "runs.star")
    assert all(entry.is_starred for entry in page.list.table.entries)
    press(page, "runs.star")
    assert not any(entry.is_starred for entry in page.list.table.entries)


def test_a_name_is_typed_in_its_place(open_page: OpenPage, keep: Keep, qtbot: QtBot) -> None:
    folder = keep("starter")
    page = open_page()
    press(page, "runs.rename")
    QTest.keyClicks(editor_of(page), "wider first layer")
    QTest.keyClick(editor_of(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["wider first layer"])
    assert page.details.header.name.text() == "wider first layer"
    qtbot.waitUntil((folder / "notes.json").is_file)
    assert names(open_page()) == ["wider first layer"]
    assert runs.read_record(folder).name == "starter"


@pytest.mark.parametrize(
    ("typed", "ended_by"), [("", Qt.Key.Key_Return), ("other", Qt.Key.Key_Escape)]
)
def test_escape_and_an_empty_name_leave_the_name(
    open_page: OpenPage, keep: Keep, qtbot: QtBot, typed: str, ended_by: Qt.Key
) -> None:
    keep("starter")
    page = open_page()
    press(page, "runs.rename")
    editor = editor_of(page)
    editor.clear()
    QTest.keyClicks(editor, typed)
    with qtbot.waitSignal(page.list.delegate.closeEditor):
        QTest.keyClick(editor, ended_by)
    assert names(page) == ["starter"]


def test_a_run_that_arrives_does_not_disturb_the_typing(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    keep("starter")
    page = open_page()
    press(page, "runs.rename")
    QTest.keyClicks(editor_of(page), "half a na")
    keep("from the command line")
    qtbot.waitUntil(lambda: len(names(page)) == 2)
    QTest.keyClicks(editor_of(page), "me")
    QTest.keyClick(editor_of(page), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["from the command line", "half a name"])
    assert chosen(page) == ["half a name"]


def test_a_deleted_run_comes_back_by_undo(open_page: OpenPage, keep: Keep, qtbot: QtBot) -> None:
    for name in ("first", "second", "third"):
        keep(name)
    page = open_page()
    click(page, "second")
    with qtbot.waitSignal(page.library.gone):
        press(page, "runs.delete")
        assert names(page) == ["third", "first"]
    assert chosen(page) == ["first"]
    assert page.notice.text == "Deleted “second”"
    undo = next(each for each in page.notice.findChildren(QPushButton) if each.text() == "Undo")
    with qtbot.waitSignal(page.library.came):
        QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
        assert names(page) == ["third", "second", "first"]
    assert list(trash.trash_folder().iterdir()) == []


def test_several_runs_are_deleted_at_once(open_page: OpenPage, keep: Keep, qtbot: QtBot) -> None:
    folders = [keep(name) for name in ("first", "second", "third")]
    page = open_page()
    page.list.view.setFocus()
    QTest.keySequence(page.list.view, "Ctrl+A")
    with qtbot.waitSignal(page.library.gone):
        press(page, "runs.delete")
    assert page.notice.text == "Deleted 3 runs"
    qtbot.waitUntil(page.empty.isVisible)
    assert not any(folder.exists() for folder in folders)


def test_a_run_that_goes_on_cannot_be_deleted(open_page: OpenPage, keep: Keep) -> None:
    keep("running", outcome=None, process=runs.this_process(), epochs_done=0, best=None)
    page = open_page()
    entry = page.list.table.entries[0]
    assert entry.outcome == "Running"
    said = "“running” goes on and cannot be deleted. Stop it first."
    assert said in page.actions["runs.delete"].toolTip()
    press(page, "runs.delete")
    assert page.notice.text == said
    assert names(page) == ["running"]
    assert not page.actions["runs.continue"].isEnabled()


def test_a_run_that_this_window_is_about_to_continue_cannot_be_deleted(
    open_page: OpenPage,
    keep: Keep,
    session: TrainingSession,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(EngineClient, "launch", lambda _client: None)
    folder = keep("over")
    page = open_page()
    press(page, "runs.continue")
    qtbot.waitUntil(lambda: session.is_active)
    assert page.list.table.entries[0].outcome == "Finished"
    press(page, "runs.delete")
    assert "cannot be deleted" in page.notice.text
    assert folder.is_dir()


def test_the_curves_of_a_run_elsewhere_grow_by_themselves(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    folder = keep("running", outcome=None, process=runs.this_process(), epochs=1)
    page = open_page()
    qtbot.waitUntil(lambda: page.details.curves.shown.history.step == 10)
    (folder / runs.METRICS).unlink()
    write_metrics(folder, 3)
    qtbot.waitUntil(lambda: page.details.curves.shown.history.step == 30)
    (folder / runs.LAST).write_bytes(b"other weights")
    qtbot.waitUntil(lambda: page.list.table.entries[0].record.epochs_done == 3)


def test_a_damaged_run_is_listed_with_its_reason_and_can_be_deleted(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    folder = keep("broken")
    (folder / runs.RECORD).write_text("{")
    page = open_page()
    assert page.list.table.entries[0].outcome == "Damaged"
    assert "run.json" in page.details.curves.message.text.text()
    assert not page.actions["runs.open"].isEnabled()
    with qtbot.waitSignal(page.library.gone):
        press(page, "runs.delete")


def test_damaged_curves_are_said_and_hide_nothing_else(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    folder = keep("starter")
    (folder / runs.METRICS).write_text("{}\n{}\n")
    page = open_page()
    message = page.details.curves.message
    qtbot.waitUntil(lambda: "metrics.jsonl" in message.text.text())
    wait_for_facts(qtbot, page, "Best epoch", "5")


def test_two_runs_are_compared_by_what_differs(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    known = record("starter")
    wider = edits.set_parameters(known.network, "conv1", {"filters": 24})
    keep("starter", epochs=2)
    keep("wider", network=wider, epochs=3)
    page = open_page()
    click(page, "starter", modifier=Qt.KeyboardModifier.ControlModifier)
    assert chosen(page) == ["wider", "starter"]
    wait_for_facts(qtbot, page, "Conv", "24 @ 3×3, same → 24×8×8", "16 @ 3×3, same → 16×8×8")
    assert fact(page, "Optimizer") == ()
    curves = page.details.curves
    qtbot.waitUntil(lambda: curves.currentWidget() is curves.overlay)
    assert curves.overlay.legend.names == ("wider", "starter")
    press(page, "runs.only_differences")
    wait_for_facts(qtbot, page, "Optimizer", "Adam", "Adam")


def test_runs_without_a_difference_are_said_to_have_none(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    keep("one")
    keep("other")
    page = open_page()
    page.list.view.selectAll()
    qtbot.waitUntil(lambda: len(page.details.left.facts.names) == 2)
    qtbot.waitUntil(lambda: "same settings" in page.details.left.message)
    press(page, "runs.only_differences")
    qtbot.waitUntil(lambda: not page.details.left.message)


def test_compared_curves_lie_over_one_another_by_epochs_or_steps(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    keep("short", epochs=2)
    keep("long", epochs=4)
    page = open_page()
    page.list.view.selectAll()
    overlay = page.details.curves.overlay
    qtbot.waitUntil(overlay.isVisible)
    qtbot.waitUntil(lambda: last_position(page) == pytest.approx(4))
    press(page, "runs.over_epochs")
    assert last_position(page) == pytest.approx(40)
    assert overlay.loss.title.text() == "Loss over steps"


def test_the_marks_of_long_runs_leave_their_lines_to_be_seen(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    keep("one", epochs=300)
    keep("other", epochs=300)
    page = open_page()
    page.list.view.selectAll()
    overlay = page.details.curves.overlay
    qtbot.waitUntil(overlay.isVisible)
    qtbot.waitUntil(lambda: last_position(page) == pytest.approx(300))
    items = overlay.loss.plot.item.listDataItems()
    lines = [item for item in items if isinstance(item, pg.PlotDataItem)]
    symbols = [item for item in lines if item.opts["symbol"] is not None]
    one, other = (set(item.xData) for item in symbols if item.xData is not None)
    assert len(one) == len(other) == 12
    assert not one & other


def test_values_under_the_pointer_stay_while_the_list_is_read_again(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    keep("one")
    keep("other")
    page = open_page()
    page.list.view.selectAll()
    overlay = page.details.curves.overlay
    qtbot.waitUntil(overlay.isVisible)
    overlay.loss.plot.pointed.emit(2.0)
    assert overlay.legend.values == (0.5, 0.5)
    keep("a third")
    qtbot.waitUntil(lambda: len(names(page)) == 3)
    assert overlay.legend.values == (0.5, 0.5)


def test_more_runs_than_can_be_told_apart_are_not_compared(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    for number in range(10):
        keep(f"run {number}", epochs=1)
    page = open_page()
    page.list.view.selectAll()
    qtbot.waitUntil(page.details.curves.overlay.isVisible)
    assert len(page.details.curves.overlay.legend.names) == 8
    assert page.details.header.name.text() == "10 runs"
    assert "first 8" in page.details.header.outcome.text()


def test_a_run_opens_on_the_canvas_as_one_step(
    open_page: OpenPage, keep: Keep, document: Document, session: TrainingSession, qtbot: QtBot
) -> None:
    before = document.project
    kept = record("lenet")
    wider = edits.set_parameters(kept.network, "conv1", {"filters": 24})
    folder = keep("wider", network=wider, text="Finished after 6 epochs.")
    page = open_page()
    with qtbot.waitSignal(page.opened):
        press(page, "runs.open")
    assert document.project.network == wider
    assert document.undo_stack.count() == 1
    assert session.folder == folder
    assert session.history.step == 60
    assert session.status.state is RunState.ENDED
    document.undo_stack.undo()
    assert document.project == before


def test_a_double_click_opens_a_run_on_the_canvas(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    keep("starter")
    page = open_page()
    place = middle_of(page, "starter")
    with qtbot.waitSignal(page.opened):
        QTest.mouseClick(page.list.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(page.list.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_run_with_damaged_curves_opens_all_the_same(
    open_page: OpenPage, keep: Keep, document: Document, qtbot: QtBot
) -> None:
    wider = edits.set_parameters(record("x").network, "conv1", {"filters": 24})
    folder = keep("wider", network=wider)
    (folder / runs.METRICS).write_text("{}\n{}\n")
    page = open_page()
    with qtbot.waitSignal(page.opened):
        press(page, "runs.open")
    assert document.project.network == wider
    assert "metrics.jsonl" in page.notice.text


def test_curves_that_are_gone_are_said_to_be(open_page: OpenPage, keep: Keep, qtbot: QtBot) -> None:
    (keep("starter") / runs.METRICS).unlink()
    page = open_page()
    message = page.details.curves.message
    qtbot.waitUntil(lambda: "metrics.jsonl is gone" in message.text.text())


@pytest.mark.parametrize(
    ("content", "said"),
    [(NO_WEIGHTS[:-1], "is damaged"), (b"", "is damaged"), (None, "is gone")],
    ids=["cut off", "empty", "gone"],
)
def test_a_run_without_its_weights_opens_and_says_so(
    open_page: OpenPage, keep: Keep, qtbot: QtBot, content: bytes | None, said: str
) -> None:
    weights = keep("wider") / runs.BEST
    if content is None:
        weights.unlink()
    else:
        weights.write_bytes(content)
    page = open_page()
    with qtbot.waitSignal(page.opened):
        press(page, "runs.open")
    qtbot.waitUntil(lambda: f"best.safetensors {said}" in page.notice.text)
    assert "initial weights" in page.notice.text


def test_a_run_that_vanishes_leaves_the_list(open_page: OpenPage, keep: Keep, qtbot: QtBot) -> None:
    folder = keep("gone soon")
    keep("stays")
    page = open_page()
    click(page, "gone soon")
    folder.rename(folder.parent.parent / "elsewhere")
    qtbot.waitUntil(lambda: names(page) == ["stays"])
    assert chosen(page) == ["stays"]


@pytest.mark.parametrize("action", ["runs.delete", "runs.continue", "runs.star", "runs.open"])
def test_what_is_done_to_a_run_that_is_gone_fails_in_words(
    open_page: OpenPage,
    keep: Keep,
    session: TrainingSession,
    document: Document,
    qtbot: QtBot,
    action: str,
) -> None:
    keep("stays")
    folder = keep("gone")
    page = open_page()
    qtbot.waitUntil(lambda: page.details.curves.shown.history.step == 60)
    folder.rename(folder.parent.parent / "elsewhere")
    press(page, action)
    qtbot.waitUntil(lambda: folder.name in page.notice.text)
    qtbot.waitUntil(lambda: names(page) == ["stays"])
    assert not session.is_active
    assert session.folder is None
    assert not (folder.parent / folder.name).exists()


def test_the_whole_name_and_the_folder_of_a_run_are_its_tooltip(
    open_page: OpenPage, keep: Keep
) -> None:
    folder = keep("a name that no column has the room for")
    page = open_page()
    index = page.list.table.index(0, Column.NAME)
    tip = f"a name that no column has the room for\nAdam 0.003 · batch 32\n{folder}"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == tip
    assert page.details.header.name.toolTip() == tip


def test_facts_are_copied_as_a_table(open_page: OpenPage, keep: Keep, qtbot: QtBot) -> None:
    keep("starter")
    page = open_page()
    wait_for_facts(qtbot, page, "Best epoch", "5")
    view = page.details.left
    view.setFocus()
    QTest.keySequence(view, "Ctrl+A")
    QTest.keySequence(view, "Ctrl+C")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[:2] == ["Result", "Best accuracy\t98.00%"]
    assert "Optimizer\tAdam" in lines


def test_a_fact_that_is_too_long_for_a_line_takes_two(
    open_page: OpenPage, keep: Keep, qtbot: QtBot
) -> None:
    keep("starter")
    page = open_page()
    view = page.details.right
    wait_for_facts(qtbot, page, "Conv", "16 @ 3×3, same → 16×8×8")
    titles = [getattr(row, "title", "") for row in view.facts.rows]
    conv, relu = titles.index("Conv"), titles.index("ReLU")
    assert view.facts.index(conv, 1).data(Qt.ItemDataRole.ToolTipRole).startswith("16 @ 3×3")
    page.list.parent().setSizes([900, 300])  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: view.rowHeight(conv) > view.rowHeight(relu))
    page.list.parent().setSizes([300, 900])  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: view.rowHeight(conv) == view.rowHeight(relu))


def test_every_part_has_an_accessible_name(open_page: OpenPage, keep: Keep, qtbot: QtBot) -> None:
    keep("first")
    keep("second")
    page = open_page()
    page.list.view.selectAll()
    qtbot.waitUntil(page.details.curves.overlay.isVisible)
    nameless = [
        each
        for each in page.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.isVisible()
        and not each.accessibleName()
        and not isinstance(each.parent(), QAbstractScrollArea)  # its viewport
        and not each.objectName().startswith("qt_")
    ]
    assert not [(each.metaObject().className(), each.parent()) for each in nameless]
    index = page.list.table.index(0, Column.OUTCOME)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Finished after 6 epochs."


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_selected_rows_stand_out_in_both_themes(
    open_page: OpenPage, keep: Keep, appearance: Appearance
) -> None:
    keep("first")
    keep("second")
    page = open_page()
    themes.choose(appearance)
    image = page.list.view.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    colours = []
    for name in ("second", "first"):
        place = middle_of(page, name, Column.BEST) * ratio
        colours.append(image.pixelColor(place.x(), round(place.y() - 20 * ratio)))
    assert colours == [themes.current.selection, themes.current.panel]


def test_a_hidden_page_leaves_the_disk_alone(
    open_page: OpenPage, keep: Keep, background: Background, qtbot: QtBot
) -> None:
    keep("first")
    page = open_page()
    page.hide()
    keep("second")
    page.library.refresh()
    done: list[None] = []
    background.run(lambda: None, done.append, failed=lambda _error: None)
    qtbot.waitUntil(lambda: bool(done))
    assert names(page) == ["first"]
    page.show()
    qtbot.waitUntil(lambda: names(page) == ["second", "first"])


def test_columns_give_way_where_there_is_no_room_for_them(open_page: OpenPage, keep: Keep) -> None:
    keep("digits")
    view = open_page().list.view
    view.resize(500, 300)
    assert view.isColumnHidden(Column.DATA)
    assert view.horizontalHeader().length() <= view.viewport().width()
    view.resize(700, 300)
    assert not any(view.isColumnHidden(column) for column in Column)
    assert view.horizontalHeader().length() <= view.viewport().width()


def test_columns_that_give_way_are_named(open_page: OpenPage, keep: Keep, qtbot: QtBot) -> None:
    keep("digits")
    page = open_page()
    page.resize(1_216, 700)
    said = page.list.hidden_columns
    qtbot.waitUntil(lambda: not said.isVisible())
    page.resize(960, 700)
    qtbot.waitUntil(lambda: said.visibleRegion().boundingRect().height() > 16)
    assert "Data set" in said.text()
    page.resize(1_216, 700)
    qtbot.waitUntil(lambda: not said.isVisible())


def test_widths_of_columns_and_their_order_are_kept(open_page: OpenPage, keep: Keep) -> None:
    for name in ("b", "a", "c"):
        keep(name)
    page = open_page()
    header = page.list.view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(Column.NAME) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert names(page) == ["a", "b", "c"]
    edge = QPoint(header.sectionViewportPosition(Column.OUTCOME), header.height() // 2)
    moved = edge + QPoint(24, 0)
    before = header.sectionSize(Column.BEST)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(header.viewport(), moved)
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=moved)
    width = header.sectionSize(Column.BEST)
    assert width > before
    other = open_page()
    assert other.restoreState(page.saveState())
    assert other.list.view.columnWidth(Column.BEST) == width
    assert names(other) == ["a", "b", "c"]


def test_a_hidden_column_keeps_its_width(open_page: OpenPage, keep: Keep) -> None:
    keep("digits")
    page = open_page()
    view = page.list.view
    view.resize(700, 300)
    view.setColumnWidth(Column.DATA, 150)
    view.resize(500, 300)
    other = open_page().list.view
    other.resize(500, 300)
    assert other.restoreState(view.saveState())
    other.resize(700, 300)
    assert other.columnWidth(Column.DATA) == 150


def test_sizes_of_panes_alone_are_still_understood(open_page: OpenPage, keep: Keep) -> None:
    keep("digits")
    page = open_page()
    panes = page.list.parent()
    assert isinstance(panes, QSplitter)
    panes.setSizes([500, 700])
    other = open_page()
    assert other.restoreState(panes.saveState())
    assert other.list.width() == page.list.width()
