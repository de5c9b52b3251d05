"""Reading a folder: progress, cancelling, and going on."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from cnnstudio.ui.data import loaded
from tests.ui.data.conftest import Desk, fill

pytestmark = pytest.mark.gui


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Lets reading go on after its first report only when it is set."""
    gate = threading.Event()
    known = loaded.load

    def load(wanted: loaded.Wanted, progress: Callable[[int, int], None]) -> loaded.LoadedData:
        def told(done: int, total: int) -> None:
            progress(done, total)
            if done:
                gate.wait(20)

        return known(wanted, told)

    monkeypatch.setattr("cnnstudio.ui.data.loading.load", load)
    return gate


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """More pictures than are read at once."""
    for name in ("cats", "dogs"):
        fill(tmp_path / "many" / name, 100)
    return tmp_path / "many"


def test_progress_is_shown_and_ends_in_pictures(
    desk: Desk, many: Path, gate: threading.Event
) -> None:
    desk.use(many)
    desk.wait_for("Reading the pictures …")
    desk.qtbot.waitUntil(lambda: "of 200 pictures" in desk.text)
    assert 0 < desk.page.pictures.state.bar.value() < 1_000
    gate.set()
    desk.wait()
    assert desk.page.pictures.found.text() == "Found 200 images belonging to 2 classes."


def test_reading_is_cancelled_and_goes_on_where_it_was(
    desk: Desk, many: Path, gate: threading.Event
) -> None:
    desk.use(many)
    desk.qtbot.waitUntil(lambda: "of 200 pictures" in desk.text)
    desk.click(desk.button("Cancel"))
    assert desk.title == "Reading was stopped"
    assert "kept" in desk.text
    gate.set()
    desk.click(desk.button("Read Again"))
    desk.wait()
    assert desk.choice.folder == str(many)


def test_another_choice_takes_the_place_of_what_is_read(
    desk: Desk, many: Path, gate: threading.Event
) -> None:
    desk.use(many)
    desk.qtbot.waitUntil(lambda: "of 200 pictures" in desk.text)
    gate.set()
    desk.click_source("Faces")
    desk.qtbot.waitUntil(lambda: desk.choice.name == "faces")
    assert desk.wait().dataset.name == "faces"


def test_nothing_is_read_while_another_page_is_in_front(desk: Desk, pets: Path) -> None:
    desk.studio.window.show_page("network")
    before = desk.page.data
    desk.page.choosing.use_folder(pets)
    desk.qtbot.waitUntil(lambda: desk.choice.folder == str(pets))
    assert desk.page.data is before
    desk.studio.window.show_page("data")
    desk.wait()
