import json
from pathlib import Path

import pytest

from cnnstudio.project import archive, autosave
from cnnstudio.project.autosave import Session, remember, restore
from cnnstudio.project.presets import load_preset


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CNNSTUDIO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_first_start_has_no_session() -> None:
    assert restore() is None


def test_untitled_session_comes_back() -> None:
    session = Session(load_preset("lenet5"), path=None, edited=True)
    remember(session)
    assert restore() == session


def test_edited_session_comes_back_with_its_changes(tmp_path: Path) -> None:
    path = tmp_path / "a.cnnstudio"
    archive.save(path, load_preset("starter"))
    session = Session(load_preset("lenet5"), path, edited=True)
    remember(session)
    assert restore() == session


def test_saved_session_follows_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.cnnstudio"
    remember(Session(load_preset("starter"), path))
    archive.save(path, load_preset("lenet5"))
    assert restore() == Session(load_preset("lenet5"), path)


def test_session_whose_file_is_gone_comes_back_as_edited(tmp_path: Path) -> None:
    path = tmp_path / "gone.cnnstudio"
    remember(Session(load_preset("lenet5"), path))
    session = restore()
    assert (session.project, session.path, session.edited) == (load_preset("lenet5"), path, True)
    assert "gone.cnnstudio" in session.notice


@pytest.mark.parametrize(
    "raw",
    [b"", b"{}", b"\xff", json.dumps({"path": None, "edited": False, "project": {}}).encode()],
    ids=["empty", "another object", "not UTF-8", "no project"],
)
def test_damaged_session_is_kept_aside_and_the_starter_opened(home: Path, raw: bytes) -> None:
    file = autosave.session_file()
    file.parent.mkdir(parents=True)
    file.write_bytes(raw)
    session = restore()
    assert session.project == load_preset("starter")
    assert (session.path, session.edited) == (None, False)
    aside = file.with_name("session.damaged.json")
    assert str(aside) in session.notice
    assert aside.read_bytes() == raw
    assert restore() is None
