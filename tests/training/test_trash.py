from datetime import UTC, datetime, timedelta, tzinfo
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


def test_deleted_runs_are_found_again_the_last_one_first(run: Path, tmp_path: Path) -> None:
    elsewhere = runs.claim_folder(tmp_path / "elsewhere")
    (elsewhere / "run.json").write_text("of the command line")
    discarded = [trash.discard(folder) for folder in (run, elsewhere)]
    (trash.trash_folder() / "not ours").mkdir()
    found = trash.discarded_runs()
    assert found == discarded[::-1]
    assert [each.origin for each in found] == [elsewhere, run]
    assert datetime.now(UTC) - found[0].when < timedelta(minutes=1)


def test_a_run_deleted_without_a_note_of_its_origin_is_found_again(run: Path) -> None:
    discarded = trash.discard(run)
    (discarded.place.parent / "origin.txt").unlink()
    assert trash.discarded_runs() == [discarded]


def test_runs_deleted_in_the_same_moment_are_kept_apart(
    run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class StandingClock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime(2025, 1, 1, tzinfo=tz)

    monkeypatch.setattr(trash, "datetime", StandingClock)
    other = runs.new_run_folder("second")
    assert trash.discard(run).place.parent != trash.discard(other).place.parent


def test_a_run_that_cannot_be_moved_leaves_nothing_among_the_deleted(run: Path) -> None:
    with pytest.raises(StorageError, match="cannot be moved"):
        trash.discard(run.with_name("nowhere"))
    assert trash.discarded_runs() == []
    assert list(trash.trash_folder().iterdir()) == []


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
