"""Titles of runs, from entries alone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cnnstudio.training.run_list import RunEntry, RunNotes, RunState
from cnnstudio.training.runs import Best
from cnnstudio.ui.evaluation.run_titles import distinct_titles, tip
from tests.ui.runs.conftest import record

NOW = datetime(2025, 3, 1, 23, 59, tzinfo=UTC).astimezone()


def entry(name: str, started: str = "10:00:00.000", accuracy: float = 0.983) -> RunEntry:
    moment = datetime.fromisoformat(f"2025-03-01T{started}").astimezone().isoformat()
    known = record(name, started=moment, best=Best(3, 0.1, accuracy))
    folder = Path(f"/runs/{name}-{started}-{accuracy}")
    return RunEntry(folder, (), RunState.FINISHED, moment, known, RunNotes(), has_checkpoint=True)


@pytest.mark.parametrize(
    ("entries", "titles"),
    [
        ([entry("digits"), entry("cats")], ["digits · 98.3%", "cats · 98.3%"]),
        ([entry("digits"), entry("digits", accuracy=0.5)], ["digits · 98.3%", "digits · 50.0%"]),
        (
            [entry("digits"), entry("digits", "10:01:00.000"), entry("cats")],
            ["digits · 98.3% · today 10:00", "digits · 98.3% · today 10:01", "cats · 98.3%"],
        ),
        (
            [entry("digits"), entry("digits", "10:00:07.000")],
            ["digits · 98.3% · today 10:00:00", "digits · 98.3% · today 10:00:07"],
        ),
        (
            [entry("digits"), entry("digits", "10:00:00.500")],
            [
                "digits · 98.3% · today 10:00:00 · digits-10:00:00.000-0.983",
                "digits · 98.3% · today 10:00:00 · digits-10:00:00.500-0.983",
            ],
        ),
    ],
    ids=["names", "accuracies", "minutes", "seconds", "folders"],
)
def test_titles_say_as_much_as_tells_runs_apart(entries: list[RunEntry], titles: list[str]) -> None:
    assert distinct_titles(entries, NOW) == titles


def test_a_run_without_an_epoch_has_its_name_alone() -> None:
    known = entry("digits")
    assert known.record is not None
    begun = RunEntry(
        known.folder, (), known.state, known.started, record("new", best=None), RunNotes()
    )
    assert distinct_titles([begun], NOW) == ["new"]


def test_the_tip_says_outcome_and_folder() -> None:
    known = entry("digits")
    assert tip(known, "digits").splitlines() == ["digits", "Finished", str(known.folder)]
