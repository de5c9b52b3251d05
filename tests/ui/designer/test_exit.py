"""The program ends well, whatever is open on the canvas."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.designer.designer import Designer

pytestmark = pytest.mark.gui

_PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from cnnstudio.project.presets import load_preset
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.document import Document

application = QApplication([])
designer = Designer(Document(load_preset("starter")))
canvas = designer.canvas
canvas.show()
canvas.activateWindow()
canvas.setFocus()

def act():
    designer.selection.select(["conv1"])
    designer.actions[sys.argv[1]].trigger()
    QTimer.singleShot(0, canvas.close if sys.argv[2] == "close" else application.quit)

QTimer.singleShot(0, act)
sys.exit(application.exec())
"""


@pytest.mark.parametrize("how", ["close", "quit"])
@pytest.mark.parametrize(
    "action",
    ["edit.rename", "network.add", "network.connect", "network.arrange_down"],
    ids=["a title field", "the search", "a wire", "a glide"],
)
def test_the_program_ends_well_while_there_is(tmp_path: Path, action: str, how: str) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", _PROGRAM, action, how],
        env={**os.environ, "CNNSTUDIO_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("has_title_field", [False, True], ids=["itself", "in its title field"])
def test_a_canvas_is_deleted_while_it_has_the_focus(
    qtbot: QtBot, designer: Designer, has_title_field: bool
) -> None:
    if has_title_field:
        designer.selection.select(["conv1"])
        designer.actions["edit.rename"].trigger()
    else:
        assert designer.canvas.hasFocus()
    with qtbot.waitSignal(designer.canvas.destroyed):
        designer.canvas.deleteLater()
