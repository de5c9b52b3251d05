"""The story of the page: choose a folder, look, augment, train."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.training import augmentation as augmenting
from cnnstudio.training import runs
from cnnstudio.training.messages import Outcome
from cnnstudio.ui.data.page import DataPage
from tests.ui.conftest import OpenStudio
from tests.ui.data.conftest import WAIT_MS, Desk, fill, of_folder

pytestmark = [pytest.mark.gui, pytest.mark.slow]


def drop(desk: Desk, folder: Path) -> None:
    """Drag a folder onto the window and let it go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    place, buttons = QPointF(640, 300), Qt.MouseButton.LeftButton
    keys, action = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    window = desk.studio.window
    QApplication.sendEvent(window, QDragEnterEvent(place.toPoint(), action, data, buttons, keys))
    QApplication.sendEvent(window, QDropEvent(place, action, data, buttons, keys))


def test_a_folder_is_dropped_looked_at_augmented_and_learned_from(
    open_studio: OpenStudio, qtbot: QtBot, tmp_path: Path
) -> None:
    for name, level in (("night", 0), ("day", 200)):
        fill(tmp_path / "sky" / name, 40, level=level)
    (tmp_path / "sky" / "day" / "broken.png").write_bytes(b"")
    studio = open_studio(with_engine=True)
    qtbot.waitUntil(lambda: hasattr(studio, "data"))
    studio.window.show_page("data")
    page = studio.window.pages.page("data")
    assert isinstance(page, DataPage)
    desk = Desk(qtbot, studio, page)

    drop(desk, tmp_path / "sky")
    qtbot.waitUntil(lambda: desk.choice == of_folder(tmp_path / "sky"))
    desk.wait()
    assert page.pictures.found.text() == "Found 80 images belonging to 2 classes."
    assert desk.tabs == ["Training 64", "Validation 16", "Not used 1"]
    desk.type(page.inspector.usage.form.form.field("size"), "16")
    desk.wait()

    page.tabs.setCurrentIndex(1)
    desk.click(page.inspector.augmentation.recipes["course"])
    qtbot.waitUntil(lambda: bool(page.preview.pictures.drawn), timeout=3 * WAIT_MS)

    with qtbot.waitSignal(studio.engine.ended, timeout=6 * WAIT_MS) as ended:
        studio.window.actions_by_id["training.train"].trigger()
    report = ended.args[0]
    assert report.outcome is Outcome.FINISHED
    record = runs.read_record(Path(report.folder))
    assert record.data.folder == str(tmp_path / "sky")
    assert record.config.augmentation == augmenting.COURSE
    assert studio.training.history is not None
    assert studio.training.history.epochs[-1].val_accuracy == 1.0


def test_training_on_what_is_missing_leads_to_the_page(studio: Studio, qtbot: QtBot) -> None:
    studio.data.choosing.use_name("mnist")
    qtbot.waitUntil(lambda: studio.document.project.data.name == "mnist")
    studio.window.show_page("network")
    train = studio.window.actions_by_id["training.train"]
    qtbot.waitUntil(lambda: "not on this computer yet" in train.toolTip())
    train.trigger()
    assert not studio.training.is_active
    assert studio.window.page == "data"
    state = studio.window.pages.page("data").pictures.state
    qtbot.waitUntil(lambda: "not on this computer yet" in state.text.text())
