import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.ui.data.arrangement import Arrangement
from cnnstudio.ui.data.loaded import grouped

CLASSES = 4
labels_of_any_order = st.lists(st.integers(0, CLASSES - 1), min_size=1, max_size=40)


@given(labels_of_any_order, st.integers(1, 5))
def test_every_picture_stands_once_below_its_title(labels: list[int], columns: int) -> None:
    arrangement = Arrangement(grouped(np.array(labels), CLASSES), range(CLASSES), columns)
    seen: dict[int, int] = {}
    title = -1
    for row in range(arrangement.row_count):
        cells = [arrangement.cell(row, column) for column in range(columns)]
        if row in arrangement.title_rows:
            assert all(cell.is_title for cell in cells)
            title = cells[0].label
        for cell in cells:
            assert cell.label == title
            if cell.picture is not None:
                seen[cell.picture] = cell.label
    assert [seen[picture] for picture in range(len(labels))] == labels


@given(labels_of_any_order, st.integers(1, 5))
def test_a_picture_is_found_where_it_stands(labels: list[int], columns: int) -> None:
    arrangement = Arrangement(grouped(np.array(labels), CLASSES), range(CLASSES), columns)
    for picture, label in enumerate(labels):
        place = arrangement.find(label, picture)
        assert place is not None
        assert arrangement.cell(*place).picture == picture
        assert arrangement.find((label + 1) % CLASSES, picture) is None


def test_only_the_classes_asked_for_stand_there() -> None:
    arrangement = Arrangement(grouped(np.array([0, 1, 2, 1]), 3), [1], 8)
    assert arrangement.row_count == 2
    assert arrangement.pictures(0, 9) == [1, 3]
    assert arrangement.find(0, 0) is None


def test_labels_in_order_need_no_list_of_pictures() -> None:
    assert grouped(np.array([0, 0, 1, 3]), 4).order is None
    assert grouped(np.array([0, 0, 1, 3]), 4).counts == (2, 1, 0, 1)
