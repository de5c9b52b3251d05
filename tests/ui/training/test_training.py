"""Training in the window, with the real engine."""

from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.data.choice import DataChoice
from cnnstudio.network import edits
from cnnstudio.training import config
from cnnstudio.training.messages import Activations, Outcome
from cnnstudio.ui.training.run_status import RunState

pytestmark = pytest.mark.gui

OpenStudio = Callable[..., Studio]
WAIT_MS = 60_000


@pytest.fixture
def studio(open_studio: OpenStudio, qtbot: QtBot) -> Studio:
    studio = open_studio(with_engine=True)
    if studio.engine.pid is None or not studio.device:
        raise AssertionError
    qtbot.waitUntil(lambda: "PyTorch" in studio.window.status_bar.engine.text(), timeout=WAIT_MS)
    return studio


def set_epochs(studio: Studio, epochs: int) -> None:
    project = studio.document.project
    training = config.changed(project.training, epochs=epochs)
    studio.document.apply("Set epochs", project.replace(training=training))


def trigger(studio: Studio, name: str) -> None:
    studio.window.actions_by_id[name].trigger()


def test_a_run_fills_the_curves_the_log_and_the_picture(studio: Studio, qtbot: QtBot) -> None:
    set_epochs(studio, 2)
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS) as ended:
        qtbot.mouseClick(studio.window.top_bar.train, Qt.MouseButton.LeftButton)
        assert studio.training.status.state is RunState.PREPARING
    assert ended.args[0].outcome is Outcome.FINISHED
    history = studio.training.history
    assert history.step == 90
    assert len(history.epochs) == 2
    dock = studio.window.training
    assert "Epoch 2: loss" in dock.log.toPlainText()
    assert dock.progress.text().startswith("Finished after 2 epochs. · Run 1 · ")
    curves = dock.training.curves
    qtbot.waitUntil(lambda: curves.loss.plot.item.listDataItems()[0].xData is not None)
    assert curves.loss.plot.item.listDataItems()[0].xData[-1] == 90
    qtbot.waitUntil(lambda: bool(dock.picture.bars.shown), timeout=WAIT_MS)
    assert sum(bar.probability for bar in dock.picture.bars.shown) == pytest.approx(1, abs=1e-3)


def test_a_second_run_says_at_once_which_it_is(studio: Studio, qtbot: QtBot) -> None:
    set_epochs(studio, 1)
    line = studio.window.training.progress
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        trigger(studio, "training.train")
    assert "Run 1 · " in line.text()
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        trigger(studio, "training.train")
        assert line.text().startswith("Run 2 · ")
        assert line.text().endswith("Preparing …")
        assert studio.training.history.step == 0


def test_stopping_says_so_at_once_and_keeps_what_was_trained(studio: Studio, qtbot: QtBot) -> None:
    set_epochs(studio, 1_000)
    with qtbot.waitSignal(studio.engine.epoch_reported, timeout=WAIT_MS):
        trigger(studio, "training.train")
    actions = studio.window.actions_by_id
    assert not actions["training.train"].isEnabled()
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS) as ended:
        trigger(studio, "training.stop")
        assert studio.training.status.state is RunState.STOPPING
        assert "Stopping" in studio.window.training.progress.text()
    assert ended.args[0].outcome is Outcome.STOPPED
    assert actions["training.train"].isEnabled()
    assert actions["training.continue"].isEnabled()


def test_a_pause_holds_the_run_until_it_goes_on(studio: Studio, qtbot: QtBot) -> None:
    set_epochs(studio, 1_000)
    with qtbot.waitSignal(studio.engine.batch_reported, timeout=WAIT_MS):
        trigger(studio, "training.train")
    pause = studio.window.actions_by_id["training.pause"]
    pause.trigger()
    assert pause.isChecked()
    assert "Paused" in studio.window.training.progress.text()
    with qtbot.waitSignal(studio.engine.activations_received, timeout=WAIT_MS):
        trigger(studio, "training.next_picture")
    with qtbot.waitSignal(studio.engine.batch_reported, timeout=WAIT_MS):
        pause.trigger()
    assert not pause.isChecked()
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        trigger(studio, "training.stop")


