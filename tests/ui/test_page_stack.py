"""The pages are built where they belong."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from cnnstudio.app import Studio
from cnnstudio.ui.pages import PAGES

pytestmark = pytest.mark.gui


class Windows(QObject):
    """Notes what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def test_no_part_of_a_page_flashes_up_as_a_window(studio: Studio, qapp: QApplication) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    try:
        while studio.window.pages.build_next():
            pass
    finally:
        qapp.removeEventFilter(windows)
    assert not windows.shown
    assert all(studio.window.pages.page(page.id) is not None for page in PAGES)
