import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from safetensors.torch import load_file

from cnnstudio.cli.training_view import JsonView
from cnnstudio.data.choice import DataChoice
from cnnstudio.project import archive
from cnnstudio.project.presets import load_preset
from cnnstudio.training import runs
from cnnstudio.training.messages import BatchReport, Outcome, Report
from cnnstudio.training.metrics import with_progress
from tests.cli.conftest import Command


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A project that trains on a few digits."""
    path = tmp_path / "few.cnnstudio"
    archive.save(path, load_preset("starter").replace(data=DataChoice(part=0.2)))
    return path


def weights(run: Path) -> list[dict[str, bytes]]:
    """Return the bytes of all that the files of a run hold: weights, optimiser, random numbers."""
    found = [load_file(run / name) for name in (runs.BEST, runs.LAST)]
    return [{name: each.numpy().tobytes() for name, each in file.items()} for file in found]


def contents(run: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in run.iterdir()}


def test_run_with_more_epochs_has_the_weights_of_one_that_had_them_at_once(
    cnnstudio: Command, few: Path, tmp_path: Path
) -> None:
    whole, parted = tmp_path / "whole", tmp_path / "parted"
    cnnstudio("train", few, "--epochs", "3", "--output", whole)
    cnnstudio("train", few, "--epochs", "1", "--output", parted)
    answer = cnnstudio("train", "--resume", "parted", "--epochs", "3")
    assert (answer.status, answer.errors) == (0, "")
    assert weights(parted) == weights(whole)
    assert (parted / runs.BEST).read_bytes() == (whole / runs.BEST).read_bytes()
    assert runs.read_record(parted).epochs_done == 3


def test_interrupted_run_goes_on_as_if_it_never_had_been(
    cnnstudio: Command, few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, parted = tmp_path / "whole", tmp_path / "parted"
    cnnstudio("train", few, "--epochs", "3", "--output", whole)
    show = JsonView.show

    def interrupting(view: JsonView, report: Report) -> None:
        show(view, report)
        if isinstance(report, BatchReport):
            monkeypatch.setattr(JsonView, "show", show)
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(JsonView, "show", interrupting)
    assert cnnstudio("train", few, "--epochs", "3", "--json", "--output", parted).status == 130
    assert runs.read_record(parted).outcome is Outcome.STOPPED
    answer = cnnstudio("train", "--resume", parted, "--json")
    assert (answer.status, answer.errors) == (0, "")
    assert json.loads(answer.output.splitlines()[-1])["run"] == str(parted)
    assert weights(parted) == weights(whole)


def test_settings_that_can_change_reach_the_run_and_are_said(
    cnnstudio: Command, few: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    cnnstudio("train", few, "--epochs", "1", "--output", folder)
    before = runs.read_record(folder).config
    options = ("--epochs", "2", "--lr", "0.0001", "--set", "weight_decay=0.01")
    lines = cnnstudio("train", "--resume", folder, *options, "--optimizer", "adam").output
    assert "Going on after step 9." in lines
    assert "Changed: Epochs 1 → 2, Learning rate 0.003 → 0.0001, Weight decay 0 → 0.01" in lines
    record = runs.read_record(folder)
    assert (record.config.epochs, record.config.learning_rate) == (2, 0.0001)
    assert (record.initial_config, record.outcome) == (before, Outcome.FINISHED)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("mine.cnnstudio",), "leave out PROJECT."),
        (("--preset", "lenet5", "--data", "mnist"), "leave out --preset, --data."),
        (("--output", "new"), "leave out --output."),
        (("--seed", "5"), "cannot change Seed 3 → 5, only these: Epochs, Batch size, Learning"),
        (("--optimizer", "sgd"), "cannot change Optimizer Adam → SGD with momentum, only"),
        (("--epochs", "9", "--set", "scaling=unit"), "cannot change Input scaling standardise →"),
        (("--lr", "-1"), "Learning rate must be a number from"),
    ],
)
def test_what_a_run_must_keep_is_refused(
    cnnstudio: Command, trained: Path, options: tuple[str, ...], words: str
) -> None:
    before = contents(trained)
    answer = cnnstudio("train", "--resume", trained, *options)
    assert answer.status == 2
    assert words in answer.sentence
    assert contents(trained) == before


def test_finished_run_wants_more_epochs(cnnstudio: Command, trained: Path) -> None:
    before = contents(trained)
    answer = cnnstudio("train", "--resume", trained)
    assert answer.status == 2
    assert answer.sentence == (
        "This run has trained for 1 epoch already. Set more epochs to go on."
    )
    assert contents(trained) == before


def test_run_without_a_checkpoint_is_refused(cnnstudio: Command, few: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    cnnstudio("train", few, "--epochs", "1", "--output", folder)
    (folder / runs.LAST).unlink()
    answer = cnnstudio("train", "--resume", folder, "--epochs", "2")
    assert answer.status == 2
    assert answer.sentence == f'The run in "{folder}" left no checkpoint to go on from.'


@pytest.mark.parametrize("name", [runs.RECORD, runs.LAST])
@pytest.mark.parametrize("content", [b"", b"{", b"\xff" * 100])
def test_damaged_run_is_named_and_left_alone(
    cnnstudio: Command, few: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    folder = tmp_path / "run"
    cnnstudio("train", few, "--epochs", "1", "--output", folder)
    (folder / name).write_bytes(content)
    before = contents(folder)
    answer = cnnstudio("train", "--resume", folder, "--epochs", "2")
    assert answer.status == 2
    assert f'"{folder / name}" is damaged' in answer.sentence
    assert contents(folder) == before


def test_folder_without_a_run_is_refused(cnnstudio: Command, tmp_path: Path) -> None:
    answer = cnnstudio("train", "--resume", tmp_path)
    assert answer.status == 2
    assert "There is no run" in answer.sentence


def test_run_goes_on_only_once_no_other_process_trains_it(
    cnnstudio: Command, few: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "run"
    command = [sys.executable, "-m", "cnnstudio", "train", str(few), "--epochs", "100000"]
    with subprocess.Popen(
        [*command, "--json", "--output", str(folder)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        answer = cnnstudio("train", "--resume", folder)
        process.kill()
    assert answer.status == 2
    assert f"still goes on in process {process.pid}. Stop it first." in answer.sentence
    done = with_progress(runs.read_record(folder), folder).epochs_done
    assert cnnstudio("train", "--resume", folder, "--epochs", str(done + 1)).status == 0
    assert runs.read_record(folder).epochs_done == done + 1
