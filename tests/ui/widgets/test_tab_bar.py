import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from cnnstudio.ui.widgets.tab_bar import TabBar

pytestmark = pytest.mark.gui


@pytest.mark.parametrize("width", [90, 400])
def test_every_tab_is_in_sight_however_narrow_the_bar(qtbot: QtBot, width: int) -> None:
    tabs = TabBar("Parts")
    qtbot.addWidget(tabs)
    for title in ("Pictures", "Augmentation"):
        tabs.addTab(title)
    tabs.resize(width, 40)
    tabs.show()
    tabs.setCurrentIndex(1)
    assert tabs.tabRect(0).left() >= 0
    assert tabs.tabRect(1).right() <= width
    assert not any(button.isVisible() for button in tabs.findChildren(QToolButton))
