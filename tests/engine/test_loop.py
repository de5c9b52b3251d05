from collections.abc import Callable

import msgspec
import numpy as np
import pytest
import torch
from torch import nn, optim
from torch.nn import functional

from cnnstudio.engine.control import Control, Wish
from cnnstudio.engine.loop import Diverged, Happening, Training
from cnnstudio.engine.optimizers import implementations
from cnnstudio.engine.order import batch_sizes, epoch_order
from cnnstudio.network.graph import Network
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import BatchReport, EpochReport, LayerReport
from cnnstudio.training.plan import Implementation, Plan
from tests.engine.networks import Item, bright_and_dark, dense, training, two_classes

CLASSES = two_classes(dense(2), ("output", {"classes": 2}))
YES_NO = two_classes(dense(1), "sigmoid", ("output", {"task": "yes/no", "classes": 2}))
PICTURE_END: tuple[Item, ...] = (
    dense(16),
    ("reshape", {"channels": 1, "height": 4, "width": 4}),
    ("output", {"task": "picture"}),
)


class StopAfter(Control):
    """Stops when it has been asked often enough."""

    def __init__(self, batches: int, *, wish: Wish = Wish.STOP) -> None:
        super().__init__()
        self.asked = 0
        self._batches = batches
        self._last = wish

    def wish(self) -> Wish:
        self.asked += 1
        return self._last if self.asked > self._batches else Wish.GO_ON


def run(running: Training, control: Control | None = None) -> list[Happening]:
    return list(running.reports(control or Control()))


def epochs(reports: list[Happening]) -> list[EpochReport]:
    return [report for report in reports if isinstance(report, EpochReport)]


def losses(reports: list[Happening]) -> list[float]:
    return [loss for each in reports if isinstance(each, BatchReport) for loss in each.losses]


@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd", "rmsprop"])
@pytest.mark.parametrize("implementation", list(Implementation))
@pytest.mark.parametrize("channels_last", [False, True])
def test_the_loop_is_the_one_that_people_write(
    optimizer: str, implementation: Implementation, *, channels_last: bool
) -> None:
    config = TrainingConfig(epochs=2, batch_size=16, optimizer=optimizer, weight_decay=0.01)
    dataset = bright_and_dark(40)
    reports = run(training(CLASSES, dataset, config, Plan(channels_last, 2, implementation)))

    by_hand = training(CLASSES, dataset, config)
    module, samples = by_hand.module, by_hand.train
    made: dict[str, Callable[..., optim.Optimizer]] = {
        "adam": optim.Adam,
        "adamw": optim.AdamW,
        "sgd": lambda weights, **rest: optim.SGD(weights, momentum=0.9, **rest),
        "rmsprop": optim.RMSprop,
    }
    stepper = made[optimizer](module.parameters(), lr=1e-3, weight_decay=0.01)
    expected = []
    for epoch in (1, 2):
        order = epoch_order(40, seed=0, epoch=epoch)
        for start in range(0, 40, 16):
            rows = order[start : start + 16]
            stepper.zero_grad()
            loss = functional.cross_entropy(module(samples.part(0, 40)[rows]), samples.labels[rows])
            loss.backward()
            stepper.step()
            expected.append(loss.item())
    assert losses(reports) == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("network", [CLASSES, YES_NO], ids=["classes", "yes/no"])
def test_bright_is_told_from_dark(network: Network) -> None:
    config = TrainingConfig(epochs=8, batch_size=8, learning_rate=1e-2)
    *_earlier, last = epochs(run(training(network, bright_and_dark(), config)))
    assert last.val_accuracy == 1.0
    assert last.val_loss is not None
    assert last.val_loss < 0.3


def test_a_picture_task_learns_its_input_and_has_no_accuracy() -> None:
    network = two_classes(*PICTURE_END)
    config = TrainingConfig(epochs=10, batch_size=8, learning_rate=1e-2)
    reports = run(training(network, bright_and_dark(), config))
    first, *_between, last = epochs(reports)
    assert last.val_loss is not None
    assert first.val_loss is not None
    assert last.val_loss < first.val_loss / 2
    assert (last.train_accuracy, last.val_accuracy) == (None, None)
    assert all(not each.accuracies for each in reports if isinstance(each, BatchReport))


def test_reports_tell_of_every_step_once() -> None:
    config = TrainingConfig(epochs=3, batch_size=8)
    reports = run(training(CLASSES, bright_and_dark(20), config))
    steps = 0
    for report in reports:
        if isinstance(report, BatchReport):
            steps += len(report.losses)
            assert len(report.accuracies) == len(report.losses)
        assert report.step == steps
    assert steps == 3 * 3


