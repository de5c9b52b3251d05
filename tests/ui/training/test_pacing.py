"""Drawing takes its share of the cores and no more."""

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.training.pacing import LARGEST_SHARE, Pacing, interval_ms

pytestmark = pytest.mark.gui


@pytest.mark.parametrize("cost_s", [0.01, 0.02, 0.05])
@pytest.mark.parametrize("cores", [2, 8])
def test_drawing_takes_at_most_its_share(cost_s: float, cores: int) -> None:
    interval_s = interval_ms(cost_s, LARGEST_SHARE * cores) / 1000
    assert cost_s / (interval_s * cores) <= LARGEST_SHARE * 1.01


def test_even_the_slowest_drawing_comes_within_seconds() -> None:
    assert interval_ms(10.0, LARGEST_SHARE) == 5_000


def test_what_painting_took_is_counted(qtbot: QtBot) -> None:
    pacing = Pacing(lambda: None, share=0.02)
    pacing.draw_now()
    pacing.add_cost(0.010)
    pacing.draw_now()
    assert pacing.interval_ms >= 100


def test_many_questions_are_one_drawing(qtbot: QtBot) -> None:
    drawn: list[int] = []
    pacing = Pacing(lambda: drawn.append(1))
    for _each in range(50):
        pacing.ask()
    qtbot.waitUntil(lambda: bool(drawn))
    assert drawn == [1]


def test_another_run_is_drawn_as_often_as_a_cheap_one(qtbot: QtBot) -> None:
    pacing = Pacing(lambda: None, share=0.02)
    pacing.add_cost(1.0)
    pacing.draw_now()
    pacing.forget()
    assert pacing.interval_ms < 100
