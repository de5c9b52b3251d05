import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF

from cnnstudio.ui.kernel_lab.cell_layout import CellLayout

pytestmark = pytest.mark.gui

SIZES = st.integers(1, 31)


@given(rows=SIZES, columns=SIZES, width=st.integers(120, 500))
def test_all_cells_lie_in_the_grid_and_are_found(rows: int, columns: int, width: int) -> None:
    layout = CellLayout(rows, columns, width)
    for row, column in ((0, 0), (rows - 1, columns - 1), (rows // 2, columns // 2)):
        rect = layout.rect(row, column)
        assert rect.right() <= width + 1e-6
        assert rect.bottom() <= layout.height_px + 1e-6
        assert layout.cell_at(rect.center()) == (row, column)


@pytest.mark.parametrize("point", [(-1, 5), (5, -1), (200, 5), (5, 200)])
def test_beside_the_grid_there_is_no_cell(point: tuple[float, float]) -> None:
    assert CellLayout(3, 3, 254).cell_at(QPointF(*point)) is None


def test_a_large_kernel_is_no_taller_than_its_room() -> None:
    assert CellLayout(31, 31, 254).height_px < 300
