"""The menu of the page holds every action once, and not too many in one place."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from tests.ui.kernel_lab.conftest import Lab

pytestmark = pytest.mark.gui

MOST = 24
"""So many entries and separators fit the smallest screen."""


def entries(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        if action.menu() is not None:
            yield from entries(action.menu())
        elif not action.isSeparator():
            yield action


def test_every_action_stands_in_the_menu_once(lab: "Lab") -> None:
    menu = QMenu(lab.page)
    lab.page.fill_menu(menu)
    shown = [action.objectName() for action in entries(menu)]
    assert sorted(shown) == sorted(lab.page.actions)


def test_no_menu_is_longer_than_the_screen(lab: "Lab") -> None:
    menu = QMenu(lab.page)
    lab.page.fill_menu(menu)
    for each in (menu, *menu.findChildren(QMenu)):
        assert len(each.actions()) <= MOST
