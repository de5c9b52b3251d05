import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.widgets.elided_label import PartsLabel

pytestmark = pytest.mark.gui


@pytest.mark.parametrize("shown", [1, 2, 3])
def test_as_many_parts_are_shown_as_fit_as_a_whole(qtbot: QtBot, shown: int) -> None:
    label = PartsLabel()
    qtbot.addWidget(label)
    parts = ("epoch 3 / 6", "ETA 4 s", "step 132")
    label.show_parts(parts)
    text = " · ".join(parts[:shown])
    label.resize(label.fontMetrics().horizontalAdvance(text) + 2, 20)
    assert label._shown() == text
    assert label.text() == label.toolTip() == "epoch 3 / 6 · ETA 4 s · step 132"
