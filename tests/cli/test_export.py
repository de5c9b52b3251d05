import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from safetensors.torch import load_file, save_file

from cnnstudio.engine.build import build
from cnnstudio.project import archive
from cnnstudio.project.presets import load_preset
from cnnstudio.training import runs
from cnnstudio.training.run_list import RunNotes, write_notes
from tests.cli.conftest import Command
from tests.engine.networks import Item, chain, picture


def loaded(folder: Path) -> str:
    """Run load.py as its reader would, and return what the model answers."""
    code = "import load, torch; print(load.model(torch.ones(1, 1, 8, 8)).sum())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
        env={"PYTHONPATH": ""},
    )
    return done.stdout


def test_run_is_exported_with_its_best_weights(
    cnnstudio: Command, trained: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    answer = cnnstudio("export", trained, "-o", folder)
    assert answer.status == 0
    assert {path.name for path in folder.iterdir()} == {
        "model.py",
        "weights.safetensors",
        "load.py",
    }
    exported, best = (
        load_file(path) for path in (folder / "weights.safetensors", trained / "best.safetensors")
    )
    assert all(exported[name].equal(best[name]) for name in exported)
    assert loaded(folder)


def test_five_lines_load_it_and_say_how_pictures_are_scaled(
    cnnstudio: Command, trained: Path, tmp_path: Path
) -> None:
    cnnstudio("export", trained, "-o", tmp_path / "out")
    text = (tmp_path / "out" / "load.py").read_text("utf-8")
    code = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(code) == 5
    assert "# mean = torch.tensor([0." in text
    assert "# Classes: 0, 1, 2" in text


def test_project_is_exported_with_its_first_weights(cnnstudio: Command, tmp_path: Path) -> None:
    path = tmp_path / "my net.cnnstudio"
    archive.save(path, load_preset("starter"))
    answer = cnnstudio("export", path, "-o", tmp_path / "out")
    assert "not trained yet" in answer.output
    assert "class MyNet(nn.Module):" in (tmp_path / "out" / "model.py").read_text("utf-8")
    assert loaded(tmp_path / "out")


def test_run_is_exported_by_the_name_that_it_was_given(
    cnnstudio: Command, trained: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    shutil.copytree(trained, run)
    write_notes(run, RunNotes(name="scaled tanh"))
    cnnstudio("export", run, "-o", tmp_path / "out")
    assert "class ScaledTanhNetwork(nn.Module):" in (tmp_path / "out" / "model.py").read_text()
    assert loaded(tmp_path / "out")


UNIT = ("dense", {"units": 1})
YES_NO = ("output", {"task": "yes/no"})


@pytest.mark.parametrize(
    ("end", "said"),
    [
        (
            [("dense", {"units": 3}), ("output", {"classes": 3})],
            "are logits: model(…).softmax(dim=1) makes probabilities",
        ),
        (
            [("dense", {"units": 3}), "softmax", ("output", {"classes": 3})],
            "are probabilities that add up to 1",
        ),
        ([UNIT, YES_NO], "are logits: model(…).sigmoid() is\n# the probability of"),
        ([UNIT, "sigmoid", YES_NO], "(N, 1) are the probability of the second class"),
    ],
    ids=["logits", "softmax", "yes/no logit", "sigmoid"],
)
def test_the_loader_says_what_the_answers_are(
    cnnstudio: Command, tmp_path: Path, end: list[Item], said: str
) -> None:
    path = tmp_path / "net.cnnstudio"
    project = load_preset("starter")
    archive.save(path, project.replace(network=chain(picture(1, 8, 8), "flatten", *end)))
    assert cnnstudio("export", path, "-o", tmp_path / "out").status == 0
    assert said in (tmp_path / "out" / "load.py").read_text("utf-8")


def test_the_loader_names_the_classes_of_a_single_unit(
    cnnstudio: Command, trained: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    shutil.copytree(trained, run)
    record = msgspec.structs.replace(
        runs.read_record(run),
        network=chain(picture(1, 8, 8), "flatten", UNIT, YES_NO),
        classes=("cat", "dog"),
    )
    runs.write_record(run, record)
    save_file(build(record.network).state_dict(), run / runs.BEST)
    assert cnnstudio("export", run, "-o", tmp_path / "out").status == 0
    text = (tmp_path / "out" / "load.py").read_text("utf-8")
    assert '# the probability of "dog"; that of "cat" is the rest up to 1.' in text


def test_folder_with_something_in_it_is_left_alone(cnnstudio: Command, tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text("mine")
    answer = cnnstudio("export", "--preset", "starter", "-o", tmp_path)
    assert answer.status == 2
    assert (tmp_path / "model.py").read_text() == "mine"
