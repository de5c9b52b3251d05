"""The window's side of the engine: talks to it, and survives it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import count
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from cnnstudio.data.choice import DataChoice
from cnnstudio.errors import StorageError
from cnnstudio.network.graph import Network
from cnnstudio.text import N_, _
from cnnstudio.training import runs
from cnnstudio.training.config import Settings, TrainingConfig
from cnnstudio.training.messages import (
    Activations,
    AugmentedPictures,
    BatchReport,
    ChangeRun,
    Drawing,
    EngineReady,
    EpochReport,
    LayerReport,
    Outcome,
    PauseRun,
    PreviewAugmentation,
    Probe,
    Refused,
    Report,
    Reports,
    ResumeRun,
    RunChanged,
    RunEnded,
    RunPreparing,
    RunStarted,
    StartRun,
    StopRun,
)
from cnnstudio.training.metrics import note_crash
from cnnstudio.training.tasks import TaskReport
from cnnstudio.ui.engine_supervisor import EngineSupervisor
from cnnstudio.ui.engine_tasks import EngineTasks


class EnginePhase(Enum):
    """What the engine is doing; the value is its text, to be passed through `_()`."""

    STARTING = N_("Starting the engine …")
    READY = N_("Engine ready")
    PREPARING = N_("Preparing …")
    TRAINING = N_("Training")
    PAUSED = N_("Paused")
    STOPPING = N_("Stopping …")
    RESTARTING = N_("The engine was lost; starting a new one …")
    GONE = N_("No engine")


Question = Probe | PreviewAugmentation

_WITH_RUN = (
    EnginePhase.PREPARING,
    EnginePhase.TRAINING,
    EnginePhase.PAUSED,
    EnginePhase.STOPPING,
)


@dataclass(frozen=True, slots=True)
class EngineState:
    """The phase of the engine, and a text for the status bar."""

    phase: EnginePhase
    text: str

    @property
    def has_run(self) -> bool:
        """Whether a run goes on: it can be stopped, and no other can be started."""
        return self.phase in _WITH_RUN


class EngineClient(QObject):
    """Gives the engine commands and tells what it reports, on the thread of this object.

    Commands may be given at any time after `launch`: what comes before the
    engine is ready is sent when it is. Reports on an older run, and answers to
    any but the newest question of a kind, are dropped.
    """

    state_changed = Signal(EngineState)
    ready = Signal(EngineReady)
    preparing = Signal(RunPreparing)
    started = Signal(RunStarted)
    batch_reported = Signal(BatchReport)
    epoch_reported = Signal(EpochReport)
    layers_reported = Signal(LayerReport)
    changed = Signal(RunChanged)
    activations_received = Signal(Activations)
    pictures_augmented = Signal(AugmentedPictures)
    ended = Signal(RunEnded)
    refused = Signal(Refused)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = EngineState(EnginePhase.GONE, _(EnginePhase.GONE.value))
        self._supervisor = EngineSupervisor(self)
        self._supervisor.received.connect(self._on_supervisor_received)
        self._supervisor.lost.connect(self._on_supervisor_lost)
        self.tasks = EngineTasks(self._supervisor.send, self)
        generations = count(1)
        self._probes, self._previews = (
            _Questions(self._supervisor.send, generations) for _kind in range(2)
        )
        self._run: StartRun | None = None
        self._run_count = 0
        self._is_ready = False

    @property
    def folder(self) -> Path | None:
        """The folder of the run that goes on."""
        return Path(self._run.folder) if self._run else None

    @property
    def pid(self) -> int | None:
        """The number of the engine's process."""
        return self._supervisor.pid

    def launch(self) -> None:
        """Start the engine, unless there is one; call this after the first paint."""
        if self.state.phase is EnginePhase.GONE:
            self._enter(EnginePhase.STARTING)
            self._supervisor.launch()

    def start(
        self,
        network: Network,
        config: TrainingConfig,
        data: DataChoice,
        *,
        folder: Path | None = None,
        resume: bool = False,
        name: str = "",
    ) -> None:
        """Train; `resume` goes on with the run in `folder` from its last checkpoint."""
        self._run_count += 1
        if self._run is not None:
            self._refuse(_("Another run is going on. Stop it first."))
            return
        try:
            folder = folder or runs.new_run_folder(name)
        except StorageError as error:
            self._refuse(str(error))
            return
        self._run = StartRun(
            self._run_count, network, config, data, str(folder), name=name, resume=resume
        )
        self.launch()
        if self._is_ready:
            self._supervisor.send(self._run)
        self._enter(EnginePhase.PREPARING, "" if self._is_ready else _("Waiting for the engine …"))

    def pause(self) -> None:
        """Have the run wait before the next batch."""
        if self._run is not None and self.state.phase is EnginePhase.TRAINING:
            self._supervisor.send(PauseRun(self._run.run))
            self._enter(EnginePhase.PAUSED)

    def resume(self) -> None:
        """Have the run go on after a pause."""
        if self._run is not None and self.state.phase is EnginePhase.PAUSED:
            self._supervisor.send(ResumeRun(self._run.run))
            self._enter(EnginePhase.TRAINING)

    def stop(self, *, after_epoch: bool = False) -> None:
        """End the run before the next batch, or after the current epoch."""
        if self._run is None:
            return
        if not self._is_ready:  # the engine has not heard of the run
            self._end(Outcome.STOPPED, _("Stopped before the first batch."))
            return
        if after_epoch:
            self._supervisor.send(ResumeRun(self._run.run))
        self._supervisor.send(StopRun(self._run.run, after_epoch))
        self._enter(EnginePhase.STOPPING)

    def change(self, settings: Settings, *, more_epochs: int = 0) -> None:
        """Have the run go on with other settings, and for more epochs than it would."""
        if self._run is not None:
            self._supervisor.send(ChangeRun(self._run.run, settings, more_epochs))

    def probe(
        self,
        network: Network,
        config: TrainingConfig,
        data: DataChoice,
        index: int,
        *,
        folder: Path | None = None,
        detail: str = "",
        drawing: Drawing | None = None,
    ) -> int:
        """Ask what a network makes of a picture; return the generation of the answer.

        The weights are those of the run in `folder` where they fit; of the block
        `detail` comes all. While one question is being answered only the newest
        other one is kept.
        """
        place = str(folder) if folder else None
        asked = Probe(0, network, config, data, index, place, detail=detail, drawing=drawing)
        return self._probes.ask(asked)

    def preview_augmentation(self, asked: PreviewAugmentation) -> int:
        """Ask for augmented pictures; return the generation of the answer."""
        return self._previews.ask(asked)

    def shutdown(self) -> None:
        """End the engine and wait until it is gone; a run is kept, as if it were stopped."""
        self._supervisor.shut_down()
        self._run, self._is_ready = None, False
        self._enter(EnginePhase.GONE)

    def _enter(self, phase: EnginePhase, text: str = "") -> None:
        state = EngineState(phase, text or _(phase.value))
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)

    def _refuse(self, text: str) -> None:
        self.refused.emit(Refused(text, run=self._run_count))

    def _end(self, outcome: Outcome, text: str) -> None:
        run = self._run
        assert run is not None
        self._on_run_reported(
            RunEnded(run.run, outcome, text, run.folder, has_checkpoint=run.resume)
        )

    def _on_supervisor_received(self, report: Report) -> None:
        match report:
            case EngineReady():
                self._is_ready = True
                self._probes.proceed()
                self._previews.proceed()
                self.tasks.proceed()
                self._enter(EnginePhase.PREPARING if self._run else EnginePhase.READY)
                if self._run is not None:
                    self._supervisor.send(self._run)
                self.ready.emit(report)
            case Activations() | AugmentedPictures() | Refused(generation=int()):
                self._on_answered(report)
            case _ if isinstance(report, TaskReport):
                self.tasks.receive(report)
            case Refused(run=None):
                self.refused.emit(report)
            case Reports():
                for each in report.reports:
                    self._on_supervisor_received(each)
            case _ if self._run is not None and report.run == self._run.run:
                self._on_run_reported(report)

    def _on_answered(self, report: Activations | AugmentedPictures | Refused) -> None:
        generation = report.generation or 0
        if not any(each.answered(generation) for each in (self._probes, self._previews)):
            return
        match report:
            case Activations():
                self.activations_received.emit(report)
            case AugmentedPictures():
                self.pictures_augmented.emit(report)
            case _:
                self.refused.emit(report)

    def _on_run_reported(self, report: Report) -> None:
        # A run that is paused or stopped while it is prepared stays so.
        is_preparing = self.state.phase is EnginePhase.PREPARING
        match report:
            case RunPreparing():
                if is_preparing:
                    self._enter(EnginePhase.PREPARING, report.text)
                self.preparing.emit(report)
            case RunStarted():
                if is_preparing:
                    self._enter(EnginePhase.TRAINING)
                self.started.emit(report)
            case BatchReport():
                self.batch_reported.emit(report)
            case EpochReport():
                self.epoch_reported.emit(report)
            case LayerReport():
                self.layers_reported.emit(report)
            case RunChanged():
                self.changed.emit(report)
            case RunEnded() | Refused():
                self._run = None
                self._enter(EnginePhase.READY if self._is_ready else EnginePhase.STARTING)
                (self.ended if isinstance(report, RunEnded) else self.refused).emit(report)

    def _on_supervisor_lost(self, reason: str) -> None:
        """Give the run up; `reason` says why no other engine is started, if none is."""
        was_ready, self._is_ready = self._is_ready, False
        self._probes.hold()
        self._previews.hold()
        self.tasks.hold()
        if self._run is not None and not was_ready and not reason:
            return  # the run waits for the next engine
        self._enter(EnginePhase.GONE if reason else EnginePhase.RESTARTING, reason)
        run, self._run = self._run, None
        if run is not None:
            self.ended.emit(_crash(run))


