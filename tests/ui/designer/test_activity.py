"""What the canvas and the inspector tell of the blocks while a run trains."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.network import edits
from cnnstudio.training import config
from cnnstudio.training.messages import LayerReport, LayerState
from cnnstudio.ui.designer.activity_text import long_text, short_text

pytestmark = pytest.mark.gui

WAIT_MS = 60_000


def report(*states: LayerState) -> LayerReport:
    return LayerReport(1, 1, 10, states)


def test_numbers_stand_below_the_blocks_they_belong_to(studio: Studio) -> None:
    designer = studio.window.designer
    state = LayerState("conv1", gradient=0.125, change=0.002, weights=1.0)
    designer.show_layers(report(state, LayerState("relu1", dead=0.25), LayerState("gone", 1.0)))
    items = designer.activity.items
    assert {name: item.text for name, item in items.items()} == {
        "conv1": "Δ 0.20%  ∇ 0.12",
        "relu1": "dead 25%",
    }
    assert items["relu1"].toolTip() == long_text(LayerState("relu1", dead=0.25))
    card = designer.canvas.scene_of_blocks.blocks["conv1"]
    assert items["conv1"].sceneBoundingRect().top() >= card.scene_rect.bottom()


def test_a_deleted_block_takes_its_numbers_along(studio: Studio) -> None:
    designer, document = studio.window.designer, studio.document
    state = LayerState("relu1", dead=0.25)
    designer.show_layers(report(state))
    edited = edits.remove(document.design.network, ["relu1"])
    document.apply("Delete", document.project.replace(network=edited))
    designer.show_layers(report(state))
    assert not designer.activity.items
    studio.window.actions_by_id["edit.undo"].trigger()
    designer.show_layers(report(state))
    assert list(designer.activity.items) == ["relu1"]
    designer.show_layers(None)
    assert not designer.activity.items


def test_the_inspector_tells_it_in_sentences(studio: Studio) -> None:
    designer = studio.window.designer
    designer.selection.select(["conv1"])
    state = LayerState("conv1", gradient=0.125, change=0.002, weights=1.0, dead=0.5)
    designer.show_layers(report(state))
    pane = designer.inspector.block_pane
    assert pane.activity.text() == long_text(state)
    assert "0.20%" in pane.activity.text()
    assert "50%" in pane.activity.text()
    designer.selection.select(["relu1"])
    assert pane.activity.isHidden()


def test_a_block_without_numbers_has_no_text() -> None:
    assert not short_text(LayerState("flatten1"))
    assert not long_text(LayerState("flatten1"))


def test_a_run_fills_them_and_its_end_clears_them(
    open_studio: Callable[..., Studio], qtbot: QtBot
) -> None:
    studio = open_studio(with_engine=True)
    project = studio.document.project
    training = config.changed(project.training, epochs=1_000)
    studio.document.apply("Set epochs", project.replace(training=training))
    with qtbot.waitSignal(studio.engine.layers_reported, timeout=WAIT_MS):
        studio.window.actions_by_id["training.train"].trigger()
    assert "conv1" in studio.window.designer.activity.items
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        studio.window.actions_by_id["training.stop"].trigger()
    assert not studio.window.designer.activity.items
