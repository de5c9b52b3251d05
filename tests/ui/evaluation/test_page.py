"""The Evaluate page on the real window, with the real engine."""

import csv
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.data.choice import DataChoice
from cnnstudio.network.edits import add, connect, new_block
from cnnstudio.network.graph import Network
from cnnstudio.training import config
from cnnstudio.training.tasks import Part
from cnnstudio.ui.evaluation.example_model import ANSWER_ROLE, EXAMPLE_ROLE, Example
from cnnstudio.ui.evaluation.page import EvaluationPage

pytestmark = pytest.mark.gui

OpenStudio = Callable[..., Studio]
WAIT_MS = 60_000


def trigger(studio: Studio, name: str) -> None:
    studio.window.actions_by_id[name].trigger()


def open_page(studio: Studio) -> EvaluationPage:
    trigger(studio, "view.evaluate")
    page = studio.window.pages.page("evaluate")
    assert isinstance(page, EvaluationPage)
    return page


def train(studio: Studio, qtbot: QtBot, epochs: int = 2) -> None:
    project = studio.document.project
    training = config.changed(project.training, epochs=epochs)
    studio.document.apply("Set epochs", project.replace(training=training))
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        trigger(studio, "training.train")


@pytest.fixture
def studio(open_studio: OpenStudio, qtbot: QtBot) -> Studio:
    studio = open_studio(with_engine=True)
    qtbot.waitUntil(lambda: "PyTorch" in studio.window.status_bar.engine.text(), timeout=WAIT_MS)
    return studio


@pytest.fixture
def page(studio: Studio, qtbot: QtBot) -> EvaluationPage:
    """The page after a run of two epochs was evaluated by itself."""
    train(studio, qtbot)
    page = open_page(studio)
    if page.judgement is None:
        with qtbot.waitSignal(page.evaluated, timeout=WAIT_MS):
            pass
    return page


def test_without_a_run_the_page_says_what_it_will_be(studio: Studio) -> None:
    page = open_page(studio)
    assert page.judgement is None
    assert "Nothing to evaluate" in page.message.title.text()
    assert not page.actions["evaluation.run"].isEnabled()


def test_the_last_run_is_evaluated_by_itself(studio: Studio, page: EvaluationPage) -> None:
    judged = page.judgement
    assert judged is not None
    last = studio.training.history.epochs[-1]
    assert judged.evaluated.part is Part.VALIDATION
    assert judged.evaluated.accuracy == pytest.approx(last.val_accuracy)
    assert "pictures right" in page.summary.text()
    assert page.parts.currentText() == "validation part"
    assert page.confusion.isVisible()


def test_the_head_says_all_at_the_usual_size(studio: Studio, page: EvaluationPage) -> None:
    assert studio.window.width() == 1280
    judged = page.judgement
    assert judged is not None
    assert page.source.isVisible()
    assert page.source.text() == judged.evaluated.source
    assert page.source.fontMetrics().horizontalAdvance(page.source.text()) < page.source.width()
    assert page.summary._shown() == page.summary.text()


def test_a_cell_opens_its_pictures(page: EvaluationPage, qtbot: QtBot) -> None:
    judged = page.judgement
    assert judged is not None
    place = page.confusion.cell_rect(3, 3).center().toPoint()
    qtbot.mouseClick(page.confusion, Qt.MouseButton.LeftButton, pos=place)
    assert page.confusion.current == (3, 3)
    model = page.examples.model
    assert model.rowCount() == judged.confusion[3, 3]
    assert {model.example(row).label for row in range(model.rowCount())} == {"3"}
    qtbot.waitUntil(
        lambda: model.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is not None,
        timeout=WAIT_MS,
    )
    qtbot.mouseClick(page.examples.all, Qt.MouseButton.LeftButton)
    assert page.confusion.current is None
    assert model.rowCount() == judged.evaluated.examples


