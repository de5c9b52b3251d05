"""The training loop: a generator of reports, each step exact and nothing around it slow."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from operator import mul, truediv
from pathlib import Path
from statistics import median
from time import perf_counter

import msgspec
import torch
from torch import Tensor, nn, optim

from cnnstudio.engine.build import NetworkModule
from cnnstudio.engine.control import Control, Wish
from cnnstudio.engine.evaluate import Score, score
from cnnstudio.engine.objective import judging_objective, training_objective
from cnnstudio.engine.optimizers import step_unless
from cnnstudio.engine.order import batch_sizes, epoch_order
from cnnstudio.engine.pace import Pace
from cnnstudio.engine.pending import Pending
from cnnstudio.engine.samples import Samples
from cnnstudio.engine.watch import Watch, first_not_finite, is_finite
from cnnstudio.training.augmentation import Augmentation
from cnnstudio.training.config import TrainingConfig, difference
from cnnstudio.training.messages import BatchReport, EpochReport, LayerReport, RunChanged
from cnnstudio.training.runs import Best, RunRecord
from cnnstudio.training.schedule import learning_rate

Happening = BatchReport | EpochReport | LayerReport | RunChanged

# Each report has the window write and paint, on the cores that train.
_REPORT_INTERVAL_S = 0.1
# A look inside the layers costs about as much as a step, and must stay a small part of all.
# The first ones come fast, so that a short run has a curve of them too.
_FIRST_WATCH_S = 0.25
_LAST_WATCH_S = 1.0
_WATCH_GROWTH = 1.1
_WATCH_COST = 100
_STEP_TIMES = 100


class Diverged(Exception):
    """The loss of a step is no number any more. Caught by the session, which ends the run.

    `block` is the first one that gave such a value; None where it was the loss itself.
    """

    def __init__(self, step: int, loss: float, block: str | None = None) -> None:
        super().__init__(step, loss, block)
        self.step = step
        self.loss = loss
        self.block = block


class Position(msgspec.Struct):
    """How far a run is: enough, with weights and states, to go on as if it never stopped.

    `epoch` is the one going on, from 1; `seen` counts its examples so far, and
    the sums belong to those. `seconds` are spent on it, pauses left out. A plateau
    has lowered the learning rate `drops` times, last after epoch `dropped`. Early
    stopping counts from `patient_since`, where a finished run was given more epochs.
    """

    epoch: int = 1
    step: int = 0
    seen: int = 0
    loss_sum: float = 0.0
    hits: int = 0
    seconds: float = 0.0
    best: Best | None = None
    drops: int = 0
    dropped: int = 0
    patient_since: int = 0


class Training:
    """A run in memory: module, optimiser, samples and position.

    `class_weights` is empty where all examples count the same. `reload` gives the
    training pictures with another augmentation, for a change while the run goes on.
    """

    def __init__(
        self,
        module: NetworkModule,
        optimizer: optim.Optimizer,
        config: TrainingConfig,
        *,
        train: Samples,
        validation: Samples | None,
        class_weights: Sequence[float] = (),
        bfloat16: bool = False,
        reload: Callable[[Augmentation], Samples] | None = None,
    ) -> None:
        device = train.labels.device
        self.module = module
        self.optimizer = optimizer
        self.config = config
        self.train = train
        self.validation = validation
        self.position = Position()
        self.objective = training_objective(module.task, config, class_weights, device)
        self.pairs = False  # see `batch_sizes`
        self.is_stuck = False
        self.step_times: deque[float] = deque(maxlen=_STEP_TIMES)
        self._reload = reload
        self._judging = judging_objective(module.task, config)
        self._targets = self.objective.targets(train.labels)
        self._weights = list(module.parameters())
        self._autocast = torch.autocast(device.type, torch.bfloat16) if bfloat16 else None
        self._watch = Watch(module)
        self._pictures: Tensor | None = None
        self._rows: list[Tensor] = []  # of the steps that are not reported yet, where needed
        self._due = self._watch_due = 0.0
        self._watch_pause_s = _FIRST_WATCH_S
        self._checks_at_once = device.type == "cpu"

    @property
    def steps_per_epoch(self) -> int:
        """The number of batches in an epoch."""
        return len(batch_sizes(len(self.train), self.config.batch_size, pairs=self.pairs))

    @property
    def blind_accuracy(self) -> float:
        """The accuracy of whoever always answers with the most frequent class."""
        labels = (self.validation or self.train).labels
        return float(torch.bincount(labels).max()) / len(labels)

    @property
    def seconds_per_step(self) -> float | None:
        """What a step takes of late; None before the first report."""
        return median(self.step_times) if self.step_times else None

    def reports(self, control: Control, *, run: int = 0) -> Iterator[Happening]:
        """Train to the last epoch, or until `control` says to stop; raise `Diverged`.

        Whenever a report comes out, the state is one that can be saved.
        """
        pace = Pace()
        while True:
            # Also after the last epoch: more of them may have been wished for meanwhile.
            yield from self._take_change(control, run)
            if self.position.epoch > self.config.epochs:
                return
            yield from self._train_epoch(control, run, pace)
            if self.position.seen < len(self.train):
                return
            report = self._end_epoch(control, run, pace)
            if report is None:
                return
            yield report
            if control.wish() is not Wish.GO_ON or self.is_stuck:
                return

    def _train_epoch(self, control: Control, run: int, pace: Pace) -> Iterator[Happening]:
        """Train until the end of the epoch, or until a stop is wished for."""
        while True:
            yield from self._train_on(control, run, pace)
            if control.change is None:
                return
            yield from self._take_change(control, run)

    def _train_on(self, control: Control, run: int, pace: Pace) -> Iterator[Happening]:
        """Train until the end of the epoch, a stop or a change of the settings."""
        position = self.position
        order = epoch_order(len(self.train), seed=self.config.seed, epoch=position.epoch)
        order = order[position.seen :].to(self._targets.device)
        self.train.seek(position.epoch, position.seen)
        sizes = batch_sizes(len(order), self.config.batch_size, pairs=self.pairs)
        pending = Pending(self.objective)
        self.module.train()
        rate = _Rate(self.optimizer, self.config, position, len(self.train))
        batches = torch.split(order, sizes), torch.split(self._targets[order], sizes)
        for rows, targets in zip(*batches, strict=True):
            if not control.is_wanted() or control.change is not None:
                break
            started = perf_counter()
            rate.prepare(len(rows))
            watch = self._watch if started >= self._watch_due else None
            is_finite = self.step(rows, targets, pending, watch)
            ended = perf_counter()
            pending.seconds += ended - started
            if ended >= self._due or not is_finite or watch:
                yield from self._report(pending, run, pace)
                self._due = ended + _REPORT_INTERVAL_S
            if watch:
                yield self._looked_inside(watch, run)
        yield from self._report(pending, run, pace)

    def step(
        self, rows: Tensor, targets: Tensor, pending: Pending, watch: Watch | None = None
    ) -> bool:
        """Take one step; where the loss is no number, leave the weights and return False."""
        self._pictures = pictures = self.train.gather(rows)
        if self._autocast is None:
            logits = self.module.logits(pictures)
        else:
            with self._autocast:
                logits = self.module.logits(pictures)
            logits = logits.float()
        loss = self.objective.loss(logits, targets, pictures)
        pending.add(loss.detach(), logits.detach(), targets)
        # Elsewhere than on the CPU, looking would wait for the device at every step.
        if self._checks_at_once and not isfinite(loss.item()):
            return False
        loss.backward()  # type: ignore[no-untyped-call]
        if watch is not None:
            watch.before()
        if self.config.gradient_clip:
            nn.utils.clip_grad_norm_(self._weights, self.config.gradient_clip)
        if self._checks_at_once:
            self.optimizer.step()
        else:
            step_unless(self.optimizer, ~torch.isfinite(loss.detach()))
            self._rows.append(rows)
        self.optimizer.zero_grad()
        return True

    def _looked_inside(self, watch: Watch, run: int) -> LayerReport:
        assert self._pictures is not None
        started = perf_counter()
        layers = watch.after(self._pictures)
        ended = perf_counter()
        self._watch_due = ended + max(self._watch_pause_s, _WATCH_COST * (ended - started))
        self._watch_pause_s = min(_LAST_WATCH_S, _WATCH_GROWTH * self._watch_pause_s)
        return LayerReport(run, self.position.epoch, self.position.step, layers)

    def _take_change(self, control: Control, run: int) -> Iterator[RunChanged]:
        """Go on with the settings that are wished for, if any are."""
        change, control.change = control.change, None
        if change is not None and change != self.config:
            yield self._changed(change, run)

    def _changed(self, config: TrainingConfig, run: int) -> RunChanged:
        """Go on with other settings, from a step that the position knows of."""
        text = difference(self.config, config)
        if config.augmentation != self.config.augmentation:
            assert self._reload is not None
            self.train = self._reload(config.augmentation)
        self.config = config
        for group in self.optimizer.param_groups:
            group["weight_decay"] = config.weight_decay
        return RunChanged(run, self.position.epoch, self.position.step, text, config)

    def _report(self, pending: "Pending", run: int, pace: Pace) -> Iterator[BatchReport]:
        """Count what is pending and report it; raise `Diverged` after the last finite loss."""
        done = pending.take()
        steps, examples = len(done.losses), sum(done.sizes)
        position = self.position
        position.step += steps
        position.seen += examples
        # One after the other, so that the sum does not depend on when it was reported.
        position.loss_sum = sum(map(mul, done.losses, done.sizes), start=position.loss_sum)
        position.hits += sum(done.hits)
        position.seconds += done.seconds
        if steps:
            pace.add(examples=examples, steps=steps, seconds=done.seconds)
            self.step_times.append(done.seconds / steps)
            yield BatchReport(
                run=run,
                epoch=position.epoch,
                step=position.step,
                losses=done.losses,
                accuracies=tuple(map(truediv, done.hits, done.sizes)),
                examples_per_second=pace.examples_per_second,
                seconds_left=self._seconds_left(pace),
                learning_rate=float(self.optimizer.param_groups[0]["lr"]),
                seconds=done.seconds,
                done=(position.epoch - 1 + position.seen / len(self.train)) / self.config.epochs,
            )
        if done.bad_loss is not None:
            block = first_not_finite(self.module, self._bad_pictures(steps))
            raise Diverged(position.step + 1, done.bad_loss, block)
        self._rows.clear()

    def _bad_pictures(self, steps: int) -> Tensor:
        """Return the batch whose loss was no number: the last one, or that after `steps` others."""
        if not self._checks_at_once:
            self.train.seek(self.position.epoch, self.position.seen)
            return self.train.gather(self._rows[steps])
        assert self._pictures is not None
        return self._pictures

    def _seconds_left(self, pace: Pace) -> float | None:
        epochs = self.config.epochs - self.position.epoch
        rest = len(self.train) - self.position.seen
        batches = len(batch_sizes(rest, self.config.batch_size, pairs=self.pairs))
        validations = epochs + 1 if self.validation else 0
        return pace.seconds_left(
            steps=batches + epochs * self.steps_per_epoch, validations=validations
        )

    def _end_epoch(self, control: Control, run: int, pace: Pace) -> EpochReport | None:
        """Validate and go on to the next epoch; None where a stop is wished for meanwhile."""
        position = self.position
        measured = None
        if self.validation is not None:
            started = perf_counter()
            measured = score(
                self.module,
                self.validation,
                objective=self._judging,
                is_wanted=control.is_wanted,
            )
            if measured is None:
                return None
            pace.validation_s = perf_counter() - started
            if not isfinite(measured.loss):
                block = first_not_finite(self.module, self.validation.part(0, 256))
                raise Diverged(position.step, measured.loss, block)
        elif not is_finite(self.module):
            assert self._pictures is not None
            raise Diverged(position.step, nan, first_not_finite(self.module, self._pictures))
        trained = self._trained_score()
        is_best = self._keep_best(measured or trained)
        report = EpochReport(
            run=run,
            epoch=position.epoch,
            step=position.step,
            train_loss=trained.loss,
            train_accuracy=trained.accuracy,
            val_loss=measured.loss if measured else None,
            val_accuracy=measured.accuracy if measured else None,
            seconds=position.seconds + pace.validation_s,
            examples_per_second=position.seen / position.seconds,
            is_best=is_best,
        )
        self._note_plateau()
        self.position = Position(
            position.epoch + 1,
            position.step,
            best=position.best,
            drops=position.drops,
            dropped=position.dropped,
            patient_since=position.patient_since,
        )
        return report

    def _note_plateau(self) -> None:
        """Lower the learning rate, or give up, where no epoch was better for long enough."""
        position, config = self.position, self.config
        assert position.best is not None
        worse = position.epoch - position.best.epoch
        waited = min(worse, position.epoch - position.patient_since)
        self.is_stuck = 0 < config.early_stopping <= waited
        since = min(worse, position.epoch - position.dropped)
        if config.schedule == "plateau" and since >= config.schedule_epochs:
            position.drops += 1
            position.dropped = position.epoch

    def _trained_score(self) -> Score:
        """Return the epoch's mean loss and accuracy as they were while the weights moved."""
        position = self.position
        accuracy = position.hits / position.seen if self.objective.has_accuracy else None
        return Score(position.seen, position.loss_sum / position.seen, accuracy)

    def _keep_best(self, measured: Score) -> bool:
        """Note the epoch if it is the best so far: by accuracy, or by loss where that is equal."""
        best = self.position.best
        found = Best(self.position.epoch, measured.loss, measured.accuracy)
        is_best = best is None or _merit(found) > _merit(best)
        if is_best:
            self.position.best = found
        return is_best


@dataclass(frozen=True, slots=True)
class Running:
    """A run that goes on."""

    folder: Path
    record: RunRecord
    training: Training


class _Rate:
    """Gives the optimiser the learning rate of each step."""

    def __init__(
        self, optimizer: optim.Optimizer, config: TrainingConfig, position: Position, examples: int
    ) -> None:
        self._groups = optimizer.param_groups
        self._config = config
        self._drops = position.drops
        self._epochs = position.epoch - 1
        self._seen = position.seen
        self._examples = examples
        self._moves = config.schedule not in ("constant", "plateau")
        self._set()

    def prepare(self, count: int) -> None:
        """Set the rate for a step on the next `count` pictures."""
        if self._moves:
            self._set()
            self._seen += count

    def _set(self) -> None:
        done = self._epochs + self._seen / self._examples
        rate = learning_rate(self._config, done, drops=self._drops)
        for group in self._groups:
            group["lr"] = rate


def _merit(best: Best) -> tuple[float, float]:
    return (best.accuracy or 0.0, -best.loss)
