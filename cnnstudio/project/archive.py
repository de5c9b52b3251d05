"""The `.cnnstudio` file: a whole project as JSON."""

from pathlib import Path
from typing import Any

import msgspec

from cnnstudio.data.choice import DataChoice
from cnnstudio.errors import InvalidFileError, UserError
from cnnstudio.kernels.settings import KernelLabState
from cnnstudio.network import storage
from cnnstudio.network.graph import Network
from cnnstudio.project import files
from cnnstudio.project.project import Project
from cnnstudio.text import _
from cnnstudio.training import config
from cnnstudio.training.config import TrainingConfig
from cnnstudio.writing import write_file

FORMAT = 1
SUFFIX = ".cnnstudio"


class _Header(msgspec.Struct, frozen=True):
    format: int | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a project file holds, in the order in which it is written."""

    format: int
    network: Network
    training: TrainingConfig = TrainingConfig()
    data: DataChoice = DataChoice()
    kernels: KernelLabState = KernelLabState()


def load(path: Path) -> Project:
    """Return the project in `path`; raise `InvalidFileError` for anything else."""
    return decode(files.read(path), path)


def save(path: Path, project: Project) -> None:
    """Write `project`; raise `StorageError`, the old file unharmed, where that fails."""
    write_file(path, files.json_lines(to_builtins(project)))


def to_builtins(project: Project) -> dict[str, Any]:
    """Return what a project file holds, as JSON-ready dictionaries and lists."""
    file = _File(FORMAT, **msgspec.structs.asdict(project))
    built: dict[str, Any] = msgspec.to_builtins(file)
    return built


def decode(raw: bytes, path: Path) -> Project:
    """Return the project that the bytes of a file hold; `path` names the file in errors."""
    try:
        _check_format(msgspec.json.decode(raw, type=_Header).format, path)
        return _checked(msgspec.json.decode(raw, type=_File))
    except InvalidFileError:
        raise
    except (msgspec.MsgspecError, UnicodeError, RecursionError, UserError) as error:
        raise InvalidFileError(
            _('"{path}" is not a CNN Studio project, or is damaged: {reason}').format(
                path=path, reason=str(error).rstrip(".") + "."
            )
        ) from error


def _check_format(number: int | None, path: Path) -> None:
    if number == FORMAT:
        return
    if number is not None and number > FORMAT:
        message = _(
            '"{path}" was saved by a newer CNN Studio: its format is {number}, '
            "and this one reads format {known}."
        )
    else:
        message = _('"{path}" is not a CNN Studio project: it lacks "format": {known}.')
    raise InvalidFileError(message.format(path=path, number=number, known=FORMAT))


def _checked(file: _File) -> Project:
    return Project(
        network=storage.validated(file.network),
        training=config.checked(file.training),
        data=file.data,
        kernels=file.kernels,
    )
