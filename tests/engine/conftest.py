"""Every test of the engine has folders of its own, and leaves torch as it found it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
import torch

from cnnstudio.engine import session


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNNSTUDIO_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(session, "_loaded", {})


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Two threads that wait for each other on a busy machine make small networks slow."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    assert torch.get_num_threads() == 1
    torch.set_num_threads(before)


@pytest.fixture
def wait_for() -> Callable[[Callable[[], bool]], None]:
    """Return a function that waits until a condition holds, or the test times out."""

    def wait(condition: Callable[[], bool]) -> None:
        while not condition():
            Event().wait(0.01)

    return wait
