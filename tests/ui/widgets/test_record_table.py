import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnstudio.ui.widgets.record_table import RecordColumn, RecordModel, RecordTable

pytestmark = pytest.mark.gui

COLUMNS = (
    RecordColumn("Word", str.upper),
    RecordColumn("Length", lambda word: f"{len(word)} letters", len, "How long", is_number=True),
)


@pytest.fixture
def table(qtbot: QtBot) -> RecordTable:
    model = RecordModel(COLUMNS, tip_of=lambda word: f"“{word}”")
    table = RecordTable(model, "Words")
    qtbot.addWidget(table)
    model.show_records(("pear", "fig"))
    model.add(("banana", "kiwi-fruit"))
    return table


def shown(table: RecordTable, column: int) -> list[str]:
    model = table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_records_stand_as_they_came_until_they_are_sorted(table: RecordTable) -> None:
    assert shown(table, 0) == ["PEAR", "FIG", "BANANA", "KIWI-FRUIT"]
    assert table.order == (0, 1, 2, 3)


def test_a_column_is_sorted_by_its_key_and_not_by_its_text(table: RecordTable) -> None:
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert shown(table, 1) == ["10 letters", "6 letters", "4 letters", "3 letters"]
    assert table.order == (3, 2, 0, 1)
    assert table.place_of(table.index_of(2)) == 2
    assert table.index_of(2).row() == 1


def test_tips_tell_of_a_record_and_of_a_column(table: RecordTable) -> None:
    model = table.model()
    assert model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == "“fig”"
    tip = Qt.ItemDataRole.ToolTipRole
    assert model.headerData(1, Qt.Orientation.Horizontal, tip) == "How long"


def test_other_records_may_have_other_columns(table: RecordTable) -> None:
    words = table.model().sourceModel()
    words.show_records(("plum",), columns=COLUMNS[:1])
    assert (words.columnCount(), shown(table, 0)) == (1, ["PLUM"])
    words.show_records(("sloe",))
    assert (words.columnCount(), shown(table, 0)) == (1, ["SLOE"])
