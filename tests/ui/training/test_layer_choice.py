"""Layers whose gradients are drawn: some from first to last, or those that are chosen."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cnnstudio.ui.training.layer_choice import LayerButton, line_look, spread

pytestmark = pytest.mark.gui

LAYERS = [f"conv{place}" for place in range(1, 14)]


@pytest.fixture
def button(qtbot: QtBot, light: None) -> LayerButton:
    button = LayerButton()
    qtbot.addWidget(button)
    button.show_layers(LAYERS)
    return button


@pytest.mark.parametrize("count", [1, 7, 8, 9, 13, 100])
def test_layers_are_spread_from_the_first_to_the_last(count: int) -> None:
    layers = [str(place) for place in range(count)]
    chosen = spread(layers, 8)
    assert len(chosen) == len(set(chosen)) == min(8, count)
    assert (chosen[0], chosen[-1]) == (layers[0], layers[-1])


def test_how_many_are_drawn_is_said(button: LayerButton) -> None:
    assert button.text_of_count == "8 of 13 layers"
    assert "8 of 13 layers" in button.toolTip()


# The platform of the tests has neither windows above others nor a keyboard to grab.
@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
def test_a_click_on_a_layer_draws_it_and_the_menu_stays_open(
    button: LayerButton, qtbot: QtBot
) -> None:
    hidden = next(layer for layer in LAYERS if layer not in button.shown)
    menu = button.menu()
    with qtbot.waitExposed(menu):
        menu.show()
    place = menu.actionGeometry(button.actions_by_layer[hidden]).center()
    with qtbot.waitSignal(button.chosen), qtbot.assertNotEmitted(menu.aboutToHide):
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
    assert hidden in button.shown
    assert button.text_of_count == "9 of 13 layers"
    menu.close()


def test_all_layers_or_some_from_first_to_last(button: LayerButton) -> None:
    button.all.trigger()
    assert button.shown == LAYERS
    button.usual.trigger()
    assert button.shown == spread(LAYERS)


def test_another_network_without_the_chosen_layers_has_the_usual_ones(button: LayerButton) -> None:
    for layer in button.shown[1:]:
        button.actions_by_layer[layer].trigger()
    assert button.shown == ["conv1"]
    button.show_layers(["dense1", "dense2"])
    assert button.shown == ["dense1", "dense2"]


def test_no_two_lines_look_alike(light: None) -> None:
    looks = {(colour.name(), style) for colour, style in map(line_look, range(24))}
    assert len(looks) == 24
