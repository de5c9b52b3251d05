"""Looking into the network before, during and after training, with the real engine."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.data import catalog
from cnnstudio.data.choice import DataChoice
from cnnstudio.network import edits
from cnnstudio.training import config
from cnnstudio.training.messages import Activations
from cnnstudio.ui.designer.output_view import OutputView
from tests.ui.conftest import OpenStudio

pytestmark = [pytest.mark.gui, pytest.mark.slow]

WAIT_MS = 60_000


def output_of(studio: Studio, block: str) -> OutputView:
    studio.window.designer.selection.select([block])
    return studio.window.designer.inspector.block_pane.output


def test_the_selected_block_is_seen_before_during_and_after_training(
    open_studio: OpenStudio, qtbot: QtBot
) -> None:
    studio = open_studio(with_engine=True)
    view = output_of(studio, "conv1")
    qtbot.waitUntil(view.isVisible, timeout=WAIT_MS)
    assert view.title.text() == "16 feature maps"
    assert view.source.text() == "initial weights, seed 0"
    before = view.numbers.text()

    project = studio.document.project
    longer = config.changed(project.training, epochs=1_000)
    studio.document.apply("Set epochs", project.replace(training=longer))
    studio.window.actions_by_id["training.train"].trigger()
    qtbot.waitUntil(lambda: "weights in training" in view.source.text(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: view.numbers.text() != before, timeout=WAIT_MS)
    values = output_of(studio, "dense2")
    qtbot.waitUntil(lambda: view.title.text() == "10 values", timeout=WAIT_MS)
    assert values.values.isVisible()

    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        studio.window.actions_by_id["training.stop"].trigger()
    qtbot.waitUntil(lambda: view.source.text().startswith("weights of"), timeout=WAIT_MS)


def test_the_picture_keeps_up_with_a_run_of_short_epochs(
    open_studio: OpenStudio, qtbot: QtBot
) -> None:
    studio = open_studio(with_engine=True)
    project = studio.document.project
    training = config.changed(project.training, epochs=3_000)
    data = msgspec.structs.replace(project.data, part=0.05)
    studio.document.apply("Set", project.replace(training=training, data=data))
    answers: list[Activations] = []
    studio.probes.answered.connect(answers.append)
    with qtbot.waitSignal(studio.engine.epoch_reported, timeout=WAIT_MS):
        studio.window.actions_by_id["training.train"].trigger()
    answers.clear()
    qtbot.waitUntil(lambda: len(answers) >= 4, timeout=WAIT_MS)
    epochs = len(studio.training.history.epochs)
    assert epochs > len(answers)  # more of them than can be looked at
    shown = answers[-1].picture
    studio.window.actions_by_id["training.next_picture"].trigger()
    qtbot.waitUntil(lambda: answers[-1].picture != shown, timeout=WAIT_MS)
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        studio.window.actions_by_id["training.stop"].trigger()


def test_the_newest_selection_is_the_one_that_is_shown(
    open_studio: OpenStudio, qtbot: QtBot
) -> None:
    studio = open_studio(with_engine=True)
    for block in ("conv1", "relu1", "conv2", "relu2", "flatten1"):
        view = output_of(studio, block)
    qtbot.waitUntil(view.isVisible, timeout=WAIT_MS)
    assert view.title.text() == "512 values"


def test_the_picture_is_any_other_or_a_drawing(open_studio: OpenStudio, qtbot: QtBot) -> None:
    studio = open_studio(with_engine=True)
    actions = studio.window.actions_by_id
    answers: list[Activations] = []
    studio.engine.activations_received.connect(answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=WAIT_MS)
    first = answers[-1].picture
    for _time in range(3):  # one of 359 may be the same by chance
        with qtbot.waitSignal(studio.engine.activations_received, timeout=WAIT_MS):
            actions["training.random_picture"].trigger()
    assert any(answer.picture != first for answer in answers)

    actions["training.draw_picture"].trigger()
    drawing = studio.picture.drawing
    qtbot.waitUntil(drawing.isVisible)
    place = drawing.pad.rect().center()
    with qtbot.waitSignal(studio.engine.activations_received, timeout=WAIT_MS):
        qtbot.mousePress(drawing.pad, Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseMove(drawing.pad, place + QPoint(0, 40))
        qtbot.mouseRelease(drawing.pad, Qt.MouseButton.LeftButton, pos=place + QPoint(0, 40))
    qtbot.waitUntil(lambda: answers[-1].label is None, timeout=WAIT_MS)
    assert sum(answers[-1].probabilities) == pytest.approx(1, abs=1e-3)

    with qtbot.waitSignal(studio.engine.activations_received, timeout=WAIT_MS):
        actions["training.next_picture"].trigger()
    qtbot.waitUntil(lambda: answers[-1].label is not None, timeout=WAIT_MS)
    drawing.close()
    assert not actions["training.draw_picture"].isChecked()


def test_a_network_with_a_problem_shows_no_maps_of_the_one_before(
    open_studio: OpenStudio, qtbot: QtBot
) -> None:
    studio = open_studio(with_engine=True)
    view = output_of(studio, "conv1")
    filters = studio.window.designer.inspector.block_pane.filters
    panel = studio.window.training.picture
    qtbot.waitUntil(view.isVisible, timeout=WAIT_MS)
    assert filters.isVisible()
    cut = edits.remove(studio.document.design.network, ["flatten1"])
    studio.document.apply("Delete", studio.document.project.replace(network=cut))
    assert not view.isVisible()
    assert not filters.isVisible()
    assert not panel.bars.shown
    assert panel.picture.is_empty
    problem = studio.document.design.report.problems[0]
    assert problem.message in panel.reason.text()
    images = studio.window.designer.canvas.scene_of_blocks.thumbnails_of("conv1")
    assert images is not None
    assert not images.fit(images.shape)

    studio.window.actions_by_id["edit.undo"].trigger()
    qtbot.waitUntil(lambda: bool(panel.bars.shown), timeout=WAIT_MS)
    assert not panel.reason.isVisible()
    assert view.isVisible()
    assert filters.isVisible()


def test_other_pictures_take_the_one_of_the_old_data_away_at_once(
    open_studio: OpenStudio, qtbot: QtBot
) -> None:
    studio = open_studio(with_engine=True)
    panel = studio.window.training.picture
    qtbot.waitUntil(lambda: bool(panel.bars.shown), timeout=WAIT_MS)
    data, known = DataChoice(name="faces"), catalog.info("faces")
    network = studio.document.design.network
    network = edits.fit_to_data(network, known.shape, len(known.classes))
    studio.document.apply("Data", studio.document.project.replace(network=network, data=data))
    assert panel.picture.is_empty
    assert not panel.bars.shown
    assert panel.reason.text()
    qtbot.waitUntil(lambda: bool(panel.bars.shown), timeout=WAIT_MS)
    assert not panel.picture.is_empty


def test_what_the_engine_cannot_show_it_says_in_place_of_the_picture(
    open_studio: OpenStudio, qtbot: QtBot, tmp_path: Path
) -> None:
    studio = open_studio(with_engine=True)
    panel = studio.window.training.picture
    qtbot.waitUntil(lambda: bool(panel.bars.shown), timeout=WAIT_MS)
    data = DataChoice(name="mnist", folder=str(tmp_path / "gone"))
    network = edits.fit_to_data(studio.document.design.network, (1, 28, 28), 10)
    studio.document.apply("Data", studio.document.project.replace(network=network, data=data))
    qtbot.waitUntil(lambda: "gone" in panel.reason.text(), timeout=WAIT_MS)
    assert not panel.bars.shown