def test_a_killed_engine_is_told_of_and_the_run_goes_on(
    studio: Studio, qtbot: QtBot, expected_log: list[str]
) -> None:
    expected_log.append("engine")
    set_epochs(studio, 8)
    with qtbot.waitSignal(studio.engine.epoch_reported, timeout=WAIT_MS):
        trigger(studio, "training.train")
    with qtbot.waitSignal(studio.engine.ended, timeout=5_000) as ended:
        psutil.Process(studio.engine.pid).kill()
    assert ended.args[0].outcome is Outcome.CRASHED
    document = studio.document  # the run goes on with its own network, whatever is open now
    edited = edits.remove(document.design.network, ["relu1"])
    document.apply("Delete", document.project.replace(network=edited))
    assert "checkpoint" in studio.window.notice.text
    button = studio.window.notice.findChild(QPushButton)
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS) as ended:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert ended.args[0].outcome is Outcome.FINISHED
    assert studio.training.history.step == 8 * 45
    assert [epoch.epoch for epoch in studio.training.history.epochs] == list(range(1, 9))
    assert studio.document.design.network == edited


def test_editing_while_training_leaves_the_run_alone(studio: Studio, qtbot: QtBot) -> None:
    set_epochs(studio, 1_000)
    with qtbot.waitSignal(studio.engine.batch_reported, timeout=WAIT_MS):
        trigger(studio, "training.train")
    document = studio.document
    line = studio.window.training.progress
    network = document.design.network
    moved = edits.move(network, {"input1": (-60.0, 0.0)})
    document.apply("Move", document.project.replace(network=moved))
    assert "keeps the network" not in line.text()
    conv = network.of_kind("conv")[0].id
    edited = edits.set_parameters(moved, conv, {"filters": 5})
    document.apply("Edit", document.project.replace(network=edited))
    assert "keeps the network it started with" in line.text()
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        trigger(studio, "training.stop")
    assert not studio.window.actions_by_id["training.continue"].isEnabled()
    trigger(studio, "edit.undo")
    assert studio.window.actions_by_id["training.continue"].isEnabled()


def test_an_edit_brings_new_maps_for_the_newest_network(studio: Studio, qtbot: QtBot) -> None:
    document = studio.document
    network = document.design.network
    conv = network.of_kind("conv")[0].id
    answers: list[Activations] = []
    studio.engine.activations_received.connect(answers.append)
    for filters in (3, 5, 7):
        edited = edits.set_parameters(document.design.network, conv, {"filters": filters})
        document.apply("Edit", document.project.replace(network=edited))
    qtbot.waitUntil(
        lambda: any(
            maps.channels == 7 for each in answers for maps in each.maps if maps.block == conv
        ),
        timeout=WAIT_MS,
    )
    channels = [maps.channels for each in answers for maps in each.maps if maps.block == conv]
    assert channels[-1] == 7
    assert len(channels) <= 3


def test_a_zoom_is_not_reset_by_new_data(studio: Studio, qtbot: QtBot) -> None:
    set_epochs(studio, 1_000)
    with qtbot.waitSignal(studio.engine.epoch_reported, timeout=WAIT_MS):
        trigger(studio, "training.train")
    curves = studio.window.training.training.curves
    box = curves.loss.plot.item.getViewBox()
    box.setXRange(10, 20, padding=0)
    box.setYRange(0, 1, padding=0)
    view = box.viewRange()
    with qtbot.waitSignal(studio.engine.epoch_reported, timeout=WAIT_MS):
        pass
    curves.draw_now()
    assert box.viewRange() == view
    assert not curves.loss.plot.is_following
    trigger(studio, "training.show_all")
    assert curves.loss.plot.is_following
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        trigger(studio, "training.stop")


def test_what_the_engine_refuses_is_said_and_nothing_runs(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    document = studio.document
    nowhere = DataChoice(name="mnist", folder=str(tmp_path / "gone"))
    network = edits.fit_to_data(document.design.network, (1, 28, 28), 10)
    document.open(document.project.replace(network=network, data=nowhere))
    with qtbot.waitSignal(studio.training.refused, timeout=WAIT_MS):
        trigger(studio, "training.train")
    assert "gone" in studio.window.notice.text
    assert not studio.training.status.is_active
    assert studio.window.actions_by_id["training.train"].isEnabled()


def test_the_picture_follows_a_run_of_short_epochs(studio: Studio, qtbot: QtBot) -> None:
    set_epochs(studio, 1_000)
    sources: list[str] = []
    studio.engine.activations_received.connect(lambda each: sources.append(each.source))
    trigger(studio, "training.train")
    qtbot.waitUntil(lambda: any("in training" in source for source in sources), timeout=WAIT_MS)
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        trigger(studio, "training.stop")


def test_a_saved_curve_is_told_in_the_window_and_the_log(
    studio: Studio, qtbot: QtBot, tmp_path: Path
) -> None:
    set_epochs(studio, 1)
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        trigger(studio, "training.train")
    dock = studio.window.training
    dock.training.curves.loss.save_to(tmp_path / "loss.png")
    assert "Saved loss.png" in studio.window.notice.text
    assert "Saved loss.png" in dock.log.toPlainText()
