"""What a command is about: projects, presets, runs and data sets by what a person typed."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from cnnstudio import paths
from cnnstudio.data import catalog
from cnnstudio.data.choice import DataChoice
from cnnstudio.errors import InvalidFileError, UserError
from cnnstudio.network import edits
from cnnstudio.network.blocks.data import Task
from cnnstudio.network.graph import Network
from cnnstudio.project import archive, presets
from cnnstudio.project.project import Project
from cnnstudio.text import _
from cnnstudio.training import runs
from cnnstudio.training.run_list import RunEntry, scan

_MOST_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Chosen:
    """A project and the name by which it is called."""

    project: Project
    name: str


def choose_project(file: Path | None, preset: str | None, *, default: str | None = None) -> Chosen:
    """Return the project in `file`, or of a preset; `default` is the preset if neither is named."""
    if file is not None and preset is not None:
        raise UserError(_("Name a project file or --preset, not both."))
    if file is not None:
        return Chosen(archive.load(file.expanduser()), file.stem)
    name = preset or default
    if name is None:
        raise UserError(
            _("Name a project file or --preset NAME; the presets are {names}.").format(
                names=", ".join(presets.NAMES)
            )
        )
    return Chosen(presets.load_preset(name), name)


def with_data(project: Project, data: str | None) -> Project:
    """Return the project with the data set that was typed, its Output set to the classes.

    Input stays: pictures from folders are resized to it, all others must have its size.
    """
    if data is None:
        return project
    choice = choose_data(data, project.data)
    classes = len(catalog.describe(choice).classes)
    return project.replace(data=choice, network=_asked_for(project, classes))


def choose_data(text: str, earlier: DataChoice) -> DataChoice:
    """Return the data set that was typed, split like the one before."""
    return msgspec.structs.replace(
        catalog.choice_of(text),
        validation_fraction=earlier.validation_fraction,
        part=earlier.part,
        seed=earlier.seed,
    )


def _asked_for(project: Project, classes: int) -> Network:
    network = project.network
    for output in network.of_kind("output"):
        if output.parameters["task"] == Task.CLASSES and classes >= 2:
            network = edits.set_parameters(network, output.id, {"classes": classes})
    return network


def choose_run(text: str) -> Path:
    """Return the folder of a run, by its path, its folder's name, or what it is called.

    Raises `UserError` where several are called so: none of them is guessed.
    """
    for folder in (Path(text).expanduser(), paths.runs_folder() / text):
        if (folder / runs.RECORD).is_file():
            return folder
    entries = sorted(scan({}), key=lambda entry: entry.started, reverse=True)
    for named in (_is_folder, _is_called, _was_called):
        found = [entry.folder for entry in entries if named(entry, text)]
        if len(found) > 1:
            raise UserError(_several(text, found))
        if found:
            return found[0]
    raise InvalidFileError(
        _(
            'There is no run "{name}": neither a folder with a {file} nor a folder or a name '
            "of a run in {runs}."
        ).format(name=text, file=runs.RECORD, runs=paths.runs_folder())
    )


def _is_folder(entry: RunEntry, text: str) -> bool:
    return entry.folder.name == text


def _is_called(entry: RunEntry, text: str) -> bool:
    return entry.name == text


def _was_called(entry: RunEntry, text: str) -> bool:
    return entry.record is not None and entry.record.name == text


def _several(text: str, folders: list[Path]) -> str:
    """Return the sentence that lists the runs of one name, the newest first."""
    known = [
        folder.name if folder.parent == paths.runs_folder() else str(folder)
        for folder in folders[:_MOST_CANDIDATES]
    ]
    return _('"{name}" is the name of {count} runs; name the folder of one: {folders}.').format(
        name=text,
        count=len(folders),
        folders=", ".join(known) + (" …" if len(folders) > len(known) else ""),
    )
