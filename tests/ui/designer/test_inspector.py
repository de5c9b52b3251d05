"""Reading and changing what is selected."""

from array import array

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.training import config
from cnnstudio.training.messages import Activations, FeatureMaps, Filters
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.document import Document
from cnnstudio.ui.theme import Appearance, themes
from cnnstudio.ui.widgets.parameter_form import ParameterForm

pytestmark = pytest.mark.gui


def form_of(designer: Designer, block: str) -> ParameterForm:
    designer.selection.select([block])
    form = designer.inspector.block_pane.form
    assert form is not None
    return form


def type_into(field: QWidget, text: str) -> None:
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def shown_text(designer: Designer) -> str:
    labels = designer.inspector.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def activations(**changes: object) -> Activations:
    maps = FeatureMaps("conv1", 16, 4, 8, 8, -1.0, 2.0, bytes(4 * 64))
    weights = array("f", [-0.5, 0.0, 0.25] * 48).tobytes()
    values: dict[str, object] = {
        "generation": 1,
        "source": "Weights of the newest run.",
        "label": 3,
        "classes": (),
        "probabilities": (),
        "picture_shape": (8, 8, 1),
        "picture": bytes(64),
        "maps": (maps,),
        "filters": (Filters("conv1", 16, 3, 3, weights),),
    }
    return Activations(**{**values, **changes})  # type: ignore[arg-type]


def test_card_and_inspector_follow_the_loss_of_the_settings(
    designer: Designer, document: Document
) -> None:
    designer.selection.select(["output1"])
    card = designer.canvas.scene_of_blocks.blocks["output1"]
    for chosen, said in (("mse", "mean squared error"), ("auto", "cross-entropy")):
        training = config.changed(document.project.training, loss=chosen)
        document.apply("Change", document.project.replace(training=training))
        assert card.card.footer.text == f"loss: {said}"
        assert f"loss: {said}" in shown_text(designer)
    document.undo_stack.undo()
    assert card.card.footer.text == "loss: mean squared error"


def test_typing_a_parameter_changes_the_network(designer: Designer, document: Document) -> None:
    type_into(form_of(designer, "conv1").field("filters"), "2*32")
    assert document.design.network.blocks["conv1"].parameters["filters"] == 64
    assert document.design.report.blocks["conv1"].output == (64, 8, 8)
    assert document.undo_stack.count() == 1


def test_what_is_not_allowed_changes_nothing(designer: Designer, document: Document) -> None:
    form = form_of(designer, "conv1")
    type_into(form.field("filters"), "1000000000")
    assert document.undo_stack.count() == 0
    assert "8,192" in form.message("filters")


def test_steps_in_one_field_are_one_undo_step(designer: Designer, document: Document) -> None:
    field = form_of(designer, "conv1").field("filters")
    field.setFocus()
    for _time in range(4):
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert document.design.network.blocks["conv1"].parameters["filters"] == 20
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert field.value == 16


def test_the_form_follows_undo_and_selection(designer: Designer, document: Document) -> None:
    type_into(form_of(designer, "conv1").field("filters"), "7")
    assert form_of(designer, "conv2").field("filters").value == 32
    document.undo_stack.undo()
    assert form_of(designer, "conv1").field("filters").value == 16


def test_the_shape_rule_is_shown_with_its_numbers(designer: Designer) -> None:
    designer.selection.select(["conv1"])
    text = shown_text(designer)
    assert "160 parameters" in text
    assert "9,216 multiply-adds" in text
    assert "16 × 8 × 8" in text


def test_a_problem_is_mended_from_the_inspector(designer: Designer, document: Document) -> None:
    designer.selection.select(["flatten1"])
    designer.actions["edit.delete"].trigger()
    designer.selection.select(["dense1"])
    assert "Dense needs a vector" in shown_text(designer)
    buttons = designer.inspector.block_pane.problem.findChildren(QPushButton)
    button = next(each for each in buttons if each.text() == "Insert Flatten")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not document.design.report.problems
    assert "Dense needs a vector" not in shown_text(designer)


def test_without_a_selection_the_network_is_summed_up(
    designer: Designer, document: Document
) -> None:
    assert f"{document.design.report.weight_count:,} parameters" in shown_text(designer)
    assert "10 blocks" in shown_text(designer)


