"""The worksheet laid out: the input, then a line of matrices for each filter."""

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from cnnstudio.kernels.numbers import Worked
from cnnstudio.kernels.worksheet import Worksheet
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.worksheet.matrix_view import CellSize, Matrix, MatrixView
from cnnstudio.ui.kernel_lab.worksheet.sheet_content import SheetContent
from cnnstudio.ui.kernel_lab.worksheet.sheet_matrices import (
    bias_matrices,
    filter_matrices,
    input_matrices,
    output_matrices,
)
from cnnstudio.ui.kernel_lab.worksheet.stages import Place, Stage, has, sources, stages

_SMALLEST_PX, _LARGEST_PX = 20, 72
_LARGEST_ZOOM = 4.0
_NOTCH = 120
_ZOOM_PER_NOTCH = 1.15


class SheetView(QScrollArea):
    """Shows a worksheet as large as there is room; says what is pointed at and edited."""

    pointed = Signal(object)
    """A `Place` of a step after the input."""
    input_edited = Signal(int, int, int, float, str)
    """Channel, row, column, number, gesture."""
    weight_edited = Signal(int, int, int, int, float, str)
    """Filter, channel, row, column, number, gesture."""
    bias_edited = Signal(int, float, str)
    input_pasted = Signal(int, str)
    """Channel, text."""
    weights_pasted = Signal(int, int, str)
    """Filter, channel, text."""
    bias_pasted = Signal(int, str)
    refused = Signal(str)
    gesture_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = SheetContent()
        self._sheet: Worksheet | None = None
        self._steps: Worked | None = None
        self._place: Place | None = None
        self._played: Place | None = None
        self._zoom = 1.0
        self._fitted_px = float(_SMALLEST_PX)
        self._fitted_for: tuple[object, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("sheet")
        self.setMinimumSize(240, 120)
        self.setAccessibleName(_("Worksheet"))

    def show_sheet(
        self, sheet: Worksheet, steps: Worked | None, *, problem: str = "", played: Place | None
    ) -> None:
        """Show numbers that belong together; without `steps` the problem stands in their place."""
        self._sheet, self._steps, self._played = sheet, steps, played
        if not self.content.fits(sheet, steps):
            self._build(sheet, steps)
        self.content.show_headings(sheet, steps, problem)
        self._show_matrices()
        self.show_place(self._place)

    def show_played(self, played: Place | None) -> None:
        """Show the numbers up to one of them; for None, all."""
        self._played = played
        self._show_matrices()

    def show_place(self, place: Place | None) -> None:
        """Mark a number and what it is made from."""
        self._place = place
        if self._sheet is None or self._steps is None:
            return
        is_there = place is not None and has(self._sheet, self._steps, place)
        windows = sources(self._sheet, self._steps, place) if place and is_there else {}
        for stage, views in self.content.by_stage().items():
            window = windows.get(stage)
            for number, view in enumerate(views):
                is_meant = window is not None and window.number in (None, number)
                view.show_window(
                    QRect(window.left, window.top, window.width, window.height)
                    if window is not None and is_meant
                    else QRect()
                )
        self._show_filter(windows[Stage.SUMS].number if Stage.SUMS in windows else None)

    def zoom(self, factor: float) -> None:
        """Show larger or smaller cells; smaller than what fits is what fits."""
        self._zoom = min(max(self._zoom * factor, 1.0), _LARGEST_ZOOM)
        self._show_matrices()

    def fit(self) -> None:
        """Show all of the worksheet, as far as its numbers stay readable."""
        self._zoom = 1.0
        self._show_matrices()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_matrices()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_ZOOM_PER_NOTCH ** (event.angleDelta().y() / _NOTCH))
        else:
            super().wheelEvent(event)

    def _build(self, sheet: Worksheet, steps: Worked | None) -> None:
        self.content = SheetContent(sheet, steps)
        self.content.pointed.connect(self.pointed)
        self.content.input_edited.connect(self.input_edited)
        self.content.weight_edited.connect(self.weight_edited)
        self.content.bias_edited.connect(self.bias_edited)
        self.content.input_pasted.connect(self.input_pasted)
        self.content.weights_pasted.connect(self.weights_pasted)
        self.content.bias_pasted.connect(self.bias_pasted)
        self.content.refused.connect(self.refused)
        self.content.gesture_ended.connect(self.gesture_ended)
        self.setWidget(self.content)
        self.setFocusProxy(self.content.inputs[0])

    def _show_filter(self, number: int | None) -> None:
        for index, bias in enumerate(self.content.biases):
            for view in (*self.content.filters[index], bias):
                view.show_window(
                    QRect(0, 0, len(view.matrix.rows[0]), len(view.matrix.rows))
                    if index == number
                    else QRect()
                )

    def _show_matrices(self) -> None:
        if self._sheet is None:
            return
        pairs = list(self._pairs(self._sheet))
        key = self._fit_key([matrix for _view, matrix in pairs])
        if key != self._fitted_for:
            self._fitted_px, self._fitted_for = self._fitting(pairs), key
        for view, matrix in pairs:
            view.show_matrix(matrix, CellSize(self._fitted_px * self._zoom))

    def _pairs(self, sheet: Worksheet) -> Iterator[tuple[MatrixView, Matrix]]:
        content = self.content
        yield from zip(content.inputs, input_matrices(sheet, self._steps), strict=True)
        for views, matrices in zip(content.filters, filter_matrices(sheet), strict=True):
            yield from zip(views, matrices, strict=True)
        yield from zip(content.biases, bias_matrices(sheet), strict=True)
        if self._steps is not None:
            outputs = output_matrices(sheet, self._steps, self._played)
            for stage in stages(sheet):
                yield from zip(content.outputs[stage], outputs[stage], strict=True)

    def _fit_key(self, matrices: list[Matrix]) -> tuple[object, ...]:
        """Return what decides how large the cells can be."""
        sizes = ((len(m.rows), len(m.rows[0]), len(m.longest)) for m in matrices)
        return self.content, self.viewport().size().toTuple(), *sizes

    def _fitting(self, pairs: list[tuple[MatrixView, Matrix]]) -> float:
        """Return the largest side of a cell with which the content fits the view."""
        room, layout = self.maximumViewportSize(), self.content.column
        too_large, fits = _LARGEST_PX + 1, _SMALLEST_PX
        while too_large - fits > 1:
            side = (too_large + fits) // 2
            for view, matrix in pairs:
                view.show_matrix(matrix, CellSize(side))
            layout.invalidate()
            layout.activate()  # which alone makes layouts within it measure anew
            wanted = layout.sizeHint()
            is_fitting = wanted.width() <= room.width() and wanted.height() <= room.height()
            too_large, fits = (too_large, side) if is_fitting else (side, fits)
        return float(fits)
