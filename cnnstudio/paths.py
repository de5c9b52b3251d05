"""Folders: what ships with the program, and where it keeps a user's files.

`CNNSTUDIO_HOME`, where it is set, holds settings, runs and caches together;
tests and screenshots set it, so that nobody's own files are touched.
"""

import os
import sys
from pathlib import Path

import platformdirs

_APPLICATION = "cnnstudio"


def resource(name: str) -> Path:
    """Return the path of a shipped file or folder, such as "networks".

    A wheel carries the resources inside the package; a checkout has them
    beside it. A frozen program unpacks them where `sys._MEIPASS` says.
    """
    for folder in _resource_folders():
        if folder.is_dir():
            return folder / name
    return _resource_folders()[0] / name


def _resource_folders() -> list[Path]:
    package = Path(__file__).resolve().parent
    folders = [package / "resources", package.parent / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    return [Path(frozen) / "resources", *folders] if frozen else folders


def settings_folder() -> Path:
    """Return the folder of settings and of the last session."""
    return _home("settings") or platformdirs.user_config_path(_APPLICATION, appauthor=False)


def cache_folder() -> Path:
    """Return the folder of what can be made again: decoded pictures, plans."""
    return _home("cache") or platformdirs.user_cache_path(_APPLICATION, appauthor=False)


def data_folder() -> Path:
    """Return the folder of downloaded data sets and of runs."""
    return _home("data") or platformdirs.user_data_path(_APPLICATION, appauthor=False)


def runs_folder() -> Path:
    """Return the folder in which each run is a folder."""
    return data_folder() / "runs"


def _home(part: str) -> Path | None:
    home = os.environ.get("CNNSTUDIO_HOME")
    return Path(home).expanduser() / part if home else None
