"""Each colour of the wheel lies where its direction points."""

import math

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from cnnstudio.kernels.display import HUES
from cnnstudio.ui.kernel_lab.angle_wheel import ROOM_PX, paint_wheel
from cnnstudio.ui.theme import LIGHT

pytestmark = pytest.mark.gui

MIDDLE = (ROOM_PX / 2 - 7, 40.0)
RING_PX = 15.0


@pytest.mark.parametrize("degrees", [0, 45, 90, 135, 179, -45, -90, -135])
def test_a_direction_has_the_colour_of_its_value(degrees: int) -> None:
    image = QImage(round(ROOM_PX), 80, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_wheel(painter, HUES, QRectF(0, 0, ROOM_PX, 80), LIGHT)
    painter.end()
    angle = math.radians(degrees)
    x, y = MIDDLE[0] + RING_PX * math.cos(angle), MIDDLE[1] - RING_PX * math.sin(angle)
    painted = QColor(image.pixel(round(x), round(y)))
    expected = HUES[128 + round(degrees * 256 / 360)]
    for part, value in zip(painted.getRgb(), expected, strict=False):
        assert part == pytest.approx(int(value), abs=14)
