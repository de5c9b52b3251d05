import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnstudio.training.history import History, Quantity, read_history
from cnnstudio.training.messages import BatchReport, EpochReport, LayerReport, LayerState
from cnnstudio.training.metrics import MetricsFile


def steps(step: int, *losses: float, epoch: int = 1) -> BatchReport:
    return BatchReport(1, epoch, step, losses, tuple(loss / 10 for loss in losses), 100.0, None)


def epoch(number: int, step: int, *, loss: float = 0.5, is_best: bool = True) -> EpochReport:
    return EpochReport(1, number, step, 1.0, 0.5, loss, 0.9, 1.0, 100.0, is_best)


def test_curve_positions_are_step_numbers() -> None:
    history = History()
    history.append(steps(2, 5.0, 4.0))
    history.append(steps(3, 3.0))
    points = history.curve(Quantity.LOSS, 100)
    assert points.positions.tolist() == [1, 2, 3]
    assert points.values.tolist() == [5, 4, 3]


def test_each_report_moves_the_revision() -> None:
    history = History()
    before = history.revision
    history.append(steps(1, 5.0))
    history.append(epoch(1, 1))
    assert history.revision >= before + 2


def test_a_history_may_begin_in_the_middle_of_a_run() -> None:
    history = History()
    history.append(steps(12, 5.0, 4.0))
    assert history.curve(Quantity.LOSS, 100).positions.tolist() == [11, 12]
    assert history.step == 12


def test_a_resumed_run_replaces_what_came_after_its_checkpoint() -> None:
    history = History()
    history.append(steps(2, 9.0, 8.0))
    history.append(epoch(1, 2))
    history.append(steps(4, 7.0, 6.0, epoch=2))
    history.append(epoch(2, 4))
    history.append(steps(3, 5.0, epoch=2))
    assert history.curve(Quantity.LOSS, 100).values.tolist() == [9, 8, 5]
    assert [report.epoch for report in history.epochs] == [1]


def test_the_best_epoch_is_the_last_that_was_best() -> None:
    history = History()
    assert history.best_epoch is None
    for number, is_best in ((1, True), (2, True), (3, False)):
        history.append(epoch(number, number, is_best=is_best))
    assert history.best_epoch is not None
    assert history.best_epoch.epoch == 2


def test_validation_values_stand_at_the_last_step_of_their_epoch() -> None:
    history = History()
    history.append(epoch(1, 45, loss=0.5))
    history.append(epoch(2, 90, loss=0.25))
    points = history.validation(Quantity.LOSS)
    assert points.positions.tolist() == [45, 90]
    assert points.values.tolist() == [0.5, 0.25]


def test_a_picture_task_has_no_accuracies() -> None:
    history = History()
    history.append(BatchReport(1, 1, 1, (0.5,), (), 100.0, None))
    history.append(EpochReport(1, 1, 1, 0.5, None, None, None, 1.0, 100.0, True))
    assert len(history.curve(Quantity.ACCURACY, 100).values) == 0
    assert len(history.validation(Quantity.ACCURACY).values) == 0
    assert not history.has_accuracy


def test_a_run_that_begins_may_have_accuracies() -> None:
    history = History()
    assert history.has_accuracy
    history.append(steps(1, 5.0))
    assert history.has_accuracy


def test_only_the_steps_asked_for_are_drawn() -> None:
    history = History()
    history.append(steps(6, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0))
    points = history.curve(Quantity.LOSS, 100, first=2.5, last=4.0)
    assert points.positions.tolist() == [2, 3, 4]


def test_another_smoothing_is_computed_anew() -> None:
    history = History()
    history.append(steps(3, 1.0, 2.0, 4.0))
    assert history.curve(Quantity.LOSS, 9, smoothing=0.5).values[-1] == pytest.approx(21 / 7)
    assert history.curve(Quantity.LOSS, 9, smoothing=0.75).values[-1] == pytest.approx(97 / 37)


def test_a_history_is_read_back_from_the_folder(tmp_path: Path) -> None:
    file = MetricsFile(tmp_path)
    reports = [steps(2, 5.0, 4.0), epoch(1, 2), steps(3, 0.1, epoch=2)]
    for report in reports:
        file.append(report)
    file.close()
    history = read_history(tmp_path)
    assert history.step == 3
    assert history.epochs == [reports[1]]
    assert history.curve(Quantity.LOSS, 9).values.tolist() == pytest.approx([5, 4, 0.1])


