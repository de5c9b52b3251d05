import subprocess
import sys
from pathlib import Path

import msgspec
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.data.choice import DataChoice
from cnnstudio.network.graph import Network
from cnnstudio.training import run_list, runs
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import EpochReport, Outcome
from cnnstudio.training.metrics import MetricsFile
from cnnstudio.training.plan import Plan
from cnnstudio.training.run_list import RunNotes, RunState, read_entry, scan, write_notes
from cnnstudio.training.runs import Best, Process, RunRecord, Scaling


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNNSTUDIO_HOME", str(tmp_path / "home"))


def record(**changes: object) -> RunRecord:
    known = RunRecord(
        name="first",
        network=Network(),
        config=TrainingConfig(epochs=3),
        data=DataChoice(),
        classes=("no", "yes"),
        scaling=Scaling((0.1307,), (0.3081,)),
        plan=Plan(),
        device="cpu",
        versions={"torch": "2.13.0"},
        started="2025-01-01T00:00:00+00:00",
    )
    return msgspec.structs.replace(known, **changes)


def run(**changes: object) -> Path:
    folder = runs.new_run_folder()
    runs.write_record(folder, record(**changes))
    return folder


@pytest.mark.parametrize(
    ("changes", "state", "outcome"),
    [
        ({"outcome": Outcome.FINISHED, "epochs_done": 3}, RunState.FINISHED, "Finished"),
        (
            {
                "outcome": Outcome.FINISHED,
                "epochs_done": 2,
                "text": "Early stopping: no better for 5 epochs.",
            },
            RunState.FINISHED,
            "Early stopping: no better for 5 epochs",
        ),
        (
            {"outcome": Outcome.STOPPED, "text": "Stopped by you in epoch 2."},
            RunState.STOPPED,
            "Stopped by you",
        ),
        ({"outcome": Outcome.DIVERGED}, RunState.DIVERGED, "Diverged"),
        ({"outcome": Outcome.FAILED}, RunState.FAILED, "Failed"),
        ({"outcome": Outcome.CRASHED}, RunState.LOST, "Engine lost"),
        ({}, RunState.CUT_OFF, "Cut off"),
        ({"process": runs.this_process()}, RunState.RUNNING, "Running"),
    ],
    ids=["finished", "early", "stopped", "diverged", "failed", "lost", "cut off", "running"],
)
def test_the_outcome_is_told_in_words(
    changes: dict[str, object], state: RunState, outcome: str
) -> None:
    entry = read_entry(run(**changes))
    assert (entry.state, entry.outcome) == (state, outcome)


def test_a_run_has_the_name_that_a_person_gave_it() -> None:
    folder = run()
    assert read_entry(folder).name == "first"
    write_notes(folder, RunNotes(name="wider", is_starred=True))
    entry = read_entry(folder)
    assert (entry.name, entry.is_starred) == ("wider", True)
    write_notes(folder, RunNotes())
    assert read_entry(folder).name == "first"


def test_a_run_without_a_name_is_called_after_its_folder() -> None:
    folder = run(name="")
    assert read_entry(folder).name == folder.name


def test_damaged_notes_do_not_hide_a_run() -> None:
    folder = run()
    (folder / run_list.NOTES).write_bytes(b'{"name": \xff')
    assert read_entry(folder).name == "first"


def test_a_damaged_run_is_listed_with_its_reason() -> None:
    folder = run()
    (folder / runs.RECORD).write_text("{")
    (entry,) = scan({})
    assert entry.state is RunState.DAMAGED
    assert entry.outcome == "Damaged"
    assert "run.json" in entry.explanation
    assert entry.name == folder.name


@given(st.binary(max_size=200), st.integers(0, 2_000))
def test_no_bytes_break_the_list(junk: bytes, at: int) -> None:
    folder = run()
    whole = (folder / runs.RECORD).read_bytes()
    (folder / runs.RECORD).write_bytes(whole[:at] + junk + whole[at + len(junk) :])
    entry = read_entry(folder)
    assert entry.record is not None or entry.explanation


def test_what_has_not_changed_is_not_read_again() -> None:
    folder = run(outcome=Outcome.FINISHED)
    known = {entry.folder: entry for entry in scan({})}
    assert next(scan(known)) is known[folder]
    write_notes(folder, RunNotes(is_starred=True))
    assert next(scan(known)).is_starred


def test_a_run_whose_process_ends_is_seen_to_be_cut_off() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        began = psutil.Process(process.pid).create_time()
        folder = run(process=Process(process.pid, began))
        running = read_entry(folder)
        assert running.is_running
        process.communicate(b"\n")
    entry = read_entry(folder, known=running)
    assert entry.state is RunState.CUT_OFF
    assert "cut off" in entry.explanation


def test_a_run_that_noted_no_end_is_as_far_as_its_metrics_say() -> None:
    folder = run()
    metrics = MetricsFile(folder)
    for number, accuracy in ((1, 0.7), (2, 0.9), (3, 0.8)):
        is_best = number != 3
        metrics.append(EpochReport(1, number, number, 1.0, 0.5, 0.4, accuracy, 2.0, 100.0, is_best))
    metrics.close()
    found = read_entry(folder).record
    assert found is not None
    assert (found.epochs_done, found.best, found.seconds) == (3, Best(2, 0.4, 0.9), 6.0)


def test_damaged_metrics_hide_no_run() -> None:
    folder = run()
    (folder / runs.METRICS).write_text("{}\n{}\n")
    assert read_entry(folder).state is RunState.CUT_OFF


def test_a_checkpoint_is_noticed() -> None:
    folder = run()
    entry = read_entry(folder)
    assert not entry.has_checkpoint
    (folder / runs.LAST).write_bytes(b"weights")
    assert read_entry(folder, known=entry).has_checkpoint


def test_the_stamp_of_metrics_moves_with_them() -> None:
    folder = run()
    assert run_list.metrics_stamp(folder) is None
    (folder / runs.METRICS).write_bytes(b"{}\n")
    stamp = run_list.metrics_stamp(folder)
    (folder / runs.METRICS).write_bytes(b"{}\n{}\n")
    assert stamp is not None
    assert run_list.metrics_stamp(folder) != stamp
