"""The one way in to training: used by the engine process and by the command line alike."""

import os
import platform
from collections.abc import Generator, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import msgspec
import torch

import cnnstudio
from cnnstudio.data import catalog
from cnnstudio.data.choice import DataChoice, Shape
from cnnstudio.data.dataset import DataSet, Progress, Split
from cnnstudio.data.weights import class_weights
from cnnstudio.engine.allocator import keep_freed_memory, return_freed_memory
from cnnstudio.engine.build import NetworkModule, build, checked_report, input_shape
from cnnstudio.engine.checkpoints import load_checkpoint
from cnnstudio.engine.checks import check_training, needs_pairs
from cnnstudio.engine.control import Control
from cnnstudio.engine.devices import choose_device, device_of
from cnnstudio.engine.event_files import check_tensorboard
from cnnstudio.engine.journal import Journal
from cnnstudio.engine.loop import Diverged, Running, Training
from cnnstudio.engine.memory import memory_named
from cnnstudio.engine.optimizers import make_optimizer
from cnnstudio.engine.plan import (
    apply_layout,
    find_plan,
    judge_plan,
    known_plan,
    missed_promise,
    remember_plan,
)
from cnnstudio.engine.relabelling import relabelled
from cnnstudio.engine.samples import load_samples, scaling_of
from cnnstudio.errors import (
    InvalidDataError,
    InvalidFileError,
    InvalidValueError,
    StorageError,
    StudioError,
    UserError,
)
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Network
from cnnstudio.text import _, plural
from cnnstudio.training import runs
from cnnstudio.training.config import (
    TrainingConfig,
    changed_while_running,
    changes,
    checked,
    gentler_rate,
)
from cnnstudio.training.messages import (
    Outcome,
    Report,
    RunEnded,
    RunPreparing,
    RunStarted,
    StartRun,
)
from cnnstudio.training.metrics import rewind_metrics
from cnnstudio.training.plan import Plan
from cnnstudio.training.runs import RunRecord, Scaling

_loaded: dict[tuple[DataChoice, Shape], DataSet] = {}


def train(
    network: Network,
    config: TrainingConfig,
    data: DataChoice,
    folder: Path,
    *,
    name: str = "",
    resume: bool = False,
    run: int = 0,
    control: Control | None = None,
) -> Iterator[Report]:
    """Train `network` into a run folder and yield what happens; `RunEnded` comes last.

    Raises `StudioError` before `RunStarted` where network, settings and data
    set do not go together; an empty folder is not left behind then. `resume`
    continues the run that lies in `folder` from its last checkpoint.
    """
    start = StartRun(
        run=run,
        network=network,
        config=config,
        data=_resolved(data),
        folder=str(folder),
        name=name,
        resume=resume,
    )
    threads = torch.get_num_threads()
    keep_freed_memory()
    try:
        yield from _Session(start, control or Control()).reports()
    finally:
        torch.set_num_threads(threads)
        return_freed_memory()


def load_dataset(choice: DataChoice, shape: Shape, progress: Progress | None = None) -> DataSet:
    """Return a data set for a network that takes `shape`; the last two are kept for probes.

    Raises `InvalidDataError` where its files cannot be used.
    """
    key = (choice, shape)
    if key not in _loaded:
        dataset = _read(choice, shape, progress)
        while len(_loaded) > 1:
            del _loaded[next(iter(_loaded))]
        _loaded[key] = dataset
    return _loaded[key]


def _read(choice: DataChoice, shape: Shape, progress: Progress | None) -> DataSet:
    try:
        return catalog.load(choice, shape=shape, progress=progress)
    except InvalidDataError:
        raise
    except InvalidFileError as error:
        raise InvalidDataError(str(error)) from error


class _Unwanted(Exception):
    """The run was stopped before its first batch."""


