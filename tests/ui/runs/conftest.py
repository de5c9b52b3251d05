"""A Runs page of its own, over run folders that are written as the engine writes them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from cnnstudio.project import presets
from cnnstudio.training import runs
from cnnstudio.training.messages import BatchReport, EpochReport, Outcome
from cnnstudio.training.metrics import MetricsFile
from cnnstudio.training.plan import Plan
from cnnstudio.training.runs import Best, RunRecord, Scaling
from cnnstudio.ui.background import Background
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.runs.page import RunsPage
from cnnstudio.ui.training.session import TrainingSession

FIRST_START = datetime(2025, 3, 1, 12, tzinfo=UTC)

NO_WEIGHTS = (2).to_bytes(8, "little") + b"{}"
"""A whole file of weights that holds none."""

Keep = Callable[..., Path]


def record(name: str, **changes: object) -> RunRecord:
    """Return the record of a finished run of the starter network."""
    starter = presets.load_preset(presets.STARTER)
    known = RunRecord(
        name=name,
        network=starter.network,
        config=starter.training,
        data=starter.data,
        classes=tuple("0123456789"),
        scaling=Scaling((0.3,), (0.4,)),
        plan=Plan(threads=2),
        device="cpu",
        versions={"torch": "2.13.0"},
        started=FIRST_START.isoformat(timespec="seconds"),
        outcome=Outcome.FINISHED,
        text="Finished after 6 epochs.",
        epochs_done=6,
        seconds=2.5,
        best=Best(5, 0.07, 0.98),
    )
    return msgspec.structs.replace(known, **changes)


def write_metrics(folder: Path, epochs: int = 6) -> None:
    """Write what a run of ten steps an epoch reports."""
    metrics = MetricsFile(folder)
    for epoch in range(1, epochs + 1):
        losses = tuple(2.0 / (10 * epoch + step - 9) for step in range(10))
        metrics.append(BatchReport(1, epoch, 10 * epoch, losses, losses, 100.0, None))
        metrics.append(
            EpochReport(1, epoch, 10 * epoch, 1 / epoch, 0.9, 1 / epoch, 0.9, 0.4, 100.0, True)
        )
    metrics.close()


@pytest.fixture
def keep(home: Path) -> Keep:
    """Writes a run folder; each run began an hour after the one before."""
    count = 0

    def keep_one(name: str, *, epochs: int = 6, **changes: object) -> Path:
        nonlocal count
        started = FIRST_START + timedelta(hours=count)
        count += 1
        folder = runs.new_run_folder(name)
        changes.setdefault("started", started.isoformat(timespec="seconds"))
        runs.write_record(folder, record(name, **changes))
        write_metrics(folder, epochs)
        (folder / runs.LAST).write_bytes(b"weights")
        (folder / runs.BEST).write_bytes(NO_WEIGHTS)
        return folder

    return keep_one


@pytest.fixture
def background() -> Iterator[Background]:
    """The thread of the disk, ended after the test."""
    background = Background()
    yield background
    background.finish()


@pytest.fixture
def document() -> Document:
    """The starter network, open."""
    return Document(presets.load_preset(presets.STARTER))


@pytest.fixture
def session(document: Document) -> TrainingSession:
    """A session whose engine is never started."""
    # No child of the document: a part of it that goes may hold the document last.
    return TrainingSession(document, EngineClient())


OpenPage = Callable[[], RunsPage]


@pytest.fixture
def open_page(
    qtbot: QtBot,
    home: Path,
    light: None,
    document: Document,
    session: TrainingSession,
    background: Background,
) -> Iterator[OpenPage]:
    """Opens the page and waits until the disk has been read."""
    pages: list[RunsPage] = []

    def open_one() -> RunsPage:
        page = RunsPage(document, session, background)
        pages.append(page)
        page.resize(1216, 726)
        with qtbot.waitExposed(page):
            page.show()
        qtbot.waitUntil(lambda: page.library.is_loaded)
        return page

    yield open_one
    for page in pages:
        page.work.export.end()
        page.close()
    # What has begun is delivered while there is somebody to hear of it, as when the window closes.
    background.finish()
    QCoreApplication.processEvents()
    for page in pages:
        page.deleteLater()
