"""Which loss a network is trained with: that of its task, or another that the settings choose."""

from cnnstudio.network.blocks.data import Task
from cnnstudio.training.config import field

AUTO = "auto"

USUAL = {Task.CLASSES: "cross-entropy", Task.YES_NO: "binary", Task.PICTURE: "mse"}
"""The loss of each task where the settings leave it to the task."""


def loss_title(task: Task, chosen: str = AUTO) -> str:
    """Return in words the loss that a task is trained with where the settings say `chosen`."""
    return field("loss").text(USUAL[task] if chosen == AUTO else chosen)
