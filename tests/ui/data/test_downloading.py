"""Downloads from a server on 127.0.0.1, in the real window."""

import gzip
import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cnnstudio.data import catalog
from cnnstudio.data.idx import USUAL_NAMES
from tests.data.server import Manner, Server, serving
from tests.ui.data.conftest import Desk

pytestmark = pytest.mark.gui

COUNT = 50


def content(name: str) -> bytes:
    """Return a file of a small data set like MNIST that does not pack well."""
    random = np.random.default_rng(0)
    is_pictures = "images" in name
    sizes = (COUNT, 28, 28) if is_pictures else (COUNT,)
    header = struct.pack(f">HBB{len(sizes)}I", 0, 8, len(sizes), *sizes)
    pictures = random.integers(0, 256, (COUNT, 28, 28), dtype=np.uint8)
    labels = np.arange(COUNT, dtype=np.uint8) % 10
    return gzip.compress(header + (pictures if is_pictures else labels).tobytes())


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with serving(**{name: content(name) for name in USUAL_NAMES}) as running:
        known = catalog.REMOTES["mnist"]
        remote = replace(running.remote(), is_complete=known.is_complete)
        monkeypatch.setitem(catalog.REMOTES, "mnist", remote)
        yield running


@pytest.fixture
def missing(desk: Desk, server: Server) -> Desk:
    """The page with MNIST chosen, which is not there yet."""
    desk.click_source("MNIST")
    desk.wait_for("MNIST")
    return desk


def state(desk: Desk) -> str:
    return next(each.state for each in desk.page.sources.sources if each.name == "mnist")


def test_what_is_missing_says_its_size_and_where_files_can_be_put(
    missing: Desk, home: Path
) -> None:
    assert "Download it" in missing.text
    assert str(home / "data" / "mnist") in missing.text
    assert "to download" in state(missing)


def test_a_download_ends_in_pictures(missing: Desk) -> None:
    missing.click(missing.button("Download"))
    data = missing.wait()
    assert len(data.dataset.train) == 40
    assert missing.tabs == ["Training 40", "Validation 10", "Test 50"]
    assert "downloaded" in state(missing)


def test_a_download_is_cancelled_and_goes_on_where_it_was(missing: Desk, server: Server) -> None:
    server.manners = [Manner.TRICKLES, Manner.WELL]
    missing.click(missing.button("Download"))
    missing.wait_for("Downloading MNIST …")
    missing.qtbot.waitUntil(lambda: bool(server.requests))
    missing.click(missing.button("Cancel"))
    assert missing.title == "The download was stopped"
    server.go_on.set()
    missing.click(missing.button("Download"))
    missing.wait()


@pytest.mark.parametrize("manner", [Manner.BREAKS_OFF, Manner.ALTERED, Manner.FAILING])
def test_a_download_that_fails_says_why_and_what_to_do(
    missing: Desk, server: Server, home: Path, manner: Manner
) -> None:
    server.manners = [manner, Manner.FAILING]
    missing.click(missing.button("Download"))
    missing.wait_for("The download did not succeed")
    assert "by hand" in missing.text
    assert str(home / "data" / "mnist") in missing.text
    server.manners = [Manner.WELL]
    missing.click(missing.button("Download"))
    missing.wait()


def test_offline_the_files_can_be_put_there_by_hand(
    missing: Desk, server: Server, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offline = replace(catalog.REMOTES["mnist"], addresses=("http://127.0.0.1:9",))
    monkeypatch.setitem(catalog.REMOTES, "mnist", offline)
    missing.click(missing.button("Download"))
    missing.wait_for("The download did not succeed")
    assert "cannot be reached" in missing.text
    folder = home / "data" / "mnist"
    for name, bytes_ in server.files.items():
        (folder / name).write_bytes(bytes_)
    missing.page.actions["data.read"].trigger()
    missing.wait()


def test_files_that_came_meanwhile_are_read_when_the_page_is_shown_again(
    missing: Desk, server: Server, home: Path
) -> None:
    missing.studio.window.show_page("network")
    folder = home / "data" / "mnist"
    folder.mkdir(parents=True)
    for name, bytes_ in server.files.items():
        (folder / name).write_bytes(bytes_)
    missing.studio.window.show_page("data")
    missing.wait()
    assert "downloaded" in state(missing)


def test_files_elsewhere_are_used_where_they_are(
    missing: Desk, server: Server, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for name, bytes_ in server.files.items():
        (folder / name).write_bytes(bytes_)
    missing.answer(folder)
    missing.click(missing.button("Use Files From a Folder…"))
    missing.qtbot.waitUntil(lambda: missing.choice.folder == str(folder))
    missing.wait()
    assert missing.choice.name == "mnist"
