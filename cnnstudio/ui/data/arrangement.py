"""Where the pictures of a part stand in the grid: class after class, each under its title."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from cnnstudio.ui.data.loaded import Groups


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the grid; without a picture it belongs to a title or is empty."""

    label: int
    picture: int | None = None
    is_title: bool = False


class Arrangement:
    """Rows of up to `columns` pictures; each class that has any begins with a title row."""

    def __init__(self, groups: Groups, labels: Iterable[int], columns: int) -> None:
        self.columns = columns
        self._groups = groups
        counts = groups.counts
        self._labels = [label for label in labels if counts[label]]
        self._counts = [counts[label] for label in self._labels]
        heights = [1 + -(-count // columns) for count in self._counts]
        self._starts = [0, *accumulate(heights)]
        self._places = {label: place for place, label in enumerate(self._labels)}

    @property
    def row_count(self) -> int:
        """How many rows there are, titles among them."""
        return self._starts[-1]

    @property
    def title_rows(self) -> list[int]:
        """The rows that hold titles."""
        return self._starts[:-1]

    def cell(self, row: int, column: int) -> Cell:
        """Return what stands in a place."""
        place = bisect_right(self._starts, row) - 1
        label = self._labels[place]
        inner = row - self._starts[place] - 1
        if inner < 0:
            return Cell(label, is_title=True)
        number = inner * self.columns + column
        if number >= self._counts[place]:
            return Cell(label)
        return Cell(label, self._groups.picture(label, number))

    def pictures(self, first_row: int, last_row: int) -> list[int]:
        """Return the pictures of some rows, in their order."""
        rows = range(max(0, first_row), min(last_row + 1, self.row_count))
        cells = (self.cell(row, column) for row in rows for column in range(self.columns))
        return [cell.picture for cell in cells if cell.picture is not None]

    def find(self, label: int, picture: int) -> tuple[int, int] | None:
        """Return row and column of a picture, where its class is shown."""
        place = self._places.get(label)
        number = None if place is None else self._groups.place(label, picture)
        if place is None or number is None:
            return None
        row, column = divmod(number, self.columns)
        return self._starts[place] + 1 + row, column
