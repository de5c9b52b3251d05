"""The widgets of a worksheet: a matrix for each channel, filter and map."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from cnnstudio.kernels.numbers import Worked
from cnnstudio.kernels.worksheet import Worksheet
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.worksheet.matrix_grid import MatrixGrid
from cnnstudio.ui.kernel_lab.worksheet.matrix_view import Matrix, MatrixView
from cnnstudio.ui.kernel_lab.worksheet.sheet_matrices import heading
from cnnstudio.ui.kernel_lab.worksheet.stages import Place, Stage, stages, values
from cnnstudio.ui.theme import HEADING_PX, body_font, themes
from cnnstudio.ui.widgets.section_label import SectionLabel

_MARGIN_PX = 20
_BETWEEN_PX = 12
_EMPTY = Matrix(((0.0,),))
_BESIDE_INPUT = 2
"""The column of a filter that stands beside the input, behind a sign."""


class SheetContent(QWidget):
    """Lays the matrices of one worksheet out; another number of them needs another content."""

    pointed = Signal(object)
    input_edited = Signal(int, int, int, float, str)
    weight_edited = Signal(int, int, int, int, float, str)
    bias_edited = Signal(int, float, str)
    input_pasted = Signal(int, str)
    weights_pasted = Signal(int, int, str)
    bias_pasted = Signal(int, str)
    refused = Signal(str)
    gesture_ended = Signal()

    def __init__(self, sheet: Worksheet | None = None, steps: Worked | None = None) -> None:
        super().__init__()
        self._shape = _shape(sheet, steps)
        self.inputs: list[MatrixGrid] = []
        self.filters: list[list[MatrixGrid]] = []
        self.biases: list[MatrixGrid] = []
        self.outputs: dict[Stage, list[MatrixView]] = {}
        self.problem = QLabel()
        self.column = QVBoxLayout(self)
        self._headings: dict[Stage, SectionLabel] = {}
        if sheet is not None:
            self._create(sheet, steps)
            self._lay_out()
        themes.changed.connect(self.update)

    def fits(self, sheet: Worksheet, steps: Worked | None) -> bool:
        """Return whether there is a matrix for each of another worksheet's."""
        return self._shape == _shape(sheet, steps)

    def by_stage(self) -> dict[Stage, list[MatrixView]]:
        """Return the maps of each step, the input included."""
        return {Stage.INPUT: list(self.inputs), **self.outputs}

    def views(self) -> Iterator[MatrixView]:
        """Yield every matrix."""
        yield from self.inputs
        for views in self.filters:
            yield from views
        yield from self.biases
        for maps in self.outputs.values():
            yield from maps

    def show_headings(self, sheet: Worksheet, steps: Worked | None, problem: str) -> None:
        """Say above each column what it is."""
        height, width = sheet.input_size
        size = _("{height} × {width}").format(height=height, width=width)
        channels = len(sheet.channels)
        text = _("Input, {channels} × {size}") if channels > 1 else _("Input, {size}")
        self._headings[Stage.INPUT].setText(text.format(size=size, channels=channels))
        for stage in self.outputs:
            if steps is not None:
                self._headings[stage].setText(heading(sheet, steps, stage))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), themes.current.canvas)
        painter.end()

    def _create(self, sheet: Worksheet, steps: Worked | None) -> None:
        many = len(sheet.channels) > 1
        for channel in range(len(sheet.channels)):
            name = _("Input, channel {channel}") if many else _("Input")
            grid = self._grid(name.format(channel=channel + 1))
            grid.cell_edited.connect(
                lambda row, column, value, gesture, channel=channel: self.input_edited.emit(
                    channel, row, column, value, gesture
                )
            )
            grid.pasted.connect(lambda text, channel=channel: self.input_pasted.emit(channel, text))
            self.inputs.append(grid)
        for number in range(len(sheet.filters)):
            self.filters.append(
                [self._weights(number, channel) for channel in range(len(sheet.channels))]
            )
            self.biases.append(self._bias(number))
        for stage in stages(sheet) if steps is not None else ():
            count = len(values(steps, stage)) if steps is not None else 0
            self.outputs[stage] = [self._map(sheet, stage, number) for number in range(count)]

    def _weights(self, number: int, channel: int) -> MatrixGrid:
        name = _("Filter {number}, channel {channel}")
        grid = self._grid(name.format(number=number + 1, channel=channel + 1))
        grid.cell_edited.connect(
            lambda row, column, value, gesture: self.weight_edited.emit(
                number, channel, row, column, value, gesture
            )
        )
        grid.pasted.connect(lambda text: self.weights_pasted.emit(number, channel, text))
        return grid

    def _bias(self, number: int) -> MatrixGrid:
        grid = self._grid(_("Bias of filter {number}").format(number=number + 1))
        grid.cell_edited.connect(
            lambda _row, _column, value, gesture: self.bias_edited.emit(number, value, gesture)
        )
        grid.pasted.connect(lambda text: self.bias_pasted.emit(number, text))
        return grid

    def _grid(self, name: str) -> MatrixGrid:
        grid = MatrixGrid(name, _EMPTY, self)
        grid.refused.connect(self.refused)
        grid.gesture_ended.connect(self.gesture_ended)
        return grid

    def _map(self, sheet: Worksheet, stage: Stage, number: int) -> MatrixView:
        view = MatrixView(_map_name(sheet, stage, number), _EMPTY, self)
        view.pointed.connect(
            lambda row, column: self.pointed.emit(Place(stage, number, row, column))
        )
        return view

    def _lay_out(self) -> None:
        column = self.column
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        column.setSpacing(_BETWEEN_PX)
        column.addStretch(1)
        for layout in self._parts():
            column.addLayout(_centred(layout))
        self.problem.setProperty("tone", "bad")
        self.problem.setWordWrap(True)
        self.problem.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.problem)
        column.addStretch(1)

    def _parts(self) -> Iterator[QLayout]:
        """Yield what stands below one another: several channels have a line of their own."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(_BETWEEN_PX)
        grid.setVerticalSpacing(_BETWEEN_PX)
        is_beside = not self.filters or len(self.inputs) == 1
        if is_beside:
            self._add_input(grid)
        else:
            yield self._channels()
        self._add_filters(grid, _BESIDE_INPUT if is_beside else 0)
        self._add_outputs(grid, _BESIDE_INPUT + len(self.inputs) if self.filters else 1)
        yield grid
        if Stage.FLAT in self.outputs:
            flat = QVBoxLayout()
            flat.addWidget(self._heading(Stage.FLAT))
            flat.addWidget(self.outputs[Stage.FLAT][0])
            yield flat

    def _channels(self) -> QLayout:
        column = QVBoxLayout()
        column.addWidget(self._heading(Stage.INPUT))
        row = QHBoxLayout()
        row.setSpacing(_BETWEEN_PX)
        for view in self.inputs:
            row.addWidget(view)
        column.addLayout(row)
        return column

    def _add_input(self, grid: QGridLayout) -> None:
        grid.addWidget(self._heading(Stage.INPUT), 0, 0)
        for line, view in enumerate(self.inputs, 1):
            grid.addWidget(view, line, 0, _MIDDLE)

    def _add_filters(self, grid: QGridLayout, first: int) -> None:
        if not self.filters:
            return
        many = len(self.filters) > 1
        bias_column = first + len(self.inputs) + 1
        span = len(self.inputs)
        grid.addWidget(SectionLabel(_("Filters") if many else _("Filter")), 0, first, 1, span)
        grid.addWidget(SectionLabel(_("Biases") if many else _("Bias")), 0, bias_column)
        for line, (views, bias) in enumerate(zip(self.filters, self.biases, strict=True), 1):
            if first:
                grid.addWidget(_sign("∗"), line, first - 1)
            for channel, view in enumerate(views):
                grid.addWidget(view, line, first + channel, _MIDDLE)
            grid.addWidget(_sign("+"), line, bias_column - 1)
            grid.addWidget(bias, line, bias_column, _MIDDLE)

    def _add_outputs(self, grid: QGridLayout, first: int) -> None:
        for index, (stage, views) in enumerate(self.outputs.items()):
            if stage is Stage.FLAT:
                continue
            column = first + 3 + 2 * index
            grid.addWidget(self._heading(stage), 0, column)
            for line, view in enumerate(views, 1):
                grid.addWidget(_sign("=" if stage is Stage.SUMS else "→"), line, column - 1)
                grid.addWidget(view, line, column, _MIDDLE)

    def _heading(self, stage: Stage) -> SectionLabel:
        self._headings[stage] = SectionLabel("")
        return self._headings[stage]


_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def _shape(sheet: Worksheet | None, steps: Worked | None) -> tuple[object, ...]:
    """Return what decides how many matrices there are."""
    if sheet is None:
        return ()
    return len(sheet.channels), len(sheet.filters), stages(sheet), steps is None


def _map_name(sheet: Worksheet, stage: Stage, number: int) -> str:
    names = {
        Stage.SUMS: _("Sums of filter {number}"),
        Stage.ACTIVATED: _("Activated values, map {number}"),
        Stage.POOLED: _("Pooled values, map {number}"),
        Stage.FLAT: _("Flattened"),
    }
    is_result = stages(sheet) == (Stage.SUMS,)
    name = _("Result of filter {number}") if is_result else names[stage]
    return name.format(number=number + 1)


def _centred(layout: QLayout) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    row.addLayout(layout)
    row.addStretch(1)
    return row


def _sign(text: str) -> QLabel:
    label = QLabel(text)
    label.setFont(body_font(HEADING_PX + 3))
    label.setProperty("tone", "dim")
    return label
