"""Cards by the squares of the canvas that they touch, so that what is near is found at once."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF

_CELL_PX = 256.0

Cell = tuple[int, int]


class CardGrid:
    """Rectangles by name."""

    def __init__(self) -> None:
        self._rects: dict[str, QRectF] = {}
        self._cells: dict[Cell, set[str]] = {}

    def put(self, name: str, rect: QRectF) -> QRectF:
        """Put a card elsewhere, or in; return the box around where it was and where it is."""
        old = self._rects.get(name)
        if old == rect:
            return QRectF()
        self.drop(name)
        self._rects[name] = rect
        for cell in _cells(rect):
            self._cells.setdefault(cell, set()).add(name)
        return rect if old is None else old | rect

    def drop(self, name: str) -> QRectF:
        """Take a card out; return where it was."""
        rect = self._rects.pop(name, None)
        if rect is None:
            return QRectF()
        for cell in _cells(rect):
            self._cells[cell].discard(name)
        return rect

    def near(self, rect: QRectF) -> dict[str, QRectF]:
        """Return the cards that touch a rectangle."""
        names: set[str] = set()
        for cell in _cells(rect):
            names |= self._cells.get(cell, set())
        return {name: self._rects[name] for name in names if self._rects[name].intersects(rect)}


def _cells(rect: QRectF) -> Iterator[Cell]:
    left, right = int(rect.left() // _CELL_PX), int(rect.right() // _CELL_PX)
    top, bottom = int(rect.top() // _CELL_PX), int(rect.bottom() // _CELL_PX)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))
