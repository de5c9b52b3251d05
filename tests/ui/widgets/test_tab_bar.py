import pytest
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget
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


def test_whichever_tab_is_chosen_all_titles_have_room(qtbot: QtBot) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    layout = QHBoxLayout(row)
    tabs = TabBar("Ways")
    for title in ("Map", "A much longer title", "Camera"):
        tabs.addTab(title)
    layout.addWidget(tabs)
    layout.addStretch(1)
    row.resize(800, 60)
    with qtbot.waitExposed(row):
        row.show()
    for place in (1, 2, 0, 1):
        tabs.setCurrentIndex(place)
        qtbot.waitUntil(lambda: tabs.width() >= tabs.sizeHint().width())
