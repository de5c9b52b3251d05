"""The engine process: does what the window says, one command after the other."""

import logging
import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic

import msgspec
import psutil
import torch
from torch import nn

from cnnstudio.data.choice import DataChoice
from cnnstudio.engine.activations import Prober
from cnnstudio.engine.build import checked_report, input_shape
from cnnstudio.engine.checks import check_batch_size, needs_pairs
from cnnstudio.engine.control import Control, Wish
from cnnstudio.engine.devices import available_devices
from cnnstudio.engine.loading import loading
from cnnstudio.engine.loop import Running
from cnnstudio.engine.memory import memory_named
from cnnstudio.engine.outbox import Outbox
from cnnstudio.engine.preview import augmented_pictures
from cnnstudio.engine.session import train
from cnnstudio.engine.tasks import Tasks
from cnnstudio.errors import InvalidDataError, StudioError
from cnnstudio.text import _, choose_language
from cnnstudio.training import runs
from cnnstudio.training.config import changed_while_running
from cnnstudio.training.link import Handshake, Link, LinkClosed, engine_link
from cnnstudio.training.messages import (
    ChangeRun,
    Command,
    EngineReady,
    Outcome,
    PauseRun,
    PreviewAugmentation,
    Probe,
    Refused,
    Report,
    ResumeRun,
    RunEnded,
    RunPreparing,
    Shutdown,
    StartRun,
    StopRun,
)
from cnnstudio.training.tasks import TaskCommand

# Looking at a network in training must not slow it down.
_QUESTION_INTERVAL_S = 0.3
_PROGRESS_INTERVAL_S = 0.1
_TASK_PAUSE_S = 0.02
# What torch loads at the first step is loaded once nothing else is asked for.
_IDLE_S = 0.2
# A step may take long, but not longer than this after the window is gone.
_LAST_STEP_S = 15.0
# Each step is a tenth less of a core, where others want it too. With 5 the training lost 4 %.
_NICENESS = 2

_log = logging.getLogger(__name__)

Inbox = SimpleQueue[Command]
EngineLink = Link[Report, Command]
Question = Probe | PreviewAugmentation
"""What may be asked while a run goes on; of each kind only the newest is answered."""


