"""What this machine has and lacks for CNN Studio, each with its remedy.

Nothing that could be broken is loaded into this process: Qt and torch are
tried in a subprocess of their own, whose crash is a finding too.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from cnnstudio import paths, system_libraries
from cnnstudio.display import has_display
from cnnstudio.text import _

_OLDEST_PYTHON = (3, 11)
_TIMEOUT_S = 120
_LEAST_FREE_BYTES = 1_000_000_000


class State(Enum):
    """How well a thing is: usable, usable with less, or missing."""

    GOOD = "good"
    LIMITED = "limited"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `remedy` is empty where none is needed."""

    subject: str
    state: State
    detail: str
    remedy: str = ""


def examine() -> list[Finding]:
    """Return what was found, in the order in which a person would mend it."""
    return [
        examine_python(),
        examine_libraries(),
        _fonts(),
        *_qt(),
        *_torch(),
        _display(),
        *_folders(),
        examine_disk(),
    ]


def examine_python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """Return whether a Python of `version` is new enough."""
    detail = f"{'.'.join(map(str, version))}, {platform.machine()}, {sys.executable}"
    if version < _OLDEST_PYTHON:
        return Finding(
            _("Python"), State.BAD, detail, _("CNN Studio needs Python 3.11 or newer: install it.")
        )
    return Finding(_("Python"), State.GOOD, detail)


def examine_libraries(
    libraries: Iterable[system_libraries.Library] = system_libraries.LIBRARIES,
) -> Finding:
    """Return which of `libraries` the loader lacks."""
    subject = _("System libraries")
    missing = system_libraries.missing_libraries(libraries)
    if not missing:
        return Finding(subject, State.GOOD, _("all are there"))
    packages = system_libraries.packages_of(missing)
    return Finding(
        subject,
        State.BAD,
        _("missing: {names}").format(names=", ".join(library.soname for library in missing)),
        _install_remedy(packages),
    )


def _fonts() -> Finding:
    if system_libraries.has_fonts():
        return Finding(_("Fonts"), State.GOOD, _("there are some"))
    return Finding(
        _("Fonts"),
        State.BAD,
        _("none is installed, every letter would be a box"),
        _install_remedy(list(system_libraries.FONT_PACKAGES)),
    )


def _install_remedy(packages: list[str]) -> str:
    if system_libraries.has_apt():
        return system_libraries.apt_command(packages)
    return _("Install the packages of your system that hold them; Debian's are: {names}").format(
        names=" ".join(packages)
    )


_QT_PROGRAM = """
import json
from pathlib import Path
from PySide6 import QtCore, QtGui, QtWidgets
folder = Path(QtCore.QLibraryInfo.path(QtCore.QLibraryInfo.LibraryPath.PluginsPath), "platforms")
answer = {"version": QtCore.qVersion(), "plugins": {}}
for path in sorted(folder.iterdir()):
    loader = QtCore.QPluginLoader(str(path))
    if QtCore.QLibrary.isLibrary(str(path)):
        answer["plugins"][path.stem] = "" if loader.load() else loader.errorString()
print(json.dumps(answer))
"""

# Those that the program may use, by platform; the others are for embedded systems.
_PLUGINS = {
    "linux": ("libqxcb", "libqwayland", "libqoffscreen"),
    "darwin": ("libqcocoa", "libqoffscreen"),
    "win32": ("qwindows", "qoffscreen"),
}


def _qt() -> list[Finding]:
    answer = ask(_QT_PROGRAM)
    if isinstance(answer, str):
        return [Finding(_("Qt"), State.BAD, answer, _install_again("PySide6-Essentials"))]
    plugins = answer["plugins"]
    return [
        Finding(_("Qt"), State.GOOD, answer["version"]),
        *(_plugin(name, plugins.get(name)) for name in _PLUGINS.get(sys.platform, ())),
    ]


def _plugin(name: str, error: str | None) -> Finding:
    subject = _("Qt plugin {name}").format(name=name.removeprefix("lib"))
    if error is None:
        return Finding(subject, State.BAD, _("missing"), _install_again("PySide6-Essentials"))
    if error:
        remedy = _("Install the missing system library, see above.")
        return Finding(subject, State.BAD, error, remedy)
    return Finding(subject, State.GOOD, _("loads"))


