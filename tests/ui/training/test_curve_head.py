"""The legend of a plot stays where it is while a run goes on."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from cnnstudio.ui.training.curve_head import CurveHead
from cnnstudio.ui.training.curve_legend import CurveEntry

pytestmark = pytest.mark.gui

FIRST = (CurveEntry("training", "training"),)
BOTH = (*FIRST, CurveEntry("validation", "validation"))


@pytest.fixture
def head(qtbot: QtBot, light: None) -> CurveHead:
    head = CurveHead(QLabel("Loss"), QLabel("log"))
    qtbot.addWidget(head)
    head.show()
    return head


@pytest.mark.parametrize(("width", "is_below"), [(400, False), (160, True)])
def test_the_legend_stands_beside_the_title_where_it_fits(
    head: CurveHead, width: int, is_below: bool
) -> None:
    head.resize(width, 60)
    head.show_entries(BOTH)
    assert (head.maximumHeight() > 30) is is_below


def test_entries_to_come_have_their_room_already(head: CurveHead) -> None:
    head.resize(160, 60)
    head.show_entries(FIRST, BOTH)
    height = head.maximumHeight()
    head.show_entries(BOTH, BOTH)
    assert head.maximumHeight() == height
