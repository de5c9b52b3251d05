"""When the state of a run is written while it trains."""

from pathlib import Path

import pytest

from cnnstudio.data.choice import DataChoice
from cnnstudio.engine import journal as journals
from cnnstudio.engine.checkpoints import save_checkpoint
from cnnstudio.engine.control import Control
from cnnstudio.engine.journal import Journal
from cnnstudio.engine.loop import Training
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import EpochReport, Outcome
from cnnstudio.training.plan import Plan
from cnnstudio.training.runs import RunRecord, Scaling
from tests.engine.networks import bright_and_dark, dense, training, two_classes

NETWORK = two_classes(dense(2), ("output", {"classes": 2}))


class Clock:
    """Tells the seconds that the test says have gone by."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def record(config: TrainingConfig) -> RunRecord:
    return RunRecord(
        name="journal",
        network=NETWORK,
        config=config,
        data=DataChoice(),
        classes=("dark", "bright"),
        scaling=Scaling((0.0,), (1.0,)),
        plan=Plan(),
        device="cpu",
        versions={},
        started="2026-01-01T00:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("cost_s", "expected"),
    [(0.001, 100), (0.2, 10), (5.0, 2)],
    ids=["at every epoch", "a fiftieth of the time", "never more than a minute apart"],
)
def test_checkpoints_take_a_small_part_of_the_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cost_s: float, expected: int
) -> None:
    clock, written = Clock(), []

    def slowly_saved(path: Path, running: Training) -> None:
        save_checkpoint(path, running)
        written.append(running.position.epoch)
        clock.now += cost_s

    monkeypatch.setattr(journals, "monotonic", clock)
    monkeypatch.setattr(journals, "save_checkpoint", slowly_saved)
    config = TrainingConfig(epochs=100, batch_size=40)
    running = training(NETWORK, bright_and_dark(40), config)
    journal = Journal(tmp_path, record(config), running)
    for report in running.reports(Control()):
        clock.now += 1.0 if isinstance(report, EpochReport) else 0.0
        journal.keep(report)
    journal.end(Outcome.FINISHED, "")
    assert len(written) == pytest.approx(expected, abs=1)
    assert written[0] == 2  # the first epoch is kept in any case
