"""A cell under mouse, wheel and keys, on the page with its document."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor

from cnnstudio.kernels import kernel as kernels
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.presets import preset
from cnnstudio.kernels.settings import KernelLabState
from cnnstudio.ui.document import GESTURE_PAUSE_MS
from cnnstudio.ui.kernel_lab.kernel_grid import KernelGrid
from cnnstudio.ui.kernel_lab.kernel_panel import BUTTONS
from cnnstudio.ui.theme import Appearance, themes
from cnnstudio.ui.widgets.buttons import ToolbarButton

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


EMPTY = Kernel("empty", ((0.0,) * 5,) * 5)
CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def _stroke(
    lab: "Lab",
    cells: list[tuple[int, int]],
    button: Qt.MouseButton = LEFT,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    grid = lab.page.inspector.kernel.grid
    lab.qtbot.mousePress(grid, button, modifiers, pos=lab.cell(*cells[0]))
    for cell in cells[1:]:
        lab.qtbot.mouseMove(grid, lab.cell(*cell))
    lab.qtbot.mouseRelease(grid, button, modifiers, pos=lab.cell(*cells[-1]))


def _painted(lab: "Lab") -> set[tuple[int, int]]:
    return {(r, c) for r, row in enumerate(lab.rows) for c, cell in enumerate(row) if cell}


def test_a_brush_paints_its_value_over_cells_as_one_undo(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(EMPTY))
    lab.trigger("kernel.paint")
    field = lab.page.inspector.kernel.brush.field
    assert field.isVisible()
    field.lineEdit().selectAll()
    lab.keys(field.lineEdit(), "1/4")
    lab.key(field.lineEdit(), Qt.Key.Key_Return)
    _stroke(lab, [(0, 0), (0, 3), (3, 3)])  # so fast that most cells get no event
    assert _painted(lab) == {(0, 0), (0, 1), (0, 2), (0, 3), (1, 3), (2, 3), (3, 3)}
    assert lab.rows[2][3] == 0.25
    assert lab.document.undo_stack.count() == 1
    lab.undo()
    assert lab.state.kernel == EMPTY


def test_the_right_button_paints_zeros_while_painting(lab: "Lab") -> None:
    lab.trigger("kernel.paint")
    _stroke(lab, [(0, 0), (2, 0)], Qt.MouseButton.RightButton)
    assert [row[0] for row in lab.rows] == [0, 0, 0]


def test_control_and_shift_paint_without_the_tool(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(EMPTY))
    _stroke(lab, [(4, 0), (0, 4)], modifiers=CONTROL_SHIFT)
    assert _painted(lab) == {(4, 0), (3, 1), (2, 2), (1, 3), (0, 4)}
    assert not lab.page.inspector.kernel.brush.isVisible()


def test_escape_takes_a_stroke_back(lab: "Lab", grid: KernelGrid) -> None:
    lab.trigger("kernel.paint")
    lab.qtbot.mousePress(grid, LEFT, pos=lab.cell(0, 1))
    lab.qtbot.mouseMove(grid, lab.cell(2, 1))
    assert lab.rows != SOBEL
    lab.key(grid, Qt.Key.Key_Escape)
    lab.qtbot.mouseMove(grid, lab.cell(2, 2))
    lab.qtbot.mouseRelease(grid, LEFT)
    assert lab.rows == SOBEL
    assert not lab.document.undo_stack.canUndo()


def test_a_stroke_that_leaves_the_grid_paints_along_its_edge(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(EMPTY))
    lab.trigger("kernel.paint")
    grid = lab.page.inspector.kernel.grid
    lab.qtbot.mousePress(grid, LEFT, pos=lab.cell(2, 4))
    lab.qtbot.mouseMove(grid, lab.cell(4, 4) + QPoint(500, 0))
    lab.qtbot.mouseRelease(grid, LEFT)
    assert _painted(lab) == {(2, 4), (3, 4), (4, 4)}


def test_space_paints_the_current_cell(open_lab: "OpenLab") -> None:
    lab = open_lab(KernelLabState(EMPTY))
    lab.trigger("kernel.paint")
    lab.key(lab.page.inspector.kernel.grid, Qt.Key.Key_Space)
    assert _painted(lab) == {(0, 0)}


def test_no_value_but_a_number_becomes_the_brush(lab: "Lab") -> None:
    lab.trigger("kernel.paint")
    brush = lab.page.inspector.kernel.brush
    brush.field.lineEdit().selectAll()
    lab.keys(brush.field.lineEdit(), "1/0")
    lab.key(brush.field.lineEdit(), Qt.Key.Key_Return)
    assert "a number from" in brush.message.text()
    assert lab.page.inspector.kernel.grid.brush == 1


def test_a_dragged_cell_that_rests_is_one_undo(lab: "Lab", grid: KernelGrid) -> None:
    start = lab.cell(1, 1)
    lab.qtbot.mousePress(grid, LEFT, pos=start)
    lab.qtbot.mouseMove(grid, start - QPoint(0, 16))
    lab.qtbot.wait(GESTURE_PAUSE_MS + 100)
    lab.qtbot.mouseMove(grid, start - QPoint(0, 32))
    lab.qtbot.mouseRelease(grid, LEFT)
    assert lab.rows[1][1] == 4
    assert lab.document.undo_stack.count() == 1


MADE = Kernel("made", ((1.0, 2.0, 3.0), (4.0, 5.0, 6.0)), divisor=3.0)
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = CONTROL | Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("key", "modifiers", "edited"),
    [
        (Qt.Key.Key_R, CONTROL, kernels.rotated),
        (Qt.Key.Key_M, CONTROL, kernels.mirrored),
        (Qt.Key.Key_M, SHIFT, kernels.upside_down),
        (Qt.Key.Key_T, CONTROL, kernels.transposed),
        (Qt.Key.Key_I, CONTROL, kernels.negated),
        (Qt.Key.Key_Y, SHIFT, kernels.symmetrised),
        (Qt.Key.Key_Backspace, SHIFT, kernels.cleared),
        (Qt.Key.Key_BracketRight, CONTROL, lambda kernel: kernels.resized(kernel, 4, 5)),
        (Qt.Key.Key_BracketLeft, CONTROL, lambda kernel: kernels.resized(kernel, 1, 1)),
    ],
    ids=lambda value: getattr(value, "name", getattr(value, "__name__", "")),
)
def test_a_key_edits_the_kernel_as_one_undo(
    open_lab: "OpenLab",
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    edited: Callable[[Kernel], Kernel],
) -> None:
    lab = open_lab(KernelLabState(MADE))
    lab.qtbot.keyClick(lab.page.inspector.kernel.grid, key, modifiers)
    assert lab.state.kernel == edited(MADE)
    lab.undo()
    assert lab.state.kernel == MADE


def test_the_key_of_normalising_is_the_switch(lab: "Lab", grid: KernelGrid) -> None:
    lab.qtbot.keyClick(grid, Qt.Key.Key_N, CONTROL | Qt.KeyboardModifier.AltModifier)
    assert lab.state.settings.normalise
    lab.wait()
    assert lab.page.inspector.field("normalise").value
    lab.undo()
    lab.wait()
    assert not lab.page.actions["kernel.normalise"].isChecked()


def test_what_cannot_be_symmetrised_is_said(lab: "Lab", grid: KernelGrid) -> None:
    lab.qtbot.keyClick(grid, Qt.Key.Key_Y, SHIFT)
    assert "would be 0" in lab.page.inspector.kernel.message.text()
    assert lab.rows == SOBEL


@pytest.mark.parametrize(("name", "limit"), [("kernel.grow", 31), ("kernel.shrink", 1)])
def test_a_kernel_grows_and_shrinks_to_its_limits(lab: "Lab", name: str, limit: int) -> None:
    for _press in range(20):
        lab.trigger(name)
    assert (lab.state.kernel.height, lab.state.kernel.width) == (limit, limit)
    lab.wait()


@pytest.mark.parametrize("button", [each for each in BUTTONS if each != "kernel.paint"])
def test_every_button_of_the_panel_edits_the_kernel(open_lab: "OpenLab", button: str) -> None:
    lab = open_lab(KernelLabState(MADE))
    panel = lab.page.inspector.kernel
    found = next(
        each
        for each in panel.findChildren(ToolbarButton)
        if each.defaultAction() is lab.page.actions[button]
    )
    lab.qtbot.mouseClick(found, LEFT)
    assert lab.state.kernel != MADE


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_cells_of_a_large_empty_kernel_are_told_apart(
    open_lab: "OpenLab", light: None, appearance: Appearance
) -> None:
    themes.choose(appearance)
    lab = open_lab(KernelLabState(Kernel("largest", ((0.0,) * 31,) * 31)))
    grid = lab.page.inspector.kernel.grid
    image = grid.grab().toImage()
    scale = image.devicePixelRatio()
    between = lab.cell(15, 15).x() - grid.cells.cell_width_px / 2 - grid.cells.gap_px / 2
    row = [QColor(image.pixel(round(x * scale), 100)) for x in (between - 1, between, between + 1)]
    assert themes.current.line in row or len(set(map(QColor.name, row))) > 1
