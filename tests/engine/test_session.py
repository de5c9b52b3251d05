import os
import re
import subprocess
import sys
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from cnnstudio.data.choice import DataChoice
from cnnstudio.data.weights import class_weights
from cnnstudio.engine import session
from cnnstudio.engine.control import Control, Wish
from cnnstudio.engine.plan import judge_plan, known_plan, missed_promise, remember_plan
from cnnstudio.engine.session import train
from cnnstudio.errors import InvalidFileError, InvalidValueError, StudioError, UserError
from cnnstudio.network.graph import Network
from cnnstudio.project.presets import load_preset
from cnnstudio.training import runs
from cnnstudio.training.augmentation import COURSE
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.history import Quantity, read_history
from cnnstudio.training.messages import (
    BatchReport,
    EpochReport,
    Outcome,
    Report,
    RunChanged,
    RunEnded,
    RunPreparing,
    RunStarted,
)
from cnnstudio.training.plan import Plan
from tests.engine.networks import Item, chain, dense, picture, starter

STARTER = load_preset("starter").training
FEW = DataChoice(part=0.2)
QUICK = msgspec.structs.replace(STARTER, epochs=2)


class StopAfter(Control):
    """Stops after some batches."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self._left = batches

    def wish(self) -> Wish:
        if self.running is not None:
            self._left -= 1
        return Wish.GO_ON if self._left >= 0 else Wish.STOP


@pytest.fixture
def folder() -> Path:
    return runs.new_run_folder("test")


def begun(
    folder: Path,
    network: Network | None = None,
    config: TrainingConfig = QUICK,
    data: DataChoice = FEW,
    *,
    resume: bool = False,
    control: Control | None = None,
) -> list[Report]:
    reports = train(network or starter(), config, data, folder, resume=resume, control=control)
    return list(reports)


def weights(path: Path) -> dict[str, bytes]:
    """Return the bytes of all weights in a file, without what else a checkpoint holds."""
    return {
        name: each.numpy().tobytes() for name, each in load_file(path).items() if name[0] != "@"
    }


def ending(*items: Item) -> Network:
    return chain(picture(1, 8, 8), "flatten", *items)


def test_the_starter_learns_the_digits(folder: Path) -> None:
    reports = begun(folder, config=msgspec.structs.replace(STARTER, epochs=3), data=DataChoice())
    accuracies = [each.val_accuracy for each in reports if isinstance(each, EpochReport)]
    assert max(each for each in accuracies if each is not None) > 0.9
    assert reports[-1] == RunEnded(
        0, Outcome.FINISHED, "Finished after 3 epochs.", str(folder), reports[-1].best_epoch
    )


def test_reports_come_in_order(folder: Path) -> None:
    kinds = [type(report) for report in begun(folder)]
    assert kinds[0] is RunPreparing
    after = kinds[kinds.index(RunStarted) :]
    assert after[1] is BatchReport
    assert after[-2:] == [EpochReport, RunEnded]


def test_the_run_folder_tells_the_whole_story(folder: Path) -> None:
    reports = begun(folder)
    record = runs.read_record(folder)
    assert (record.network, record.config, record.data) == (starter(), QUICK, FEW)
    assert (record.outcome, record.epochs_done) == (Outcome.FINISHED, 2)
    assert record.best is not None
    assert record.best.epoch == reports[-1].best_epoch
    history = read_history(folder)
    losses = [loss for each in reports if isinstance(each, BatchReport) for loss in each.losses]
    assert history.curve(Quantity.LOSS, 10_000).values.tolist() == pytest.approx(losses)
    names = {path.name for path in folder.iterdir()}
    assert names == {runs.RECORD, runs.METRICS, runs.BEST, runs.LAST}


def test_the_same_seed_gives_the_same_bits() -> None:
    first, second = runs.new_run_folder("a"), runs.new_run_folder("b")
    for each in (first, second):
        begun(each)
    one, other = load_file(first / runs.LAST), load_file(second / runs.LAST)
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize("batches", [3, 9, 12])
def test_a_stopped_run_goes_on_bit_by_bit(batches: int) -> None:
    whole, parted = runs.new_run_folder("whole"), runs.new_run_folder("parted")
    expected = begun(whole)
    stopped = begun(parted, control=StopAfter(batches))
    assert stopped[-1].outcome is Outcome.STOPPED
    resumed = begun(parted, resume=True)
    assert resumed[-1].outcome is Outcome.FINISHED
    (started,) = (each for each in resumed if isinstance(each, RunStarted))
    assert started.first_step > 0
    for name in (runs.BEST, runs.LAST):
        one, other = load_file(whole / name), load_file(parted / name)
        assert all(torch.equal(one[each], other[each]) for each in one)
    values = [read_history(each).curve(Quantity.LOSS, 10_000).values for each in (whole, parted)]
    np.testing.assert_array_equal(*values)
    assert len(read_history(parted).epochs) == 2
    assert expected[-1].best_epoch == resumed[-1].best_epoch


def test_what_a_killed_engine_reported_after_its_checkpoint_is_forgotten(folder: Path) -> None:
    begun(folder, control=StopAfter(3))
    with (folder / runs.METRICS).open("ab") as file:
        lost = BatchReport(0, 1, 5, (9.0, 9.0), (0.0, 0.0), 1.0, None)
        file.write(msgspec.json.encode(lost) + b"\n")
    begun(folder, resume=True)
    assert 9.0 not in read_history(folder).curve(Quantity.LOSS, 10_000).values


def test_a_finished_run_can_be_given_more_epochs(folder: Path) -> None:
    begun(folder)
    with pytest.raises(InvalidValueError, match="2 epochs already"):
        begun(folder, resume=True)
    reports = begun(folder, config=msgspec.structs.replace(QUICK, epochs=3), resume=True)
    assert [each.epoch for each in reports if isinstance(each, EpochReport)] == [3]
    assert runs.read_record(folder).epochs_done == 3


def test_what_was_set_otherwise_before_going_on_is_a_change_like_others(folder: Path) -> None:
    begun(folder, control=StopAfter(3))
    after = msgspec.structs.replace(QUICK, learning_rate=1e-4, augmentation=COURSE)
    reports = begun(folder, config=after, resume=True)
    (told,) = (each for each in reports if isinstance(each, RunChanged))
    assert (told.step, told.config) == (3, after)
    assert told.text.startswith("Learning rate 0.003 → 0.0001, Augmentation none → ")
    rates = {each.learning_rate for each in reports if isinstance(each, BatchReport)}
    assert rates == {1e-4}
    record = runs.read_record(folder)
    assert (record.config, record.initial_config) == (after, QUICK)


class MoreWhileValidating(Control):
    """Wishes for more epochs once the last one is being validated."""

    def note(self, report: Report) -> None:
        """Hear what the run reports."""
        if isinstance(report, EpochReport) and report.epoch == QUICK.epochs:
            self.change = msgspec.structs.replace(QUICK, epochs=QUICK.epochs + 1)


def test_more_epochs_may_be_wished_for_in_the_last_moment(folder: Path) -> None:
    control = MoreWhileValidating()
    epochs = []
    for report in train(starter(), QUICK, FEW, folder, control=control):
        control.note(report)
        if isinstance(report, EpochReport):
            epochs.append(report.epoch)
    assert epochs == [1, 2, 3]
    assert runs.read_record(folder).text == "Finished after 3 epochs."


def test_a_run_that_learned_nothing_says_so(folder: Path) -> None:
    wild = msgspec.structs.replace(QUICK, learning_rate=100.0)
    *_others, ended = begun(folder, config=wild)
    assert ended.outcome is Outcome.FINISHED
    assert ended.text == (
        "Finished after 2 epochs. It never did better than to give always the same answer. "
        "Try a learning rate of 0.001."
    )


def test_fewer_epochs_than_are_done_end_a_run_that_says_how_many_they_were(folder: Path) -> None:
    fewer = msgspec.structs.replace(QUICK, epochs=1)
    *_others, ended = begun(
        folder, config=msgspec.structs.replace(QUICK, epochs=9), control=ChangeAfter(14, fewer)
    )
    assert ended.text == "Finished after 2 epochs."


def test_a_run_is_not_resumed_with_another_network(folder: Path) -> None:
    begun(folder)
    other = ending(dense(20), dense("classes"), "output")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(InvalidFileError, match="another network"):
        begun(folder, other, msgspec.structs.replace(QUICK, epochs=5), resume=True)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_plan_is_measured_once_and_kept_by_the_run(folder: Path) -> None:
    texts = [each.text for each in begun(folder) if isinstance(each, RunPreparing)]
    assert any("Measuring" in text for text in texts)
    plan = known_plan(starter(), QUICK, torch.device("cpu"))
    assert plan == runs.read_record(folder).plan
    again = begun(runs.new_run_folder("again"))
    assert not any("Measuring" in each.text for each in again if isinstance(each, RunPreparing))


def test_a_stop_before_the_first_batch_leaves_nothing(folder: Path) -> None:
    control = Control()
    control.stop()
    reports = begun(folder, control=control)
    assert reports[-1].outcome is Outcome.STOPPED
    assert not folder.exists()


@pytest.mark.parametrize(
    ("network", "config", "data", "words"),
    [
        (ending(dense(10)), {}, {}, "There is no Output"),
        (ending(dense(7), ("output", {"classes": 7})), {}, {}, "has 10 classes, but Output .* 7"),
        (ending(dense(1), ("output", {"task": "yes/no"})), {}, {}, "answers yes or no"),
        (
            chain(picture(1, 9, 9), "flatten", dense(10), "output"),
            {},
            {},
            "1×8×8, but Input is 1×9×9",
        ),
        (
            chain(picture(1, 8, 8), ("conv", {"filters": 1, "activation": "relu"}),
                  ("output", {"task": "picture"})),
            {"device": "cuda"},
            {},
            'no device "cuda"',
        ),
        (chain(picture(1, 8, 8), ("output", {"task": "picture"})), {}, {}, "has no weights"),
        (
            ending(dense(4), "batch_norm", dense(10), "output"),
            {"batch_size": 1},
            {},
            "needs at least two",
        ),
        (ending(dense(10), "output"), {"loss": "mae"}, {}, 'The loss "mean absolute error"'),
        (ending(dense(10), "output"), {"learning_rate": 1e6}, {}, "Learning rate must be"),
        (ending(dense(10), "output"), {}, {"name": "digitz"}, "digitz"),
        (ending(dense(10), "output"), {}, {"name": "folder", "folder": "/no/such"}, "/no/such"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_said_in_a_sentence(
    folder: Path, network: Network, config: dict[str, object], data: dict[str, object], words: str
) -> None:
    if config.get("device") == "cuda" and torch.cuda.is_available():
        pytest.skip("this machine has a CUDA device")
    with pytest.raises(StudioError, match=words) as caught:
        begun(
            folder,
            network,
            msgspec.structs.replace(QUICK, **config),
            msgspec.structs.replace(FEW, **data),
        )
    assert isinstance(caught.value, UserError)
    assert not folder.exists()


def test_a_batch_larger_than_the_data_takes_what_there_is(folder: Path) -> None:
    config = msgspec.structs.replace(QUICK, batch_size=5_000)
    reports = begun(folder, config=config)
    (started,) = (each for each in reports if isinstance(each, RunStarted))
    assert started.steps_per_epoch == 1
    assert "5,000, more than the 287 pictures" in started.note
    assert reports[-1].outcome is Outcome.FINISHED


def test_a_loss_that_explodes_ends_the_run_and_keeps_the_last_good_weights(folder: Path) -> None:
    linear = ending(dense(64), dense(64), dense(10), "output")
    begun(folder, linear, msgspec.structs.replace(QUICK, epochs=1))
    good = {name: weights(folder / name) for name in (runs.BEST, runs.LAST)}
    wild = msgspec.structs.replace(QUICK, epochs=9, optimizer="sgd", learning_rate=100.0)
    *_others, ended = begun(folder, linear, wild, resume=True)
    assert ended.outcome is Outcome.DIVERGED
    assert "learning rate of 0.01." in ended.text
    assert {name: weights(folder / name) for name in good} == good
    assert runs.read_record(folder).outcome is Outcome.DIVERGED


def test_the_first_block_that_gave_no_number_is_named(folder: Path) -> None:
    network = ending(dense(64), dense(64), dense(10), "output")
    wild = msgspec.structs.replace(QUICK, optimizer="sgd", learning_rate=100.0, epochs=50)
    *_others, ended = begun(folder, network, wild)
    assert ended.outcome is Outcome.DIVERGED
    assert re.search(r"Dense \(dense\d\) was the first to give", ended.text), ended.text


def test_weights_that_are_no_numbers_are_never_saved(folder: Path) -> None:
    begun(folder, control=StopAfter(3))
    good = (folder / runs.LAST).read_bytes()

    class Spoil(Control):
        def wish(self) -> Wish:
            if self.running is None:
                return Wish.GO_ON
            with torch.no_grad():
                next(self.running.training.module.parameters())[0] = float("inf")
            return Wish.STOP

    *_others, ended = begun(folder, resume=True, control=Spoil())
    assert ended.outcome is Outcome.STOPPED
    assert (folder / runs.LAST).read_bytes() == good


def test_a_run_that_gets_no_better_stops_early(folder: Path) -> None:
    config = msgspec.structs.replace(QUICK, epochs=40, early_stopping=2, learning_rate=0.3)
    reports = begun(folder, config=config)
    ended = reports[-1]
    assert isinstance(ended, RunEnded)
    assert ended.text.startswith("Early stopping: no better for 2 epochs.")
    assert ended.outcome is Outcome.FINISHED
    epochs = [each for each in reports if isinstance(each, EpochReport)]
    assert ended.best_epoch == epochs[-1].epoch - 2
    assert runs.read_record(folder).epochs_done == len(epochs) < 40


def test_a_run_that_stopped_early_may_be_given_another_chance(folder: Path) -> None:
    config = msgspec.structs.replace(QUICK, epochs=40, early_stopping=2, learning_rate=0.3)
    begun(folder, config=config)
    done = runs.read_record(folder).epochs_done
    begun(folder, config=config, resume=True)
    assert runs.read_record(folder).epochs_done >= done + 2


def test_class_weights_are_kept_with_the_run(folder: Path) -> None:
    begun(folder, config=msgspec.structs.replace(QUICK, epochs=1, class_weights=True))
    record = runs.read_record(folder)
    dataset = session.load_dataset(FEW, (1, 8, 8))
    expected = class_weights(dataset.train.labels, 10)
    assert record.class_weights == tuple(expected)
    assert len(set(record.class_weights)) > 1


@pytest.mark.parametrize("scheme", ["standardise", "unit", "symmetric"])
def test_the_scaling_of_the_training_pictures_is_kept_with_the_run(
    folder: Path, scheme: str
) -> None:
    begun(folder, config=msgspec.structs.replace(QUICK, epochs=1, scaling=scheme))
    train = session.load_dataset(FEW, (1, 8, 8)).train
    pictures = train.pictures / 16
    expected = {
        "standardise": (pictures.mean(), pictures.std()),
        "unit": (0, 1),
        "symmetric": (0.5, 0.5),
    }[scheme]
    scaling = runs.read_record(folder).scaling
    assert (*scaling.mean, *scaling.deviation) == pytest.approx(expected)


def test_best_weights_that_are_no_numbers_are_never_saved(folder: Path) -> None:
    class Spoil(Control):
        def wish(self) -> Wish:
            if self.running is not None and self.running.training.position.seen == 0:
                # After the last step of the epoch nothing would show it but the weights.
                self.running.training.optimizer.register_step_post_hook(spoil_last)
            return Wish.GO_ON

    def spoil_last(optimizer: torch.optim.Optimizer, *_rest: object) -> None:
        nonlocal steps
        steps += 1
        if steps == 9:
            with torch.no_grad():
                optimizer.param_groups[0]["params"][0][0] = float("inf")

    steps = 0
    data = msgspec.structs.replace(FEW, validation_fraction=0.0)
    *_others, ended = begun(folder, data=data, control=Spoil())
    assert ended.outcome is Outcome.DIVERGED
    assert "Conv (conv1) was the first" in ended.text
    assert not (folder / runs.BEST).exists()
    assert not (folder / runs.LAST).exists()


class ChangeAfter(Control):
    """Goes on with other settings after some batches."""

    def __init__(self, batches: int, config: TrainingConfig) -> None:
        super().__init__()
        self._left = batches
        self._config = config

    def wish(self) -> Wish:
        if self.running is not None:
            self._left -= 1
            if self._left == 0:
                self.change = self._config
        return Wish.GO_ON


def test_changes_are_told_and_kept_with_their_step(folder: Path) -> None:
    after = msgspec.structs.replace(QUICK, learning_rate=1e-4, batch_size=64, epochs=3)
    reports = begun(folder, control=ChangeAfter(4, after))
    (told,) = (each for each in reports if isinstance(each, RunChanged))
    assert (told.epoch, told.step, told.config) == (1, 3, after)
    assert told.text == "Epochs 2 → 3, Batch size 32 → 64, Learning rate 0.003 → 0.0001"
    record = runs.read_record(folder)
    assert record.config == after
    assert record.changes == (runs.Change(1, 3, told.text, QUICK),)
    assert record.initial_config == QUICK
    assert record.epochs_done == 3
    assert read_history(folder).changes == [told]
    rates = {each.learning_rate for each in reports if isinstance(each, BatchReport)}
    assert rates == {3e-3, 1e-4}


def test_a_run_killed_after_a_change_goes_on_with_it(folder: Path) -> None:
    after = msgspec.structs.replace(QUICK, learning_rate=1e-4, augmentation=COURSE)
    reports = train(starter(), QUICK, FEW, folder, control=ChangeAfter(4, after))
    while not isinstance(next(reports), RunChanged):
        pass
    reports.close()
    record = runs.read_record(folder)
    assert record.config == after
    resumed = begun(folder, config=record.config, resume=True)
    (started,) = (each for each in resumed if isinstance(each, RunStarted))
    assert started.first_step == 3
    assert len(runs.read_record(folder).changes) == 1
    assert len(read_history(folder).changes) == 1


@pytest.mark.parametrize("optimizer", ["adam", "adamw", "sgd", "rmsprop", "adagrad"])
def test_a_run_may_go_on_with_another_optimizer(folder: Path, optimizer: str) -> None:
    begun(folder, config=msgspec.structs.replace(QUICK, epochs=1))
    other = msgspec.structs.replace(QUICK, optimizer=optimizer, learning_rate=1e-3)
    assert begun(folder, config=other, resume=True)[-1].outcome is Outcome.FINISHED


def test_a_disk_that_is_full_ends_the_run_in_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reports() -> list[Report]:
        found = []
        for report in train(starter(), QUICK, FEW, folder):
            found.append(report)
            if isinstance(report, RunStarted):
                (folder / runs.BEST).mkdir()  # which no file can replace
        return found

    *_others, ended = reports()
    assert ended.outcome is Outcome.FAILED
    assert runs.BEST in ended.text
    assert runs.read_record(folder).outcome is Outcome.FAILED


def test_a_checkpoint_that_cannot_be_written_leaves_the_one_before(folder: Path) -> None:
    resource = pytest.importorskip("resource", reason="the limit on files is Unix's")
    begun(folder, config=msgspec.structs.replace(QUICK, epochs=1))
    good = {name: (folder / name).read_bytes() for name in (runs.BEST, runs.LAST)}
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        *_others, ended = begun(folder, resume=True)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert ended.outcome is Outcome.FAILED
    assert re.search(r"safetensors.* be written: .*Make room, and continue", ended.text)
    assert {name: (folder / name).read_bytes() for name in good} == good
    assert not list(folder.glob("*.part")) + list(folder.glob(".*.part"))
    assert begun(folder, resume=True)[-1].outcome is Outcome.FINISHED


@pytest.mark.skipif(os.name == "nt", reason="needs a limit for the memory of a process")
def test_a_network_that_does_not_fit_into_memory_is_said_in_a_sentence(folder: Path) -> None:
    code = """
