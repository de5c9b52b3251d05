"""The settings of training on the real window, with the real engine."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cnnstudio.app import Studio
from cnnstudio.network import edits
from cnnstudio.training import config, runs
from cnnstudio.training.messages import Outcome
from cnnstudio.ui.training.run_status import RunState
from cnnstudio.ui.training.settings_form import SettingsForm
from cnnstudio.ui.widgets.section_label import SectionLabel

pytestmark = pytest.mark.gui

OpenStudio = Callable[..., Studio]
WAIT_MS = 60_000


@pytest.fixture
def studio(open_studio: OpenStudio, qtbot: QtBot) -> Studio:
    studio = open_studio(with_engine=True)
    qtbot.waitUntil(lambda: "PyTorch" in studio.window.status_bar.engine.text(), timeout=WAIT_MS)
    return studio


def trigger(studio: Studio, name: str) -> None:
    studio.window.actions_by_id[name].trigger()


def set_training(studio: Studio, **values: object) -> None:
    project = studio.document.project
    training = config.changed(project.training, **values)
    studio.document.apply("Set", project.replace(training=training))


def begin(studio: Studio, qtbot: QtBot, epochs: int = 1_000) -> None:
    set_training(studio, epochs=epochs)
    with qtbot.waitSignal(studio.engine.batch_reported, timeout=WAIT_MS):
        trigger(studio, "training.train")


def stop(studio: Studio, qtbot: QtBot) -> None:
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        trigger(studio, "training.stop")


def settings(studio: Studio) -> SettingsForm:
    trigger(studio, "training.settings")
    return studio.window.training.settings


def test_fields_without_an_effect_are_hidden(studio: Studio) -> None:
    form = settings(studio).form
    assert form.field("beta1").isVisible()
    assert not form.field("schedule_factor").isVisible()
    set_training(studio, schedule="step", optimizer="sgd")
    assert form.field("schedule_factor").isVisible()
    assert form.field("nesterov").isVisible()
    assert not form.field("beta1").isVisible()


def test_a_setting_is_explained_where_mouse_or_keyboard_are(studio: Studio, qtbot: QtBot) -> None:
    form = settings(studio)
    assert form.explanation.text().startswith("How often every picture is seen")
    QTest.keyClick(form.form.field("epochs"), Qt.Key.Key_Tab)
    assert form.explanation.text().startswith("How many pictures are seen")
    QTest.mouseMove(form.form.field("learning_rate"))
    qtbot.waitUntil(lambda: form.explanation.text().startswith("The size of each step"))


def test_a_typed_value_that_is_refused_starts_no_run(studio: Studio, qtbot: QtBot) -> None:
    field = settings(studio).form.field("learning_rate")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "1e6")
    studio.window.top_bar.train.setFocus()
    qtbot.mouseClick(studio.window.top_bar.train, Qt.MouseButton.LeftButton)
    assert studio.training.status.state is RunState.NONE
    assert "1e-08 to 100, not 1000000" in studio.window.notice.text
    assert field.hasFocus()
    with qtbot.waitSignal(studio.engine.started, timeout=WAIT_MS):
        qtbot.mouseClick(studio.window.top_bar.train, Qt.MouseButton.LeftButton)
    assert studio.training.status.project.training.learning_rate == 3e-3
    stop(studio, qtbot)


def test_the_schedule_is_drawn(studio: Studio) -> None:
    view = settings(studio).schedule
    set_training(studio, schedule="cosine", learning_rate=0.1)
    _epochs, rates = view.curve
    assert rates[0] == pytest.approx(0.1)
    assert rates[-1] == pytest.approx(0, abs=1e-4)
    assert "0.1" in view.accessibleDescription()


def test_a_plateau_is_drawn_as_it_would_be_at_worst(studio: Studio) -> None:
    view = settings(studio).schedule
    set_training(studio, schedule="plateau", epochs=20, schedule_epochs=5, schedule_factor=0.5)
    _epochs, rates = view.curve
    assert rates[-1] == pytest.approx(rates[0] / 8)
    assert view.note == "if nothing gets better"
    assert view.note in view.accessibleDescription()
    set_training(studio, epochs=6)
    assert view.note == "too few epochs for a drop"
    set_training(studio, schedule="constant")
    assert view.note == ""


def test_a_forecast_stands_there_before_train_is_pressed(studio: Studio, qtbot: QtBot) -> None:
    forecast = settings(studio).forecast
    if "an epoch" not in forecast.text():
        with qtbot.waitSignal(forecast.arrived, timeout=WAIT_MS):
            pass
    assert "an epoch" in forecast.text()
    assert "MB" in forecast.text()
    with qtbot.waitSignal(forecast.arrived, timeout=WAIT_MS):
        set_training(studio, batch_size=64)


def test_a_found_rate_is_used_in_one_undoable_step(studio: Studio, qtbot: QtBot) -> None:
    finder = settings(studio).finder
    with qtbot.waitSignal(finder.ended, timeout=WAIT_MS):
        qtbot.mouseClick(finder.begin, Qt.MouseButton.LeftButton)
    assert len(finder.plot.rates) > 20
    assert finder.plot.suggested is not None
    before = studio.document.project.training.learning_rate
    qtbot.mouseClick(finder.use, Qt.MouseButton.LeftButton)
    used = studio.document.project.training.learning_rate
    assert used == pytest.approx(finder.plot.suggested, rel=0.06)
    trigger(studio, "edit.undo")
    assert studio.document.project.training.learning_rate == before


def test_what_takes_effect_at_once_is_marked(studio: Studio, qtbot: QtBot) -> None:
    form = settings(studio)
    begin(studio, qtbot)
    settings(studio)
    labels = [label.text() for label in form.form.findChildren(QLabel)]
    assert "Learning rate ●" in labels
    assert "Seed" in labels
    assert form.explanation.text().endswith("● Takes effect at once.")
    form.form.field("optimizer").setFocus()
    assert form.explanation.text().endswith("Waits for the next run.")
    stop(studio, qtbot)
    labels = [label.text() for label in form.form.findChildren(QLabel)]
    assert "Learning rate" in labels
    assert "●" not in form.explanation.text()


def test_a_change_during_a_run_takes_effect_and_is_marked(studio: Studio, qtbot: QtBot) -> None:
    begin(studio, qtbot)
    with qtbot.waitSignal(studio.engine.changed, timeout=WAIT_MS) as changed:
        set_training(studio, learning_rate=5e-4, seed=7)
    assert changed.args[0].config.learning_rate == 5e-4
    assert changed.args[0].config.seed == 0
    history = studio.training.history
    assert [change.step for change in history.changes] == [changed.args[0].step]
    assert "Changed at step" in studio.window.training.log.toPlainText()
    with qtbot.waitSignal(studio.engine.changed, timeout=WAIT_MS) as changed:
        trigger(studio, "edit.undo")
    assert changed.args[0].config.learning_rate == 3e-3
    stop(studio, qtbot)


def test_more_epochs_are_added_to_the_run_that_goes_on(
    studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_a: (2, True))
    begin(studio, qtbot, epochs=30)
    with qtbot.waitSignal(studio.engine.changed, timeout=WAIT_MS):
        trigger(studio, "training.more_epochs")
    assert studio.training.status.started.epochs == 32
    stop(studio, qtbot)


def test_more_epochs_are_kept_when_something_else_is_changed(
    studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_a: (500, True))
    begin(studio, qtbot)
    with qtbot.waitSignal(studio.engine.changed, timeout=WAIT_MS):
        trigger(studio, "training.more_epochs")
    with qtbot.waitSignal(studio.engine.changed, timeout=WAIT_MS) as changed:
        type_into(settings(studio).form.field("learning_rate"), "0.0005")
    assert changed.args[0].text == "Learning rate 0.003 → 0.0005"
    assert changed.args[0].config.epochs == 1_500
    stop(studio, qtbot)


def test_what_is_edited_and_more_epochs_both_reach_a_paused_run(
    studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_a: (100, True))
    begin(studio, qtbot)
    trigger(studio, "training.pause")
    type_into(settings(studio).form.field("learning_rate"), "0.0001")
    qtbot.waitUntil(lambda: not studio.training.edited.pending)
    trigger(studio, "training.more_epochs")
    trigger(studio, "training.more_epochs")
    with qtbot.waitSignal(studio.engine.changed, timeout=WAIT_MS) as changed:
        trigger(studio, "training.pause")
    assert changed.args[0].text == "Epochs 1000 → 1200, Learning rate 0.003 → 0.0001"
    stop(studio, qtbot)


def test_a_change_that_is_refused_leaves_the_run_to_go_on(studio: Studio, qtbot: QtBot) -> None:
    project = studio.document.project
    wire = next(each for each in project.network.wires if each.target == "dense2")
    block = edits.new_block(project.network, "batch_norm")
    network = edits.insert(project.network, block, wire)
    studio.document.apply("Insert", project.replace(network=network))
    begin(studio, qtbot)
    with qtbot.waitSignal(studio.training.refused, timeout=WAIT_MS) as refused:
        type_into(settings(studio).form.field("batch_size"), "1")
    assert "needs at least two" in refused.args[0]
    assert studio.training.status.state is RunState.TRAINING
    assert studio.window.actions_by_id["training.stop"].isEnabled()
    assert not studio.window.actions_by_id["training.train"].isEnabled()
    with qtbot.waitSignal(studio.engine.changed, timeout=WAIT_MS) as changed:
        type_into(settings(studio).form.field("learning_rate"), "0.0005")
    assert changed.args[0].text == "Learning rate 0.003 → 0.0005"
    stop(studio, qtbot)


def test_a_run_goes_on_with_what_was_edited_since_it_stopped(studio: Studio, qtbot: QtBot) -> None:
    begin(studio, qtbot)
    stop(studio, qtbot)
    type_into(settings(studio).form.field("learning_rate"), "0.0007")
    with qtbot.waitSignal(studio.engine.changed, timeout=WAIT_MS) as changed:
        trigger(studio, "training.continue")
    assert changed.args[0].text == "Learning rate 0.003 → 0.0007"
    with qtbot.waitSignal(studio.engine.batch_reported, timeout=WAIT_MS) as reported:
        pass
    assert reported.args[0].learning_rate == pytest.approx(7e-4)
    stop(studio, qtbot)
    assert [each.text for each in runs.read_record(studio.training.folder).changes] == [
        "Learning rate 0.003 → 0.0007"
    ]


def test_a_run_without_a_checkpoint_is_not_offered_to_go_on(studio: Studio, qtbot: QtBot) -> None:
    set_training(studio, learning_rate=100.0, optimizer="sgd")
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS) as ended:
        trigger(studio, "training.train")
    assert ended.args[0].outcome is Outcome.DIVERGED
    go_on = studio.window.actions_by_id["training.continue"]
    assert not go_on.isEnabled()
    assert "before it had a checkpoint" in go_on.toolTip()
    assert not studio.window.actions_by_id["training.more_epochs"].isEnabled()


def test_a_run_that_may_not_go_on_is_not_forgotten(studio: Studio, qtbot: QtBot) -> None:
    set_training(studio, epochs=1)
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        trigger(studio, "training.train")
    set_training(studio, epochs=2)
    checkpoint = studio.training.folder / runs.LAST
    kept = checkpoint.read_bytes()
    checkpoint.write_bytes(kept[:100])
    with qtbot.waitSignal(studio.training.refused, timeout=WAIT_MS) as refused:
        trigger(studio, "training.continue")
    assert runs.LAST in refused.args[0]
    assert studio.training.status.state is RunState.ENDED
    checkpoint.write_bytes(kept)
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS) as ended:
        trigger(studio, "training.continue")
    assert ended.args[0].outcome is Outcome.FINISHED


def test_more_epochs_go_on_from_the_end_of_a_run(
    studio: Studio, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_a: (1, True))
    set_training(studio, epochs=1)
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        trigger(studio, "training.train")
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS) as ended:
        trigger(studio, "training.more_epochs")
    assert ended.args[0].outcome is Outcome.FINISHED
    assert [epoch.epoch for epoch in studio.training.history.epochs] == [1, 2]


def test_a_restart_begins_with_the_same_weights(studio: Studio, qtbot: QtBot) -> None:
    set_training(studio, epochs=1)
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        trigger(studio, "training.train")
    first = studio.training.history.epochs[0].train_loss
    set_training(studio, seed=9)
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        trigger(studio, "training.restart")
    assert studio.training.history.epochs[0].train_loss == first


def test_a_restart_stops_the_run_that_goes_on(studio: Studio, qtbot: QtBot) -> None:
    begin(studio, qtbot)
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS):
        trigger(studio, "training.restart")
    with qtbot.waitSignal(studio.engine.batch_reported, timeout=WAIT_MS):
        pass
    assert studio.training.status.is_active
    stop(studio, qtbot)


def type_into(field: QWidget, text: str) -> None:
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("learning_rate", "0.0005", "Learning rate 0.003 → 0.0005"),
        ("batch_size", "64", "Batch size 32 → 64"),
        ("rotation", "20", "Augmentation"),
    ],
)
def test_what_is_typed_during_a_run_is_marked_on_the_curve(
    studio: Studio, qtbot: QtBot, name: str, typed: str, told: str
) -> None:
    begin(studio, qtbot)
    form = settings(studio)
    part = form.augmentation if name == "rotation" else form.form
    with qtbot.waitSignal(studio.engine.changed, timeout=WAIT_MS) as changed:
        type_into(part.field(name), typed)
    assert changed.args[0].text.startswith(told)
    with qtbot.waitSignal(studio.engine.batch_reported, timeout=WAIT_MS) as reported:
        pass
    wanted = studio.document.project.training
    assert changed.args[0].config == wanted
    assert reported.args[0].learning_rate == pytest.approx(wanted.learning_rate)
    studio.window.training.show_training()
    curves = studio.window.training.training.curves
    plot = curves.loss.plot
    qtbot.waitUntil(lambda: [mark.step for mark in plot.marks] == [changed.args[0].step])
    curves.loss.point_at(changed.args[0].step)
    assert told in curves.loss.plot.told.text
    stop(studio, qtbot)
    assert runs.read_record(studio.training.folder).config == wanted


def test_a_run_can_be_told_to_stop_after_its_epoch(studio: Studio, qtbot: QtBot) -> None:
    begin(studio, qtbot)
    with qtbot.waitSignal(studio.engine.ended, timeout=WAIT_MS) as ended:
        trigger(studio, "training.stop_after_epoch")
        assert "Stopping" in studio.window.training.progress.text()
    assert ended.args[0].outcome is Outcome.STOPPED
    last = studio.training.history.epochs[-1]
    assert last.step == studio.training.history.step == last.epoch * 45
    assert ended.args[0].text == f"Stopped by you after epoch {last.epoch}."


def test_headings_stand_closer_to_what_they_head(studio: Studio) -> None:
    form = settings(studio)
    headings = form.schedule.parentWidget().findChildren(SectionLabel)
    above, heads, below = form.forecast, headings[1], form.schedule
    after_text = heads.geometry().top() - above.geometry().bottom()
    assert after_text > below.geometry().top() - heads.geometry().bottom()
