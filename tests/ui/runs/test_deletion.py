"""Runs that go and come back together."""

from pathlib import Path

from cnnstudio.training import runs, trash
from cnnstudio.training.run_list import read_entry
from cnnstudio.ui.runs.deletion import Deletion, deleted_runs, deletion_of
from tests.ui.runs.conftest import Keep, record


def names(entries: object) -> list[str]:
    return [each.name for each in entries]  # type: ignore[attr-defined]


def deletion(*folders: Path) -> Deletion:
    return Deletion([read_entry(folder) for folder in folders])


def test_runs_go_come_back_and_go_again(keep: Keep) -> None:
    folders = [keep("first"), keep("second")]
    both = deletion(*folders)
    assert both.text == "Delete 2 Runs"
    for _round in range(2):
        assert names(both.carry_out().entries) == ["first", "second"]
        assert not any(folder.exists() for folder in folders)
        assert names(both.take_back().entries) == ["first", "second"]
        assert all(folder.is_dir() for folder in folders)


def test_one_that_cannot_go_does_not_keep_the_others(keep: Keep) -> None:
    going_on = keep("going on", outcome=None, process=runs.this_process())
    both = deletion(going_on, keep("over"))
    moved = both.carry_out()
    assert names(moved.entries) == ["over"]
    assert moved.problem == "“going on” goes on and was not deleted. Stop it first."
    assert names(both.take_back().entries) == ["over"]


def test_what_cannot_come_back_is_let_go_of_and_stays_deleted(keep: Keep) -> None:
    folder = keep("first")
    both = deletion(folder, keep("second"))
    both.carry_out()
    folder.mkdir()
    moved = both.take_back()
    assert names(moved.entries) == ["second"]
    assert "something else lies there now" in moved.problem
    assert both.is_empty
    assert names(each.entry for each in deleted_runs()) == ["first"]


def test_deleted_runs_are_told_by_name_and_come_back_by_a_deletion_of_theirs(keep: Keep) -> None:
    folder = keep("digits")
    (folder / "notes.json").write_text('{"name": "slow and steady"}')
    deletion(folder).carry_out()
    (known,) = deleted_runs()
    assert known.entry.name == "slow and steady"
    assert known.entry.record == record("digits", started=known.entry.started)
    assert known.entry.folder == folder
    assert names(deletion_of([known]).take_back().entries) == ["slow and steady"]
    assert trash.discarded_runs() == []