def test_cells_are_reached_with_the_arrow_keys(page: EvaluationPage, qtbot: QtBot) -> None:
    page.confusion.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(page.confusion, key)
    assert page.confusion.current == (1, 1)
    assert "1 recognised" in page.confusion.accessibleDescription()


def test_the_most_wrong_and_the_least_sure_come_first(page: EvaluationPage) -> None:
    model, judged = page.examples.model, page.judgement
    assert judged is not None
    first = model.index(0, 0).data(EXAMPLE_ROLE)
    assert not first.is_right
    wrong, count = len(judged.wrong), judged.evaluated.examples
    assert f"{wrong:,} of {count:,} taken wrongly" in page.examples.title.text()
    page.examples.order.setCurrentIndex(1)
    assert page.examples.title.text() == f"{count:,} pictures, the least sure first"
    least = model.index(0, 0).data(EXAMPLE_ROLE)
    assert least.first_probability - least.second_probability == pytest.approx(
        float(judged.margins.min())
    )


def test_tab_reaches_all_of_the_page(page: EvaluationPage, qtbot: QtBot) -> None:
    page.setFocus()
    assert page.confusion.hasFocus()
    reached = set()
    for _press in range(60):
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.add(focused.accessibleName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    wanted = {"Run", "Part of the data set", "Evaluate Again", "Export", "Confusion matrix"}
    assert wanted | {"Scores of the classes", "Examples", "Order of the examples"} <= reached


def test_an_example_opens_large(page: EvaluationPage, qtbot: QtBot) -> None:
    view, model = page.examples.view, page.examples.model
    view.setFocus()
    assert view.currentIndex().row() == 0
    qtbot.keyClick(view, Qt.Key.Key_Return)
    dialog = page.examples.dialog
    assert dialog is not None
    example = model.example(0)
    assert isinstance(example, Example)
    assert f"“{example.label}” taken for “{example.first}”" in dialog.title.text()
    shown = {bar.name: bar.probability for bar in dialog.bars.shown}
    assert shown[example.first] == example.first_probability
    assert [bar.name for bar in dialog.bars.shown if bar.is_true] == [example.label]
    qtbot.waitUntil(lambda: not dialog.picture.image.isNull(), timeout=WAIT_MS)
    qtbot.keyClick(dialog, Qt.Key.Key_Right)
    assert dialog.place.text().startswith("2 of ")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert page.examples.dialog is None
    assert view.currentIndex().row() == 1


def test_a_cell_without_pictures_says_so(page: EvaluationPage, qtbot: QtBot) -> None:
    judged = page.judgement
    assert judged is not None
    label, predicted = np.argwhere(judged.confusion == 0)[0].tolist()
    place = page.confusion.cell_rect(label, predicted).center().toPoint()
    qtbot.mouseClick(page.confusion, Qt.MouseButton.LeftButton, pos=place)
    assert page.examples.nothing.isVisible()
    assert page.examples.nothing.text.text() == page.confusion.text_of(label, predicted)


def test_the_keyboard_is_seen_in_the_scores(page: EvaluationPage, qtbot: QtBot) -> None:
    page.scores.setFocus()
    assert page.scores.currentIndex().row() == 0
    assert page.confusion.current is None


def test_scores_are_sorted_and_the_matrix_with_them(page: EvaluationPage) -> None:
    page.scores.sortByColumn(2, Qt.SortOrder.AscendingOrder)
    judged = page.judgement
    assert judged is not None
    recalls = [judged.evaluated.scores[label].recall for label in page.scores.order]
    assert recalls == sorted(recalls)
    first, last = page.scores.order[0], page.scores.order[-1]
    above, below = (page.confusion.cell_rect(each, first) for each in (first, last))
    assert above.top() < below.top()


def test_another_part_is_evaluated(page: EvaluationPage, qtbot: QtBot) -> None:
    page.parts.setFocus()
    with qtbot.waitSignal(page.evaluated, timeout=WAIT_MS):
        page.parts.setCurrentIndex(1)
        page.parts.activated.emit(1)
    assert page.judgement is not None
    assert page.judgement.evaluated.part is Part.TRAIN


def test_a_cancelled_evaluation_leaves_the_part_that_is_shown(
    page: EvaluationPage, qtbot: QtBot
) -> None:
    page.parts.setFocus()
    qtbot.keyClick(page.parts, Qt.Key.Key_Down)
    assert page.parts.currentText() == "training part"
    page.actions["evaluation.cancel"].trigger()
    assert page.parts.currentText() == "validation part"
    assert page.judgement is not None
    assert page.judgement.evaluated.part is Part.VALIDATION


def test_tables_and_pictures_are_exported(
    studio: Studio,
    page: EvaluationPage,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, file in (
        ("evaluation.export_scores", "scores.csv"),
        ("evaluation.export_confusion", "confusion.csv"),
        ("evaluation.export_answers", "answers.csv"),
        ("evaluation.save_picture", "matrix.png"),
    ):
        path = tmp_path / file
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, path=path: (str(path), ""))
        with qtbot.waitSignal(page.exports.done, timeout=WAIT_MS):
            page.actions[name].trigger()
        assert path.stat().st_size > 0
        assert studio.window.notice.text == f"Saved {file}"
    judged = page.judgement
    assert judged is not None
    with (tmp_path / "answers.csv").open() as answers:
        assert len(list(csv.reader(answers))) == judged.evaluated.examples + 1
    assert QImage(str(tmp_path / "matrix.png")).width() >= 1_200
    assert studio.settings.last_folder == str(tmp_path)


@pytest.fixture
def own_pictures(tmp_path: Path) -> Path:
    """A folder of twelve small pictures for each of ten classes."""
    random = np.random.default_rng(0)
    for name in "0123456789":
        folder = tmp_path / "own" / name
        folder.mkdir(parents=True)
        for number in range(12):
            pixels = random.integers(0, 256, (8, 8), np.uint8)
            cv2.imwrite(str(folder / f"{number}.png"), pixels)
    return tmp_path / "own"


def test_an_example_leads_back_to_its_file(
    studio: Studio,
    own_pictures: Path,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = DataChoice(name="folder", folder=str(own_pictures))
    studio.document.apply("Choose data", studio.document.project.replace(data=data))
    train(studio, qtbot, epochs=1)
    page = open_page(studio)
    qtbot.waitUntil(lambda: page.judgement is not None, timeout=WAIT_MS)
    first = page.examples.model.index(0, 0)
    qtbot.waitUntil(lambda: "own" in first.data(Qt.ItemDataRole.ToolTipRole), timeout=WAIT_MS)
    example = first.data(EXAMPLE_ROLE)
    assert Path(example.file).parent == own_pictures / example.label
    assert not page.actions["evaluation.show_in_folder"].isEnabled()
    page.examples.view.setCurrentIndex(first)
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True
    )
    page.actions["evaluation.show_in_folder"].trigger()
    assert opened == [str(own_pictures / example.label)]
    page.actions["evaluation.copy_path"].trigger()
    assert QGuiApplication.clipboard().text() == example.file
    path = tmp_path / "answers.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(path), ""))
    with qtbot.waitSignal(page.exports.done, timeout=WAIT_MS):
        page.actions["evaluation.export_answers"].trigger()
    for row in csv.DictReader(path.read_text().splitlines()):
        assert Path(row["file"]).parent == own_pictures / row["true class"]


def train_a_copier(studio: Studio, qtbot: QtBot) -> None:
    """Train a network that answers with pictures, on the digits."""
    network = Network()
    for kind, parameters in (
        ("input", {"channels": 1, "height": 8, "width": 8}),
        ("conv", {"filters": 1, "padding": "same"}),
        ("output", {"task": "picture"}),
    ):
        network = add(network, new_block(network, kind, **parameters))
    for source, target in pairwise(network.blocks):
        network = connect(network, source, target)
    project = studio.document.project
    studio.document.apply("Copy", project.replace(network=network))
    train(studio, qtbot)


def losses(page: EvaluationPage) -> list[float]:
    model = page.examples.model
    return [model.example(row).loss for row in range(model.rowCount())]


def test_pictures_are_compared_with_what_was_made_of_them(
    studio: Studio, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = studio.document.project
    train_a_copier(studio, qtbot)
    page = open_page(studio)
    qtbot.waitUntil(lambda: page.judgement is not None, timeout=WAIT_MS)
    assert "mean squared error" in page.summary.text()
    assert not page.confusion.isVisible()
    assert losses(page) == sorted(losses(page), reverse=True)
    first = page.examples.model.index(0, 0)
    qtbot.waitUntil(lambda: first.data(ANSWER_ROLE) is not None, timeout=WAIT_MS)
    assert first.data(ANSWER_ROLE).size() == first.data(Qt.ItemDataRole.DecorationRole).size()
    assert "mean squared error" in first.data(Qt.ItemDataRole.ToolTipRole)
    page.examples.order.setFocus()
    qtbot.keyClick(page.examples.order, Qt.Key.Key_Down)
    assert losses(page) == sorted(losses(page))
    assert not page.actions["evaluation.export_confusion"].isEnabled()
    path = tmp_path / "answers.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(path), ""))
    with qtbot.waitSignal(page.exports.done, timeout=WAIT_MS):
        page.actions["evaluation.export_answers"].trigger()
    rows = list(csv.DictReader(path.read_text().splitlines()))
    assert len(rows) == len(losses(page))
    assert min(float(row["loss"]) for row in rows) == pytest.approx(losses(page)[0])
    studio.document.apply("Back", before)
    train(studio, qtbot, epochs=1)
    qtbot.waitUntil(page.confusion.isVisible, timeout=WAIT_MS)
    assert page.examples.order.itemText(0) == "Most wrong first"


def test_a_run_that_goes_on_is_measured_when_asked(studio: Studio, qtbot: QtBot) -> None:
    project = studio.document.project
    training = config.changed(project.training, epochs=1_000)
    studio.document.apply("Set epochs", project.replace(training=training))
    with qtbot.waitSignal(studio.engine.epoch_reported, timeout=WAIT_MS):
        trigger(studio, "training.train")
    page = open_page(studio)
    assert "goes on" in page.message.title.text()
    with qtbot.waitSignal(page.evaluated, timeout=WAIT_MS):
        page.actions["evaluation.run"].trigger()
    assert page.judgement is not None
    assert "in training" in page.judgement.evaluated.source
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        trigger(studio, "training.stop")


def test_a_kept_run_is_judged_from_the_runs_page(studio: Studio, qtbot: QtBot) -> None:
    train(studio, qtbot, epochs=1)
    first = studio.training.folder
    train(studio, qtbot, epochs=1)
    trigger(studio, "view.runs")
    runs = studio.window.pages.page("runs")
    qtbot.waitUntil(lambda: len(runs.library.entries) == 2, timeout=WAIT_MS)
    runs.list.select([first])
    qtbot.waitUntil(runs.actions["runs.evaluate"].isEnabled, timeout=WAIT_MS)
    runs.actions["runs.evaluate"].trigger()
    page = studio.window.pages.page("evaluate")
    assert isinstance(page, EvaluationPage)
    qtbot.waitUntil(
        lambda: page.runs.folder == first and page.judgement is not None, timeout=WAIT_MS
    )
    assert page.examples.model.rowCount() > 0
    trigger(studio, "view.runs")
    runs.actions["runs.predict"].trigger()
    predict = studio.window.pages.page("predict")
    qtbot.waitUntil(lambda: predict.runs.folder == first, timeout=WAIT_MS)
