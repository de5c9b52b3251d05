"""The values of what is shown, counted outside the GUI thread."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from cnnstudio.kernels.distribution import Distribution, distribution
from cnnstudio.kernels.settings import ValueDisplay
from cnnstudio.ui.kernel_lab.newest import NewestWorker
from cnnstudio.ui.kernel_lab.panes import Side
from cnnstudio.ui.kernel_lab.rendering import Rendering


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A rendering, and how its values are spread over its legend."""

    rendering: Rendering
    distribution: Distribution


class Measuring(QObject):
    """Measures whole renderings, of which only the newest counts."""

    measured = Signal(object)
    """A `Measured`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = NewestWorker(_measure, "histogram")
        self._worker.done.connect(self.measured)
        self._worker.failed.connect(_raise)
        # A method of the worker would be dropped together with this object.
        self.destroyed.connect(lambda _object=None, worker=self._worker: worker.end())

    def show_rendering(self, rendering: Rendering) -> None:
        """Measure what is shown; a part that is shown before the whole is not."""
        if rendering.is_whole and rendering.legend is not None:
            self._worker.ask(rendering)


def _measure(rendering: Rendering) -> Iterator[Measured]:
    legend, scene = rendering.legend, rendering.scene
    assert legend is not None
    values = scene.values[scene.shown]
    state = rendering.request.state
    if scene.shown is Side.RESULT and state.values is ValueDisplay.ABSOLUTE:
        values = values if legend.is_cyclic else np.abs(values)
    high = legend.high if legend.high > legend.low else legend.low + 1.0
    yield Measured(rendering, distribution(values, low=legend.low, high=high))


def _raise(_request: object, error: Exception) -> None:
    """Hand an error of a thread to the exception hook."""
    raise error
