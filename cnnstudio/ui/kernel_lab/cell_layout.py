"""Where the cells of a kernel lie in the room there is."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

_WIDEST_PX = 54.0
_TALLEST_PX = 38.0
_TALLEST_GRID_PX = 288.0


@dataclass(frozen=True, slots=True)
class CellLayout:
    """The cells of a grid of `rows` × `columns` in a given width, all of one size."""

    rows: int
    columns: int
    width_px: float

    @property
    def gap_px(self) -> float:
        """The space between two cells: less of it where there are many."""
        return 4.0 if max(self.rows, self.columns) <= 7 else 2.0 if self._is_medium else 1.0

    @property
    def _is_medium(self) -> bool:
        return max(self.rows, self.columns) <= 15

    @property
    def cell_width_px(self) -> float:
        """The width of one cell."""
        return min(_WIDEST_PX, _share(self.width_px, self.columns, self.gap_px))

    @property
    def cell_height_px(self) -> float:
        """The height of one cell; narrow ones are square."""
        room = _share(_TALLEST_GRID_PX, self.rows, self.gap_px)
        return min(_TALLEST_PX, room, max(self.cell_width_px, 16.0))

    @property
    def shown_width_px(self) -> float:
        """The width of the whole grid, which may be less than there is room for."""
        return self.columns * (self.cell_width_px + self.gap_px) - self.gap_px

    @property
    def height_px(self) -> float:
        """The height of the whole grid."""
        return self.rows * (self.cell_height_px + self.gap_px) - self.gap_px

    def rect(self, row: int, column: int) -> QRectF:
        """Return where a cell lies."""
        width, height = self.cell_width_px, self.cell_height_px
        x, y = column * (width + self.gap_px), row * (height + self.gap_px)
        return QRectF(x, y, width, height)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return (row, column) under a point; the space behind a cell belongs to it."""
        row, column = self._unlimited(point)
        inside = 0 <= row < self.rows and 0 <= column < self.columns
        return (row, column) if inside else None

    def nearest(self, point: QPointF) -> tuple[int, int]:
        """Return (row, column) of the cell nearest to a point, which may lie outside."""
        row, column = self._unlimited(point)
        return min(max(row, 0), self.rows - 1), min(max(column, 0), self.columns - 1)

    def _unlimited(self, point: QPointF) -> tuple[int, int]:
        row = point.y() // (self.cell_height_px + self.gap_px)
        return int(row), int(point.x() // (self.cell_width_px + self.gap_px))


def _share(room_px: float, count: int, gap_px: float) -> float:
    return max((room_px - gap_px * (count - 1)) / count, 1.0)


def cells_between(start: tuple[int, int], end: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the cells on the way from `start`, which is left out, to `end`: none is skipped."""
    rows, columns = end[0] - start[0], end[1] - start[1]
    count = max(abs(rows), abs(columns))
    return [
        (start[0] + round(rows * step / count), start[1] + round(columns * step / count))
        for step in range(1, count + 1)
    ]