@given(
    st.lists(
        st.one_of(
            st.tuples(st.integers(1, 30), st.lists(st.floats(0, 9, width=32), max_size=5)),
            st.integers(1, 30),
        ),
        max_size=12,
    )
)
def test_a_history_read_at_once_is_that_of_report_by_report(told: list) -> None:
    reports = [
        epoch(1, each) if isinstance(each, int) else steps(each[0] + len(each[1]), *each[1])
        for each in told
    ]
    one_by_one = History()
    for report in reports:
        one_by_one.append(report)
    with tempfile.TemporaryDirectory() as folder:
        file = MetricsFile(Path(folder))
        for report in reports:
            file.append(report)
        file.close()
        at_once = read_history(Path(folder))
    assert at_once.epochs == one_by_one.epochs
    for quantity in Quantity:
        assert at_once.series(quantity).values == pytest.approx(one_by_one.series(quantity).values)


def test_steps_done_again_are_smoothed_again() -> None:
    history = History()
    history.append(steps(4, 1.0, 1.0, 1.0, 1.0))
    history.curve(Quantity.LOSS, 10, smoothing=0.5)
    history.append(steps(4, 5.0, 5.0))
    shown = history.curve(Quantity.LOSS, 10, smoothing=0.5).values
    alone = History()
    alone.append(steps(4, 1.0, 1.0, 5.0, 5.0))
    assert shown.tolist() == alone.curve(Quantity.LOSS, 10, smoothing=0.5).values.tolist()


def paced(step: int, rate: float, seconds: float) -> BatchReport:
    return BatchReport(1, 1, step, (1.0, 1.0), (), 100.0, None, rate, seconds)


def looked(step: int, **gradients: float) -> LayerReport:
    layers = tuple(LayerState(block, gradient) for block, gradient in gradients.items())
    return LayerReport(1, 1, step, layers)


def test_rates_and_times_stand_at_the_steps_of_their_reports() -> None:
    history = History()
    history.append(paced(2, 0.1, 0.01))
    history.append(paced(4, 0.05, 0.03))
    rates = history.curve(Quantity.LEARNING_RATE, 10)
    assert rates.positions.tolist() == [2, 4]
    assert rates.values.tolist() == pytest.approx([0.1, 0.05])
    assert history.curve(Quantity.STEP_TIME, 10).values.tolist() == pytest.approx([5.0, 15.0])


def test_each_block_has_the_norms_of_its_gradient() -> None:
    history = History()
    history.append(paced(4, 0.1, 0.01))
    history.append(looked(3, conv1=1.0, dense1=2.0))
    history.append(looked(4, conv1=0.5))
    found = history.gradients(10)
    assert found["conv1"].positions.tolist() == [3, 4]
    assert found["dense1"].values.tolist() == [2.0]
    history.rewind(3)
    assert history.gradients(10)["conv1"].positions.tolist() == [3]


def test_what_was_looked_at_is_read_again(tmp_path: Path) -> None:
    metrics = MetricsFile(tmp_path)
    for report in (paced(2, 0.1, 0.01), paced(4, 0.2, 0.02), looked(4, conv1=1.5)):
        metrics.append(report)
    metrics.close()
    history = read_history(tmp_path)
    rates = history.curve(Quantity.LEARNING_RATE, 10)
    assert rates.positions.tolist() == [2, 4]
    assert history.gradients(10)["conv1"].values.tolist() == [1.5]


def test_without_validation_the_best_epoch_is_that_of_training() -> None:
    history = History()
    history.append(EpochReport(1, 1, 45, 0.7, 0.8, None, None, 1.0, 100.0, True))
    assert history.best_of(Quantity.LOSS) == (1, 45, 0.7, False)
    assert history.best_of(Quantity.ACCURACY) == (1, 45, 0.8, False)


def test_the_best_epoch_is_judged_by_validation_where_there_is_one() -> None:
    history = History()
    assert history.best_of(Quantity.LOSS) is None
    history.append(epoch(1, 45))
    assert history.best_of(Quantity.ACCURACY) == (1, 45, 0.9, True)
    assert history.best_of(Quantity.LEARNING_RATE) is None


def test_the_gradients_of_some_blocks_are_read_alone() -> None:
    history = History()
    history.append(paced(4, 0.1, 0.01))
    history.append(looked(3, conv1=1.0, dense1=2.0))
    assert history.blocks == ("conv1", "dense1")
    assert list(history.gradients(10, blocks=["dense1", "gone"])) == ["dense1"]
