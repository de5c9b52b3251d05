"""The values of single pixels, written into them where they are large enough."""

import math

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from cnnstudio.kernels.analysis import number
from cnnstudio.ui.kernel_lab.panes import Pane
from cnnstudio.ui.kernel_lab.scene import Scene
from cnnstudio.ui.kernel_lab.viewport import Viewport
from cnnstudio.ui.theme import TINY_PX, number_font

NUMBERS_FROM_PX = 44.0
_DARK, _LIGHT = QColor("#10141b"), QColor("#ffffff")


def paint_numbers(painter: QPainter, scene: Scene, pane: Pane, view: Viewport) -> None:
    """Write the values into the pixels that a pane shows, one line for each channel."""
    place = scene.place(pane.side)
    values, image = scene.values[pane.side], scene.images[pane.side].levels[0]
    step = place.width() / image.width()
    if view.scale * step < NUMBERS_FROM_PX:
        return
    seen = _seen(pane, view).translated(-place.topLeft())
    painter.save()
    painter.setClipRect(pane.visible)
    painter.setFont(number_font(TINY_PX))
    for row in _indices(seen.top(), seen.bottom(), step, values.shape[0]):
        for column in _indices(seen.left(), seen.right(), step, values.shape[1]):
            cell = QRectF(place.x() + column * step, place.y() + row * step, step, step)
            painter.setPen(_ink(image, column, row))
            text = "\n".join(number(float(value)) for value in np.ravel(values[row, column]))
            rect = view.rect_on_screen(cell, pane.rect)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def _seen(pane: Pane, view: Viewport) -> QRectF:
    """Return the part of the input's plane that is visible in a pane."""
    corners = (pane.visible.topLeft(), pane.visible.bottomRight())
    return QRectF(*(view.to_picture(corner, pane.rect) for corner in corners))


def _indices(first: float, last: float, step: float, count: int) -> range:
    return range(max(math.floor(first / step), 0), min(math.ceil(last / step), count))


def _ink(image: QImage, column: int, row: int) -> QColor:
    return _DARK if image.pixelColor(column, row).lightnessF() > 0.55 else _LIGHT
