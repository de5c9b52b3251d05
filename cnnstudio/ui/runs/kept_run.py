"""A run that lies in its folder, as the session takes it up."""

from cnnstudio.errors import InvalidFileError, UserError
from cnnstudio.project.project import Project
from cnnstudio.text import _
from cnnstudio.training.history import History, read_history
from cnnstudio.training.messages import Outcome, RunEnded
from cnnstudio.training.run_list import RunEntry
from cnnstudio.training.runs import METRICS
from cnnstudio.training.weight_files import weights_problem
from cnnstudio.ui.runs.words import moment_text, started_at

Reading = tuple[History, str]
"""The curves of a run, and what is wrong with them where they are damaged."""


def project_of(entry: RunEntry, open_project: Project) -> Project:
    """Return the open project with the network, the settings and the data set of a run."""
    assert entry.record is not None
    record = entry.record
    return open_project.replace(network=record.network, training=record.config, data=record.data)


def epochs_done(entry: RunEntry) -> int:
    """Return how many epochs a run has done."""
    return entry.record.epochs_done if entry.record else 0


def _history(entry: RunEntry) -> History:
    """Return the curves of a run, none where it has not reported anything."""
    if not entry.folder.is_dir():
        text = _("“{name}” is gone: {folder} was deleted or moved.")
        raise UserError(text.format(name=entry.name, folder=entry.folder))
    return read_history(entry.folder)


def history_or_problem(entry: RunEntry) -> Reading:
    """Return the curves of a run; raise `UserError` where its folder is gone."""
    try:
        history = _history(entry)
        return history, curves_problem(entry, history)
    except InvalidFileError as error:
        return History(), str(error)


def opened_or_problem(entry: RunEntry) -> Reading:
    """Return the curves of a run that is opened, and what else of it cannot be shown."""
    history, problem = history_or_problem(entry)
    return history, " ".join(each for each in (problem, _without_weights(entry)) if each)


def curves_problem(entry: RunEntry, history: History) -> str:
    """Return that a run that has trained left no curves, empty where that is not so."""
    if history.step or history.epochs or not epochs_done(entry):
        return ""
    return _("The curves of this run are missing: its {file} is gone.").format(file=METRICS)


def _without_weights(entry: RunEntry) -> str:
    problem = weights_problem(entry.folder) if epochs_done(entry) else ""
    if not problem:
        return ""
    text = _("The weights of “{name}” cannot be shown: {problem} The maps are of initial weights.")
    return text.format(name=entry.name, problem=problem)


def title_of(entry: RunEntry) -> str:
    """Return which run it is, and since when."""
    time = moment_text(started_at(entry))
    return _("{name} · {time}").format(name=entry.name, time=time)


def end_of(entry: RunEntry, history: History) -> RunEnded:
    """Return how a run ended, as the engine would have told it."""
    assert entry.record is not None
    best = history.best_epoch
    return RunEnded(
        run=0,
        outcome=entry.record.outcome or Outcome.CRASHED,
        text=entry.explanation,
        folder=str(entry.folder),
        best_epoch=best.epoch if best else None,
        has_checkpoint=entry.has_checkpoint,
    )
