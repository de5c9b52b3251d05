"""All that the selected block gives out, in the inspector."""

from array import array

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cnnstudio.training.messages import Activations, BlockMaps, BlockValues, MapFigures
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.designer.output_view import OutputView
from cnnstudio.ui.theme import Appearance, themes

pytestmark = pytest.mark.gui

FLAT, STEEP = bytes(64), bytes(range(0, 256, 4))


def answer(detail: BlockMaps | BlockValues) -> Activations:
    return Activations(
        generation=1,
        source="initial weights, seed 0",
        label=3,
        classes=(),
        probabilities=(),
        picture_shape=(8, 8, 1),
        picture=bytes(64),
        maps=(),
        filters=(),
        detail=detail,
    )


def conv_maps(low: float = -1.0) -> BlockMaps:
    figures = tuple(MapFigures(low, low + index, low + index / 2) for index in range(16))
    return BlockMaps("conv1", (16, 8, 8), low, 2.0, (FLAT + STEEP) * 8, figures)


@pytest.fixture
def shown(designer: Designer, qtbot: QtBot) -> OutputView:
    designer.selection.select(["conv1"])
    designer.show_activations(answer(conv_maps()))
    view = designer.inspector.block_pane.output
    qtbot.waitUntil(lambda: view.maps.rect().contains(view.maps.rect_of(15)))
    designer.inspector.ensureWidgetVisible(view.maps, 0, 500)
    return view


def test_all_maps_stand_beside_what_their_colours_mean(shown: OutputView) -> None:
    assert shown.isVisible()
    assert shown.title.text() == "16 feature maps"
    assert shown.source.text() == "initial weights, seed 0"
    assert shown.range.accessibleName() == "Colours from \N{MINUS SIGN}1 to 2"


def test_the_map_under_the_mouse_is_enlarged_until_it_leaves(
    shown: OutputView, qtbot: QtBot
) -> None:
    assert shown.numbers.text().startswith("Map 1: ")
    for index in (5, 6):  # what is where the pointer was already moves nothing
        qtbot.mouseMove(shown.maps, shown.maps.rect_of(index).center())
    qtbot.waitUntil(lambda: shown.numbers.text() == "Map 7: \N{MINUS SIGN}1 to 5, mean 2")
    assert shown.large.accessibleName() == shown.numbers.text()
    for place in (QPoint(5, 5), QPoint(9, 9)):
        qtbot.mouseMove(shown.large, place)
    qtbot.waitUntil(lambda: shown.numbers.text().startswith("Map 1: "))


def test_a_click_and_the_arrow_keys_choose_a_map(shown: OutputView, qtbot: QtBot) -> None:
    place = shown.maps.rect_of(2).center()
    qtbot.mouseClick(shown.maps, Qt.MouseButton.LeftButton, pos=place)
    assert shown.numbers.text().startswith("Map 3: ")
    QTest.keyClick(shown.maps, Qt.Key.Key_Right)
    assert shown.numbers.text().startswith("Map 4: ")
    QTest.keyClick(shown.maps, Qt.Key.Key_End)
    QTest.keyClick(shown.maps, Qt.Key.Key_Right)
    assert shown.numbers.text().startswith("Map 16: ")
    assert shown.maps.accessibleDescription() == shown.numbers.text()


def test_a_chosen_map_stays_chosen_when_newer_ones_arrive(
    shown: OutputView, designer: Designer
) -> None:
    shown.maps.choose(5)
    designer.show_activations(answer(conv_maps(low=-3.0)))
    assert shown.numbers.text().startswith("Map 6: \N{MINUS SIGN}3 to 2")


def colour_of(view: OutputView, index: int) -> QColor:
    return view.maps.grab().toImage().pixelColor(view.maps.rect_of(index).center())


@pytest.mark.usefixtures("light")
@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_the_least_value_is_negative_in_the_colours_of_each_theme(
    shown: OutputView, appearance: Appearance
) -> None:
    themes.choose(appearance)
    found, negative = colour_of(shown, 0), themes.current.negative
    half = [
        (one + zero) / 2
        for one, zero in zip(negative.getRgb()[:3], themes.current.zero.getRgb()[:3], strict=True)
    ]  # −1 of 2
    assert found.getRgb()[:3] == pytest.approx(half, abs=2)


def test_maps_of_another_shape_or_block_are_not_shown(
    shown: OutputView, designer: Designer
) -> None:
    designer.selection.select(["conv2"])
    assert not shown.isVisible()
    designer.selection.select(["conv1"])
    assert shown.isVisible()
    designer.editor.set_parameter("conv1", "filters", 8)
    assert not shown.isVisible()


def test_of_very_many_values_it_is_said_that_some_are_shown(designer: Designer) -> None:
    designer.selection.select(["flatten1"])
    values = array("f", range(100))
    designer.show_activations(answer(BlockValues("flatten1", 512, values.tobytes())))
    assert designer.inspector.block_pane.output.title.text() == "First 100 of 512 values"


@pytest.mark.parametrize(("block", "count"), [("dense2", 10), ("flatten1", 512)])
def test_a_block_without_maps_shows_its_values(designer: Designer, block: str, count: int) -> None:
    values = array("f", (index / 10 - 0.25 for index in range(count)))
    designer.selection.select([block])
    designer.show_activations(answer(BlockValues(block, count, values.tobytes())))
    view = designer.inspector.block_pane.output
    assert view.title.text() == f"{count} values"
    assert view.values.isVisible()
    assert not view.maps.isVisible()
    assert view.numbers.text().startswith("\N{MINUS SIGN}0.25 to ")
    assert view.values.describe(3) == "Unit 4: 0.05"
    assert not view.values.grab().toImage().isNull()
