"""The Predict page on the real window, with the real engine."""

import csv
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import ExifTags, Image
from PySide6.QtCore import QAbstractItemModel, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.network.edits import add, connect, new_block
from cnnstudio.network.graph import Network
from cnnstudio.training import config
from cnnstudio.ui.predict.camera import Camera
from cnnstudio.ui.predict.pad import DrawingPad
from cnnstudio.ui.predict.page import PredictPage, Way
from cnnstudio.ui.theme import Appearance, themes

pytestmark = pytest.mark.gui

OpenStudio = Callable[..., Studio]
WAIT_MS = 60_000


def trigger(studio: Studio, name: str) -> None:
    studio.window.actions_by_id[name].trigger()


@pytest.fixture
def untrained(open_studio: OpenStudio, qtbot: QtBot) -> Studio:
    studio = open_studio(with_engine=True)
    qtbot.waitUntil(lambda: "PyTorch" in studio.window.status_bar.engine.text(), timeout=WAIT_MS)
    return studio


def open_page(studio: Studio) -> PredictPage:
    trigger(studio, "view.predict")
    page = studio.window.pages.page("predict")
    assert isinstance(page, PredictPage)
    return page


@pytest.fixture
def page(untrained: Studio, qtbot: QtBot) -> PredictPage:
    """The page after a run of six epochs."""
    with qtbot.waitSignal(untrained.engine.ended, timeout=WAIT_MS):
        trigger(untrained, "training.train")
    return open_page(untrained)


def draw(qtbot: QtBot, pad: DrawingPad, *points: tuple[float, float]) -> None:
    """Draw a stroke through points given as shares of the paper."""
    paper = pad._paper()
    places = [
        QPoint(round(paper.left() + x * paper.width()), round(paper.top() + y * paper.height()))
        for x, y in points
    ]
    qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        qtbot.mouseMove(pad, place)
    qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=places[-1])


def test_without_a_run_the_page_says_what_to_do(untrained: Studio, qtbot: QtBot) -> None:
    page = open_page(untrained)
    draw(qtbot, page.pad, (0.5, 0.1), (0.5, 0.9))
    assert "Train a network first" in page.hint.text()
    assert not page.actions["predict.open_folder"].isEnabled()


def test_a_drawn_one_is_a_one(page: PredictPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.answered, timeout=WAIT_MS):
        draw(qtbot, page.pad, (0.5, 0.1), (0.5, 0.9))
    qtbot.waitUntil(lambda: page.answer.guesses[0].startswith("1 "), timeout=WAIT_MS)
    assert "second guess" in page.answer.guesses[1]
    assert not page.answer.seen.image.isNull()
    assert (page.answer.seen.image.width(), page.answer.seen.image.height()) == (8, 8)
    assert len(page.answer.bars.shown) == 10
    assert "32×32" in page.answer.about.text()


def test_ink_is_seen_where_it_was_drawn(page: PredictPage, qtbot: QtBot) -> None:
    draw(qtbot, page.pad, (0.5, 0.1), (0.5, 0.9))
    shown = page.pad.grab().toImage()
    paper = page.pad._paper()
    middle = shown.pixelColor(paper.center().toPoint())
    beside = shown.pixelColor(round(paper.left() + 0.2 * paper.width()), round(paper.center().y()))
    assert abs(middle.lightness() - beside.lightness()) > 100


