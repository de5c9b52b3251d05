import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cnnstudio.cli.program import run


class Answer(NamedTuple):
    """What a command printed, and its exit status."""

    status: int
    output: str
    errors: str

    @property
    def json(self) -> Any:
        return json.loads(self.output)

    @property
    def sentence(self) -> str:
        """The one sentence of a command that failed."""
        assert self.output == ""
        (line,) = self.errors.splitlines()
        return line


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, so that runs and settings are its own too."""
    monkeypatch.setenv("CNNSTUDIO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


Command = Callable[..., Answer]


@pytest.fixture
def cnnstudio(home: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Carries out a command line in this process."""

    def carry_out(*arguments: str | Path) -> Answer:
        status = run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Answer(status, captured.out, captured.err)

    return carry_out


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of the starter network after one epoch on the digits."""
    folder = tmp_path_factory.mktemp("trained") / "run"
    status = run(["train", "--epochs", "1", "--seed", "3", "--output", str(folder), "--json"])
    assert status == 0
    return folder
