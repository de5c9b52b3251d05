"""The packages of Debian and Ubuntu that a set-up and Qt need."""

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib import invalidate_caches
from importlib.util import find_spec

from cnnstudio import system_libraries
from dev_errors import SetUpError

_APT = ("apt-get", "install", "-y", "--no-install-recommends")


def provide(*, window: bool) -> None:
    """Install what is missing where that is allowed, otherwise say how to.

    Libraries and fonts stop only work that opens a `window`.
    """
    tools = _missing_tools()
    libraries = system_libraries.missing_libraries(system_libraries.LIBRARIES)
    fonts = [] if system_libraries.has_fonts() else list(system_libraries.FONT_PACKAGES)
    packages = [*tools, *system_libraries.packages_of(libraries)]
    if _may_install() and (packages or fonts):
        _install(packages)
        # Apart and without consequence: not every release has these fonts.
        _install(fonts)
        tools, fonts = _missing_tools(), []
        libraries = system_libraries.missing_libraries(libraries)
        packages = system_libraries.packages_of(libraries)
    if tools or (window and (libraries or fonts)):
        names = [*tools, *(library.soname for library in libraries), *(["fonts"] if fonts else [])]
        _tell(names, [*packages, *fonts])
    if tools or (window and libraries):
        raise SetUpError("Start again when they are installed.")


def _missing_tools() -> list[str]:
    # Debian takes out of Python what makes virtual environments.
    invalidate_caches()
    if find_spec("ensurepip") is not None:
        return []
    return [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]


def _tell(names: Sequence[str], packages: Sequence[str]) -> None:
    print(f"Missing on this system: {', '.join(names)}.")
    if system_libraries.has_apt():
        print(f"This line installs them:\n\n    {system_libraries.apt_command(packages)}\n")
    else:
        print("Install the packages of your system that hold them.")


def _may_install() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0 and system_libraries.has_apt()


def _install(packages: Sequence[str]) -> None:
    if packages:
        print("Installing with apt-get: " + " ".join(packages))
        # A fresh system knows no packages until it is told to look.
        if not _apt(*_APT, *packages) and _apt("apt-get", "update"):
            _apt(*_APT, *packages)


def _apt(*command: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return (
        subprocess.run(command, check=False, capture_output=True, env=environment).returncode == 0
    )
