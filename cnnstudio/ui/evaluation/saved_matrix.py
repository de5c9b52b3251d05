"""The confusion matrix as a picture to keep: on white, under its run and its accuracy."""

from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from cnnstudio.ui.evaluation.confusion_layout import MatrixLayout, legend_px, matrix_layout
from cnnstudio.ui.evaluation.confusion_picture import Matrix, paint_matrix
from cnnstudio.ui.theme import HEADING_PX, LIGHT, body_font, themes

RATIO = 2.0
"""How many pixels of the file one of the layout is: prints and slides want fine ones."""

_LEAST_PX, _MOST_PX = 560, 2_000
_CELL_PX = 44
_AROUND_PX = 130
"""What names and legend need beside the cells."""
_MARGIN_PX = 24
_TITLE_PX, _ABOUT_PX, _HEAD_PX = 24, 20, 56
_LEGEND_PX = 28


def matrix_picture(matrix: Matrix, title: str, about: str) -> QImage:
    """Return a matrix in the light theme, whatever the window shows, at least 1,200 px wide."""
    with themes.painting_in(LIGHT):
        side = min(max(_CELL_PX * len(matrix.names), _LEAST_PX), _MOST_PX)
        layout = matrix_layout(QSizeF(side + _AROUND_PX, side + _AROUND_PX), matrix.names)
        return _painted(matrix, layout, title, about)


def _painted(matrix: Matrix, layout: MatrixLayout, title: str, about: str) -> QImage:
    width = max(layout.matrix.right(), layout.left + legend_px(), _LEAST_PX)
    height = _HEAD_PX + layout.matrix.bottom() + _LEGEND_PX
    picture = QImage(
        ceil(RATIO * (width + 2 * _MARGIN_PX)),
        ceil(RATIO * (height + 2 * _MARGIN_PX)),
        QImage.Format.Format_RGB32,
    )
    picture.setDevicePixelRatio(RATIO)
    picture.fill(LIGHT.panel)
    painter = QPainter(picture)
    painter.translate(QPointF(_MARGIN_PX, _MARGIN_PX))
    _paint_head(painter, width, title, about)
    painter.translate(QPointF(0, _HEAD_PX))
    paint_matrix(painter, matrix, layout, width=width, ratio=RATIO)
    painter.end()
    return picture


def _paint_head(painter: QPainter, width: float, title: str, about: str) -> None:
    left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    lines = (
        (QRectF(0, 0, width, _TITLE_PX), title, body_font(HEADING_PX, bold=True), LIGHT.text),
        (QRectF(0, _TITLE_PX, width, _ABOUT_PX), about, body_font(), LIGHT.dim),
    )
    for room, text, font, colour in lines:
        painter.setFont(font)
        painter.setPen(colour)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(width))
        painter.drawText(room, left, shown)