def main() -> int:
    """Connect to the window named on standard input and serve it until it closes the link."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s: %(message)s")
    choose_language()
    # Ctrl+C in a terminal reaches this process too, but only the window decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    handshake = msgspec.json.decode(sys.stdin.buffer.readline(), type=Handshake)
    _give_way()
    link = engine_link(handshake)
    inbox: Inbox = SimpleQueue()
    Thread(target=_receive, args=(link, inbox), daemon=True, name="receiver").start()
    try:
        Worker(link, inbox).serve()
    except LinkClosed:
        _log.info("The window has closed the link.")
    link.close()  # the window need not wait for torch to be torn down
    return 0


class Worker:
    """Carries out commands from the inbox."""

    def __init__(self, link: EngineLink, inbox: Inbox) -> None:
        self._link = link
        self._inbox = inbox
        self._prober = Prober()
        self._is_warm = False
        self._waiting: deque[tuple[Question, Iterator[object]]] = deque()
        self.tasks = Tasks()

    def serve(self) -> None:
        """Obey until `Shutdown`; raise `LinkClosed` where the window is gone."""
        self._link.send(
            EngineReady(str(torch.__version__), torch.get_num_threads(), available_devices())
        )
        while not isinstance(command := self._next(), Shutdown):
            if isinstance(command, StartRun):
                self._train(command)
            elif isinstance(command, Probe | PreviewAugmentation):
                self._waiting.append((command, _loading(command)))
            elif isinstance(command, TaskCommand):
                self.tasks.take(command)

    def work(self, running: Running | None = None) -> None:
        """Do a portion of the tasks that there are."""
        self._link.send(self.tasks.advance(running))

    def answer(self, question: Question, running: Running | None = None) -> None:
        """Send what `question` asks for, or why there is no answer."""
        try:
            report = self._answer(question, running)
        except StudioError as error:
            data = _unread(error, question.data)
            report = Refused(str(error), generation=question.generation, data=data)
        except Exception as error:  # noqa: BLE001 - the top of the engine
            _log.exception("A question was not answered.")
            report = Refused(_failure(error), generation=question.generation)
        self._link.send(report)

    def _answer(self, question: Question, running: Running | None) -> Report:
        with memory_named():
            if isinstance(question, PreviewAugmentation):
                return augmented_pictures(question)
            return self._prober.answer(question, running)

    def _answer_next(self) -> None:
        """Load what the oldest question is about for a moment, or answer it."""
        question, load = self._waiting[0]
        if next(load, None) is None:
            self._waiting.popleft()
            self.answer(question)

    def _next(self) -> Command:
        while self._inbox.empty() and (self._waiting or self.tasks.is_busy):
            if self._waiting:
                self._answer_next()
            if self.tasks.is_busy:
                self.work()
        while not self._is_warm:
            try:
                return self._inbox.get(timeout=_IDLE_S)
            except Empty:
                _warm_up()
                self._is_warm = True
        return self._inbox.get()

    def _train(self, start: StartRun) -> None:
        outbox = Outbox(self._link.send)
        control = _RemoteControl(self, self._link, self._inbox, start, outbox)
        control.postpone(question for question, _load in self._waiting)
        self._waiting.clear()  # the run loads for itself
        for report in self._reports(start, control):
            try:
                outbox.put(report)
            except LinkClosed:
                control.stop()  # and keep what was trained
        self._is_warm = True
        control.hand_back()

    def _reports(self, start: StartRun, control: Control) -> Iterator[Report]:
        try:
            yield from train(
                start.network,
                start.config,
                start.data,
                Path(start.folder),
                name=start.name,
                resume=start.resume,
                run=start.run,
                control=control,
            )
        except StudioError as error:
            yield Refused(str(error), run=start.run, data=_unread(error, start.data))
        except Exception as error:  # noqa: BLE001 - the top of the engine
            _log.exception("A run failed.")
            yield RunEnded(
                start.run,
                Outcome.FAILED,
                _failure(error),
                start.folder,
                has_checkpoint=runs.has_checkpoint(Path(start.folder)),
            )


class _RemoteControl(Control):
    """Lets the window's commands through between the batches of a run."""

    def __init__(
        self, worker: Worker, link: EngineLink, inbox: Inbox, start: StartRun, outbox: Outbox
    ) -> None:
        super().__init__()
        self._outbox = outbox
        self._worker = worker
        self._link = link
        self._inbox = inbox
        self._run = start.run
        self._start = start
        self._is_paused = False
        self._questions: dict[type[Question], Question] = {}
        self._next_answer = 0.0
        self._next_task = 0.0
        self._next_progress = 0.0
        self._later: list[Command] = []

    def wish(self) -> Wish:
        while not self._inbox.empty():
            self._obey(self._inbox.get())
        self._answer_question()
        self._do_task()
        with suppress(LinkClosed):
            self._outbox.flush(at_once=self._is_paused)
        while self._is_paused and self._wish is not Wish.STOP:
            if self._inbox.empty() and self._worker.tasks.is_busy:
                self._do_task()
            else:
                self._obey(self._inbox.get())
                self._answer_question()
        return self._wish

    def note_progress(self, done: int, total: int) -> None:
        if monotonic() < self._next_progress:
            return
        self._next_progress = monotonic() + _PROGRESS_INTERVAL_S
        text = _("Loading pictures: {done} of {total}").format(done=f"{done:,}", total=f"{total:,}")
        with suppress(LinkClosed):
            self._link.send(RunPreparing(self._run, text))

    def postpone(self, questions: Iterable[Question]) -> None:
        """Answer questions while the run goes on."""
        self._questions.update({type(question): question for question in questions})

    def hand_back(self) -> None:
        """Leave to the worker what came during the run and was not for it."""
        for command in (*self._questions.values(), *self._later):
            self._inbox.put(command)

    def _obey(self, command: Command) -> None:
        match command:
            case StopRun(run=self._run):
                self.stop(after_epoch=command.after_epoch)
            case ChangeRun(run=self._run):
                self._take_change(command)
            case PauseRun(run=self._run):
                self._is_paused = True
            case ResumeRun(run=self._run):
                self._is_paused = False
            case Probe() | PreviewAugmentation():
                self._questions[type(command)] = command
            case StartRun():
                text = _("Another run is going on. Stop it first.")
                self._link.send(Refused(text, run=command.run))
            case Shutdown():
                self.stop()
                self._later.append(command)
            case _ if isinstance(command, TaskCommand):
                self._worker.tasks.take(command)

    def _take_change(self, command: ChangeRun) -> None:
        """Have the run go on with other settings, or say why it does not."""
        before = self.running.training.config if self.running else self._start.config
        try:
            wanted = changed_while_running(
                self.change or before, command.settings, more_epochs=command.more_epochs
            )
            pairs = needs_pairs(checked_report(self._start.network))
            check_batch_size(wanted.batch_size, pairs=pairs)
            self.change = wanted
        except StudioError as error:
            self._link.send(Refused(str(error)))  # the run itself goes on

    def _answer_question(self) -> None:
        """Answer the newest question; not too often, because a run is what matters."""
        if not self._questions or self.running is None:
            return
        if monotonic() < self._next_answer and not self._is_paused:
            return
        question = self._questions.pop(next(iter(self._questions)))
        with suppress(LinkClosed):
            self._worker.answer(question, self.running)
        self._next_answer = monotonic() + _QUESTION_INTERVAL_S

    def _do_task(self) -> None:
        """Do a portion of the tasks; while the run goes on, it gets as much time as they do."""
        started = monotonic()
        if not self._worker.tasks.is_busy or (started < self._next_task and not self._is_paused):
            return
        with suppress(LinkClosed):
            self._worker.work(self.running)
        ended = monotonic()
        self._next_task = ended + max(_TASK_PAUSE_S, ended - started)


