import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from cnnstudio.network import edits
from cnnstudio.project import archive
from cnnstudio.project.presets import load_preset
from cnnstudio.training import runs
from cnnstudio.training.augmentation import COURSE, Augmentation
from tests.cli.conftest import Answer, Command

EPOCH_KEYS = [
    "event",
    "epoch",
    "train_loss",
    "train_accuracy",
    "val_loss",
    "val_accuracy",
    "seconds",
    "examples_per_second",
]


def events(answer: Answer) -> list[dict[str, object]]:
    return [json.loads(line) for line in answer.output.splitlines()]


def test_json_is_an_object_a_line_with_stable_keys(cnnstudio: Command) -> None:
    answer = cnnstudio("train", "--epochs", "2", "--json")
    *epochs, ended = events(answer)
    assert (answer.status, answer.errors) == (0, "")
    assert [list(epoch) for epoch in epochs] == [EPOCH_KEYS, EPOCH_KEYS]
    assert [epoch["epoch"] for epoch in epochs] == [1, 2]
    assert list(ended) == ["event", "outcome", "run", "best_epoch"]
    assert (ended["event"], ended["outcome"]) == ("ended", "finished")
    assert runs.read_record(Path(str(ended["run"]))).epochs_done == 2


def test_run_lies_among_the_runs_under_the_networks_name(cnnstudio: Command, home: Path) -> None:
    *_epochs, ended = events(cnnstudio("train", "--epochs", "1", "--json"))
    folder = Path(str(ended["run"]))
    assert folder.parent == home / "data" / "runs"
    assert folder.name.endswith("-starter")
    assert cnnstudio("evaluate", folder.name, "--json").status == 0


def test_same_seed_gives_the_same_losses(cnnstudio: Command) -> None:
    first, second = (events(cnnstudio("train", "--epochs", "1", "--json"))[0] for _run in range(2))
    assert first["train_loss"] == second["train_loss"]
    other = events(cnnstudio("train", "--epochs", "1", "--seed", "9", "--json"))[0]
    assert other["train_loss"] != first["train_loss"]


def test_options_reach_the_run(cnnstudio: Command, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    options = ("--optimizer", "sgd", "--lr", "0.05", "--batch-size", "64", "--seed", "7")
    cnnstudio("train", "--epochs", "1", *options, "--device", "cpu", "--output", folder)
    config = runs.read_record(folder).config
    assert (config.optimizer, config.learning_rate, config.batch_size) == ("sgd", 0.05, 64)
    assert (config.seed, config.device, config.epochs) == (7, "cpu", 1)


def test_other_settings_are_given_by_name(cnnstudio: Command, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    cnnstudio(
        *("train", "--epochs", "1", "--schedule", "one-cycle", "--augment", "course"),
        *("--early-stopping", "3", "--class-weights", "--set", "label_smoothing=0.1"),
        *("--set", "nesterov=yes", "--set", "schedule_epochs=2", "--set", "scaling=symmetric"),
        *("--json", "--output", str(folder)),
    )
    used = runs.read_record(folder).config
    assert (used.schedule, used.early_stopping, used.class_weights) == ("one-cycle", 3, True)
    assert (used.label_smoothing, used.nesterov, used.schedule_epochs) == (0.1, True, 2)
    assert (used.augmentation, used.scaling) == (COURSE, "symmetric")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--set", "lr=1"), 'no training setting called "lr"'),
        (("--set", "momentum=much"), "Momentum must be a number from 0 to 0.9999, not 'much'"),
        (("--set", "nesterov=perhaps"), "Nesterov must be true or false"),
        (("--augment", "zoom=3"), "Zoom must be a number"),
        (("--augment", "flips"), 'no augmentation called "flips"'),
        (("--lr", "1000000"), "Learning rate must be a number"),
    ],
)
def test_settings_that_are_not_allowed_are_named(
    cnnstudio: Command, options: tuple[str, ...], words: str
) -> None:
    answer = cnnstudio("train", *options)
    assert answer.status == 2
    assert words in answer.sentence


