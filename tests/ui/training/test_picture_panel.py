"""The picture beside the curves, and what the network makes of it."""

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.training.messages import Activations
from cnnstudio.ui.training.picture_panel import PicturePanel
from tests.ui.conftest import OpenStudio

pytestmark = pytest.mark.gui

CLASSES = ("cats", "dogs")


@pytest.fixture
def panel(open_studio: OpenStudio, qtbot: QtBot) -> PicturePanel:
    panel = open_studio().window.training.picture
    qtbot.waitUntil(panel.isVisible)
    return panel


def answered() -> Activations:
    return Activations(
        generation=1,
        source="initial weights, seed 0",
        label=1,
        classes=CLASSES,
        probabilities=(0.25, 0.75),
        picture_shape=(8, 8, 1),
        picture=bytes(64),
        maps=(),
        filters=(),
    )


def test_classes_are_answered_with_bars(panel: PicturePanel) -> None:
    panel.show_activations(answered())
    assert [bar.probability for bar in panel.bars.shown] == [0.25, 0.75]
    assert panel.bars.isVisible()
    assert not panel.answer.isVisible()


def test_a_picture_is_answered_with_a_picture_and_its_loss(panel: PicturePanel) -> None:
    painted = msgspec.structs.replace(
        answered(), probabilities=(), answer=bytes([200] * 64), loss=0.125
    )
    panel.show_activations(painted)
    assert panel.answer.isVisible()
    assert not panel.bars.isVisible()
    assert panel.loss.text() == "loss 0.125"
    assert panel.verdict.text() == ""
    panel.show_activations(answered())
    assert panel.bars.isVisible()
    assert not panel.answer.isVisible()
