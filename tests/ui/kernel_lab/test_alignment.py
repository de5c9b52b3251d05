import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize

from cnnstudio.kernels.explanation import explain_pixel
from cnnstudio.kernels.filtering import filtered_size
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.settings import Border, FilterSettings, Gradient, Pooling
from cnnstudio.ui.kernel_lab.alignment import Alignment, alignment

pytestmark = pytest.mark.gui

PICTURE = np.arange(24 * 30, dtype=np.float32).reshape(24, 30)
SIZES = st.integers(1, 5)


@given(
    height=SIZES,
    width=SIZES,
    border=st.sampled_from([Border.VALID, Border.ZERO]),
    stride=st.integers(1, 3),
    dilation=st.integers(1, 2),
)
def test_read_is_what_the_explanation_reads(
    height: int, width: int, border: Border, stride: int, dilation: int
) -> None:
    kernel = Kernel("k", ((1.0,) * width,) * height)
    settings = FilterSettings(border=border, stride=stride, dilation=dilation)
    rows, columns = filtered_size(kernel, settings, PICTURE.shape)
    aligned = alignment(QSize(columns, rows), kernel, settings)
    pixel = QPoint(columns // 2, rows // 2)  # far from the border
    explained = explain_pixel(PICTURE, kernel, settings, pixel.x(), pixel.y())
    read = aligned.read(pixel)
    assert (read.left(), read.right()) == (explained.columns[0], explained.columns[-1] + 1)
    assert (read.top(), read.bottom()) == (explained.rows[0], explained.rows[-1] + 1)


def test_pooling_reads_all_of_its_window() -> None:
    kernel = Kernel("k", ((1.0,) * 3,) * 3)
    settings = FilterSettings(pooling=Pooling.MAX, pool_size=2, pool_stride=2, stride=3)
    aligned = alignment(QSize(5, 4), kernel, settings)
    assert aligned.step == 6
    assert aligned.read(QPoint(1, 0)) == QRectF(5, -1, 6, 6)


@given(x=st.integers(0, 8), y=st.integers(0, 6), step=st.integers(1, 4), origin=st.integers(0, 3))
def test_the_pixel_at_what_a_pixel_covers_is_that_pixel(
    x: int, y: int, step: int, origin: int
) -> None:
    aligned = Alignment(QSize(9, 7), step, QPoint(origin, origin))
    covered = aligned.covered(QPoint(x, y))
    assert covered.size().toTuple() == (step, step)
    assert aligned.result_at(covered.center()) == QPoint(x, y)
    assert aligned.pixels_in(covered) == QRect(x, y, 1, 1)


@pytest.mark.parametrize("point", [(0.5, 3), (3, 0.5), (9.5, 3), (3, 7.5)])
def test_beside_the_result_there_is_no_pixel(point: tuple[float, float]) -> None:
    aligned = Alignment(QSize(8, 6), 1, QPoint(1, 1))
    assert aligned.result_at(QPointF(*point)) is None


@given(height=SIZES, width=SIZES, stride=st.integers(1, 3), border=st.sampled_from(Border))
def test_a_gradient_reads_the_square_of_its_pair(
    height: int, width: int, stride: int, border: Border
) -> None:
    kernel = Kernel("k", ((1.0,) * width,) * height)
    settings = FilterSettings(border=border, stride=stride, gradient=Gradient.MAGNITUDE)
    rows, columns = filtered_size(kernel, settings, PICTURE.shape)
    aligned = alignment(QSize(columns, rows), kernel, settings)
    pixel = QPoint(columns // 2, rows // 2)
    explained = explain_pixel(PICTURE, kernel, settings, pixel.x(), pixel.y())
    read = aligned.read(pixel)
    assert (read.left(), read.right()) == (explained.columns[0], explained.columns[-1] + 1)
    assert (read.top(), read.bottom()) == (explained.rows[0], explained.rows[-1] + 1)
