import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import psutil
import pytest

from cnnstudio import paths
from cnnstudio.data.choice import DataChoice
from cnnstudio.errors import InvalidFileError, UserError
from cnnstudio.network.edits import add, connect, new_block
from cnnstudio.network.graph import Network
from cnnstudio.training import runs
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import EpochReport, Outcome
from cnnstudio.training.metrics import MetricsFile, note_crash
from cnnstudio.training.plan import Plan
from cnnstudio.training.runs import Best, Process, RunRecord, Scaling


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNNSTUDIO_HOME", str(tmp_path / "home"))


def network() -> Network:
    network = Network()
    for kind in ("input", "flatten", "dense", "output"):
        network = add(network, new_block(network, kind))
    for source, target in (("input1", "flatten1"), ("flatten1", "dense1"), ("dense1", "output1")):
        network = connect(network, source, target)
    return network


def record(*, name: str = "first", started: str = "2025-01-01T00:00:00+00:00") -> RunRecord:
    return RunRecord(
        name=name,
        network=network(),
        config=TrainingConfig(epochs=3),
        data=DataChoice(),
        classes=("no", "yes"),
        scaling=Scaling((0.1307,), (0.3081,)),
        plan=Plan(),
        device="cpu",
        versions={"torch": "2.13.0"},
        started=started,
    )


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    runs.write_record(tmp_path, record())
    assert runs.read_record(tmp_path) == record()


def test_a_folder_that_is_no_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match=r"is not the folder of a run"):
        runs.read_record(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("}", ""),
        ('"kind": "dense"', '"kind": "sparse"'),
        ('"epochs": 3', '"epochs": -3'),
        ('"epochs": 3', '"epochs": "three"'),
        ('"part": 1.0', '"part": 7.0'),
        ('"format": 1', '"format": 2'),
        ('"name": "first"', '"name": '),
    ],
)
def test_a_damaged_record_is_named(tmp_path: Path, old: str, new: str) -> None:
    runs.write_record(tmp_path, record())
    path = tmp_path / runs.RECORD
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(InvalidFileError, match=r"run\.json"):
        runs.read_record(tmp_path)


def test_a_record_of_a_newer_format_is_not_called_damaged(tmp_path: Path) -> None:
    runs.write_record(tmp_path, record())
    path = tmp_path / runs.RECORD
    newer = path.read_text().replace('"format": 1', '"format": 2').replace('"config"', '"settings"')
    path.write_text(newer)
    with pytest.raises(InvalidFileError, match=r"has format 2; this version reads format 1\.$"):
        runs.read_record(tmp_path)


def test_runs_of_one_second_get_folders_of_their_own() -> None:
    folders = {runs.new_run_folder("My run / 1") for _ in range(3)}
    assert len(folders) == 3
    assert {folder.parent for folder in folders} == {paths.runs_folder()}
    assert all("my-run-1" in folder.name for folder in folders)


def test_the_newest_run_is_listed_first() -> None:
    for name, started in (
        ("old", "2024-05-01T10:00:00+00:00"),
        ("new", "2025-05-01T10:00:00+00:00"),
    ):
        runs.write_record(runs.new_run_folder(name), record(name=name, started=started))
    assert [run.record.name for run in runs.list_runs() if run.record] == ["new", "old"]


def test_runs_of_one_second_keep_their_order() -> None:
    moments = [runs.now()]
    while moments[-1] == moments[0]:  # until the clock has gone on by the least that it tells
        moments.append(runs.now())
    for name, started in (("first", moments[0]), ("second", moments[-1])):
        runs.write_record(runs.new_run_folder(name), record(name=name, started=started))
    assert [run.record.name for run in runs.list_runs() if run.record] == ["second", "first"]
    first, last = (datetime.fromisoformat(moment) for moment in (moments[0], moments[-1]))
    assert last - first < timedelta(seconds=1)


def test_a_damaged_run_is_listed_with_what_is_wrong() -> None:
    folder = runs.new_run_folder("broken")
    (folder / runs.RECORD).write_text("{")
    (run,) = runs.list_runs()
    assert run.record is None
    assert str(folder) in run.problem


