"""What a run's status says of it once it is over, and once its folder is gone."""

from pathlib import Path

import pytest

from cnnstudio.training.messages import Outcome, RunEnded
from cnnstudio.ui.training.run_status import RunState, Status


def ended(folder: str = "/runs/one", *, has_checkpoint: bool = True) -> Status:
    end = RunEnded(1, Outcome.FINISHED, "Finished.", folder, has_checkpoint=has_checkpoint)
    return Status(RunState.ENDED, end.text, epoch=3, ended=end, title="Run 1")


@pytest.mark.parametrize("state", RunState)
def test_a_run_goes_on_from_its_preparation_to_its_end(state: RunState) -> None:
    assert Status(state).is_active == (state not in {RunState.NONE, RunState.ENDED})


def test_only_a_run_that_left_a_checkpoint_has_one() -> None:
    assert ended().has_checkpoint
    assert not ended(has_checkpoint=False).has_checkpoint
    assert not ended(folder="").has_checkpoint
    assert not Status(RunState.TRAINING).has_checkpoint


def test_a_forgotten_run_has_no_folder_but_keeps_what_it_came_to() -> None:
    status = ended()
    forgotten = status.forgotten()
    assert status.folder == Path("/runs/one")
    assert forgotten.folder is None
    assert not forgotten.has_checkpoint
    assert (forgotten.epoch, forgotten.title) == (3, "Run 1")
    assert "deleted or moved" in forgotten.text


def test_a_forgotten_run_knows_what_it_was() -> None:
    status = ended()
    assert not status.is_forgotten
    assert status.forgotten().is_forgotten
    assert status.forgotten().before == status
