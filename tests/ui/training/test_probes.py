"""When the window asks what the network makes of a picture."""

from unittest.mock import Mock

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from cnnstudio.project.presets import load_preset
from cnnstudio.training.messages import Activations, Refused
from cnnstudio.ui.document import Document
from cnnstudio.ui.training.probes import Probes

pytestmark = pytest.mark.gui


class SlowEngine(QObject):
    """Takes questions, and answers when the test says so."""

    started = Signal()
    ended = Signal()
    batch_reported = Signal()
    activations_received = Signal(Activations)
    refused = Signal(Refused)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[int] = []

    def probe(self, *question: object, **_more: object) -> int:
        """Note the number of the picture that is asked about."""
        self.asked.append(question[3])
        return len(self.asked)


class Session(QObject):
    """A run that is always the same."""

    changed = Signal(object)
    epoch_ended = Signal(object)
    folder = None


@pytest.fixture
def engine() -> SlowEngine:
    return SlowEngine()


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.fixture
def probes(engine: SlowEngine, session: Session, qtbot: QtBot) -> Probes:
    return Probes(Document(load_preset("starter")), engine, session)


def answer() -> Activations:
    return Mock(spec=Activations)


def test_short_epochs_wait_for_the_answer_to_the_one_before(
    probes: Probes, engine: SlowEngine, session: Session, qtbot: QtBot
) -> None:
    answers: list[Activations] = []
    probes.answered.connect(answers.append)
    probes.ask()
    for _epoch in range(3):
        session.epoch_ended.emit(None)
        qtbot.wait(200)  # longer than a question waits to be asked
    assert engine.asked == [0]
    engine.activations_received.emit(answer())
    assert len(answers) == 1
    qtbot.waitUntil(lambda: engine.asked == [0, 0])


def test_another_picture_is_asked_about_at_once(probes: Probes, engine: SlowEngine) -> None:
    probes.ask()
    probes.step(1)
    assert engine.asked == [0, 1]


def test_a_refusal_lets_the_next_question_through(
    probes: Probes, engine: SlowEngine, session: Session, qtbot: QtBot
) -> None:
    probes.ask()
    session.epoch_ended.emit(None)
    engine.refused.emit(Refused("No.", generation=1))
    qtbot.waitUntil(lambda: engine.asked == [0, 0])
