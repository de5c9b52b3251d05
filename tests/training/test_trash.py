from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cnnstudio.errors import StorageError
from cnnstudio.training import runs, trash


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNNSTUDIO_HOME", str(tmp_path / "home"))


@pytest.fixture
def run() -> Path:
    folder = runs.new_run_folder("first")
    (folder / "run.json").write_text("what it holds")
    return folder


def folders() -> list[Path]:
    return list(runs.run_folders())


def test_a_discarded_run_is_listed_no_more(run: Path) -> None:
    discarded = trash.discard(run)
    assert folders() == []
    assert (discarded.place / "run.json").read_text() == "what it holds"


def test_a_restored_run_is_where_it_was(run: Path) -> None:
    trash.restore(trash.discard(run))
    assert folders() == [run]
    assert (run / "run.json").read_text() == "what it holds"
    assert not list(trash.trash_folder().iterdir())


def test_a_run_elsewhere_comes_back_there(tmp_path: Path) -> None:
    run = runs.claim_folder(tmp_path / "elsewhere")
    (run / "run.json").write_text("what it holds")
    discarded = trash.discard(run)
    assert folders() == []
    assert not run.exists()
    trash.restore(discarded)
    assert folders() == [run]


def test_two_runs_of_one_name_are_kept_apart(run: Path) -> None:
    first = trash.discard(run)
    run.mkdir()
    (run / "run.json").write_text("the second")
    second = trash.discard(run)
    assert first.place != second.place
    trash.restore(first)
    assert (run / "run.json").read_text() == "what it holds"
    with pytest.raises(StorageError, match="something else lies there now"):
        trash.restore(second)


def test_a_run_that_is_gone_cannot_be_discarded(run: Path) -> None:
    trash.restore(trash.discard(run))
    discarded = trash.discard(run)
    with pytest.raises(StorageError, match="cannot be moved"):
        trash.discard(run)
    assert discarded.place.is_dir()


def test_deleted_runs_are_removed_after_a_day_and_not_before(run: Path) -> None:
    discarded = trash.discard(run)
    stranger = trash.trash_folder() / "not ours"
    stranger.mkdir()
    now = datetime.now(UTC)
    trash.purge(now=now + trash.KEPT_FOR - timedelta(minutes=5))
    assert discarded.place.is_dir()
    trash.purge(now=now + trash.KEPT_FOR + timedelta(minutes=5))
    assert list(trash.trash_folder().iterdir()) == [stranger]


def test_purging_without_any_deleted_run_does_nothing() -> None:
    trash.purge()
    assert not trash.trash_folder().exists()
