"""A designer in a window, and a hand to work it with."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.project.presets import load_preset
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand


@pytest.fixture
def document() -> Document:
    return Document(load_preset("starter"))


@pytest.fixture
def designer(qtbot: QtBot, document: Document) -> Iterator[Designer]:
    window = QWidget()
    designer = Designer(document)
    layout = QHBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(designer.palette)
    layout.addWidget(designer.canvas, 1)
    layout.addWidget(designer.inspector)
    designer.palette.setFixedWidth(180)
    designer.inspector.setFixedWidth(288)
    window.resize(1400, 800)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    designer.canvas.setFocus()
    yield designer
    window.close()


@pytest.fixture
def hand(designer: Designer) -> Hand:
    return Hand(designer)