class _Session:
    """One run, from the command to its end."""

    def __init__(self, start: StartRun, control: Control) -> None:
        self._start = start
        self._control = control
        self._folder = Path(start.folder)

    def reports(self) -> Iterator[Report]:
        """Prepare the run, and carry it out."""
        try:
            with memory_named(self._start.config.batch_size):
                training, record = yield from self._prepared()
        except _Unwanted:
            yield self._ended(Outcome.STOPPED, _("Stopped before the first batch."))
        else:
            yield from self._carried_out(training, record)
        finally:
            with suppress(OSError):
                self._folder.rmdir()  # which only an empty folder allows

    def _prepared(self) -> Generator[Report, None, tuple[Training, RunRecord]]:
        """Bring together all that a run needs, and say what takes its time."""
        config = checked(self._start.config)
        if config.tensorboard:
            check_tensorboard()
        start = self._start = msgspec.structs.replace(self._start, config=config)
        report = checked_report(start.network)
        device = choose_device(config.device)
        earlier = _earlier(self._folder) if start.resume else None
        yield self._preparing(_("Loading the data set …"))
        dataset = load_dataset(start.data, input_shape(report), self._on_progress)
        dataset = relabelled(dataset, earlier) if earlier else dataset
        check_training(report, config, dataset)
        scaling = earlier.scaling if earlier else scaling_of(dataset.train, config.scaling)
        module = build(start.network, initialization=config.initialization, seed=config.seed)
        module.to(device)
        plan = earlier.plan if earlier else known_plan(start.network, config, device)
        if plan is None:
            yield self._preparing(_measuring(missed_promise(start.network, config, device)))
            plan = self._measured(module, dataset.train, scaling)
        record = self._record(earlier, dataset, scaling, plan, device)
        training = self._assembled(module, dataset, record)
        training.pairs = needs_pairs(report)
        self._set_off(training, earlier)
        return training, record

    def _assembled(self, module: NetworkModule, dataset: DataSet, record: RunRecord) -> Training:
        config, plan, validation = record.config, record.plan, dataset.validation
        torch.set_num_threads(plan.threads)
        apply_layout(module, plan)
        samples = partial(
            load_samples,
            scaling=record.scaling,
            device=device_of(module),
            channels_last=plan.channels_last,
        )
        train = partial(samples, dataset.train, seed=config.seed)
        return Training(
            module,
            make_optimizer(module.parameters(), config, plan.implementation),
            config,
            train=train(augmentation=config.augmentation),
            validation=samples(validation) if validation else None,
            class_weights=record.class_weights,
            bfloat16=plan.bfloat16,
            reload=lambda augmentation: train(augmentation=augmentation),
        )

    def _measured(self, module: NetworkModule, pictures: Split, scaling: Scaling) -> Plan:
        config = self._start.config
        batch = slice(0, config.batch_size)
        examples = Split(pictures.pictures[batch], pictures.labels[batch], pictures.maximum)
        plan = find_plan(
            module,
            config,
            examples=examples,
            scaling=scaling,
            is_wanted=self._control.is_wanted,
        )
        if not self._control.is_wanted():
            raise _Unwanted
        remember_plan(self._start.network, config, device_of(module), plan)
        return plan

    def _set_off(self, training: Training, earlier: RunRecord | None) -> None:
        """Put random numbers, weights and position where the run begins or goes on.

        What was set otherwise since it ended is a change like one made while it went on.
        """
        if earlier is None:
            torch.manual_seed(self._start.config.seed)
            return
        load_checkpoint(self._folder / runs.LAST, training)
        done = training.position.epoch - 1
        if done >= self._start.config.epochs:
            raise InvalidValueError(
                plural(
                    "This run has trained for {count} epoch already. Set more epochs to go on.",
                    "This run has trained for {count} epochs already. Set more epochs to go on.",
                    done,
                )
            )
        if self._control.change is None:
            self._control.change = self._start.config
        if earlier.outcome is Outcome.FINISHED:
            training.position.patient_since = done
        rewind_metrics(self._folder, training.position.step)

    def _carried_out(self, training: Training, record: RunRecord) -> Iterator[Report]:
        """Train, and note in the folder whatever happens, also the worst."""
        journal = Journal(self._folder, record, training)
        self._control.running = Running(self._folder, record, training)
        try:
            yield self._started(training, record)
            with memory_named(self._start.config.batch_size):
                for report in training.reports(self._control, run=self._start.run):
                    journal.keep(report)
                    yield report
            outcome, text = _end(training)
            journal.save()
            self._judge_plan(training)
        except Diverged as error:
            outcome, text = Outcome.DIVERGED, _divergence(error, training, record)
        except StorageError as error:
            text = _("{problem} Make room, and continue the run from its last checkpoint.")
            outcome, text = Outcome.FAILED, text.format(problem=error)
        except StudioError as error:
            outcome, text = Outcome.FAILED, str(error)
        except BaseException as error:
            journal.end(*_interruption(error))
            raise
        finally:
            self._control.running = None
        journal.end(outcome, text)
        yield self._ended(outcome, text, training)

    def _judge_plan(self, training: Training) -> None:
        """Mistrust the plan where this run went far slower or faster than others with it."""
        seconds, config = training.seconds_per_step, self._start.config
        if seconds is not None and training.config.batch_size == config.batch_size:
            judge_plan(self._start.network, config, device_of(training.module), seconds)

    def _on_progress(self, done: int, total: int) -> None:
        if not self._control.is_wanted():
            raise _Unwanted
        self._control.note_progress(done, total)

    def _preparing(self, text: str) -> RunPreparing:
        return RunPreparing(self._start.run, text)

    def _started(self, training: Training, record: RunRecord) -> RunStarted:
        validation = training.validation
        return RunStarted(
            run=self._start.run,
            device=record.device,
            plan=record.plan.text(record.config.optimizer),
            steps_per_epoch=training.steps_per_epoch,
            epochs=record.config.epochs,
            examples=len(training.train),
            validation_examples=len(validation) if validation else 0,
            first_step=training.position.step,
            classes=record.classes,
            note=_few_pictures(len(training.train), record.config.batch_size),
        )

    def _ended(self, outcome: Outcome, text: str, training: Training | None = None) -> RunEnded:
        best = training.position.best if training else None
        best_epoch = best.epoch if best else None
        return RunEnded(
            self._start.run,
            outcome,
            text,
            self._start.folder,
            best_epoch,
            has_checkpoint=runs.has_checkpoint(self._folder),
        )

    def _record(
        self,
        earlier: RunRecord | None,
        dataset: DataSet,
        scaling: Scaling,
        plan: Plan,
        device: torch.device,
    ) -> RunRecord:
        start, config = self._start, self._start.config
        if earlier is not None:
            config = changed_while_running(config, changes(config, earlier.config))
        return RunRecord(
            name=start.name or (earlier.name if earlier else ""),
            network=start.network,
            config=config,
            data=start.data,
            classes=dataset.classes,
            scaling=scaling,
            plan=plan,
            device=str(device),
            versions=_versions(),
            started=earlier.started if earlier else runs.now(),
            seconds=earlier.seconds if earlier else 0.0,
            process=runs.this_process(),
            class_weights=class_weights_of(dataset, config),
            changes=earlier.changes if earlier else (),
        )