import resource, sys
from pathlib import Path
from cnnstudio.engine.session import train
from cnnstudio.errors import FailureError
from cnnstudio.data.choice import DataChoice
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.plan import Plan
from tests.engine.networks import chain, dense, picture
resource.setrlimit(resource.RLIMIT_AS, (8 * 2**30, -1))
network = chain(picture(1, 8, 8), "flatten", dense(65_536), dense(65_536), dense(10), "output")
try:
    list(train(network, TrainingConfig(), DataChoice(), Path(sys.argv[1])))
except FailureError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, folder], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == (
        "There is not enough memory for batches of 32. Reduce the batch size or the network."
    )


def test_a_run_whose_reader_goes_away_says_so(folder: Path) -> None:
    reports = train(starter(), QUICK, FEW, folder)
    while not isinstance(next(reports), BatchReport):
        pass
    reports.close()
    assert runs.read_record(folder).outcome is Outcome.STOPPED


def test_yes_or_no_is_learned_from_a_folder_of_two_classes(tmp_path: Path, folder: Path) -> None:
    random = np.random.default_rng(0)
    for index, name in enumerate(("dark", "light")):
        (tmp_path / "data" / name).mkdir(parents=True)
        for number in range(20):
            pixels = random.integers(0, 100, (9, 12), np.uint8) + np.uint8(120 * index)
            cv2.imwrite(str(tmp_path / "data" / name / f"{number}.png"), pixels)
    network = chain(
        picture(1, 8, 8), "flatten", dense(8), "relu", dense(1), "sigmoid",
        ("output", {"task": "yes/no"}),
    )  # fmt: skip
    reports = begun(
        folder,
        network,
        TrainingConfig(epochs=5, batch_size=8, learning_rate=1e-2),
        DataChoice(name="folder", folder=str(tmp_path / "data")),
    )
    assert max(each.val_accuracy for each in reports if isinstance(each, EpochReport)) == 1.0


def test_data_sets_are_kept_for_the_next_run() -> None:
    first = session.load_dataset(FEW, (1, 8, 8))
    assert session.load_dataset(FEW, (1, 8, 8)) is first
    for seed in (1, 2):
        session.load_dataset(DataChoice(seed=seed), (1, 8, 8))
    assert session.load_dataset(FEW, (1, 8, 8)) is not first


def test_a_plan_that_was_slower_than_promised_is_measured_again_and_that_is_said() -> None:
    network, config, device = starter(), TrainingConfig(epochs=1), torch.device("cpu")
    remember_plan(network, config, device, Plan())
    for seconds in (0.001, 0.0017):
        judge_plan(network, config, device, seconds)
    reports = list(train(network, config, FEW, runs.new_run_folder("again")))
    texts = [each.text for each in reports if isinstance(each, RunPreparing)]
    assert "Steps of the last run took 1.7 times as long as promised: measuring …" in texts
    assert missed_promise(network, config, device) is None