def test_a_stroke_is_undone_and_the_pad_is_cleared(page: PredictPage, qtbot: QtBot) -> None:
    draw(qtbot, page.pad, (0.5, 0.1), (0.5, 0.9))
    first = page.pad.pixels
    draw(qtbot, page.pad, (0.2, 0.5), (0.8, 0.5))
    assert page.pad.pixels != first
    page.pad.setFocus()
    qtbot.keyClick(page.pad, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.pad.pixels == first
    page.actions["predict.clear"].trigger()
    assert page.pad.is_empty
    assert page.answer.guesses[0] == "–"
    page.actions["predict.undo"].trigger()
    assert page.pad.pixels == first


def test_the_eraser_takes_ink_away(page: PredictPage, qtbot: QtBot) -> None:
    draw(qtbot, page.pad, (0.5, 0.1), (0.5, 0.9))
    before = np.frombuffer(page.pad.pixels, np.uint8).sum(dtype=int)
    page.actions["predict.eraser"].trigger()
    page.thickness.setValue(page.thickness.maximum())
    draw(qtbot, page.pad, (0.5, 0.1), (0.5, 0.5))
    after = np.frombuffer(page.pad.pixels, np.uint8).sum(dtype=int)
    assert 0 < after < before


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """A folder with a one, a black picture and a file that is none."""
    folder = tmp_path / "pictures"
    (folder / "below").mkdir(parents=True)
    one = np.zeros((8, 8), np.uint8)
    one[:, 3:5] = 255
    cv2.imwrite(str(folder / "one.png"), one)
    cv2.imwrite(str(folder / "below" / "black.png"), np.zeros((8, 8), np.uint8))
    (folder / "bad.png").write_bytes(b"not a picture")
    return folder


def drop(page: PredictPage, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    page.dropEvent(
        QDropEvent(
            QPointF(100, 100),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_a_dropped_picture_is_answered(page: PredictPage, pictures: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.answered, timeout=WAIT_MS):
        drop(page, pictures / "one.png")
    assert page.way is Way.PICTURE
    qtbot.waitUntil(lambda: not page.picture.image.isNull(), timeout=WAIT_MS)
    assert page.answer.guesses[0].startswith("1 ")


def test_each_way_says_what_to_do(untrained: Studio, pictures: Path, qtbot: QtBot) -> None:
    page = open_page(untrained)
    page.tabs.setCurrentIndex(Way.FOLDER)
    assert page.folder.empty.isVisible()
    assert "Choose a folder or drop one here" in page.folder.empty.text.text()
    page.tabs.setCurrentIndex(Way.CAMERA)
    assert "Press Camera" in page.film.text
    drop(page, pictures / "one.png")
    assert page.picture_name.text() == "one.png"


def test_ink_that_is_light_is_not_called_dark(
    untrained: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(untrained)
    monkeypatch.setattr(page, "_data", lambda: "shapes")
    themes.choose(Appearance.DARK)
    assert "light ink of this pad" in page.answer.about.text()
    themes.choose(Appearance.LIGHT)
    assert "dark ink on white paper" in page.answer.about.text()


def test_a_photograph_is_shown_upright(page: PredictPage, tmp_path: Path, qtbot: QtBot) -> None:
    lying = Image.new("RGB", (60, 40), "red")
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6  # a quarter turn clockwise
    lying.save(tmp_path / "lying.jpg", exif=exif)
    drop(page, tmp_path / "lying.jpg")
    qtbot.waitUntil(lambda: not page.picture.image.isNull(), timeout=WAIT_MS)
    assert (page.picture.image.width(), page.picture.image.height()) == (40, 60)


def test_a_format_that_qt_lacks_is_shown(page: PredictPage, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "new.avif"
    Image.new("RGB", (24, 16)).save(path)
    assert QImage(str(path)).isNull()
    drop(page, path)
    qtbot.waitUntil(lambda: page.picture.image.width() == 24, timeout=WAIT_MS)


def test_of_two_pictures_the_later_one_stays(
    page: PredictPage, pictures: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    cv2.imwrite(str(tmp_path / "wide.png"), np.zeros((8, 24), np.uint8))
    drop(page, tmp_path / "wide.png")
    drop(page, pictures / "one.png")
    qtbot.waitUntil(lambda: not page.picture.image.isNull(), timeout=WAIT_MS)
    assert page.picture.image.width() == 8


def test_a_bad_picture_is_named(page: PredictPage, pictures: Path, qtbot: QtBot) -> None:
    drop(page, pictures / "bad.png")
    qtbot.waitUntil(lambda: "bad.png" in page.hint.text(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "bad.png" in page.picture.text, timeout=WAIT_MS)
    assert page.answer.guesses[0] == "–"


def test_a_pasted_picture_is_answered(page: PredictPage, pictures: Path, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setImage(QImage(str(pictures / "one.png")))
    with qtbot.waitSignal(page.answered, timeout=WAIT_MS):
        page.actions["predict.paste"].trigger()
    assert page.answer.guesses[0].startswith("1 ")


def test_a_folder_becomes_a_table_that_is_exported(
    page: PredictPage,
    pictures: Path,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with qtbot.waitSignal(page.folder.ended, timeout=WAIT_MS):
        drop(page, pictures)
    assert page.way is Way.FOLDER
    assert page.folder.table.isVisible()
    files = page.folder.table.files.records
    assert [Path(file.path).name for file in files] == ["bad.png", "black.png", "one.png"]
    assert [file.label for file in files][2] == "1"
    assert page.folder.count.text() == "3 of 3 pictures"
    target = tmp_path / "answers.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(target), ""))
    with qtbot.waitSignal(page.told, timeout=WAIT_MS) as told:
        page.actions["predict.export"].trigger()
    assert told.args == ["Saved answers.csv"]
    rows = list(csv.DictReader(target.read_text().splitlines()))
    assert [row["first guess"] for row in rows][2] == "1"
    assert "bad.png" in rows[0]["problem"]
    with qtbot.waitSignal(page.answered, timeout=WAIT_MS):
        page.folder.table.selectRow(2)


def test_an_answer_stays_with_what_was_asked(
    page: PredictPage, pictures: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.answered, timeout=WAIT_MS):
        draw(qtbot, page.pad, (0.5, 0.1), (0.5, 0.9))
    for way in (Way.PICTURE, Way.FOLDER, Way.CAMERA):
        page.tabs.setCurrentIndex(way)
        assert page.answer.guesses[0] == "–"
    with qtbot.waitSignal(page.answered, timeout=WAIT_MS):
        page.tabs.setCurrentIndex(Way.DRAW)
    assert page.answer.guesses[0].startswith("1 ")


def test_a_file_that_is_no_picture_has_no_answer(
    page: PredictPage, pictures: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.folder.ended, timeout=WAIT_MS):
        drop(page, pictures)
    with qtbot.waitSignal(page.answered, timeout=WAIT_MS):
        page.folder.table.selectRow(2)
    page.folder.table.selectRow(0)
    assert page.answer.guesses[0] == "–"
    assert "bad.png" in page.hint.text()
    with qtbot.waitSignal(page.answered, timeout=WAIT_MS):
        page.folder.table.selectRow(1)
    assert page.hint.text() == ""


def test_another_run_is_asked_again(page: PredictPage, untrained: Studio, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.answered, timeout=WAIT_MS):
        draw(qtbot, page.pad, (0.5, 0.1), (0.5, 0.9))
    trigger(untrained, "view.network")
    project = untrained.document.project
    training = config.changed(project.training, epochs=1_000)
    untrained.document.apply("Set epochs", project.replace(training=training))
    with qtbot.waitSignal(untrained.engine.epoch_reported, timeout=WAIT_MS):
        trigger(untrained, "training.train")
    with qtbot.waitSignal(page.answered, timeout=WAIT_MS):
        trigger(untrained, "view.predict")
    assert "in training" in page.answer.source.text()
    with qtbot.waitSignal(untrained.engine.ended, timeout=WAIT_MS):
        trigger(untrained, "training.stop")


def shown(model: QAbstractItemModel, column: int) -> list[str]:
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_a_network_that_makes_pictures_answers_with_one(
    untrained: Studio, pictures: Path, qtbot: QtBot
) -> None:
    network = Network()
    for kind, parameters in (
        ("input", {"channels": 1, "height": 8, "width": 8}),
        ("conv", {"filters": 1, "padding": "same"}),
        ("output", {"task": "picture"}),
    ):
        network = add(network, new_block(network, kind, **parameters))
    for source, target in pairwise(network.blocks):
        network = connect(network, source, target)
    untrained.document.apply("Copy", untrained.document.project.replace(network=network))
    with qtbot.waitSignal(untrained.engine.ended, timeout=WAIT_MS):
        trigger(untrained, "training.train")
    page = open_page(untrained)
    with qtbot.waitSignal(page.answered, timeout=WAIT_MS):
        draw(qtbot, page.pad, (0.5, 0.1), (0.5, 0.9))
    assert page.answer.made.isVisible()
    assert not page.answer.bars.isVisible()
    assert page.answer.made.image.size() == page.answer.seen.image.size()
    assert float(page.answer.guesses[0]) > 0
    assert page.answer.guesses[1] == "mean squared error"
    with qtbot.waitSignal(page.answered, timeout=WAIT_MS):
        drop(page, pictures / "one.png")
    assert not page.answer.made.image.isNull()
    loss = pytest.approx(float(page.answer.guesses[0]), rel=1e-3)
    with qtbot.waitSignal(page.folder.ended, timeout=WAIT_MS):
        drop(page, pictures)
    rows = page.folder.table.model()
    assert shown(rows, 0) == ["bad.png", "black.png", "one.png"]
    assert shown(rows, 1)[0] == "not a picture"
    assert float(shown(rows, 1)[2]) == loss
    assert rows.headerData(1, Qt.Orientation.Horizontal) == "Mean squared error"
    page.folder.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert shown(rows, 0)[-1] == "bad.png"
    lines = list(csv.DictReader(page.folder.table.as_csv().splitlines()))
    assert (lines[0]["mse"], float(lines[2]["mse"])) == ("", loss)


@pytest.fixture
def film(tmp_path: Path) -> str:
    """A film of ten frames, which OpenCV reads as it reads a camera."""
    path = str(tmp_path / "film.avi")
    writer = cv2.VideoWriter(path, cv2.VideoWriter.fourcc(*"MJPG"), 10, (64, 48))
    assert writer.isOpened()
    for _frame in range(10):
        writer.write(np.full((48, 64, 3), 200, np.uint8))
    writer.release()
    return path


def test_a_camera_tells_its_frames(film: str, qtbot: QtBot) -> None:
    camera = Camera(source=film)
    with qtbot.waitSignal(camera.frame, timeout=WAIT_MS) as seen:
        camera.start()
    frame = seen.args[0]
    assert (frame.width(), frame.height()) == (64, 48)
    camera.stop()
    assert not camera.is_running


def test_without_a_camera_a_sentence_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    camera = Camera(source=str(tmp_path / "none.avi"))
    with qtbot.waitSignal(camera.failed, timeout=WAIT_MS) as told:
        camera.start()
    assert "No camera" in told.args[0]
    assert not camera.is_running
