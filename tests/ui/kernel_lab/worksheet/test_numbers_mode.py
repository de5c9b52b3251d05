"""The stories of the numbers mode, with mouse and keys."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractSpinBox, QLabel, QListWidget, QWidget

from cnnstudio.kernels.examples import EXAMPLES, Example, example
from cnnstudio.kernels.kernel import Rows
from cnnstudio.kernels.numbers import worked
from cnnstudio.kernels.settings import KernelLabState
from cnnstudio.kernels.sizes import SIZE_EXAMPLES, SizeExample
from cnnstudio.kernels.worksheet import Worksheet
from cnnstudio.project.project import Project
from cnnstudio.ui.kernel_lab.modes import Mode
from cnnstudio.ui.kernel_lab.worksheet.matrix_view import MatrixView
from cnnstudio.ui.kernel_lab.worksheet.numbers_mode import NumbersMode
from cnnstudio.ui.kernel_lab.worksheet.stages import Stage, stages, values

if TYPE_CHECKING:
    from tests.ui.kernel_lab.conftest import Lab, OpenLab

pytestmark = pytest.mark.gui


@pytest.fixture
def numbers(lab: "Lab") -> NumbersMode:
    """The numbers mode, opened by its key."""
    lab.key(lab.page, Qt.Key.Key_E, control=True)
    assert lab.page.parts.mode is Mode.NUMBERS
    assert lab.page.numbers is not None
    return lab.page.numbers


def _click(lab: "Lab", view: MatrixView, row: int, column: int) -> None:
    cell = view.rect_of(QRect(QPoint(column, row), QSize(1, 1))).center().toPoint()
    lab.qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=cell)


def _take(lab: "Lab", examples: QListWidget, row: int) -> None:
    rect = examples.visualItemRect(examples.item(row))
    lab.qtbot.mouseClick(examples.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())


def _sheet(lab: "Lab") -> Worksheet:
    return lab.state.worksheet


def _shown(numbers: NumbersMode, stage: Stage, number: int = 0) -> Rows:
    return numbers.view.content.outputs[stage][number].matrix.rows


@pytest.mark.parametrize(
    ("row", "known"), list(enumerate(EXAMPLES)), ids=[e.name for e in EXAMPLES]
)
def test_every_worked_example_is_one_click_away(
    lab: "Lab", numbers: NumbersMode, row: int, known: Example
) -> None:
    numbers.edits.use_example(EXAMPLES[row - 1])
    _take(lab, numbers.examples.worksheets, row)
    assert _sheet(lab) == known.worksheet
    steps = worked(known.worksheet)
    for stage in stages(known.worksheet):
        for number, plane in enumerate(values(steps, stage)):
            assert _shown(numbers, stage, number) == tuple(map(tuple, plane.tolist()))
    for view, plane in zip(numbers.view.content.inputs, steps.padded, strict=True):
        assert view.matrix.rows == tuple(map(tuple, plane.tolist()))


@pytest.mark.parametrize(
    ("row", "known"), list(enumerate(SIZE_EXAMPLES)), ids=[e.name for e in SIZE_EXAMPLES]
)
def test_every_chain_of_sizes_is_one_click_away(
    lab: "Lab", numbers: NumbersMode, row: int, known: SizeExample
) -> None:
    _take(lab, numbers.examples.sizes, row)
    assert numbers.sizes.isVisible()
    last = " × ".join(map(str, known.shapes()[-1]))
    assert numbers.sizes.accessibleDescription().endswith(last)
    _take(lab, numbers.examples.worksheets, 0)
    assert not numbers.sizes.isVisible()


def test_typing_a_number_changes_the_result_and_is_undone(lab: "Lab", numbers: NumbersMode) -> None:
    grid = numbers.view.content.inputs[0]
    before = _shown(numbers, Stage.SUMS)
    _click(lab, grid, 2, 3)
    lab.keys(grid, "1")
    lab.keys(grid.editor, "/4")
    lab.key(grid.editor, Qt.Key.Key_Return)
    assert _sheet(lab).channels[0][2][3] == 0.25
    assert grid.current == QPoint(3, 3)
    assert _shown(numbers, Stage.SUMS) != before
    lab.undo()
    assert _sheet(lab) == example("edge").worksheet
    assert _shown(numbers, Stage.SUMS) == before


def test_weights_and_biases_are_edited_by_keys(lab: "Lab", numbers: NumbersMode) -> None:
    content = numbers.view.content
    _click(lab, content.filters[0][0], 0, 0)
    lab.key(content.filters[0][0], Qt.Key.Key_PageUp)
    lab.key(content.filters[0][0], Qt.Key.Key_PageUp)
    assert _sheet(lab).filters[0][0][0][0] == 3
    _click(lab, content.biases[0], 0, 0)
    lab.key(content.biases[0], Qt.Key.Key_PageDown)
    assert _sheet(lab).biases == (-1,)
    assert lab.document.undo_stack.count() == 2


def _paste(lab: "Lab", view: MatrixView, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    _click(lab, view, 0, 0)
    lab.key(view, Qt.Key.Key_V, control=True)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1\t2\t3\n4\t5\t6\n", ((1, 2, 3), (4, 5, 6))),
        ("1/4 * [4 8; 0 -1]", ((1, 2), (0, -0.25))),
        (r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}", ((1, 2), (3, 4))),
        ("0,5;0,25\n1;2\n", ((0.5, 0.25), (1, 2))),
    ],
    ids=["spreadsheet", "fraction", "paper", "decimal commas"],
)
def test_a_pasted_matrix_becomes_the_input_in_one_step(
    lab: "Lab", numbers: NumbersMode, text: str, rows: Rows
) -> None:
    before = _sheet(lab)
    numbers.edits.set_field("kernel_height", 1)
    numbers.edits.set_field("kernel_width", 1)
    steps = lab.document.undo_stack.count()
    _paste(lab, numbers.view.content.inputs[0], text)
    assert _sheet(lab).channels == (rows,)
    assert _sheet(lab).filters != before.filters
    assert lab.document.undo_stack.count() == steps + 1
    lab.undo()
    assert _sheet(lab).channels == before.channels


def test_weights_and_biases_are_pasted_where_the_focus_is(lab: "Lab", numbers: NumbersMode) -> None:
    _paste(lab, numbers.view.content.filters[0][0], "1 0; 0 -1")
    assert _sheet(lab).filters == ((((1, 0), (0, -1)),),)
    _paste(lab, numbers.view.content.biases[0], "3/4")
    assert _sheet(lab).biases == (0.75,)


def test_the_other_channels_get_the_size_of_a_pasted_one(lab: "Lab", numbers: NumbersMode) -> None:
    numbers.edits.set_field("channels", 2)
    rows = tuple(tuple(float(5 * i + j) for j in range(5)) for i in range(4))
    _paste(lab, numbers.view.content.inputs[1], "\n".join(" ".join(map(str, r)) for r in rows))
    first, second = _sheet(lab).channels
    assert second == rows
    assert first == tuple(row[:5] for row in example("edge").worksheet.channels[0][:4])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hello there", "hello"),
        ("1 2; 3", "these have 2, 1"),
        ("1 2; 3 1/0", "1/0"),
        ("\n".join(["1 " * 17] * 17), "16×16"),
        (" ", "no text"),
    ],
    ids=["words", "ragged", "arithmetic", "too large", "empty"],
)
def test_a_text_without_a_matrix_is_refused_in_a_sentence(
    lab: "Lab", numbers: NumbersMode, text: str, words: str
) -> None:
    before = _sheet(lab)
    _paste(lab, numbers.view.content.inputs[0], text)
    assert words in numbers.inspector.message.text()
    assert numbers.inspector.message.isVisible()
    assert _sheet(lab) == before
    assert lab.document.undo_stack.count() == 0


def test_a_bias_takes_one_number_alone(lab: "Lab", numbers: NumbersMode) -> None:
    _paste(lab, numbers.view.content.biases[0], "1 2; 3 4")
    assert "2×2" in numbers.inspector.message.text()
    assert _sheet(lab) == example("edge").worksheet


def test_a_copied_matrix_is_pasted_as_it_was(lab: "Lab", numbers: NumbersMode) -> None:
    view = numbers.view.content.filters[0][0]
    _click(lab, view, 0, 0)
    lab.key(view, Qt.Key.Key_C, control=True)
    assert QGuiApplication.clipboard().text() == "1\t2\t1\n0\t0\t0\n-1\t-2\t-1\n"
    lab.key(view, Qt.Key.Key_Delete)
    lab.key(view, Qt.Key.Key_V, control=True)
    assert _sheet(lab) == example("edge").worksheet


def test_text_in_a_cell_is_explained_and_the_last_good_number_stays(
    lab: "Lab", numbers: NumbersMode
) -> None:
    grid = numbers.view.content.inputs[0]
    _click(lab, grid, 0, 0)
    lab.keys(grid, "1")
    lab.keys(grid.editor, "/0")
    lab.key(grid.editor, Qt.Key.Key_Return)
    assert grid.editor.isVisible()
    assert "divides by zero" in numbers.inspector.message.text()
    lab.key(grid.editor, Qt.Key.Key_Escape)
    assert not numbers.inspector.message.isVisible()
    assert _sheet(lab) == example("edge").worksheet


def test_padding_is_not_edited(lab: "Lab", numbers: NumbersMode) -> None:
    numbers.edits.use_example(example("volume"))
    grid = numbers.view.content.inputs[1]
    _click(lab, grid, 0, 0)
    assert grid.current == QPoint(1, 1)
    lab.key(grid, Qt.Key.Key_Delete)
    assert _sheet(lab).channels[1][0][0] == 0


def test_pointing_at_a_result_marks_its_window_and_writes_it_out(
    lab: "Lab", numbers: NumbersMode
) -> None:
    numbers.edits.use_example(example("volume"))
    content = numbers.view.content
    view = content.outputs[Stage.SUMS][1]
    cell = view.rect_of(QRect(2, 1, 1, 1)).center().toPoint()
    lab.qtbot.mouseMove(view, cell)
    for grid in content.inputs:
        assert grid.window_cells == QRect(4, 2, 3, 3)
    assert content.filters[0][0].window_cells.isEmpty()
    assert content.filters[1][2].window_cells == QRect(0, 0, 3, 3)
    value = worked(_sheet(lab)).sums[1, 1, 2]
    assert numbers.panel.value.text().endswith(f"{abs(value):g}")
    assert "+ bias 0" in numbers.panel.steps.text()
    assert numbers.panel.place.text() == "filter 2, row 2, column 3"
    assert numbers.panel.products[2].view.text_at(0, 0).count("×") == 1


def test_arrow_keys_walk_through_the_result(lab: "Lab", numbers: NumbersMode) -> None:
    view = numbers.view.content.outputs[Stage.SUMS][0]
    _click(lab, view, 0, 0)
    lab.key(view, Qt.Key.Key_Down)
    lab.key(view, Qt.Key.Key_Right)
    assert numbers.panel.place.text() == "filter 1, row 2, column 2"
    assert numbers.panel.steps.text() == "10 + 20 + 10 + 0 + 0 + 0 + 0 + 0 + 0 + bias 0"
    assert numbers.panel.value.text() == "= 40"


@pytest.mark.parametrize(
    ("name", "stage", "steps", "value"),
    [
        ("relu", Stage.ACTIVATED, "ReLU of 9", "= 9"),
        ("max-pooling", Stage.POOLED, "Max of 4, 3, 1, 3", "= 4"),
        ("average-pooling", Stage.POOLED, "(4 + 3 + 1 + 3) ÷ 4", "= 2.75"),
        ("flatten", Stage.FLAT, "map 1, row 1, column 1", "= 1"),
    ],
)
def test_each_kind_of_step_is_written_out(
    lab: "Lab", numbers: NumbersMode, name: str, stage: Stage, steps: str, value: str
) -> None:
    numbers.edits.use_example(example(name))
    _click(lab, numbers.view.content.outputs[stage][0], 0, 0)
    assert (numbers.panel.steps.text(), numbers.panel.value.text()) == (steps, value)


def test_tab_leads_from_matrix_to_matrix(lab: "Lab", numbers: NumbersMode) -> None:
    content = numbers.view.content
    content.inputs[0].setFocus()
    names = []
    for _press in range(3):
        lab.key(_focused(lab), Qt.Key.Key_Tab)
        names.append(_focused(lab).accessibleName())
    assert names == ["Filter 1, channel 1", "Bias of filter 1", "Result of filter 1"]


def _focused(lab: "Lab") -> QWidget:
    widget = lab.page.window().focusWidget()
    assert widget is not None
    return widget


def test_sizes_and_counts_are_fields(lab: "Lab", numbers: NumbersMode) -> None:
    for name, text in (("channels", "3"), ("filters", "2"), ("stride", "2"), ("top", "1")):
        field = numbers.inspector.form_of(name).field(name)
        field.setFocus()
        lab.key(field.lineEdit(), Qt.Key.Key_A, control=True)
        lab.keys(field.lineEdit(), text)
        lab.key(field.lineEdit(), Qt.Key.Key_Return)
    sheet = _sheet(lab)
    assert (len(sheet.channels), len(sheet.filters), sheet.stride) == (3, 2, 2)
    assert sheet.padding.top == 1
    assert len(numbers.view.content.inputs) == 3
    assert "⌊(6 + 1 + 0 − 3) / 2⌋ + 1 = 3" in numbers.inspector.sizes.text()


def test_what_is_not_allowed_is_said_at_the_field(lab: "Lab", numbers: NumbersMode) -> None:
    field = numbers.inspector.form_of("height").field("height")
    field.setFocus()
    lab.key(field.lineEdit(), Qt.Key.Key_A, control=True)
    lab.keys(field.lineEdit(), "17")
    lab.key(field.lineEdit(), Qt.Key.Key_Return)
    assert "from 1 to 16" in numbers.inspector.form_of("height").message("height")
    assert _sheet(lab).input_size == (6, 6)


def test_a_filter_that_does_not_fit_is_explained(lab: "Lab", numbers: NumbersMode) -> None:
    numbers.edits.set_field("kernel_height", 9)
    assert "does not fit the padded input" in numbers.view.content.problem.text()
    assert not numbers.view.content.outputs
    lab.undo()
    assert numbers.view.content.problem.text() == ""
    assert numbers.view.content.outputs


def test_rows_that_a_stride_leaves_out_are_told(lab: "Lab", numbers: NumbersMode) -> None:
    numbers.edits.set_field("stride", 2)
    assert "The last row is not covered." in numbers.inspector.sizes.text()


def test_same_padding_is_a_click(lab: "Lab", numbers: NumbersMode) -> None:
    lab.qtbot.mouseClick(numbers.inspector.same, Qt.MouseButton.LeftButton)
    assert len(_shown(numbers, Stage.SUMS)) == 6


def test_space_plays_and_steps_fill_the_result_in(lab: "Lab", numbers: NumbersMode) -> None:
    view = numbers.view.content.outputs[Stage.SUMS][0]
    lab.trigger("play.step")
    lab.trigger("play.step")
    assert view.matrix.filled == 2
    assert numbers.panel.place.text() == "filter 1, row 1, column 2"
    lab.trigger("play.back")
    assert view.matrix.filled == 1
    view.setFocus()
    lab.key(view, Qt.Key.Key_Space)
    assert numbers.player.is_playing
    lab.key(view, Qt.Key.Key_Space)
    assert not numbers.player.is_playing
    lab.key(view, Qt.Key.Key_Escape)
    assert view.matrix.filled is None


def test_undo_leads_to_the_mode_that_it_changes(lab: "Lab", numbers: NumbersMode) -> None:
    numbers.edits.set_bias(0, value=3)
    lab.page.show_mode(Mode.PICTURES)
    lab.undo()
    assert lab.page.parts.mode is Mode.NUMBERS
    lab.trigger("kernel.numbers")
    assert lab.page.parts.mode is Mode.PICTURES


def test_larger_cells_are_chosen_by_zooming(lab: "Lab", numbers: NumbersMode) -> None:
    grid = numbers.view.content.inputs[0]
    before = grid.width()
    lab.trigger("picture.zoom_in")
    assert grid.width() > before
    lab.trigger("picture.fit")
    assert grid.width() == before


def test_every_widget_that_takes_focus_has_a_name(lab: "Lab", numbers: NumbersMode) -> None:
    numbers.edits.use_example(example("volume"))
    parts = (numbers.examples, numbers.centre, numbers.inspector)
    widgets = [widget for part in parts for widget in part.findChildren(QWidget)]
    nameless = [
        widget
        for widget in widgets
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and not widget.accessibleName()
        and not isinstance(widget, QLabel)  # named by its text
        and not isinstance(widget.parentWidget(), QAbstractSpinBox)
    ]
    assert not nameless


def test_the_mode_is_remembered_with_the_page(open_lab: "OpenLab") -> None:
    first, second = open_lab(), open_lab()
    first.trigger("kernel.numbers")
    assert second.page.restoreState(first.page.saveState())
    assert second.page.parts.mode is Mode.NUMBERS


def test_opening_a_project_keeps_the_mode_and_shows_its_numbers(
    lab: "Lab", numbers: NumbersMode
) -> None:
    kernels = KernelLabState(picture="coins", worksheet=example("relu").worksheet)
    lab.document.open(Project(kernels=kernels))
    assert lab.page.parts.mode is Mode.NUMBERS
    assert _shown(numbers, Stage.ACTIVATED)[0] == (9, 3, 5, 0)
