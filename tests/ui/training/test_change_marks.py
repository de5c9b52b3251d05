"""Changes of a run have a label where there is room for one."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from cnnstudio.training.config import TrainingConfig, difference
from cnnstudio.training.messages import RunChanged
from cnnstudio.ui.theme import TINY_PX, body_font
from cnnstudio.ui.training.change_marks import ChangeMarks, Mark
from cnnstudio.ui.training.curve_words import change_label

pytestmark = pytest.mark.gui

ROOM = QRectF(50, 4, 200, 150)


def labels(*marks: Mark) -> list[str]:
    """Return the labels of marks in a plot 200 pixels wide; none of them overlap."""
    shown = ChangeMarks()
    shown.marks = marks
    placed = shown.labels(ROOM, lambda step: 50 + 2 * step, QFontMetricsF(body_font(TINY_PX)))
    for place, each in enumerate(placed):
        assert ROOM.contains(each.place)
        assert not any(each.place.intersects(other.place) for other in placed[place + 1 :])
    return [each.text for each in placed]


def test_a_label_stands_beside_its_line_also_at_the_right_edge(qtbot: QtBot) -> None:
    assert labels(Mark(10, "lr 5e-4"), Mark(99, "batch 64")) == ["lr 5e-4", "batch 64"]


def test_two_changes_close_together_have_rows_of_their_own(qtbot: QtBot) -> None:
    assert labels(Mark(10, "lr 5e-4"), Mark(11, "batch 64")) == ["lr 5e-4", "batch 64"]


def test_where_it_is_crowded_labels_are_left_out(qtbot: QtBot) -> None:
    assert 0 < len(labels(*(Mark(step, "batch 64") for step in range(1, 100, 2)))) < 12


def test_a_long_label_is_cut(qtbot: QtBot) -> None:
    assert labels(Mark(20, "lr 5e-4, batch 64, epochs 600, decay 0.01"))[0].endswith("…")


def test_labels_stand_below_where_the_curve_is_above(qtbot: QtBot) -> None:
    shown = ChangeMarks()
    shown.marks = (Mark(10, "lr 5e-4"),)
    shown.are_below = True
    placed = shown.labels(ROOM, lambda step: 50 + step, QFontMetricsF(body_font(TINY_PX)))
    assert placed[0].place.top() > ROOM.center().y()
    assert ROOM.contains(placed[0].place)


def test_a_change_out_of_view_has_no_label(qtbot: QtBot) -> None:
    assert labels(Mark(-10, "lr 5e-4"), Mark(300, "lr 1e-4")) == []


@pytest.mark.parametrize(
    ("settings", "label"),
    [
        ({"learning_rate": 5e-4}, "lr 5e-4"),
        ({"batch_size": 64}, "batch 64"),
        ({"learning_rate": 0.01, "epochs": 3_000}, "lr 0.01, epochs 3,000"),
        ({"weight_decay": 1e-4}, "decay 1e-4"),
    ],
    ids=["rate", "batch", "two", "decay"],
)
def test_a_change_is_told_in_few_words(settings: dict[str, float], label: str) -> None:
    config = TrainingConfig(**settings)
    text = difference(TrainingConfig(), config)
    assert change_label(RunChanged(1, 1, 12, text, config)) == label


def test_a_change_in_another_language_keeps_its_words() -> None:
    config = TrainingConfig(learning_rate=0.5)
    assert change_label(RunChanged(1, 1, 12, "Lernrate 0.1 → 0.5", config)) == "Lernrate 0.1 → 0.5"