def _earlier(folder: Path) -> RunRecord:
    """Return the record of a run that is to go on; raise `UserError` where it cannot."""
    record = runs.read_record(folder)
    process = record.process
    # A run of this process that noted no end did so because the disk was full.
    if process is not None and process.pid != os.getpid() and runs.is_going_on(record):
        raise UserError(
            _('The run in "{folder}" still goes on in process {pid}. Stop it first.').format(
                folder=folder, pid=process.pid
            )
        )
    if not runs.has_checkpoint(folder):
        raise InvalidFileError(
            _('The run in "{folder}" left no checkpoint to go on from.').format(folder=folder)
        )
    return record


def _end(training: Training) -> tuple[Outcome, str]:
    """Return how a run ended that went as it was told."""
    position, epochs = training.position, training.config.epochs
    if training.is_stuck and position.epoch <= epochs:
        return Outcome.FINISHED, plural(
            "Early stopping: no better for {count} epoch.",
            "Early stopping: no better for {count} epochs.",
            training.config.early_stopping,
        ) + _ruin(training)
    if position.epoch > epochs:
        return Outcome.FINISHED, plural(
            "Finished after {count} epoch.", "Finished after {count} epochs.", position.epoch - 1
        ) + _ruin(training)
    if position.seen:
        return Outcome.STOPPED, _("Stopped by you in epoch {epoch}.").format(epoch=position.epoch)
    return Outcome.STOPPED, _("Stopped by you after epoch {epoch}.").format(
        epoch=position.epoch - 1
    )


