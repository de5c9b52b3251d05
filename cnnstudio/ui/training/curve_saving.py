"""Writes a plot to a file: as a picture, as lines, or as numbers."""

import csv
import io
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QStandardPaths
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from cnnstudio.text import _
from cnnstudio.training.history import History, Quantity
from cnnstudio.training.series import Points
from cnnstudio.ui.training.curve_kinds import CurveKind
from cnnstudio.ui.training.curve_report import SCALE, SIZE, CurveReport
from cnnstudio.writing import write_file

_FILE_NAMES: dict[CurveKind, str] = {
    Quantity.LOSS: "loss",
    Quantity.ACCURACY: "accuracy",
    Quantity.LEARNING_RATE: "learning-rate",
    None: "gradients",
    Quantity.STEP_TIME: "step-time",
}
_SUFFIXES = (".png", ".svg", ".csv")


def ask_where(parent: QWidget, kind: CurveKind) -> Path | None:
    """Ask for a file; None where the person thinks better of it."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    kinds = _("PNG picture (*.png);;SVG drawing (*.svg);;CSV table (*.csv)")
    usual = f"{folder}/{_FILE_NAMES[kind]}.png"
    path, chosen_kind = QFileDialog.getSaveFileName(parent, _("Save Curve"), usual, kinds)
    if not path:
        return None
    chosen = Path(path)
    if chosen.suffix.lower() in _SUFFIXES:
        return chosen
    suffix = next((each for each in _SUFFIXES if f"*{each}" in chosen_kind), ".png")
    return chosen.with_name(chosen.name + suffix)


def save(path: Path, report: CurveReport, history: History, kind: CurveKind) -> None:
    """Write a curve in the form that the file's name asks for; raise `StorageError`."""
    match path.suffix.lower():
        case ".csv":
            write_file(path, curve_table(history, kind).encode())
        case ".svg":
            write_file(path, _svg(report))
        case _:
            write_file(path, _png(report))


def curve_table(history: History, kind: CurveKind) -> str:
    """Return every value of a curve as CSV: a row for each step that has one."""
    if kind is None:
        lines = history.gradients(history.step + 2)
    else:
        lines = {"training": history.curve(kind, max(2, history.step))}
        if kind in (Quantity.LOSS, Quantity.ACCURACY):
            lines["validation"] = history.validation(kind)
    return _table(lines)


def _table(lines: dict[str, Points]) -> str:
    steps = np.unique(
        np.concatenate([points.positions for points in lines.values()] or [np.empty(0)])
    )
    known = [
        dict(zip(points.positions.tolist(), points.values.tolist(), strict=True))
        for points in lines.values()
    ]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("step", *lines))
    for step in steps.tolist():
        writer.writerow((round(step), *(values.get(step, "") for values in known)))
    return text.getvalue()


def _png(report: CurveReport) -> bytes:
    image = QImage(SIZE * SCALE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    report.paint(painter)
    painter.end()
    drawn = QBuffer()
    drawn.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(drawn, b"PNG").write(image)
    return bytes(drawn.data().data())


def _svg(report: CurveReport) -> bytes:
    from PySide6.QtSvg import QSvgGenerator

    drawn = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(drawn)
    generator.setSize(SIZE)
    generator.setViewBox(QRect(QPoint(0, 0), SIZE))
    generator.setTitle(report.title)
    generator.setDescription(report.run)
    painter = QPainter(generator)
    report.paint(painter)
    painter.end()
    return bytes(drawn.data().data())
