import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from cnnstudio.system_libraries import (
    LIBRARIES,
    Library,
    apt_command,
    has_fonts,
    missing_libraries,
    packages_of,
)

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a table for Linux")

# Part of every Linux system on which Python runs.
BASIS = re.compile(r"(ld-linux|libc\.|libm\.|libdl\.|libpthread\.|libresolv\.|libgcc_s|libstdc)")


def test_only_what_does_not_load_is_missing() -> None:
    present, absent = Library("libc.so.6", "libc6"), Library("libno.so.1", "libno1")
    assert missing_libraries([present, absent]) == [absent]


def test_package_of_two_libraries_is_named_once() -> None:
    glib = [library for library in LIBRARIES if library.package == "libglib2.0-0"]
    assert len(glib) == 2
    assert packages_of(glib) == ["libglib2.0-0"]


def test_one_line_installs_all() -> None:
    assert apt_command(["libegl1", "libgl1"]) == "sudo apt-get install -y libegl1 libgl1"


@pytest.mark.skipif(shutil.which("readelf") is None, reason="needs readelf")
@pytest.mark.parametrize(
    "part",
    [
        "QtWidgets.abi3.so",
        "QtNetwork.abi3.so",
        "Qt/plugins/platforms/libqxcb.so",
        "Qt/plugins/platforms/libqwayland.so",
        "Qt/plugins/platforms/libqoffscreen.so",
        "Qt/plugins/xcbglintegrations/libqxcb-glx-integration.so",
    ],
)
def test_table_holds_all_that_qt_asks_of_the_system(part: str) -> None:
    listed = {library.soname for library in LIBRARIES}
    asked = {name for name in asked_of_the_system(qt_folder() / part) if not BASIS.match(name)}
    assert asked - listed <= {"libbrotlicommon.so.1"}  # comes with libbrotlidec


def qt_folder() -> Path:
    spec = find_spec("PySide6")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def asked_of_the_system(start: Path) -> set[str]:
    """Return what `start` needs, directly or through libraries in the wheels."""
    own = {path.name: path for path in qt_folder().parent.glob("*/**/*.so*")}
    asked: set[str] = set()
    seen, waiting = {start.name}, [start]
    while waiting:
        for name in needed(waiting.pop()) - seen:
            seen.add(name)
            if name in own:
                waiting.append(own[name])
            else:
                asked.add(name)
    return asked


def needed(path: Path) -> set[str]:
    answer = subprocess.run(
        ["readelf", "--dynamic", "--wide", path], check=True, capture_output=True, text=True
    )
    return set(re.findall(r"\(NEEDED\).*\[(.+)\]", answer.stdout))


def test_fonts_are_looked_for_in_sub_folders(tmp_path: Path) -> None:
    assert not has_fonts([str(tmp_path)])
    font = tmp_path / "truetype" / "inter" / "Inter.TTF"
    font.parent.mkdir(parents=True)
    font.touch()
    assert has_fonts([str(tmp_path)])