def test_an_empty_folder_is_no_run() -> None:
    runs.new_run_folder("never begun")
    assert runs.list_runs() == []


def test_a_run_in_a_folder_of_ones_own_is_listed_too(tmp_path: Path) -> None:
    folder = runs.claim_folder(tmp_path / "mine")
    runs.write_record(folder, record(name="elsewhere"))
    assert [run.folder for run in runs.list_runs()] == [folder]


def test_a_run_that_was_deleted_elsewhere_is_not_listed(tmp_path: Path) -> None:
    runs.claim_folder(tmp_path / "mine").rmdir()
    assert runs.list_runs() == []


def test_a_folder_with_something_in_it_is_not_claimed(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    with pytest.raises(UserError, match="is not empty"):
        runs.claim_folder(tmp_path)


def test_a_crash_is_noted_with_what_was_reached(tmp_path: Path) -> None:
    runs.write_record(tmp_path, record())
    metrics = MetricsFile(tmp_path)
    for epoch, loss, is_best in ((1, 0.5, True), (2, 0.75, False)):
        metrics.append(EpochReport(1, epoch, epoch, 1.0, 0.5, loss, 0.9, 1.0, 1.0, is_best))
    metrics.close()
    assert note_crash(tmp_path, "The engine was lost.") == 1
    noted = runs.read_record(tmp_path)
    assert (noted.outcome, noted.epochs_done) == (Outcome.CRASHED, 2)
    assert noted.best == Best(1, 0.5, 0.9)


def test_a_crash_before_the_first_record_leaves_nothing(tmp_path: Path) -> None:
    assert note_crash(tmp_path, "The engine was lost.") is None
    assert not tmp_path.exists()


def test_the_plan_says_in_words_what_it_is() -> None:
    plan = msgspec.convert(
        {"channels_last": True, "threads": 2, "implementation": "fused"}, type=Plan
    )
    assert plan.text("adam") == "channels-last, 2 threads, fused Adam"
    assert Plan().text("sgd") == "default layout, 1 thread, SGD with momentum"


def test_a_run_goes_on_while_its_process_does() -> None:
    going = msgspec.structs.replace(record(), process=runs.this_process())
    assert runs.is_going_on(going)
    assert not runs.is_going_on(msgspec.structs.replace(going, outcome=Outcome.FINISHED))


@pytest.mark.parametrize(
    "process",
    [None, Process(pid=2**30, began=0.0), Process(pid=1, began=1.0)],
    ids=["unknown", "gone", "another of that number"],
)
def test_a_run_without_its_process_was_cut_off(process: Process | None) -> None:
    assert not runs.is_going_on(msgspec.structs.replace(record(), process=process))


@pytest.mark.skipif(sys.platform == "win32", reason="there a process that ended is gone")
def test_a_run_whose_process_was_killed_and_never_asked_for_does_not_go_on() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        began = psutil.Process(process.pid).create_time()
        cut_off = msgspec.structs.replace(record(), process=Process(process.pid, began))
        assert runs.is_going_on(cut_off)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert not runs.is_going_on(cut_off)


def test_a_forgotten_folder_elsewhere_is_not_listed(tmp_path: Path) -> None:
    folder = runs.claim_folder(tmp_path / "elsewhere")
    runs.write_record(folder, record())
    assert [run.folder for run in runs.list_runs()] == [folder]
    runs.forget(folder)
    assert runs.list_runs() == []
    runs.remember(folder)
    assert [run.folder for run in runs.list_runs()] == [folder]


def test_a_note_that_cannot_be_read_hides_no_run(tmp_path: Path) -> None:
    folder = runs.claim_folder(tmp_path / "elsewhere")
    runs.write_record(folder, record())
    (paths.runs_folder() / "elsewhere" / "broken.txt").write_bytes(b"\xff\x00")
    assert [run.folder for run in runs.list_runs()] == [folder]
