import os
import sys
from pathlib import Path

import pytest

import dev_packages
from cnnstudio import system_libraries
from cnnstudio.system_libraries import Library
from dev_errors import SetUpError

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="apt is for Linux")

ABSENT = Library("libdoes-not-exist.so.9", "libdoes-not-exist9")


@pytest.fixture
def apt_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An `apt-get` that notes what it is asked, and knows packages only after an update."""
    log = tmp_path / "log"
    program = tmp_path / "apt-get"
    program.write_text(f'#!/bin/sh\necho "$*" >>{log}\n[ "$1" = update ] || grep -q update {log}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(system_libraries, "LIBRARIES", (ABSENT,))
    return log


def as_user(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: number)


def test_user_is_shown_the_one_line_and_nothing_is_installed(
    apt_log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_user(monkeypatch, 1000)
    with pytest.raises(SetUpError, match="Start again"):
        dev_packages.provide(window=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Missing on this system: libdoes-not-exist.so.9")
    assert "    sudo apt-get install -y libdoes-not-exist9" in lines
    assert not apt_log.exists()


def test_work_without_a_window_goes_on(
    apt_log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_user(monkeypatch, 1000)
    dev_packages.provide(window=False)
    assert capsys.readouterr().out == ""


def test_root_installs_after_an_update_where_the_package_is_not_known(
    apt_log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_user(monkeypatch, 0)
    with pytest.raises(SetUpError):  # this apt-get brings nothing
        dev_packages.provide(window=True)
    install = "install -y --no-install-recommends libdoes-not-exist9"
    assert apt_log.read_text().splitlines()[:3] == [install, "update", install]
