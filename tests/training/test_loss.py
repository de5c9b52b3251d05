"""The name of the loss that a network is trained with."""

import pytest

from cnnstudio.engine.objective import LOSSES, OBJECTIVES
from cnnstudio.network.blocks.data import Task
from cnnstudio.training.loss import USUAL, loss_title


@pytest.mark.parametrize("task", Task)
def test_the_usual_loss_is_the_one_that_is_trained(task: Task) -> None:
    assert USUAL[task] == OBJECTIVES[task].loss_name


@pytest.mark.parametrize("task", Task)
def test_each_loss_of_a_task_has_a_title(task: Task) -> None:
    titles = {chosen: loss_title(task, chosen) for chosen in LOSSES[task]}
    assert titles["auto"] == titles[USUAL[task]]
    assert len(set(titles.values())) == len(titles) - 1
