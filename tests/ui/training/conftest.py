"""The starter network, and a client of an engine that never comes."""

from pathlib import Path

import pytest

from cnnstudio.project.presets import STARTER, load_preset
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient


@pytest.fixture
def document() -> Document:
    """The starter network, open."""
    return Document(load_preset(STARTER))


@pytest.fixture
def client(home: Path, monkeypatch: pytest.MonkeyPatch) -> EngineClient:
    """A client whose engine is never started: a run is prepared until it is stopped."""
    client = EngineClient()
    monkeypatch.setattr(client, "launch", lambda: None)
    return client
