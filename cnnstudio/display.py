"""Whether a window can be opened here, found out without starting Qt.

Standard library only: `packaging/dev.py` asks before anything is installed.
"""

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

_TIMEOUT_S = 1.0


def has_display(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether a Wayland or X server answers, or none is needed.

    A variable alone is not believed: after `ssh` or `su` it often names a
    server that is gone, and Qt would abort the process.
    """
    if not sys.platform.startswith("linux"):
        return True
    if environment.get("QT_QPA_PLATFORM", "").split(":")[0] in {"offscreen", "minimal", "vnc"}:
        return True
    return _wayland_answers(environment) or _x_answers(environment.get("DISPLAY", ""))


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY", "")
    path = Path(environment.get("XDG_RUNTIME_DIR", ""), name)
    return bool(name) and path.is_absolute() and _connects(str(path))


def _x_answers(display: str) -> bool:
    host, colon, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not colon or not number.isdigit():
        return False
    if host and host != "unix":
        return _connects_to_host(host, 6000 + int(number))
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where X servers listen
    return _connects(path) or _connects("\0" + path)


def _connects(path: str) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_TIMEOUT_S)
            connection.connect(path)
    except OSError:
        return False
    return True


def _connects_to_host(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=_TIMEOUT_S).close()
    except OSError:
        return False
    return True