def _receive(link: EngineLink, inbox: Inbox) -> None:
    """Bring commands into the inbox; when the link closes, see to it that the process ends."""
    try:
        while True:
            inbox.put(link.receive())
    except LinkClosed:
        inbox.put(Shutdown())
    Event().wait(_LAST_STEP_S)
    _log.error("The last step took too long after the window was gone.")
    os._exit(1)


def _give_way() -> None:
    """Let the window have a core at once when it wants one; while it rests, nothing is lost."""
    usual = psutil.BELOW_NORMAL_PRIORITY_CLASS if psutil.WINDOWS else _NICENESS
    with suppress(psutil.Error, OSError):
        psutil.Process().nice(usual)


def _warm_up() -> None:
    """Take a step that leads nowhere, so that torch has loaded what the first step needs."""
    layer = nn.Conv2d(1, 4, kernel_size=3)
    optimizer = torch.optim.Adam(layer.parameters(), fused=True)
    layer(torch.zeros(2, 1, 8, 8)).sum().backward()
    optimizer.step()


def _loading(question: Question) -> Iterator[object]:
    """Load in portions what a question is about; what goes wrong is said by the answer."""
    try:
        if isinstance(question, Probe):
            shape = input_shape(checked_report(question.network))
        else:
            shape = question.shape
        yield from loading(0, question.data, shape)
    except Exception:  # noqa: BLE001 - comes again when the question is answered
        _log.debug("The pictures of a question were not loaded.", exc_info=True)


def _unread(error: StudioError, data: DataChoice) -> DataChoice | None:
    """Return the data set where it is what an error is about."""
    return data if isinstance(error, InvalidDataError) else None


def _failure(error: Exception) -> str:
    return _("The engine failed: {error}.").format(error=error)
