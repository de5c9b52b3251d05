"""The system libraries and fonts that Qt needs on Linux, and who brings them.

Standard library only: `packaging/dev.py` reads this table before anything is
installed.
"""

import ctypes
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class Library(NamedTuple):
    """A shared library by the name the loader asks for, and its Debian package."""

    soname: str
    package: str


# Found with `readelf -d` over QtCore to QtWidgets, QtNetwork, and the plugins xcb,
# wayland and offscreen of PySide6-Essentials 6.11, less what the wheel itself
# carries; each was then seen to be missing from, or part of, a bare Debian 12.
LIBRARIES = (
    Library("libEGL.so.1", "libegl1"),
    Library("libGL.so.1", "libgl1"),
    Library("libX11.so.6", "libx11-6"),
    Library("libX11-xcb.so.1", "libx11-xcb1"),
    Library("libbrotlidec.so.1", "libbrotli1"),
    Library("libdbus-1.so.3", "libdbus-1-3"),
    Library("libfontconfig.so.1", "libfontconfig1"),
    Library("libfreetype.so.6", "libfreetype6"),
    Library("libglib-2.0.so.0", "libglib2.0-0"),
    Library("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
    Library("libgthread-2.0.so.0", "libglib2.0-0"),
    Library("libwayland-client.so.0", "libwayland-client0"),
    Library("libwayland-cursor.so.0", "libwayland-cursor0"),
    Library("libwayland-egl.so.1", "libwayland-egl1"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0"),
    Library("libxcb-glx.so.0", "libxcb-glx0"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4"),
    Library("libxcb-image.so.0", "libxcb-image0"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Library("libxcb-randr.so.0", "libxcb-randr0"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0"),
    Library("libxcb-render.so.0", "libxcb-render0"),
    Library("libxcb-shape.so.0", "libxcb-shape0"),
    Library("libxcb-shm.so.0", "libxcb-shm0"),
    Library("libxcb-sync.so.1", "libxcb-sync1"),
    Library("libxcb-util.so.1", "libxcb-util1"),
    Library("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1"),
    Library("libxcb.so.1", "libxcb1"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Library("libxkbcommon.so.0", "libxkbcommon0"),
    Library("libz.so.1", "zlib1g"),
    Library("libzstd.so.1", "libzstd1"),
)

# Without any font every letter is a box. Inter and JetBrains Mono are what the
# theme asks for first.
FONT_PACKAGES = ("fontconfig", "fonts-dejavu-core", "fonts-inter", "fonts-jetbrains-mono")

_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


def missing_libraries(libraries: Iterable[Library]) -> list[Library]:
    """Return those that the loader does not find; none on macOS and Windows."""
    if not sys.platform.startswith("linux"):
        return []
    return [library for library in libraries if not _loads(library.soname)]


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def has_fonts(folders: Iterable[str] = _FONT_FOLDERS) -> bool:
    """Return whether any scalable font is installed; always true off Linux."""
    if not sys.platform.startswith("linux"):
        return True
    return any(
        path.suffix.lower() in {".ttf", ".otf", ".ttc", ".pfb"}
        for folder in folders
        for path in Path(folder).expanduser().rglob("*")
    )


def has_apt() -> bool:
    """Return whether packages are installed with apt here (Debian, Ubuntu and kin)."""
    return sys.platform.startswith("linux") and shutil.which("apt-get") is not None


def packages_of(libraries: Iterable[Library]) -> list[str]:
    """Return the Debian packages that bring `libraries`, each once, sorted."""
    return sorted({library.package for library in libraries})


def apt_command(packages: Iterable[str]) -> str:
    """Return the one line that installs `packages`."""
    return "sudo apt-get install -y " + " ".join(packages)
