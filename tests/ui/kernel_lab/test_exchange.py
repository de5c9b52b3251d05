"""Kernels come from files and from copied text, and go there."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from cnnstudio.kernels.kernel import Kernel, weights
from cnnstudio.kernels.presets import preset
from cnnstudio.kernels.settings import KernelLabState, ValueDisplay

if TYPE_CHECKING:
    from tests.ui.kernel_lab.conftest import Lab, OpenLab

pytestmark = pytest.mark.gui

NO_KEY = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
MINE = Kernel("mine", ((1 / 3, -2.0, 0.0), (3.0, 4.5, 1e-7)), divisor=10.0, offset=5.0)
SOBEL = preset("sobel-x").kernel
PAPER = r"\frac{1}{16}\begin{bmatrix} 1 & 2 & 1 \\ 2 & 4 & 2 \\ 1 & 2 & 1 \end{bmatrix}"


def choose_file(monkeypatch: pytest.MonkeyPatch, path: Path, chosen: str = "") -> None:
    """Let the system's file dialog, which tests cannot reach, answer `path`."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_arguments: (str(path), chosen))


def paste(lab: "Lab", text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    grid = lab.page.inspector.kernel.grid
    grid.setFocus()
    lab.qtbot.keyClick(grid, Qt.Key.Key_V, CONTROL)


@pytest.mark.parametrize("suffix", [".json", ".csv", ".txt"])
def test_a_kernel_is_exported_and_imported(
    open_lab: "OpenLab", tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    lab = open_lab(KernelLabState(MINE))
    choose_file(monkeypatch, tmp_path / f"mine{suffix}")
    lab.trigger("kernel.export")
    lab.trigger("kernel.clear")
    lab.trigger("kernel.import")
    again = lab.state.kernel
    assert (again.name, again.offset) == ("mine", 5)
    np.testing.assert_allclose(weights(again) / again.divisor, weights(MINE) / 10, rtol=1e-15)
    lab.undo()
    assert not any(map(any, lab.rows))


def test_a_name_without_an_ending_gets_that_of_the_chosen_kind(
    open_lab: "OpenLab", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = open_lab(KernelLabState(MINE))
    choose_file(monkeypatch, tmp_path / "mine", "NumPy text (*.txt)")
    lab.trigger("kernel.export")
    grid = np.loadtxt(tmp_path / "mine.txt")
    np.testing.assert_allclose(grid, weights(MINE) / 10, rtol=1e-15)


def test_nothing_happens_where_no_file_is_chosen(
    lab: "Lab", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: ("", ""))
    lab.trigger("kernel.import")
    assert not lab.document.undo_stack.canUndo()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("words.txt", b"no kernel in here"),
        ("ragged.csv", b"1,2\n3\n"),
        ("huge.csv", b"1," * 600_000),
        ("picture.png", b"\x89PNG\r\n\x1a\n\x00\xff"),
        ("nan.txt", b"1 nan\n2 3\n"),
        ("broken.json", b'{"rows": [[1, 2'),
        ("wide.csv", b",".join([b"1"] * 40)),
    ],
)
def test_a_bad_file_is_named_in_one_sentence_and_nothing_changes(
    lab: "Lab", tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    choose_file(monkeypatch, tmp_path / name)
    lab.trigger("kernel.import")
    said = lab.page.pictures.notice.text
    assert name in said
    assert "\n" not in said
    assert lab.state == KernelLabState()
    assert not lab.document.undo_stack.canUndo()


def test_a_matrix_of_a_paper_is_pasted_on_the_grid(lab: "Lab") -> None:
    paste(lab, PAPER)
    assert lab.rows == preset("gaussian-3").kernel.rows
    assert lab.state.kernel.divisor == 16
    assert lab.state.values is ValueDisplay.CLAMPED
    lab.undo()
    assert lab.state == KernelLabState()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no text"),
        ("just words", "not a number"),
        ("1 2; 3", "same number of cells"),
        ("1 0; 0 1/0", "divides by zero"),
        ("[[1]] and [[2]]", ""),
        ("1 " * 60_000, "characters"),
    ],
)
def test_what_is_no_kernel_is_explained_below_the_grid(lab: "Lab", text: str, message: str) -> None:
    paste(lab, text)
    assert message in lab.page.inspector.kernel.message.text()
    assert lab.page.inspector.kernel.message.isVisible()
    assert lab.state.kernel == SOBEL


def test_a_copied_kernel_is_pasted_elsewhere(open_lab: "OpenLab") -> None:
    first, second = open_lab(KernelLabState(MINE)), open_lab()
    grid = first.page.inspector.kernel.grid
    grid.setFocus()
    first.qtbot.keyClick(grid, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().splitlines()[2].split("\t")[1] == "-2"
    second.trigger("kernel.paste")
    assert second.state.kernel.rows == MINE.rows
    assert (second.state.kernel.divisor, second.state.kernel.offset) == (10, 5)


def test_pasting_into_a_cell_that_is_typed_in_is_pasting_text(lab: "Lab") -> None:
    grid = lab.page.inspector.kernel.grid
    grid.setFocus()
    lab.key(grid, Qt.Key.Key_F2)
    QGuiApplication.clipboard().setText("1/4")
    lab.key(grid.editor, Qt.Key.Key_V, control=True)
    lab.key(grid.editor, Qt.Key.Key_Return)
    assert lab.rows[0][0] == 0.25


def drop(target: QWidget, path: Path) -> bool:
    """Drag a file over `target` and let go; return whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    rest = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NO_KEY)
    enter = QDragEnterEvent(QPoint(20, 20), *rest)
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDropEvent(QPointF(20, 20), *rest))
    return enter.isAccepted()


@pytest.mark.parametrize("place", ["grid", "list"])
def test_a_file_that_is_dropped_is_used(lab: "Lab", tmp_path: Path, place: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("1,2\n3,4\n")
    target = lab.page.inspector.kernel.grid if place == "grid" else lab.page.presets
    assert drop(target, path)
    assert lab.rows == ((1, 2), (3, 4))
    assert lab.state.kernel.name == "mine"


def test_a_picture_is_no_kernel_to_drop(lab: "Lab", small_picture: Path) -> None:
    assert not drop(lab.page.presets, small_picture)
    assert lab.state == KernelLabState()
