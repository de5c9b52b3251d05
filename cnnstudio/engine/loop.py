"""The training loop: a generator of reports, each step exact and nothing around it slow."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from math import isfinite
from operator import mul, truediv
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import msgspec
import numpy as np
import torch
from torch import Tensor, optim

from cnnstudio.engine.build import NetworkModule
from cnnstudio.engine.evaluate import Score, score
from cnnstudio.engine.objective import OBJECTIVES, Objective
from cnnstudio.engine.pace import Pace
from cnnstudio.engine.samples import Samples
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import BatchReport, EpochReport
from cnnstudio.training.runs import Best, RunRecord

# At most 20 reports a second.
_REPORT_INTERVAL_S = 0.05
# Keeps the order of the pictures apart from other numbers drawn from the seed.
_ORDER = 1


class Wish(Enum):
    """What the person wants of a run that goes on."""

    GO_ON = "go on"
    STOP = "stop"
    STOP_AFTER_EPOCH = "stop after epoch"


class Control:
    """What a run asks between batches. `stop` may come from another thread or a signal handler."""

    running: "Running | None" = None

    def __init__(self) -> None:
        self._wish = Wish.GO_ON

    def stop(self, *, after_epoch: bool = False) -> None:
        """Ask the run to end before the next batch, or after the epoch."""
        self._wish = Wish.STOP_AFTER_EPOCH if after_epoch else Wish.STOP

    def wish(self) -> Wish:
        """Return what is wanted; a subclass may wait here, or look at `running`."""
        return self._wish

    def note_progress(self, done: int, total: int) -> None:
        """Hear how many pictures of how many are loaded."""

    def is_wanted(self) -> bool:
        """Return whether to go on now."""
        return self.wish() is not Wish.STOP


class Diverged(Exception):
    """The loss of a step is no number any more. Caught by the session, which ends the run."""

    def __init__(self, step: int, loss: float) -> None:
        super().__init__(step, loss)
        self.step = step
        self.loss = loss


class Position(msgspec.Struct):
    """How far a run is: enough, with weights and states, to go on as if it never stopped.

    `epoch` is the one going on, from 1; `seen` counts its examples so far, and
    the sums belong to those. `seconds` are spent on it, pauses left out.
    """

    epoch: int = 1
    step: int = 0
    seen: int = 0
    loss_sum: float = 0.0
    hits: int = 0
    seconds: float = 0.0
    best: Best | None = None


class Training:
    """A run in memory: module, optimiser, samples and position."""

    def __init__(
        self,
        module: NetworkModule,
        optimizer: optim.Optimizer,
        config: TrainingConfig,
        *,
        train: Samples,
        validation: Samples | None,
    ) -> None:
        self.module = module
        self.optimizer = optimizer
        self.config = config
        self.train = train
        self.validation = validation
        self.position = Position()
        self.objective = OBJECTIVES[module.task]
        self.pairs = False  # see `batch_sizes`
        self._targets = self.objective.targets(train.labels)
        self._due = 0.0
        self._checks_at_once = train.labels.device.type == "cpu"

    @property
    def steps_per_epoch(self) -> int:
        """The number of batches in an epoch."""
        return len(batch_sizes(len(self.train), self.config.batch_size, pairs=self.pairs))

    def reports(self, control: Control, *, run: int = 0) -> Iterator[BatchReport | EpochReport]:
        """Train to the last epoch, or until `control` says to stop; raise `Diverged`.

        Whenever a report comes out, the state is one that can be saved.
        """
        pace = Pace()
        while self.position.epoch <= self.config.epochs:
            yield from self._train_epoch(control, run, pace)
            if self.position.seen < len(self.train):
                return
            report = self._end_epoch(control, run, pace)
            if report is None:
                return
            yield report
            if control.wish() is not Wish.GO_ON:
                return

    def _train_epoch(self, control: Control, run: int, pace: Pace) -> Iterator[BatchReport]:
        """Train until the end of the epoch, or until a stop is wished for."""
        position = self.position
        order = epoch_order(len(self.train), seed=self.config.seed, epoch=position.epoch)
        order = order[position.seen :].to(self._targets.device)
        self.train.seek(position.epoch, position.seen)
        sizes = batch_sizes(len(order), self.config.batch_size, pairs=self.pairs)
        pending = Pending(self.objective)
        self.module.train()
        batches = torch.split(order, sizes), torch.split(self._targets[order], sizes)
        for rows, targets in zip(*batches, strict=True):
            if not control.is_wanted():
                break
            started = perf_counter()
            is_finite = self.step(rows, targets, pending)
            ended = perf_counter()
            pending.seconds += ended - started
            if ended >= self._due or not is_finite:
                yield from self._report(pending, run, pace)
                self._due = ended + _REPORT_INTERVAL_S
        yield from self._report(pending, run, pace)

    def step(self, rows: Tensor, targets: Tensor, pending: "Pending") -> bool:
        """Take one step; where the loss is no number, leave the weights and return False."""
        pictures = self.train.gather(rows)
        logits = self.module.logits(pictures)
        loss = self.objective.loss(logits, targets, pictures)
        pending.add(loss.detach(), logits.detach(), targets)
        # Elsewhere than on the CPU, looking would wait for the device at every step.
        if self._checks_at_once and not isfinite(loss.item()):
            return False
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimizer.step()
        self.optimizer.zero_grad()
        return True

    def _report(self, pending: "Pending", run: int, pace: Pace) -> Iterator[BatchReport]:
        """Count what is pending and report it; raise `Diverged` after the last finite loss."""
        done = pending.take()
        steps, examples = len(done.losses), sum(done.sizes)
        position = self.position
        position.step += steps
        position.seen += examples
        position.loss_sum += sum(map(mul, done.losses, done.sizes))
        position.hits += sum(done.hits)
        position.seconds += done.seconds
        if steps:
            pace.add(examples=examples, steps=steps, seconds=done.seconds)
            yield BatchReport(
                run=run,
                epoch=position.epoch,
                step=position.step,
                losses=done.losses,
                accuracies=tuple(map(truediv, done.hits, done.sizes)),
                examples_per_second=pace.examples_per_second,
                seconds_left=self._seconds_left(pace),
            )
        if done.bad_loss is not None:
            raise Diverged(position.step + 1, done.bad_loss)

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
            measured = score(self.module, self.validation, is_wanted=control.is_wanted)
            if measured is None:
                return None
            pace.validation_s = perf_counter() - started
            if not isfinite(measured.loss):
                raise Diverged(position.step, measured.loss)
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
        self.position = Position(position.epoch + 1, position.step, best=position.best)
        return report

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


class _Done(NamedTuple):
    """Steps that were looked at: the finite losses, right answers and sizes of the batches."""

    losses: tuple[float, ...]
    hits: tuple[int, ...]
    sizes: tuple[int, ...]
    seconds: float
    bad_loss: float | None


class Pending:
    """Steps since the last report, as tensors: looking at each by itself would cost time."""

    def __init__(self, objective: Objective) -> None:
        self._objective = objective
        self._clear()

    def _clear(self) -> None:
        self._losses: list[Tensor] = []
        self._logits: list[Tensor] = []
        self._targets: list[Tensor] = []
        self.seconds = 0.0

    def add(self, loss: Tensor, logits: Tensor, targets: Tensor) -> None:
        """Keep one step's loss and, where there is an accuracy, its answers."""
        self._losses.append(loss)
        self._targets.append(targets)
        if self._objective.has_accuracy:
            self._logits.append(logits)

    def take(self) -> _Done:
        """Return what was added since the last time, up to the first loss that is no number."""
        losses = torch.stack(self._losses).tolist() if self._losses else []
        count = next((i for i, loss in enumerate(losses) if not isfinite(loss)), len(losses))
        sizes = [len(targets) for targets in self._targets]
        done = _Done(
            losses=tuple(losses[:count]),
            hits=tuple(self._hits(sizes)[:count]),
            sizes=tuple(sizes[:count]),
            seconds=self.seconds,
            bad_loss=losses[count] if count < len(losses) else None,
        )
        self._clear()
        return done

    def _hits(self, sizes: list[int]) -> list[int]:
        if not self._logits:
            return []
        hits = self._objective.hits(torch.cat(self._logits), torch.cat(self._targets))
        starts = np.cumsum([0, *sizes[:-1]])
        counted: list[int] = np.add.reduceat(hits.cpu().numpy(), starts, dtype=np.int64).tolist()
        return counted


def _merit(best: Best) -> tuple[float, float]:
    return (best.accuracy or 0.0, -best.loss)


def batch_sizes(examples: int, batch_size: int, *, pairs: bool) -> list[int]:
    """Return the sizes of an epoch's batches.

    Batch normalisation of vectors has nothing to normalise in a batch of one:
    with `pairs`, a last example left alone joins the batch before it.
    """
    full, rest = divmod(examples, batch_size)
    sizes = [batch_size] * full + ([rest] if rest else [])
    if pairs and len(sizes) > 1 and sizes[-1] == 1:
        sizes[-2:] = [sizes[-2] + 1]
    return sizes


def epoch_order(examples: int, *, seed: int, epoch: int) -> Tensor:
    """Return the order of the pictures in an epoch, (N,) int64: its own for each seed and epoch."""
    random = np.random.default_rng([seed, _ORDER, epoch])
    return torch.from_numpy(random.permutation(examples))
