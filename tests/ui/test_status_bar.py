"""The totals of the network in the status bar."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from cnnstudio.project.presets import load_preset
from cnnstudio.training import config
from cnnstudio.training.messages import EngineReady
from cnnstudio.ui.document import Document
from cnnstudio.ui.engine_client import EnginePhase, EngineState
from cnnstudio.ui.status_bar import StatusBar, bytes_text, short_count

if TYPE_CHECKING:
    from cnnstudio.app import Studio

pytestmark = [
    pytest.mark.gui,
    # Tooltips are windows, which the offscreen platform cannot raise.
    pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True),
]


@pytest.fixture
def document() -> Document:
    return Document(load_preset("lenet5"))


@pytest.fixture
def bar(qtbot: QtBot, document: Document) -> StatusBar:
    found = StatusBar(document, QAction())
    found.resize(1280, 32)
    qtbot.addWidget(found)
    with qtbot.waitExposed(found):
        found.show()
    return found


def test_totals_are_those_of_the_network(bar: StatusBar) -> None:
    assert bar.parameters.text() == "61,706 parameters"
    assert bar.multiply_adds.text() == "417 k multiply-adds"
    assert bar.memory.text().startswith("0.25 MB weights · ")
    assert bar.memory.text().endswith("training at batch 32")


def test_memory_loses_whole_parts_where_room_is_short(bar: StatusBar, qtbot: QtBot) -> None:
    bar.say_engine("Engine ready · PyTorch 2.13.0 · up to 2 threads")
    whole = bar.memory.text()
    qtbot.waitUntil(lambda: bar.memory.shown == whole)
    seen = set()
    for width in range(1_200, 600, -20):
        bar.resize(width, 32)
        QApplication.sendPostedEvents()
        assert whole.endswith(bar.memory.shown)
        seen.add(bar.memory.shown)
    assert seen <= {"", whole, *(whole.split(" · ", place)[-1] for place in (1, 2))}
    assert len(seen) >= 3


def test_memory_follows_batch_and_optimizer(bar: StatusBar, document: Document) -> None:
    before = bar.memory.text()
    training = config.changed(document.project.training, batch_size=64, optimizer="sgd")
    document.apply("Change", document.project.replace(training=training))
    assert bar.memory.text() != before
    assert bar.memory.text().endswith("batch 64")
    assert "SGD with momentum" in bar.memory.toolTip()


def test_tip_names_all_parts_of_the_memory(bar: StatusBar) -> None:
    middle = bar.memory.geometry().center()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, middle, bar.mapToGlobal(middle))
    QApplication.sendEvent(bar, event)
    for part in ("weights", "gradients", "optimizer, Adam", "activations"):
        assert part in QToolTip.text()
    QToolTip.hideText()


@pytest.mark.parametrize(
    ("count", "text"), [(950, "950"), (337_536, "338 k"), (1_200_000, "1.2 M"), (2e9, "2.0 G")]
)
def test_counts_are_short(count: int, text: str) -> None:
    assert short_count(count) == text


@pytest.mark.parametrize(
    ("count", "text"), [(250_000, "0.25 MB"), (3.14e6, "3.1 MB"), (42e6, "42 MB"), (2e9, "2.0 GB")]
)
def test_sizes_are_short(count: float, text: str) -> None:
    assert bytes_text(count) == text


@pytest.mark.parametrize(("count", "said"), [(1, "1 thread"), (4, "up to 4 threads")])
def test_the_engine_promises_no_more_threads_than_a_run_may_take(
    studio: "Studio", count: int, said: str
) -> None:
    studio.engine.state = EngineState(EnginePhase.READY, "Engine ready")
    studio.engine.ready.emit(EngineReady("2.13.0+cpu", count, ("cpu",)))
    text = studio.window.status_bar.engine.text()
    assert text == f"Engine ready · PyTorch 2.13.0 · {said}"