def test_augmentation_may_be_put_together(cnnstudio: Command, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    values = "rotation=10, zoom=0.2,horizontal_flip,fill=zero"
    cnnstudio("train", "--epochs", "1", "--augment", values, "--json", "--output", str(folder))
    assert runs.read_record(folder).config.augmentation == Augmentation(
        rotation=10, zoom=0.2, horizontal_flip=True, fill="zero"
    )


def test_folder_of_ones_own_is_known_to_the_runs(cnnstudio: Command, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    cnnstudio("train", "--epochs", "1", "--output", folder)
    assert [run.folder for run in runs.list_runs()] == [folder]


def test_run_on_a_folder_is_named_after_it(cnnstudio: Command, tmp_path: Path) -> None:
    for name in ("dark", "light"):
        (tmp_path / "shades" / name).mkdir(parents=True)
        for place in range(5):
            shade = 20 * place + (150 if name == "light" else 0)
            Image.new("L", (8, 8), shade).save(tmp_path / "shades" / name / f"{place}.png")
    cnnstudio("train", "--epochs", "1", "--data", str(tmp_path / "shades"))
    run = runs.list_runs()[0]
    assert run.record is not None
    assert run.record.name == "shades"
    assert run.folder.name.endswith("-shades")


def test_project_is_trained_with_its_own_settings(cnnstudio: Command, tmp_path: Path) -> None:
    project = load_preset("starter")
    path = tmp_path / "mine.cnnstudio"
    training = project.training.__class__(epochs=1, optimizer="rmsprop")
    archive.save(path, project.replace(training=training))
    *_epochs, ended = events(cnnstudio("train", path, "--json"))
    record = runs.read_record(Path(str(ended["run"])))
    assert (record.name, record.config.optimizer) == ("mine", "rmsprop")


def test_people_get_a_table_and_the_place_of_the_run(cnnstudio: Command) -> None:
    answer = cnnstudio("train", "--epochs", "1")
    lines = answer.output.splitlines()
    assert "1,438 pictures to train on" in lines[0]
    assert lines[1].split()[:3] == ["Epoch", "Loss", "Accuracy"]
    assert lines[2].split()[0] == "1"
    assert lines[3] == "Finished after 1 epoch."
    assert lines[4].startswith("Run: ")


def test_curves_are_drawn_into_the_run(cnnstudio: Command, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    answer = cnnstudio("train", "--epochs", "1", "--curves", "--output", folder)
    assert f"Curves: {folder / 'curves.png'}" in answer.output
    assert (folder / "curves.png").read_bytes().startswith(b"\x89PNG")


def test_data_of_another_size_is_refused_with_what_to_do(cnnstudio: Command, home: Path) -> None:
    answer = cnnstudio("train", "--preset", "lenet5", "--data", "digits", "--json")
    assert answer.status == 2
    assert "are 1×8×8, but Input is 1×28×28. Set Input to 1×8×8." in answer.sentence
    assert not list((home / "data").glob("runs/*")), "an empty run was left behind"


def test_output_follows_the_classes_of_the_data(cnnstudio: Command, tmp_path: Path) -> None:
    project = load_preset("starter")
    size = {"channels": 1, "height": 25, "width": 25}
    network = edits.set_parameters(project.network, "input1", size)
    path = tmp_path / "faces.cnnstudio"
    archive.save(path, project.replace(network=network))
    *_epochs, ended = events(cnnstudio("train", path, "--data", "faces", "--epochs", "1", "--json"))
    record = runs.read_record(Path(str(ended["run"])))
    assert record.network.blocks["output1"].parameters["classes"] == 2


def test_network_with_a_problem_is_not_trained(cnnstudio: Command, tmp_path: Path) -> None:
    project = load_preset("starter")
    path = tmp_path / "mine.cnnstudio"
    broken = edits.remove(project.network, ["flatten1"])
    archive.save(path, project.replace(network=broken))
    answer = cnnstudio("train", path)
    assert answer.status == 2
    assert answer.sentence == "Dense needs a vector, not 32 × 4 × 4."


def test_folder_that_is_not_empty_is_refused(cnnstudio: Command, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    answer = cnnstudio("train", "--data", "digits", "--output", tmp_path)
    assert answer.status == 2
    assert "is not empty" in answer.sentence


def test_missing_idx_files_are_named(cnnstudio: Command, home: Path) -> None:
    answer = cnnstudio("train", "--preset", "lenet5", "--data", "mnist")
    assert answer.status == 2
    assert "train-images-idx3-ubyte" in answer.sentence


def test_loss_that_explodes_is_said_with_status_1(cnnstudio: Command) -> None:
    options = ("--optimizer", "sgd", "--lr", "100", "--epochs", "5", "--json")
    answer = cnnstudio("train", *options)
    assert answer.status == 1
    assert events(answer)[-1]["outcome"] == "diverged"
    assert len(answer.errors.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to a whole console")
def test_interrupt_ends_the_run_cleanly_and_keeps_the_weights(home: Path) -> None:
    command = [sys.executable, "-m", "cnnstudio", "train", "--epochs", "10000", "--json"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["epoch"] == 1
        process.send_signal(signal.SIGINT)
        ended = json.loads(process.stdout.read().splitlines()[-1])
        assert process.stderr.read() == ""
    assert process.returncode == 130
    assert ended["outcome"] == "stopped"
    assert {"best.safetensors", "last.safetensors", "run.json"} <= {
        path.name for path in Path(ended["run"]).iterdir()
    }