def test_what_is_done_is_counted_in_examples_whatever_the_batch_size() -> None:
    running = training(CLASSES, bright_and_dark(40), TrainingConfig(epochs=4, batch_size=10))
    control = Control()
    done = []
    for report in running.reports(control):
        if isinstance(report, EpochReport) and report.epoch == 1:
            control.change = msgspec.structs.replace(running.config, epochs=5, batch_size=4)
        if isinstance(report, BatchReport):
            done.append(report.done)
    assert done == sorted(done)
    assert 0.25 in done  # of four
    assert 0.4 in done  # of five
    assert done[-1] == 1.0


def test_an_epochs_numbers_are_means_over_its_examples() -> None:
    config = TrainingConfig(epochs=1, batch_size=16)
    reports = run(training(CLASSES, bright_and_dark(40), config))
    (epoch,) = epochs(reports)
    accuracies = [
        each for report in reports if isinstance(report, BatchReport) for each in report.accuracies
    ]
    sizes = [16, 16, 8]
    assert epoch.train_loss == pytest.approx(np.average(losses(reports), weights=sizes))
    assert epoch.train_accuracy == pytest.approx(np.average(accuracies, weights=sizes))


def test_validation_is_that_of_the_weights_after_the_epoch() -> None:
    running = training(CLASSES, bright_and_dark(), TrainingConfig(epochs=1))
    (epoch,) = epochs(run(running))
    assert running.validation is not None
    with torch.no_grad():
        logits = running.module(running.validation.part(0, 10))
    labels = running.validation.labels
    assert epoch.val_loss == pytest.approx(functional.cross_entropy(logits, labels).item())
    assert epoch.val_accuracy == (logits.argmax(1) == labels).float().mean().item()


def test_without_a_validation_part_training_decides_which_epoch_is_best() -> None:
    reports = run(
        training(CLASSES, bright_and_dark(validation=0), TrainingConfig(epochs=3, batch_size=8))
    )
    assert all(each.val_loss is None for each in epochs(reports))
    merits = [(each.train_accuracy, -each.train_loss) for each in epochs(reports)]
    best = [each.epoch for each in epochs(reports) if each.is_best]
    assert best[-1] - 1 == merits.index(max(merits))


def test_every_picture_is_seen_once_in_an_epoch() -> None:
    assert sorted(epoch_order(50, seed=1, epoch=3).tolist()) == list(range(50))


def test_seeds_and_epochs_have_orders_of_their_own() -> None:
    orders = [
        tuple(epoch_order(20, seed=seed, epoch=epoch).tolist())
        for seed in (0, 1)
        for epoch in (1, 2)
    ]
    assert len(set(orders)) == 4
    assert orders[0] == tuple(epoch_order(20, seed=0, epoch=1).tolist())


@pytest.mark.parametrize(
    ("examples", "size", "pairs", "expected"),
    [
        (10, 4, False, [4, 4, 2]),
        (9, 4, False, [4, 4, 1]),
        (9, 4, True, [4, 5]),
        (8, 4, True, [4, 4]),
        (3, 64, True, [3]),
        (1, 4, True, [1]),
        (3, 1, True, [1, 2]),
        (0, 4, False, []),
    ],
)
def test_batch_sizes(examples: int, size: int, *, pairs: bool, expected: list[int]) -> None:
    assert batch_sizes(examples, size, pairs=pairs) == expected


def test_batch_norm_gets_no_lone_picture() -> None:
    network = two_classes(dense(4), "batch_norm", dense(2), ("output", {"classes": 2}))
    running = training(network, bright_and_dark(9), TrainingConfig(epochs=1, batch_size=4))
    running.pairs = True
    assert len(losses(run(running))) == running.steps_per_epoch == 2


@pytest.mark.parametrize("batches", [0, 1, 5])
def test_a_stop_is_obeyed_before_the_next_batch(batches: int) -> None:
    control = StopAfter(batches)
    running = training(CLASSES, bright_and_dark(40), TrainingConfig(epochs=9, batch_size=8))
    reports = run(running, control)
    assert len(losses(reports)) == running.position.step == batches
    assert control.asked == batches + 1


def test_a_stop_during_validation_is_obeyed_too() -> None:
    running = training(CLASSES, bright_and_dark(40), TrainingConfig(epochs=9, batch_size=40))
    reports = run(running, StopAfter(1))
    assert losses(reports)
    assert not epochs(reports)
    assert running.position.epoch == 1


def test_a_stop_after_the_epoch_lets_it_end() -> None:
    running = training(CLASSES, bright_and_dark(40), TrainingConfig(epochs=9, batch_size=8))
    reports = run(running, StopAfter(2, wish=Wish.STOP_AFTER_EPOCH))
    assert [each.epoch for each in epochs(reports)] == [1]


