import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from cnnstudio.ui.kernel_lab.picture_image import PictureImage, picture_image

pytestmark = pytest.mark.gui


def painted(image: PictureImage, whole: QRectF, width: int, height: int) -> QImage:
    target = QImage(width, height, QImage.Format.Format_RGB32)
    target.fill(QColor("magenta"))
    painter = QPainter(target)
    image.paint(painter, whole, QRectF(0, 0, width, height))
    painter.end()
    return target


def bgra(height: int, width: int) -> np.ndarray:
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 4), dtype=np.uint8)
    pixels[..., 3] = 255
    return pixels


def test_enlarged_pixels_keep_their_colours() -> None:
    pixels = bgra(4, 5)
    target = painted(picture_image(pixels), QRectF(0, 0, 50, 40), 50, 40)
    for row in range(4):
        for column in range(5):
            blue, green, red, _alpha = map(int, pixels[row, column])
            colour = QColor(target.pixel(10 * column + 5, 10 * row + 5))
            assert colour == QColor(red, green, blue)


def test_a_part_that_is_seen_is_painted_where_it_lies() -> None:
    pixels = bgra(4, 5)
    target = painted(picture_image(pixels), QRectF(-20, -10, 50, 40), 15, 15)
    blue, green, red, _alpha = map(int, pixels[1, 2])
    assert QColor(target.pixel(5, 5)) == QColor(red, green, blue)


def test_a_fine_chessboard_is_grey_from_afar() -> None:
    board = np.indices((1024, 1024)).sum(0) % 2 * 255
    pixels = np.repeat(board[..., None].astype(np.uint8), 4, axis=2)
    target = painted(picture_image(pixels), QRectF(0, 0, 256, 256), 256, 256)
    greys = {QColor(target.pixel(x, y)).red() for x in range(0, 256, 7) for y in range(0, 256, 7)}
    assert greys <= {127, 128}


def test_levels_halve_down_to_the_smallest_use() -> None:
    sizes = [level.size().toTuple() for level in picture_image(bgra(900, 1300)).levels]
    assert sizes == [(1300, 900), (650, 450), (325, 225)]


def test_levels_of_an_image_that_is_no_more_are_filled_again() -> None:
    pixels = bgra(900, 1300)
    old = picture_image(bgra(900, 1300)[::-1].copy())
    image = picture_image(pixels, buffers=old.pixels[1:])
    assert all(a is b for a, b in zip(image.pixels[1:], old.pixels[1:], strict=True))
    for level, expected in zip(image.pixels, picture_image(pixels).pixels, strict=True):
        assert np.array_equal(level, expected)


def test_levels_of_an_image_of_another_size_are_left_alone() -> None:
    old = picture_image(bgra(800, 1200))
    before = [level.copy() for level in old.pixels]
    image = picture_image(bgra(900, 1300), buffers=old.pixels[1:])
    assert [level.shape[:2] for level in image.pixels] == [(900, 1300), (450, 650), (225, 325)]
    assert all(np.array_equal(a, b) for a, b in zip(old.pixels, before, strict=True))
