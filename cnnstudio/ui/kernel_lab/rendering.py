"""What the page should show, and what it shows."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF

from cnnstudio.kernels.display import Legend, Palette
from cnnstudio.kernels.samples import Image, Samples
from cnnstudio.kernels.settings import KernelLabState
from cnnstudio.ui.kernel_lab.scene import Scene


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture that was read, and the name by which the project calls it."""

    name: str
    image: Image


@dataclass(frozen=True, slots=True, eq=False)
class Request:
    """What the page should show."""

    picture: Picture
    state: KernelLabState
    palette: Palette
    visible: QRectF | None = None
    """The part of the input's plane that is seen; None for all of it."""
    scale: float = 1.0
    """Pixels of the screen per pixel of the input."""


@dataclass(frozen=True, slots=True, eq=False)
class Rendering:
    """What the page shows: all of it comes from one request."""

    request: Request
    samples: Samples
    scene: Scene
    legend: Legend | None = None
    milliseconds: float = 0.0
    """How long the filter took, colours not counted."""

    @property
    def is_whole(self) -> bool:
        """Whether this is all of the result; what is seen of it comes first where it takes long."""
        return self.scene.part is None

    def covers(self, pixel: QPoint) -> bool:
        """Return whether the result has this pixel."""
        size = self.scene.alignment.size
        return pixel.x() < size.width() and pixel.y() < size.height()
