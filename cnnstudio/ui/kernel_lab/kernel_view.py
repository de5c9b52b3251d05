"""A kernel as a grid of coloured cells, one of them the current one."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from cnnstudio.kernels.kernel import Kernel
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.cell_layout import CellLayout
from cnnstudio.ui.kernel_lab.cell_painting import paint_cells, paint_outline
from cnnstudio.ui.kernel_lab.cell_text import cell_text
from cnnstudio.ui.theme import themes


class KernelView(QWidget):
    """Paints a kernel and remembers which cell the keys act on."""

    current_changed = Signal(int, int)

    def __init__(self, kernel: Kernel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kernel = kernel
        self.current = (0, 0)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Kernel"))
        themes.changed.connect(self.update)
        self._describe()

    @property
    def cells(self) -> CellLayout:
        """Where the cells lie now."""
        return CellLayout(self.kernel.height, self.kernel.width, self.width())

    @property
    def value(self) -> float:
        """The weight of the current cell."""
        row, column = self.current
        return self.kernel.rows[row][column]

    def hold_kernel(self, kernel: Kernel) -> None:
        """Let keys and mouse act on another kernel; it is seen once `show_held` is called."""
        self.kernel = kernel
        row, column = self.current
        self.current = min(row, kernel.height - 1), min(column, kernel.width - 1)

    def show_held(self) -> None:
        """Show the kernel that is held."""
        self._describe()
        self.updateGeometry()
        self.update()

    def set_current(self, row: int, column: int) -> None:
        """Move to a cell, or to the nearest one where it lies outside."""
        row = min(max(row, 0), self.kernel.height - 1)
        column = min(max(column, 0), self.kernel.width - 1)
        is_moved = (row, column) != self.current
        self.current = (row, column)
        self._describe()
        self.update()
        if is_moved:
            self.current_changed.emit(row, column)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(CellLayout(self.kernel.height, self.kernel.width, width).height_px)

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_cells(painter, self.kernel, self.cells, themes.current)
        if self.hasFocus():
            paint_outline(painter, self.cells.rect(*self.current), themes.current.accent)
        painter.end()

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QHelpEvent):
            return super().event(event)
        cell = self.cells.cell_at(QPointF(event.pos()))
        QToolTip.showText(event.globalPos(), self._tip(*cell) if cell else "", self)
        return True

    def _tip(self, row: int, column: int) -> str:
        hint = _("Type a number, turn the wheel, or drag up and down.")
        return f"{self._in_words(row, column)}\n{hint}"

    def _in_words(self, row: int, column: int) -> str:
        return _("Row {row}, column {column}: {value}").format(
            row=row + 1, column=column + 1, value=cell_text(self.kernel.rows[row][column])
        )

    def _describe(self) -> None:
        self.setAccessibleDescription(self._in_words(*self.current))
