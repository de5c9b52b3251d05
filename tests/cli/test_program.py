import subprocess
import sys
from pathlib import Path

import pytest

from cnnstudio import __version__
from cnnstudio.cli import program
from tests.cli.conftest import Command

PROMISED = ("train", "evaluate", "predict", "summary", "export", "filter")
PROMISED += ("presets", "datasets", "kernels", "doctor")


def test_version_is_printed(cnnstudio: Command) -> None:
    assert cnnstudio("--version") == (0, f"CNN Studio {__version__}\n", "")


def test_help_names_every_command(cnnstudio: Command) -> None:
    answer = cnnstudio("--help")
    assert answer.status == 0
    for name in [
        "train",
        "evaluate",
        "predict",
        "summary",
        "export",
        "filter",
        "presets",
        "datasets",
        "kernels",
        "doctor",
    ]:
        assert f"\n  {name} " in answer.output


@pytest.mark.parametrize("name", [name for name, _function, _help in program.COMMANDS])
def test_every_command_has_help(cnnstudio: Command, name: str) -> None:
    answer = cnnstudio(name, "--help")
    assert answer.status == 0
    assert answer.output.startswith(f"Usage: cnnstudio {name}")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["trian"],
            'There is no command or file called "trian". Did you mean "train"? Known: train, ev',
        ),
        (["fly"], 'There is no command or file called "fly". Known: train, evaluate'),
        (["train"], "such as: cnnstudio train --preset starter --data digits"),
        (["train", "--json"], "Name a network, pictures or both"),
        (["train", "--epochs", "many"], "--epochs"),
        (["train", "--speed", "9"], "--speed"),
        (["evaluate"], "RUN"),
        (["summary"], "Name a project file or --preset NAME; the presets are starter"),
        (["summary", "a.cnnstudio", "--preset", "starter"], "not both"),
        (["summary", "a.cnnstudio"], 'There is no file "a.cnnstudio".'),
        (
            ["summary", "--preset", "lenet"],
            'There is no preset called "lenet". Did you mean "lenet5"?',
        ),
        (["summary", "--preset", "Course_16"], 'Did you mean "course-16-36"?'),
        (["train", "--data", "mnits"], 'Did you mean "mnist"? Known: digits'),
        (["filter", "a.png", "--kernel", "sobelx", "-o", "b"], 'Did you mean "sobel-x"?'),
        (["train", "--data", "cats"], 'no data set or folder called "cats". Known: digits'),
        (["train", "--set", "momentun=0.9"], 'Did you mean "momentum"?'),
        (["train", "--augment", "cuorse"], 'Did you mean "course"?'),
        (["train", "--epochs", "0"], "Epochs must be a whole number from 1"),
        (["train", "--optimizer", "magic"], "Optimizer must be one of adam, adamw"),
        (["train", "--lr", "-1"], "Learning rate must be a number from"),
        (["train", "--device", "tpu"], "Device must be one of auto, cpu"),
        (["evaluate", "nowhere"], 'There is no run "nowhere"'),
        (["predict", "nowhere", "a.png"], 'There is no run "nowhere"'),
        (["export", "nowhere", "-o", "out"], 'There is no run "nowhere"'),
        (["filter", "a.png", "--kernel", "sobel", "-o", "b.png"], "kernel"),
        (["filter", "a.png", "--kernel", "1 2; 3", "-o", "b.png"], "same number of cells"),
        (["filter", "a.png", "--kernel", "sobel-x", "-o", "b.png"], "a.png"),
        (["filter", "chelsea", "--kernel", "sobel-x", "-o", "b.gif"], "npy, png, tif"),
        (["filter", "chelsea", "--kernel", "sobel-x", "--stride", "0", "-o", "b.png"], "stride"),
        (
            ["filter", "chelsea", "--kernel", "sobel-x", "--border", "mirror", "-o", "b.png"],
            "zero, replicate, reflect, wrap, valid",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_mistake_of_the_user_is_one_sentence_and_status_2(
    cnnstudio: Command, arguments: list[str], said: str
) -> None:
    answer = cnnstudio(*arguments)
    assert answer.status == 2
    assert said in answer.sentence


def test_error_that_nobody_expected_is_a_sentence_too(
    cnnstudio: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(program, "COMMANDS", (("presets", broken, "Fails."),))
    answer = cnnstudio("presets")
    assert answer.status == 1
    assert "Something went wrong (ZeroDivisionError)" in answer.sentence
    log = home / "cache" / "commands.log"
    assert str(log) in answer.sentence
    assert "ZeroDivisionError: a bug" in log.read_text("utf-8")


def test_light_commands_load_neither_torch_nor_qt_nor_opencv() -> None:
    code = (
        "import sys; from cnnstudio.cli.program import run; run(['presets', '--json']);"
        "heavy = {'torch', 'PySide6', 'cv2', 'sklearn', 'skimage', 'safetensors'};"
        "sys.exit(3 if heavy & set(sys.modules) else 0)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_reader_that_goes_away_is_no_error() -> None:
    command = [sys.executable, "-m", "cnnstudio", "kernels", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(timeout=60)
