"""What `train` is to carry out: a new run of a network, or one that goes on."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from cnnstudio.cli.selection import choose_project, choose_run, with_data
from cnnstudio.data.choice import FOLDER
from cnnstudio.errors import InvalidValueError, UserError
from cnnstudio.project.presets import STARTER
from cnnstudio.project.project import Project
from cnnstudio.text import _
from cnnstudio.training import config, runs
from cnnstudio.training.config import CHANGEABLE, TrainingConfig


@dataclass(frozen=True, slots=True)
class Order:
    """What to train, and what the run is called; `resumed` is the folder of one that goes on."""

    project: Project
    name: str
    resumed: Path | None = None


def new_run(
    file: Path | None, preset: str | None, data: str | None, given: Mapping[str, Any]
) -> Order:
    """Return the order for a project or preset with the pictures and settings that were given."""
    chosen = choose_project(file, preset, default=STARTER)
    wanted = with_data(chosen.project, data)
    # Presets are many people's; a folder of one's own tells the run better.
    is_own = file is None and wanted.data.name == FOLDER
    name = wanted.data.short_name if is_own else chosen.name
    return Order(wanted.replace(training=config.changed(wanted.training, **given)), name)


def continued_run(text: str, beside: Mapping[str, object], given: Mapping[str, Any]) -> Order:
    """Return the order to go on with the run that was typed, with what can be changed in it.

    `beside` holds the options that name a network, pictures or a folder. Raises
    `UserError` where one is given, or a setting that the run must keep.
    """
    named = [option for option, value in beside.items() if value is not None]
    if named:
        raise UserError(
            _(
                "--resume goes on with the network, the pictures and the folder of the run: "
                "leave out {options}."
            ).format(options=", ".join(named))
        )
    folder = choose_run(text).resolve()
    record = runs.read_record(folder)
    training = config.changed(record.config, **given)
    _check_changes(record.config, training)
    project = Project(network=record.network, training=training, data=record.data)
    return Order(project, record.name, folder)


def _check_changes(before: TrainingConfig, after: TrainingConfig) -> None:
    """Raise `InvalidValueError` where more differs than a run that goes on can change."""
    changes = config.changes(before, after)
    kept = msgspec.structs.replace(after, **{name: getattr(before, name) for name in changes})
    if kept != before:
        raise InvalidValueError(
            _("A run that goes on cannot change {changes}, only these: {known}.").format(
                changes=config.difference(before, kept), known=", ".join(_changeable())
            )
        )


def _changeable() -> list[str]:
    """Return the titles of the settings that a run can change, in the order of the form."""
    titles = [_(each.title) for each in config.FIELDS if each.name in CHANGEABLE]
    return [*titles, _("Augmentation")]
