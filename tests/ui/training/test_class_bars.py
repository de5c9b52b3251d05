"""A bar for each class, or for the likeliest of many."""

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.theme import LIGHT
from cnnstudio.ui.training.class_bars import MOST_ROWS, ClassBar, ClassBars, rows

pytestmark = pytest.mark.gui


def test_few_classes_stay_in_their_order() -> None:
    assert rows(("cat", "dog"), (0.2, 0.8), 0) == (
        ClassBar("cat", 0.2, is_true=True),
        ClassBar("dog", 0.8, is_true=False),
    )


def test_of_many_classes_the_likeliest_are_shown() -> None:
    names = tuple(f"class {number}" for number in range(40))
    shown = rows(names, tuple(number / 780 for number in range(40)), 39)
    assert len(shown) == MOST_ROWS
    assert [bar.name for bar in shown[:2]] == ["class 39", "class 38"]
    assert shown[0].is_true


def test_the_longest_bar_is_that_of_the_likeliest_class(qtbot: QtBot) -> None:
    bars = ClassBars()
    qtbot.addWidget(bars)
    bars.resize(240, 40)
    bars.show_rows(rows(("cat", "dog"), (0.1, 0.9), 0))
    image = bars.grab().toImage()
    accent = [
        sum(image.pixelColor(x, y) == LIGHT.accent for x in range(image.width())) for y in (10, 30)
    ]
    assert accent[0] == 0
    assert accent[1] > 60


def test_the_likeliest_class_is_told_to_those_who_do_not_see_it(qtbot: QtBot) -> None:
    bars = ClassBars()
    qtbot.addWidget(bars)
    bars.show_rows(rows(("cat", "dog"), (0.1, 0.9), 0))
    assert bars.accessibleDescription() == "dog: 0.90"


def test_an_answer_that_is_a_picture_has_no_bars() -> None:
    assert rows(("cats", "dogs"), (), 1) == ()
