import pytest

from cnnstudio import doctor
from cnnstudio.doctor import Finding, State
from tests.cli.conftest import Command


@pytest.mark.slow
def test_each_finding_is_a_line(cnnstudio: Command) -> None:
    answer = cnnstudio("doctor")
    lines = answer.output.splitlines()
    assert any("PyTorch" in line for line in lines)
    assert answer.status == (1 if any(line.startswith("✗") for line in lines) else 0)


def test_what_is_missing_comes_with_its_remedy_and_status_1(
    cnnstudio: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    findings = [
        Finding("Python", State.GOOD, "3.11"),
        Finding("Qt", State.BAD, "does not load", "Install libegl1."),
    ]
    monkeypatch.setattr(doctor, "examine", lambda: findings)
    answer = cnnstudio("doctor")
    assert answer.status == 1
    assert "✗ Qt: does not load\n  → Install libegl1.\n" in answer.output
    assert cnnstudio("doctor", "--json").json[1]["remedy"] == "Install libegl1."