def _ruin(training: Training) -> str:
    """Return a sentence more where no epoch was better than one and the same answer always is."""
    best = training.position.best
    if best is None or best.accuracy is None or best.accuracy > training.blind_accuracy:
        return ""
    return " " + _(
        "It never did better than to give always the same answer. Try a learning rate of {rate:g}."
    ).format(rate=gentler_rate(training.config))


def _divergence(error: Diverged, training: Training, record: RunRecord) -> str:
    known = {
        "loss": error.loss,
        "step": f"{error.step:,}",
        "rate": gentler_rate(training.config),
        "block": _block_title(error.block, record.network) if error.block else "",
    }
    if not error.block:
        return _(
            "The loss was {loss} at step {step}, so the run ended there. "
            "Try a learning rate of {rate:g}."
        ).format(**known)
    return _(
        "The loss was {loss} at step {step}, so the run ended there: {block} was the first to give "
        "values that are no numbers. Try a learning rate of {rate:g}."
    ).format(**known)


def _block_title(block: str, network: Network) -> str:
    """Return what a person knows a block by: "Dense (dense2)"."""
    title = _(find_kind(network.blocks[block].kind).title)
    return _("{title} ({block})").format(title=title, block=block)


def class_weights_of(dataset: DataSet, config: TrainingConfig) -> tuple[float, ...]:
    """Return how much each class counts; nothing where all examples count the same."""
    if not config.class_weights:
        return ()
    weights = class_weights(dataset.train.labels, len(dataset.classes))
    return tuple(weights.tolist())


def _interruption(error: BaseException) -> tuple[Outcome, str]:
    if isinstance(error, KeyboardInterrupt | GeneratorExit):
        return Outcome.STOPPED, _("Interrupted.")
    return Outcome.FAILED, _("The engine failed: {error}.").format(error=error)


def _measuring(missed: float | None) -> str:
    """Return why the plan is measured: for the first time, or after a run far from its promise."""
    if missed is None:
        return _("Measuring the fastest way to train this network …")
    if missed > 1:
        text = _("Steps of the last run took {times:.1f} times as long as promised: measuring …")
        return text.format(times=missed)
    return _("The last run was far faster than promised: measuring …")


def _few_pictures(count: int, batch_size: int) -> str:
    if count >= batch_size:
        return ""
    return _(
        "The batch size is {size}, more than the {count} pictures to train on: each step takes "
        "them all. A smaller one learns more in an epoch."
    ).format(size=f"{batch_size:,}", count=f"{count:,}")


def _versions() -> dict[str, str]:
    return {
        "cnnstudio": cnnstudio.__version__,
        "python": platform.python_version(),
        "torch": str(torch.__version__),
    }


def _resolved(data: DataChoice) -> DataChoice:
    """Return the choice with a folder that means the same wherever the run is continued."""
    if data.folder is None:
        return data
    return msgspec.structs.replace(data, folder=str(Path(data.folder).expanduser().resolve()))
