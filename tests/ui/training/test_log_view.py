"""The lines of the log."""

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.ui.training.log_view import LogView

pytestmark = pytest.mark.gui


def test_lines_wrap_and_need_no_bar_below(qtbot: QtBot, light: None) -> None:
    """Also those that were written before the log was seen."""
    log = LogView()
    qtbot.addWidget(log)
    for width in range(600, 612):
        log.resize(400, 180)
        log.add(
            "Run 1 · 03:13:28: training on 1,438 pictures, validating with 359, on cpu: "
            "channels-last, 1 thread, fused Adam. Adam, learning rate 0.003, batches of 32."
        )
        log.resize(width, 180)
        with qtbot.waitExposed(log):
            log.show()
        assert not log.horizontalScrollBar().isVisible()
        log.hide()
