"""The projects that ship with the program: known networks, ready to be trained."""

from pathlib import Path

import msgspec

from cnnstudio import paths
from cnnstudio.errors import UnknownNameError
from cnnstudio.project import archive, files
from cnnstudio.project.project import Project
from cnnstudio.text import N_, _

STARTER = "starter"
"""The preset with which the program begins."""

NAMES = (
    STARTER,
    "lenet5",
    "course-25-50",
    "course-16-36",
    "cat-or-dog",
    "tiny-vgg",
    "small-resnet",
    "autoencoder",
    "mlp",
)
"""Every preset, in the order shown; each is a file `resources/networks/<name>.json`."""

_PRESET = N_("preset")


class PresetInfo(msgspec.Struct, frozen=True):
    """What a preset is; title and description are to be passed through `_()`."""

    name: str
    title: str
    description: str
    source: str


class _File(PresetInfo, frozen=True):
    project: msgspec.Raw


def presets() -> list[PresetInfo]:
    """Return what there is."""
    return [msgspec.json.decode(files.read(_path(name)), type=PresetInfo) for name in NAMES]


def load_preset(name: str) -> Project:
    """Return the project of a preset; raise `UnknownNameError` where there is none."""
    if name not in NAMES:
        raise UnknownNameError(_(_PRESET), name, NAMES)
    path = _path(name)
    file = msgspec.json.decode(files.read(path), type=_File)
    return archive.decode(bytes(file.project), path)


def _path(name: str) -> Path:
    return paths.resource("networks") / f"{name}.json"
