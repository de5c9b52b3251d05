import subprocess
import sys
from pathlib import Path

import pytest

from cnnstudio import doctor
from cnnstudio.doctor import Finding, State
from cnnstudio.system_libraries import Library


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    return doctor.examine()


def test_each_part_is_looked_at(findings: list[Finding]) -> None:
    subjects = {finding.subject for finding in findings}
    assert {"Python", "System libraries", "Fonts", "Qt", "PyTorch", "Devices"} <= subjects
    assert {"Display", "Settings folder", "Cache folder", "Data folder", "Disk"} <= subjects


def test_what_the_tests_themselves_use_is_found_good(findings: list[Finding]) -> None:
    states = {finding.subject: finding.state for finding in findings}
    assert states["Python"] == states["Qt"] == states["PyTorch"] == State.GOOD


def test_whatever_is_not_good_has_a_remedy(findings: list[Finding]) -> None:
    assert all(finding.remedy for finding in findings if finding.state is not State.GOOD)


def test_neither_torch_nor_qt_is_loaded_into_the_examining_process() -> None:
    program = (
        "import sys; from cnnstudio import doctor; doctor.examine(); "
        "print({name.split('.')[0] for name in sys.modules} & {'torch', 'PySide6'})"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert answer.stdout.strip() == "set()"


def test_old_python_is_refused() -> None:
    finding = doctor.examine_python((3, 10, 12))
    assert finding.state is State.BAD
    assert "3.11" in finding.remedy


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the table is for Linux")
def test_missing_library_is_named_with_the_package_that_brings_it() -> None:
    absent = Library("libdoes-not-exist.so.9", "libdoes-not-exist9")
    finding = doctor.examine_libraries([absent, Library("libc.so.6", "libc6")])
    assert finding.state is State.BAD
    assert "libdoes-not-exist.so.9" in finding.detail
    assert "libdoes-not-exist9" in finding.remedy
    assert "libc6" not in finding.remedy


def test_folder_that_can_be_made_is_good_and_not_made(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"
    assert doctor.examine_folder("Data", folder).state is State.GOOD
    assert list(tmp_path.iterdir()) == []


def test_folder_below_a_file_is_bad(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    finding = doctor.examine_folder("Data", file / "folder")
    assert finding.state is State.BAD
    assert str(file) in finding.detail
    assert "CNNSTUDIO_HOME" in finding.remedy


def test_full_disk_is_told() -> None:
    assert doctor.examine_disk(least_free_bytes=0).state is State.GOOD
    assert doctor.examine_disk(least_free_bytes=10**18).state is State.LIMITED


@pytest.mark.parametrize(
    ("program", "told"),
    [
        pytest.param("import no_such_module", "No module named 'no_such_module'", id="not there"),
        pytest.param("import os; os._exit(7)", "ends with status 7", id="crash"),
    ],
)
def test_part_that_fails_in_its_process_is_told(program: str, told: str) -> None:
    answer = doctor.ask(program)
    assert isinstance(answer, str)
    assert told in answer


def test_part_that_hangs_is_told() -> None:
    answer = doctor.ask("import threading; threading.Event().wait()", timeout_s=0.5)
    assert answer == "does not answer within 0.5 s"