_TORCH_PROGRAM = """
import json, torch
cuda = torch.cuda.is_available()
print(json.dumps({
    "version": torch.__version__,
    "threads": torch.get_num_threads(),
    "has_cuda": torch.backends.cuda.is_built(),
    "devices": [torch.cuda.get_device_name(i) for i in range(torch.cuda.device_count())]
               if cuda else [],
    "has_mps": torch.backends.mps.is_available(),
}))
"""


def _torch() -> list[Finding]:
    answer = ask(_TORCH_PROGRAM)
    if isinstance(answer, str):
        return [Finding(_("PyTorch"), State.BAD, answer, _install_again("torch"))]
    return [Finding(_("PyTorch"), State.GOOD, answer["version"]), _devices(answer)]


def _devices(answer: dict[str, Any]) -> Finding:
    processor = _("CPU with {count} threads").format(count=answer["threads"])
    apple = [_("Apple GPU")] if answer["has_mps"] else []
    names = ", ".join([processor, *answer["devices"], *apple])
    if shutil.which("nvidia-smi") and not answer["devices"]:
        remedy = (
            _("PyTorch does not reach the NVIDIA GPU: update its driver.")
            if answer["has_cuda"]
            else _("Install a CUDA build of PyTorch to use the NVIDIA GPU.")
        )
        return Finding(_("Devices"), State.LIMITED, names, remedy)
    return Finding(_("Devices"), State.GOOD, names)


def ask(program: str, timeout_s: float = _TIMEOUT_S) -> dict[str, Any] | str:
    """Return the JSON that `program` prints in a fresh Python, or what went wrong."""
    try:
        answer = subprocess.run(
            [sys.executable, "-c", program],
            check=False,
            capture_output=True,
            text=True,
            timeout=timeout_s,
        )
    except subprocess.TimeoutExpired:
        return _("does not answer within {seconds} s").format(seconds=timeout_s)
    if answer.returncode:
        last = answer.stderr.strip().splitlines()[-1:]
        return last[0] if last else _("ends with status {code}").format(code=answer.returncode)
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found


def _install_again(package: str) -> str:
    return _("Install it again: {command}").format(
        command=f"{sys.executable} -m pip install --force-reinstall {package}"
    )


def _display() -> Finding:
    if has_display():
        return Finding(_("Display"), State.GOOD, _("a window can be opened"))
    return Finding(
        _("Display"),
        State.LIMITED,
        _("none answers"),
        _("Start from a desktop, or use the commands: cnnstudio --help"),
    )


def _folders() -> list[Finding]:
    folders = {
        _("Settings"): paths.settings_folder(),
        _("Cache"): paths.cache_folder(),
        _("Data"): paths.data_folder(),
        _("Runs"): paths.runs_folder(),
    }
    return [examine_folder(subject, folder) for subject, folder in folders.items()]


def examine_folder(subject: str, folder: Path) -> Finding:
    """Return whether a file can be made in `folder`, or `folder` itself be made."""
    subject = _("{kind} folder").format(kind=subject)
    place = _existing(folder)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return Finding(
            subject,
            State.BAD,
            f"{folder}: {error.strerror}",
            _("Allow writing to {folder}, or set CNNSTUDIO_HOME to another folder.").format(
                folder=place
            ),
        )
    return Finding(subject, State.GOOD, str(folder))


def _existing(folder: Path) -> Path:
    """Return `folder` or the nearest of its parents that exists."""
    return next(place for place in (folder, *folder.absolute().parents) if os.path.lexists(place))


def examine_disk(least_free_bytes: int = _LEAST_FREE_BYTES) -> Finding:
    """Return whether runs and data sets have `least_free_bytes` of room."""
    place = _existing(paths.data_folder())
    free = shutil.disk_usage(place).free
    detail = _("{size:.1f} GB free in {folder}").format(size=free / 1e9, folder=place)
    if free < least_free_bytes:
        remedy = _("Make room, or set CNNSTUDIO_HOME to a folder on another disk.")
        return Finding(_("Disk"), State.LIMITED, detail, remedy)
    return Finding(_("Disk"), State.GOOD, detail)
