"""The packages of Debian and Ubuntu that Qt needs."""

import os
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec

from cnnstudio import system_libraries
from dev_errors import SetUpError

_APT = ("apt-get", "install", "-y", "--no-install-recommends")


def provide_venv() -> None:
    """Install what Debian takes out of Python: the part that makes environments."""
    if find_spec("ensurepip") is not None:
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if not _is_root() or not _install([package]):
        raise SetUpError(
            "This Python cannot make virtual environments. Install what is missing with\n\n"
            f"    {system_libraries.apt_command([package])}\n\nand start again."
        )


def provide_libraries(*, required: bool) -> None:
    """Install the system libraries and fonts that are missing, or say how to.

    Where they are `required` and still missing, the work cannot go on.
    """
    missing = system_libraries.missing_libraries()
    fonts = [] if system_libraries.has_fonts() else list(system_libraries.FONT_PACKAGES)
    if (missing or fonts) and _is_root() and system_libraries.has_apt():
        _install(system_libraries.packages_of(missing))
        # Apart: not every release has these fonts.
        _install(fonts)
        missing, fonts = system_libraries.missing_libraries(missing), []
    if required and (missing or fonts):
        _tell(missing, fonts)
    if required and missing:
        raise SetUpError("Start again when they are installed.")


def _tell(missing: Sequence[system_libraries.Library], fonts: Sequence[str]) -> None:
    names = ", ".join(library.soname for library in missing)
    lacking = f"the system libraries {names}" if missing else "fonts"
    if system_libraries.has_apt():
        packages = [*system_libraries.packages_of(missing), *fonts]
        print(f"The window needs {lacking}. This line installs what is missing:\n")
        print(f"    {system_libraries.apt_command(packages)}\n")
    else:
        print(f"The window needs {lacking}: install the packages of your system that hold them.")


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _install(packages: Sequence[str]) -> bool:
    if not packages:
        return True
    print("Installing with apt-get: " + " ".join(packages))
    # A fresh system knows no packages until it is told to look.
    return _apt(*_APT, *packages) or (_apt("apt-get", "update") and _apt(*_APT, *packages))


def _apt(*command: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return (
        subprocess.run(command, check=False, capture_output=True, env=environment).returncode == 0
    )
