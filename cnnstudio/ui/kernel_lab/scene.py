"""All that the canvas paints: two pictures of one moment, and how they lie on each other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, QSizeF

from cnnstudio.ui.kernel_lab.alignment import Alignment
from cnnstudio.ui.kernel_lab.panes import Side
from cnnstudio.ui.kernel_lab.picture_image import PictureImage


@dataclass(frozen=True, eq=False)
class Scene:
    """Input and result belong together: no view sees one without the other."""

    images: dict[Side, PictureImage]
    values: dict[Side, NDArray[np.float32]]
    """(H, W) or (H, W, 3), the numbers behind the colours."""
    alignment: Alignment
    part: QRect | None = None
    """The pixels of the result that are there, or of which some are; None for all."""
    problem: str = ""
    """Why there is no result."""

    @property
    def size(self) -> QSizeF:
        """Of the input, in pixels: the plane that both are laid on."""
        return QSizeF(self.images[Side.INPUT].size)

    @property
    def shown(self) -> Side:
        """What the legend is about: the result, or its difference from the input."""
        return Side.DIFFERENCE if Side.DIFFERENCE in self.images else Side.RESULT

    @property
    def has_result(self) -> bool:
        """Whether there is anything beside the input."""
        return self.shown in self.images

    def has_input_of(self, other: "Scene") -> bool:
        """Return whether the input looks the same in both, its mark included."""
        is_same = self.images[Side.INPUT] is other.images[Side.INPUT]
        return is_same and self.alignment == other.alignment

    def place(self, side: Side) -> QRectF:
        """Return where a picture lies on the input's plane."""
        if side is not Side.INPUT:
            return self.alignment.place(self.part)
        return QRectF(0, 0, self.size.width(), self.size.height())
