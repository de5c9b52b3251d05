import subprocess
import sys
from pathlib import Path

from safetensors.torch import load_file

from cnnstudio.project import archive
from cnnstudio.project.presets import load_preset
from tests.cli.conftest import Command


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


def test_folder_with_something_in_it_is_left_alone(cnnstudio: Command, tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text("mine")
    answer = cnnstudio("export", "--preset", "starter", "-o", tmp_path)
    assert answer.status == 2
    assert (tmp_path / "model.py").read_text() == "mine"