class _Questions:
    """Asks one question at a time, and remembers only the newest of those that wait."""

    def __init__(self, send: Callable[[Question], None], generations: Iterator[int]) -> None:
        self._send = send
        self._generations = generations
        self._newest = 0
        self._is_held = True
        self._asked: Question | None = None
        self._next: Question | None = None

    def ask(self, question: Question) -> int:
        """Ask as soon as possible; return the generation of the answer."""
        self._newest = next(self._generations)
        self._next = msgspec.structs.replace(question, generation=self._newest)
        self._proceed()
        return self._newest

    def answered(self, generation: int) -> bool:
        """Return whether an answer is to the newest question here, and ask the next one."""
        if self._asked is None or self._asked.generation != generation:
            return False
        self._asked = None
        self._proceed()
        return generation == self._newest

    def hold(self) -> None:
        """Keep questions, also the one that was asked last, until `proceed`."""
        self._is_held = True
        self._next, self._asked = self._next or self._asked, None

    def proceed(self) -> None:
        """Ask what waits."""
        self._is_held = False
        self._proceed()

    def _proceed(self) -> None:
        if self._next is not None and self._asked is None and not self._is_held:
            self._asked, self._next = self._next, None
            self._send(self._asked)


def _crash(run: StartRun) -> RunEnded:
    """Return how a run ended whose engine is gone, and note it in its folder."""
    folder = Path(run.folder)
    has_checkpoint = runs.has_checkpoint(folder)
    text = (
        _("The engine was lost. The run can go on from its last checkpoint.")
        if has_checkpoint
        else _("The engine was lost before the run had a checkpoint.")
    )
    best_epoch = note_crash(folder, text)
    return RunEnded(run.run, Outcome.CRASHED, text, run.folder, best_epoch, has_checkpoint)
