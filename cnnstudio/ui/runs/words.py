"""Runs in words and numbers, as the list and the details write them."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QDate, QLocale

from cnnstudio.data import catalog
from cnnstudio.data.choice import FOLDER, DataChoice
from cnnstudio.errors import StudioError
from cnnstudio.text import N_, _, plural
from cnnstudio.training.config import TrainingConfig, field
from cnnstudio.training.run_list import RunEntry, RunState
from cnnstudio.training.runs import Best, RunRecord
from cnnstudio.ui.training.progress_text import seconds_text

TONES = {
    RunState.RUNNING: "accent",
    RunState.FINISHED: "good",
    RunState.STOPPED: "dim",
    RunState.DIVERGED: "bad",
    RunState.FAILED: "bad",
    RunState.LOST: "bad",
    RunState.CUT_OFF: "bad",
    RunState.DAMAGED: "bad",
}
"""The token of the theme in which an outcome is written."""

_SHORT_OPTIMIZERS = {"sgd": N_("SGD")}


def data_title(choice: DataChoice) -> str:
    """Return what a data set is called; the name of its folder where it is the user's own."""
    if choice.name == FOLDER and choice.folder:
        return choice.short_name
    try:
        return _(catalog.info(choice.name).title)
    except StudioError:
        return choice.name  # of a version that knows more data sets


def best_text(best: Best | None) -> str:
    """Return what the best epoch came to: an accuracy, or a loss where there is none."""
    if best is None:
        return ""
    if best.accuracy is None:
        return _("loss {loss:.4g}").format(loss=best.loss)
    return f"{best.accuracy:.1%}"


def best_lines(best: Best | None) -> tuple[str, str]:
    """Return the value of the best epoch, and what it is: of a loss that it is one."""
    if best is None:
        return "", ""
    if best.accuracy is None:
        return f"{best.loss:.4g}", _("loss")
    return best_text(best), _("epoch {epoch}").format(epoch=best.epoch)


def settings_texts(config: TrainingConfig) -> tuple[str, str]:
    """Return the settings in which runs differ most: "Adam 0.003", "batch 64"."""
    known = _SHORT_OPTIMIZERS.get(config.optimizer)
    optimizer = _(known) if known else field("optimizer").text(config.optimizer)
    rate = field("learning_rate").text(config.learning_rate)
    steps = _("{optimizer} {rate}").format(optimizer=optimizer, rate=rate)
    return steps, _("batch {size}").format(size=config.batch_size)


def first_that_fits(texts: Sequence[str], room_px: int, width_px: Callable[[str], int]) -> str:
    """Return the first text that is no wider than there is room for, or the last one."""
    return next((text for text in texts if width_px(text) <= room_px), texts[-1])


def extent_text(record: RunRecord) -> str:
    """Return how long a run was: "6 epochs · 4 s", "3 of 6 epochs"."""
    done, wanted = record.epochs_done, record.config.epochs
    if done == wanted:
        epochs = plural("{count} epoch", "{count} epochs", done)
        return f"{epochs} · {seconds_text(record.seconds)}"
    return _("{done} of {wanted} epochs").format(done=done, wanted=wanted)


def distinct_names(entries: Sequence[RunEntry]) -> list[str]:
    """Return the names of runs; where some have one name, with the time of their start.

    Those that began at one time of a day, too, are called by their folders.
    """
    plain = Counter(entry.name for entry in entries)
    timed = Counter(_timed_name(entry) for entry in entries)

    def distinct(entry: RunEntry) -> str:
        if plain[entry.name] == 1:
            return entry.name
        name = _timed_name(entry)
        return name if timed[name] == 1 else entry.folder.name

    return [distinct(entry) for entry in entries]


def _timed_name(entry: RunEntry) -> str:
    time = f"{started_at(entry):%H:%M:%S}"
    return _("{name} · {time}").format(name=entry.name, time=time)


def started_at(entry: RunEntry) -> datetime:
    """Return when a run began, in local time."""
    return datetime.fromisoformat(entry.started).astimezone()


def date_text(when: datetime, now: datetime) -> str:
    """Return a day as short as it is clear: "today", "12 May", "12 May 2024"."""
    if when.date() == now.date():
        return _("today")
    form = "d MMM" if when.year == now.year else "d MMM yyyy"
    return QLocale().toString(QDate(when.year, when.month, when.day), form)


def time_text(when: datetime) -> str:
    """Return the time of a day."""
    return f"{when:%H:%M}"


def moment_text(when: datetime) -> str:
    """Return a day and a time in full."""
    day = QLocale().toString(QDate(when.year, when.month, when.day), "d MMM yyyy")
    return _("{day}, {time}").format(day=day, time=time_text(when))


def short_moment_text(when: datetime, now: datetime) -> str:
    """Return a day as short as it is clear, and a time."""
    return _("{day}, {time}").format(day=date_text(when, now), time=time_text(when))


def searched_text(entry: RunEntry) -> str:
    """Return all that a search looks at, in one case."""
    texts = [entry.name, entry.outcome, entry.folder.name]
    if entry.record is not None:
        record = entry.record
        kinds = {block.kind for block in record.network.blocks.values()}
        texts += [data_title(record.data), record.data.name, record.config.optimizer]
        texts += [record.device, *kinds, *record.classes]
        texts += [*settings_texts(record.config), f"lr {record.config.learning_rate:g}"]
    return "\n".join(texts).casefold()