@pytest.mark.parametrize("checks_at_once", [True, False], ids=["CPU", "accelerator"])
def test_a_loss_that_is_no_number_ends_the_run_at_its_step(*, checks_at_once: bool) -> None:
    running = training(CLASSES, bright_and_dark(40), TrainingConfig(epochs=2, batch_size=8))
    running._checks_at_once = checks_at_once
    layer = running.module.layers_of("dense1")[0]
    assert isinstance(layer, nn.Linear)

    class Spoil(Control):
        def wish(self) -> Wish:
            if running.optimizer.state and running.optimizer.state[layer.bias]["step"] == 3:
                with torch.no_grad():
                    layer.bias[0] = float("nan")
            return Wish.GO_ON

    reports: list[Happening] = []
    with pytest.raises(Diverged) as caught:
        reports.extend(running.reports(Spoil()))
    assert caught.value.step == 4
    assert len(losses(reports)) == 3
    assert all(np.isfinite(losses(reports)))


def test_on_the_cpu_a_bad_loss_leaves_the_weights_alone() -> None:
    running = training(CLASSES, bright_and_dark(40), TrainingConfig(batch_size=8))
    running.train._flat[:] = float("inf")
    before = {name: each.clone() for name, each in running.module.state_dict().items()}
    with pytest.raises(Diverged):
        run(running)
    for name, weights in running.module.state_dict().items():
        assert torch.equal(weights, before[name])


@pytest.mark.parametrize("optimizer", ["adam", "sgd", "rmsprop"])
def test_an_accelerator_names_the_block_that_the_cpu_names(optimizer: str) -> None:
    """The weights must not learn from the batch before it is looked at."""
    config = TrainingConfig(batch_size=8, optimizer=optimizer, momentum=0.0)
    found = []
    for checks_at_once in (True, False):
        plan = Plan(False, 1, implementations(optimizer, torch.device("cpu"))[0])
        running = training(CLASSES, bright_and_dark(40), config, plan)
        running._checks_at_once = checks_at_once
        running.train._flat[int(epoch_order(40, seed=0, epoch=1)[19])] = float("inf")
        with pytest.raises(Diverged) as caught:
            run(running)
        weights = running.module.state_dict()
        assert all(torch.isfinite(each).all() for each in weights.values())
        found.append((caught.value.step, caught.value.block))
    on_cpu, elsewhere = found
    assert on_cpu == elsewhere
    assert on_cpu[0] == 3


def test_only_a_better_epoch_is_best() -> None:
    config = TrainingConfig(epochs=12, batch_size=8, learning_rate=3e-2)
    found = epochs(run(training(CLASSES, bright_and_dark(), config)))
    best: tuple[float, float] | None = None
    for epoch in found:
        merit = (epoch.val_accuracy or 0, -(epoch.val_loss or 0))
        assert epoch.is_best == (best is None or merit > best)
        best = max(merit, best or merit)


def test_gradients_are_clipped_before_the_step_and_told_as_they_were() -> None:
    config = TrainingConfig(
        epochs=1,
        batch_size=40,
        optimizer="sgd",
        momentum=0.0,
        learning_rate=0.5,
        gradient_clip=0.01,
    )
    running = training(CLASSES, bright_and_dark(40), config)
    before = torch.cat([each.detach().flatten().clone() for each in running.module.parameters()])
    looks = [each for each in run(running) if isinstance(each, LayerReport)]
    after = torch.cat([each.detach().flatten() for each in running.module.parameters()])
    assert (after - before).norm().item() == pytest.approx(0.5 * 0.01, rel=1e-3)
    states = [state for state in looks[0].layers if state.gradient is not None]
    changes = [state.change for state in states if state.change is not None]
    assert np.linalg.norm(changes) == pytest.approx(0.5 * 0.01, rel=1e-3)
    assert np.linalg.norm([state.gradient or 0 for state in states]) > 0.1


@pytest.mark.parametrize("patience", [1, 2])
def test_a_plateau_lowers_the_rate_after_so_many_epochs(patience: int) -> None:
    config = TrainingConfig(
        epochs=9, batch_size=8, learning_rate=0.3, schedule="plateau",
        schedule_epochs=patience, schedule_factor=0.5,
    )  # fmt: skip
    reports = run(training(CLASSES, bright_and_dark(40), config))
    rate, since = 0.3, 0
    for report in reports:
        if isinstance(report, BatchReport):
            assert report.learning_rate == pytest.approx(rate)
        elif isinstance(report, EpochReport):
            since = 0 if report.is_best else since + 1
            if since >= patience:
                rate, since = rate * 0.5, 0
    assert rate < 0.3
