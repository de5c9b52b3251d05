"""A cell under mouse, wheel and keys, on the page with its document."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt

from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.presets import preset
from cnnstudio.kernels.settings import KernelLabState
from cnnstudio.ui.kernel_lab.kernel_grid import KernelGrid

if TYPE_CHECKING:
    from tests.ui.kernel_lab.conftest import Lab, OpenLab

pytestmark = pytest.mark.gui

SOBEL = preset("sobel-x").kernel.rows
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def grid(lab: "Lab") -> KernelGrid:
    grid = lab.page.inspector.kernel.grid
    grid.setFocus()
    return grid


def test_arrow_keys_move_within_the_grid(lab: "Lab", grid: KernelGrid) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right):
        lab.key(grid, key)
    assert grid.current == (1, 2)
    lab.key(grid, Qt.Key.Key_Up)
    assert grid.accessibleDescription() == "Row 1, column 3: \N{MINUS SIGN}1"
    assert lab.rows == SOBEL


def test_page_keys_step_the_weight_as_one_undo(lab: "Lab", grid: KernelGrid) -> None:
    for _press in range(3):
        lab.key(grid, Qt.Key.Key_PageUp)
    lab.key(grid, Qt.Key.Key_PageDown, control=True)
    assert lab.rows[0][0] == 3.9
    assert lab.document.undo_stack.count() == 1
    lab.undo()
    assert lab.rows == SOBEL


def test_there_and_back_leaves_no_undo(lab: "Lab", grid: KernelGrid) -> None:
    lab.key(grid, Qt.Key.Key_PageUp)
    lab.key(grid, Qt.Key.Key_PageDown)
    assert not lab.document.undo_stack.canUndo()


def test_dragging_up_raises_the_weight_as_one_undo(lab: "Lab", grid: KernelGrid) -> None:
    start = lab.cell(1, 0)
    lab.qtbot.mousePress(grid, LEFT, pos=start)
    for up in (8, 16, 40):
        lab.qtbot.mouseMove(grid, start - QPoint(0, up))
    assert lab.rows[1][0] == 7
    lab.qtbot.mouseRelease(grid, LEFT, pos=start - QPoint(0, 40))
    assert lab.document.undo_stack.count() == 1
    lab.undo()
    assert lab.rows == SOBEL


def test_escape_gives_a_dragged_weight_back(lab: "Lab", grid: KernelGrid) -> None:
    start = lab.cell(1, 0)
    lab.qtbot.mousePress(grid, LEFT, pos=start)
    lab.qtbot.mouseMove(grid, start - QPoint(0, 40))
    lab.key(grid, Qt.Key.Key_Escape)
    lab.qtbot.mouseMove(grid, start - QPoint(0, 80))
    assert lab.rows == SOBEL
    lab.qtbot.mouseRelease(grid, LEFT, pos=start)
    assert not lab.document.undo_stack.canUndo()


def test_a_click_alone_changes_nothing(lab: "Lab", grid: KernelGrid) -> None:
    lab.qtbot.mouseClick(grid, LEFT, pos=lab.cell(2, 2))
    assert grid.current == (2, 2)
    assert lab.rows == SOBEL


def test_the_wheel_takes_the_cell_under_the_pointer(lab: "Lab", grid: KernelGrid) -> None:
    lab.wheel(grid, lab.cell(2, 1), -2)
    assert lab.rows[2][1] == -2
    lab.wheel(grid, lab.cell(2, 1), 1, control=True)
    assert lab.rows[2][1] == -1.9


def test_two_gestures_are_two_undos(lab: "Lab", grid: KernelGrid) -> None:
    lab.wheel(grid, lab.cell(0, 0), 1)
    lab.wheel(grid, lab.cell(0, 1), 1)
    assert lab.document.undo_stack.count() == 2


def test_small_weights_are_stepped_by_tenths(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(Kernel("small", ((0.1, 0.2),))))
    lab.wheel(lab.page.inspector.kernel.grid, lab.cell(0, 0), 2)
    assert lab.rows == ((0.3, 0.2),)


def test_typing_goes_on_to_the_right_with_tab(lab: "Lab", grid: KernelGrid) -> None:
    for text in ("5", "-sqrt(4)", "2^3"):
        lab.keys(grid, text[0])
        lab.keys(grid.editor, text[1:])
        lab.key(grid.editor, Qt.Key.Key_Tab)
    assert lab.rows[0] == (5, -2, 8)
    assert grid.hasFocus()


def test_what_is_typed_counts_when_the_focus_leaves(lab: "Lab", grid: KernelGrid) -> None:
    lab.keys(grid, "7")
    lab.page.presets.search.setFocus()
    assert lab.rows[0][0] == 7
    assert not grid.editor.isVisible()


@pytest.mark.parametrize("text", ["nan", "1/0", "x", "2 000", "1e99"])
def test_what_is_no_number_is_dropped_when_the_focus_leaves(
    lab: "Lab", grid: KernelGrid, text: str
) -> None:
    lab.key(grid, Qt.Key.Key_F2)
    lab.key(grid.editor, Qt.Key.Key_A, control=True)
    lab.keys(grid.editor, text)
    lab.page.presets.search.setFocus()
    assert lab.rows == SOBEL
    assert not grid.editor.isVisible()


def test_delete_empties_the_cell(lab: "Lab", grid: KernelGrid) -> None:
    lab.key(grid, Qt.Key.Key_Delete)
    assert lab.rows[0][0] == 0


def test_a_weight_out_of_range_is_refused_in_words(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(Kernel("large", ((1e9,),))))
    lab.key(lab.page.inspector.kernel.grid, Qt.Key.Key_PageUp)
    assert lab.rows == ((1e9,),)
    assert "cannot hold" in lab.page.inspector.kernel.message.text()


def test_where_numbers_do_not_fit_that_of_the_cell_stands_below(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(preset("gabor").kernel))
    panel = lab.page.inspector.kernel
    assert panel.cell.isVisible()
    lab.key(panel.grid, Qt.Key.Key_Right)
    assert panel.cell.text().startswith("Row 1, column 2: ")


def test_the_largest_kernel_is_edited_by_the_wheel(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(Kernel("largest", ((0.0,) * 31,) * 31)))
    lab.wheel(lab.page.inspector.kernel.grid, lab.cell(30, 30), 1)
    assert lab.rows[30][30] == 1
    lab.wait()