def test_problems_of_the_network_lead_to_their_blocks(qtbot: QtBot, designer: Designer) -> None:
    designer.selection.select(["flatten1"])
    designer.actions["edit.delete"].trigger()
    qtbot.waitUntil(lambda: "Dense needs a vector" in shown_text(designer))
    labels = designer.inspector.network_pane.findChildren(QLabel)
    line = next(
        label for label in labels if label.isVisible() and "Dense needs a vector" in label.text()
    )
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Tab)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert designer.selection.block == "dense1"


def test_several_blocks_are_summed_up_and_deleted(designer: Designer, document: Document) -> None:
    designer.selection.select(["conv1", "conv2", "relu1"])
    assert "2 × Conv" in shown_text(designer)
    assert "4,800 parameters" in shown_text(designer)
    delete = designer.inspector.selection_pane.findChildren(QPushButton)[0]
    QTest.mouseClick(delete, Qt.MouseButton.LeftButton)
    assert not {"conv1", "conv2", "relu1"} & document.design.network.blocks.keys()
    assert document.undo_stack.count() == 1


def test_a_wire_says_what_flows_through_it(designer: Designer, document: Document) -> None:
    designer.selection.select(wires=[document.design.network.wires[0]])
    assert "1 × 8 × 8" in shown_text(designer)


def test_filters_stand_beside_their_range(designer: Designer) -> None:
    designer.selection.select(["conv1"])
    filters = designer.inspector.block_pane.filters
    assert not filters.isVisible()
    designer.show_activations(activations())
    assert filters.isVisible()
    designer.selection.select(["relu1"])
    assert not filters.isVisible()


def test_the_filters_of_each_input_channel_can_be_seen(designer: Designer) -> None:
    planes = array("f", [0.5] * 32 * 9 + [-2.0] * 32 * 9).tobytes()
    designer.selection.select(["conv2"])
    filters = designer.inspector.block_pane.filters
    known = Filters("conv2", 32, 3, 3, planes, channels=16, planes=2)
    designer.show_activations(activations(filters=(known,)))
    assert filters.channel.suffix() == " of 16"
    assert filters.tiles.accessibleName() == "Filters now"
    assert "+0.50" in filters.tiles._tiles.describe(0)
    QTest.keyClick(filters.channel, Qt.Key.Key_Up)
    assert "input channel 2" in filters.tiles._tiles.describe(0)
    assert "-2.00" in filters.tiles._tiles.describe(0)
    first = Filters("conv2", 32, 3, 3, planes[: 32 * 9 * 4], channels=16)
    designer.show_activations(activations(filters=(first,)))
    assert filters.channel.value() == 2  # its weights come with the next answer


def test_signed_maps_take_the_colours_of_the_theme(designer: Designer, light: None) -> None:
    maps = FeatureMaps("conv1", 1, 1, 1, 3, -1.0, 1.0, bytes([0, 128, 255]))
    designer.show_activations(activations(maps=(maps,)))
    item = designer.canvas.scene_of_blocks.blocks["conv1"]
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        themes.choose(appearance)
        assert item.thumbnails is not None
        image, theme = item.thumbnails.images[0], themes.current
        assert image.pixelColor(0, 0) == theme.negative
        assert image.pixelColor(2, 0) == theme.positive
        zero, middle = theme.zero, image.pixelColor(1, 0)
        assert max(abs(a - b) for a, b in zip(zero.toTuple(), middle.toTuple(), strict=True)) <= 2


def test_feature_maps_stand_on_their_cards_until_the_shape_changes(designer: Designer) -> None:
    designer.show_activations(activations())
    item = designer.canvas.scene_of_blocks.blocks["conv1"]
    assert len(item.card.maps) == 4
    assert item.thumbnails is not None
    assert item.thumbnails.fit(item.output)
    designer.show_activations(None)
    assert len(item.card.maps) == 4  # empty frames: no card changes its size
    assert not item.thumbnails.fit(item.output)
    designer.show_activations(activations())
    designer.editor.set_parameter("conv1", "filters", 8)
    assert not item.thumbnails.fit(item.output)
