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
    """Return the folder of a run, by its path or by its name among the runs."""
    for folder in (Path(text).expanduser(), paths.runs_folder() / text):
        if (folder / runs.RECORD).is_file():
            return folder
    raise InvalidFileError(
        _('There is no run "{name}": neither a folder with a {file} nor one in {runs}.').format(
            name=text, file=runs.RECORD, runs=paths.runs_folder()
        )
    )
