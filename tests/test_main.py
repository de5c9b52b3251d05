import os
import subprocess
import sys
from pathlib import Path

import pytest

from cnnstudio import __main__ as entry


@pytest.mark.parametrize(
    ("arguments", "is_project"),
    [
        (["mine.cnnstudio"], True),
        (["notes.json"], True),
        (["train"], False),
        (["summary", "mine.cnnstudio"], False),
        (["--version"], False),
        (["missing.cnnstudio"], True),
    ],
)
def test_file_opens_the_window_and_a_folder_called_train_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], is_project: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train").mkdir()
    for name in ("mine.cnnstudio", "notes.json"):
        (tmp_path / name).touch()
    assert entry._is_project(arguments) is is_project


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others always have a display")
def test_without_a_display_one_line_says_so() -> None:
    gone = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {name: value for name, value in os.environ.items() if name not in gone}
    done = subprocess.run(
        [sys.executable, "-m", "cnnstudio"],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
    )
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("No display was found")


def test_entry_point_imports_nothing_heavy() -> None:
    code = (
        "import sys, cnnstudio.__main__;"
        "heavy = {'torch', 'numpy', 'PySide6', 'typer', 'rich', 'cv2', 'msgspec'};"
        "sys.exit(3 if heavy & set(sys.modules) else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
