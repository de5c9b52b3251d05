import pytest

from cnnstudio.engine import outbox
from cnnstudio.engine.outbox import Outbox
from cnnstudio.training.messages import (
    BatchReport,
    Outcome,
    Report,
    Reports,
    RunEnded,
    RunPreparing,
)

ENDED = RunEnded(1, Outcome.FINISHED, "", "")


class Clock:
    """Time that passes when the test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(outbox, "monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def step(number: int) -> BatchReport:
    return BatchReport(1, 1, number, (0.5,), (0.5,), 1.0, None)


def unpacked(messages: list[Report]) -> list[Report]:
    return [
        each
        for message in messages
        for each in (message.reports if isinstance(message, Reports) else [message])
    ]


def test_the_first_reports_go_out_as_they_are(clock: Clock) -> None:
    sent: list[Report] = []
    box = Outbox(sent.append)
    for number in range(20):
        box.put(step(number))
    assert sent == [step(number) for number in range(20)]


def test_no_more_than_twenty_messages_a_second_are_sent(clock: Clock) -> None:
    sent: list[tuple[float, Report]] = []
    box = Outbox(lambda report: sent.append((clock.now, report)))
    for number in range(3_000):
        clock.now += 0.001
        box.put(step(number))
    box.put(ENDED)
    for start, _message in sent[:-2]:
        assert sum(start <= when < start + 1 for when, _each in sent[:-2]) <= 20
    assert unpacked([message for _when, message in sent]) == [*map(step, range(3_000)), ENDED]


def test_what_waits_is_sent_when_its_time_has_come(clock: Clock) -> None:
    sent: list[Report] = []
    box = Outbox(sent.append)
    for number in range(23):
        box.put(step(number))
    assert len(sent) == 20
    box.flush()
    assert len(sent) == 20
    clock.now += 1.0
    box.flush()
    assert sent[-1] == Reports(1, (step(20), step(21), step(22)))


def test_other_messages_never_wait_and_keep_the_order(clock: Clock) -> None:
    sent: list[Report] = []
    box = Outbox(sent.append)
    for number in range(21):
        box.put(step(number))
    box.put(RunPreparing(1, "…"))
    assert unpacked(sent) == [*map(step, range(21)), RunPreparing(1, "…")]


def test_a_pause_sends_all(clock: Clock) -> None:
    sent: list[Report] = []
    box = Outbox(sent.append)
    for number in range(25):
        box.put(step(number))
    box.flush(at_once=True)
    assert unpacked(sent) == [*map(step, range(25))]
