"""What a training shows on the terminal, and what it prints for programs."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from cnnstudio.cli.output import console, decimal, percent, print_error, print_json
from cnnstudio.text import _, plural
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

_GOOD_ENDS = (Outcome.FINISHED, Outcome.STOPPED)


class View(AbstractContextManager["View"], ABC):
    """Is shown the reports of one run, from `with` to `finish`."""

    @abstractmethod
    def show(self, report: Report) -> None:
        """Show what the engine reports."""

    @abstractmethod
    def note_loading(self, done: int, total: int) -> None:
        """Show how many pictures of how many are loaded."""

    @abstractmethod
    def finish(self, ended: RunEnded, curves: Path | None) -> None:
        """Show how the run ended, and where its curves were drawn if they were."""


class JsonView(View):
    """An object a line: each epoch, and at last the end."""

    def __exit__(self, *_error: object) -> None:
        """Leave everything as it is: nothing was begun."""

    def note_loading(self, done: int, total: int) -> None:
        """Say nothing: only epochs are events."""

    def show(self, report: Report) -> None:
        if isinstance(report, RunStarted) and report.note:
            print_error(report.note)
        if isinstance(report, EpochReport):
            print_json(
                {
                    "event": "epoch",
                    "epoch": report.epoch,
                    "train_loss": report.train_loss,
                    "train_accuracy": report.train_accuracy,
                    "val_loss": report.val_loss,
                    "val_accuracy": report.val_accuracy,
                    "seconds": report.seconds,
                    "examples_per_second": report.examples_per_second,
                }
            )

    def finish(self, ended: RunEnded, curves: Path | None) -> None:
        event: dict[str, Any] = {
            "event": "ended",
            "outcome": ended.outcome,
            "run": ended.folder,
            "best_epoch": ended.best_epoch,
        }
        if curves is not None:
            event["curves"] = str(curves)
        print_json(event)
        if ended.outcome not in _GOOD_ENDS:
            print_error(ended.text)


class TerminalView(View):
    """A line for each epoch above a bar that follows every step."""

    def __init__(self, batch_size: int) -> None:
        self._console = console()
        self._batch_size = batch_size
        self._epochs = self._examples = 0
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[note]}"),
            TextColumn("{task.fields[left]}"),
            console=self._console,
            transient=True,
            disable=not self._console.is_terminal,
        )
        self._task = self._progress.add_task(_("Starting PyTorch …"), total=None, note="", left="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._progress.stop()

    def show(self, report: Report) -> None:
        match report:
            case RunPreparing():
                self._update(description=report.text, total=None)
            case RunStarted():
                self._begin(report)
            case BatchReport():
                self._follow(report)
            case EpochReport():
                self._print_epoch(report)
            case RunChanged():
                self._note_change(report)

    def note_loading(self, done: int, total: int) -> None:
        self._update(completed=done, total=total)

    def finish(self, ended: RunEnded, curves: Path | None) -> None:
        self._progress.stop()
        if ended.outcome in _GOOD_ENDS:
            self._console.print(ended.text)
        else:
            print_error(ended.text)
        if Path(ended.folder).is_dir():
            self._console.print(_("Run: {folder}").format(folder=ended.folder), soft_wrap=True)
        if curves is not None:
            self._console.print(_("Curves: {file}").format(file=curves), soft_wrap=True)

    def _update(self, **fields: Any) -> None:
        self._progress.update(self._task, **fields)

    def _begin(self, started: RunStarted) -> None:
        self._epochs = started.epochs
        self._examples = started.examples
        self._batch_size = min(self._batch_size, started.examples)
        self._console.print(
            _(
                "{pictures}, {validation}. {device}, {plan}. Ctrl+C stops and keeps the weights."
            ).format(
                pictures=plural(
                    "{count:,} picture to train on",
                    "{count:,} pictures to train on",
                    started.examples,
                ),
                validation=plural(
                    "{count:,} to validate",
                    "{count:,} to validate",
                    started.validation_examples,
                ),
                device=started.device,
                plan=started.plan,
            )
        )
        if started.note:
            self._console.print(started.note, style="yellow")
        if started.first_step:
            text = _("Going on after step {step}.")
            self._console.print(text.format(step=f"{started.first_step:,}"))
        self._console.print(_line(_titles()), style="bold")
        self._update(completed=0.0, total=1.0)

    def _follow(self, report: BatchReport) -> None:
        note = _("loss {loss} · {ms} ms/step").format(
            loss=decimal(report.losses[-1] if report.losses else None),
            ms=self._ms_per_step(report),
        )
        self._update(
            description=_("Epoch {epoch} of {epochs}").format(
                epoch=report.epoch, epochs=self._epochs
            ),
            completed=report.done,
            note=note,
            left=_time_left(report.seconds_left),
        )

    def _note_change(self, report: RunChanged) -> None:
        """Say what the run goes on with, such as more epochs."""
        self._console.print(_("Changed: {text}").format(text=report.text))
        self._epochs = report.config.epochs
        self._batch_size = min(report.config.batch_size, self._examples)

    def _print_epoch(self, report: EpochReport) -> None:
        cells = (
            f"{report.epoch}",
            decimal(report.train_loss),
            percent(report.train_accuracy),
            decimal(report.val_loss),
            percent(report.val_accuracy),
            self._ms_per_step(report),
            f"{report.seconds:.1f}",
        )
        self._console.print(_line(cells) + ("  ★" if report.is_best else ""))

    def _ms_per_step(self, report: BatchReport | EpochReport) -> str:
        rate = report.examples_per_second
        return f"{1_000 * self._batch_size / rate:.1f}" if rate > 0 else "–"


def _time_left(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return _("{minutes}:{seconds:02} left").format(minutes=minutes, seconds=rest)


def _titles() -> tuple[str, ...]:
    return (
        _("Epoch"),
        _("Loss"),
        _("Accuracy"),
        _("Val. loss"),
        _("Val. accuracy"),
        _("ms/step"),
        _("Seconds"),
    )


def _line(cells: tuple[str, ...]) -> str:
    """Return the cells flush right under their titles."""
    widths = [max(len(title), 8) for title in _titles()]
    return "  ".join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
