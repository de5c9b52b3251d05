"""The project: all that is saved and undone, and what the views are shown of it."""

from dataclasses import dataclass
from typing import Any

import msgspec

from cnnstudio.data.choice import DataChoice
from cnnstudio.kernels.settings import KernelLabState
from cnnstudio.network.graph import Network
from cnnstudio.network.shapes import Problem, ShapeReport, infer_shapes
from cnnstudio.training.config import TrainingConfig


class Project(msgspec.Struct, frozen=True):
    """One value: network, training configuration, data set and kernels."""

    network: Network = Network()
    training: TrainingConfig = TrainingConfig()
    data: DataChoice = DataChoice()
    kernels: KernelLabState = KernelLabState()

    def replace(self, **fields: Any) -> "Project":
        """Return the project with some parts exchanged."""
        return msgspec.structs.replace(self, **fields)


@dataclass(frozen=True, slots=True)
class Design:
    """A project with the shapes of its network: no view sees one without the other."""

    project: Project
    report: ShapeReport

    @property
    def network(self) -> Network:
        """The network of the project."""
        return self.project.network


def design_of(
    project: Project, previous: Design | None = None, outside: tuple[Problem, ...] = ()
) -> Design:
    """Return the design of `project`, inferring only what differs from `previous`.

    `outside` are problems with what the network is used for, such as those of
    `cnnstudio.project.data_fit`.
    """
    if previous is None:
        report = infer_shapes(project.network)
    elif project.network is previous.project.network:
        report = previous.report
    else:
        report = infer_shapes(project.network, previous.report)
    return Design(project, report if report.outside == outside else report.with_outside(outside))
