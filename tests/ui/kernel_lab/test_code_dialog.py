"""The program that reproduces the result: shown, copied, saved, and run."""

import runpy
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from cnnstudio.kernels.code import Library
from cnnstudio.kernels.settings import (
    Activation,
    Border,
    Channels,
    FilterSettings,
    Gradient,
    KernelLabState,
    Pooling,
)
from cnnstudio.ui.kernel_lab.code_dialog import CodeDialog
from cnnstudio.ui.kernel_lab.panes import Side

if TYPE_CHECKING:
    from tests.ui.kernel_lab.conftest import Lab, OpenLab

pytestmark = pytest.mark.gui

LEFT = Qt.MouseButton.LeftButton
SETTINGS = {
    "plain": FilterSettings(),
    "layer": FilterSettings(
        Border.WRAP, stride=2, bias=3.0, activation=Activation.ELU, pooling=Pooling.AVERAGE
    ),
    "gradient": FilterSettings(
        Border.REFLECT, gradient=Gradient.MAGNITUDE, channels=Channels.LUMINANCE
    ),
}


def open_code(lab: "Lab", library: Library) -> CodeDialog:
    """Open the dialog with its key and click a library's tab."""
    lab.wait()
    lab.qtbot.keyClick(
        lab.page.inspector.kernel.grid, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier
    )
    dialog = lab.page.desk.code
    lab.qtbot.waitExposed(dialog)
    place = dialog.tabs.tabRect(list(Library).index(library)).center()
    lab.qtbot.mouseClick(dialog.tabs, LEFT, pos=place)
    return dialog


@pytest.mark.parametrize("library", Library)
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_the_copied_program_computes_what_is_shown(
    open_lab: "OpenLab", tmp_path: Path, settings: FilterSettings, library: Library
) -> None:
    lab = open_lab(KernelLabState(settings=settings, picture="astronaut"))
    dialog = open_code(lab, library)
    lab.qtbot.mouseClick(dialog.copy_button, LEFT)
    assert dialog.said.text() == "Copied."
    program = tmp_path / "program.py"
    program.write_text(QGuiApplication.clipboard().text())
    names = runpy.run_path(str(program))
    shown = lab.wait().scene.values[Side.RESULT]
    np.testing.assert_allclose(np.asarray(names["values"]), shown, rtol=1e-5, atol=1e-3)


def test_the_program_follows_the_page(lab: "Lab") -> None:
    dialog = open_code(lab, Library.OPENCV)
    before = dialog.code.toPlainText()
    assert "chelsea.png" in before
    lab.trigger("kernel.negate")
    lab.qtbot.waitUntil(lambda: dialog.code.toPlainText() != before)
    assert "[-1, 0, 1]," in dialog.code.toPlainText()


def test_the_program_is_saved(lab: "Lab", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dialog = open_code(lab, Library.NUMPY)
    path = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(path), ""))
    lab.qtbot.mouseClick(dialog.save_button, LEFT)
    assert path.with_suffix(".py").read_text() == dialog.code.toPlainText()
    assert dialog.said.text() == "Saved as mine.py."


def test_where_it_cannot_be_saved_is_said(lab: "Lab", tmp_path: Path) -> None:
    dialog = open_code(lab, Library.NUMPY)
    dialog.save(tmp_path / "nowhere" / "mine.py")
    assert "could not be written" in dialog.said.text()


def test_a_drawn_picture_is_called_by_its_name(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(picture="ramp"))
    dialog = open_code(lab, Library.SCIPY)
    assert 'path = "ramp.png"' in dialog.code.toPlainText()
