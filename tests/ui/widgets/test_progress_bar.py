"""The bar moves while nobody knows how long, and rests as soon as somebody does."""

import pytest
from PySide6.QtCore import QEvent
from pytestqt.qtbot import QtBot

from cnnstudio.ui.widgets.progress_bar import ProgressBar

pytestmark = pytest.mark.gui


class Counting(ProgressBar):
    """Counts how often Qt moves the bar on, and how often it is obeyed."""

    moved = 0
    stopped = 0

    def event(self, event: QEvent) -> bool:
        answer = super().event(event)
        if event.type() is QEvent.Type.StyleAnimationUpdate:
            self.moved += event.isAccepted()
            self.stopped += not event.isAccepted()
        return answer


@pytest.fixture
def bar(qtbot: QtBot) -> Counting:
    shown = Counting()
    # The movement is that of the style sheets' own bars.
    shown.setStyleSheet("QProgressBar { border: none; } QProgressBar::chunk { background: blue; }")
    qtbot.addWidget(shown)
    shown.setRange(0, 0)
    shown.show()
    qtbot.waitUntil(lambda: shown.moved > 2)
    return shown


def test_a_bar_that_has_a_range_stops_at_once(qtbot: QtBot, bar: Counting) -> None:
    bar.setRange(0, 1_000)
    moved = bar.moved
    qtbot.waitUntil(lambda: bar.stopped == 1)
    assert bar.moved == moved


def test_a_bar_that_stood_still_moves_again(qtbot: QtBot, bar: Counting) -> None:
    bar.setRange(0, 1_000)
    qtbot.waitUntil(lambda: bar.stopped == 1)
    bar.setRange(0, 0)
    moved = bar.moved
    qtbot.waitUntil(lambda: bar.moved > moved + 2)
