"""Looking closer and further."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cnnstudio.project.presets import load_preset
from cnnstudio.ui.designer.canvas import Canvas
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.designer.overview import FAR_BELOW
from cnnstudio.ui.designer.zoom import LARGEST, SMALLEST
from cnnstudio.ui.document import Document
from tests.ui.designer.hand import Hand

pytestmark = pytest.mark.gui


def turn(canvas: Canvas, place: QPointF, notches: int, *, is_fine: bool = False) -> None:
    phase = Qt.ScrollPhase.ScrollUpdate if is_fine else Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        place,
        QPointF(canvas.viewport().mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        phase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


def test_the_whole_network_is_in_view_at_first(designer: Designer) -> None:
    canvas = designer.canvas
    assert canvas.visible_rect().contains(canvas.scene_of_blocks.content_rect())
    assert canvas.zoom.scale <= 1.0


def test_the_wheel_keeps_the_point_under_the_pointer(qtbot: QtBot, designer: Designer) -> None:
    canvas = designer.canvas
    place = QPointF(200, 150)
    before, scale = canvas.to_scene(place), canvas.zoom.scale
    turn(canvas, place, 2)
    qtbot.waitUntil(lambda: canvas.zoom.scale > scale * 1.3)
    after = canvas.to_scene(place)
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()), abs=1.5)


def test_a_touchpad_zooms_at_once(designer: Designer) -> None:
    scale = designer.canvas.zoom.scale
    turn(designer.canvas, QPointF(100, 100), -1, is_fine=True)
    assert designer.canvas.zoom.scale < scale


@pytest.mark.parametrize(("notches", "limit"), [(100, LARGEST), (-100, SMALLEST)])
def test_zoom_has_limits(designer: Designer, notches: int, limit: float) -> None:
    turn(designer.canvas, QPointF(100, 100), notches, is_fine=True)
    assert designer.canvas.zoom.scale == pytest.approx(limit)


def test_actions_zoom(qtbot: QtBot, designer: Designer) -> None:
    zoom = designer.canvas.zoom
    turn(designer.canvas, QPointF(100, 100), -5, is_fine=True)
    small = zoom.scale
    designer.actions["view.zoom_in"].trigger()
    qtbot.waitUntil(lambda: zoom.scale == pytest.approx(small * 1.25))
    designer.actions["view.zoom_reset"].trigger()
    qtbot.waitUntil(lambda: zoom.scale == pytest.approx(1.0))


def test_a_far_network_is_still_selected_by_click(hand: Hand, designer: Designer) -> None:
    turn(hand.canvas, QPointF(300, 300), -15, is_fine=True)
    assert hand.canvas.zoom.scale < FAR_BELOW
    hand.click(hand.canvas.scene_of_blocks.blocks["conv2"].scene_rect.center())
    assert designer.selection.block == "conv2"


def test_a_far_network_shows_boxes_in_the_families_colours(designer: Designer) -> None:
    canvas = designer.canvas
    turn(canvas, QPointF(300, 300), -15, is_fine=True)
    rect = canvas.scene_of_blocks.blocks["max_pool1"].scene_rect
    place = canvas.viewportTransform().map(rect.center()).toPoint()
    colour = canvas.viewport().grab().toImage().pixelColor(place)
    assert colour.green() > colour.red() + 40


def test_the_minimap_brings_a_place_into_view(hand: Hand, designer: Designer) -> None:
    turn(hand.canvas, QPointF(10, 10), 8, is_fine=True)
    before = hand.canvas.visible_rect().center()
    minimap = hand.canvas.minimap
    none = Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(minimap, Qt.MouseButton.LeftButton, none, minimap.rect().center())
    after = hand.canvas.visible_rect().center()
    content = hand.canvas.scene_of_blocks.content_rect()
    assert (after - content.center()).manhattanLength() < (
        before - content.center()
    ).manhattanLength()


def test_the_minimap_is_there_while_a_part_is_out_of_view(hand: Hand, designer: Designer) -> None:
    canvas = hand.canvas
    canvas.zoom_to_fit()
    assert not canvas.minimap.isVisible()
    turn(canvas, QPointF(10, 10), 8, is_fine=True)
    assert canvas.minimap.isVisible()


def test_another_network_is_shown_whole(designer: Designer, document: Document) -> None:
    turn(designer.canvas, QPointF(10, 10), 8, is_fine=True)
    document.open(load_preset("small-resnet"))
    canvas = designer.canvas
    assert canvas.visible_rect().contains(canvas.scene_of_blocks.content_rect())


def test_an_edit_leaves_the_view_alone(hand: Hand, designer: Designer) -> None:
    turn(designer.canvas, QPointF(10, 10), 8, is_fine=True)
    before = designer.canvas.visible_rect()
    designer.editor.set_parameter("conv1", "filters", 8)
    assert designer.canvas.visible_rect() == before


def test_a_view_that_nobody_chose_follows_the_window(designer: Designer) -> None:
    canvas = designer.canvas
    canvas.resize(400, 300)
    assert canvas.visible_rect().contains(canvas.scene_of_blocks.content_rect())
    turn(canvas, QPointF(10, 10), 8, is_fine=True)
    scale = canvas.zoom.scale
    canvas.resize(700, 500)
    assert canvas.zoom.scale == scale
