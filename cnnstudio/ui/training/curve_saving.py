"""Writes a plot to a file: as a picture, as lines, or as numbers."""

import csv
import io
from pathlib import Path

import numpy as np
from PySide6.QtCore import QBuffer, QStandardPaths
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFileDialog

from cnnstudio.errors import StorageError
from cnnstudio.text import _
from cnnstudio.training.history import History, Quantity
from cnnstudio.training.series import Points
from cnnstudio.ui.training.curve_kinds import CurveKind
from cnnstudio.ui.training.plots import CurvePlot
from cnnstudio.writing import write_file

_SUFFIXES = (".png", ".svg", ".csv")


def ask_where(plot: CurvePlot) -> Path | None:
    """Ask for a file; None where the person thinks better of it."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    kinds = _("PNG picture (*.png);;SVG drawing (*.svg);;CSV table (*.csv)")
    path, kind = QFileDialog.getSaveFileName(plot, _("Save Curve"), f"{folder}/curve.png", kinds)
    if not path:
        return None
    chosen = Path(path)
    if chosen.suffix.lower() in _SUFFIXES:
        return chosen
    suffix = next((each for each in _SUFFIXES if f"*{each}" in kind), ".png")
    return chosen.with_name(chosen.name + suffix)


def save(path: Path, plot: CurvePlot, history: History, kind: CurveKind) -> None:
    """Write a plot in the form that the file's name asks for; raise `StorageError`."""
    match path.suffix.lower():
        case ".csv":
            write_file(path, curve_table(history, kind).encode())
        case ".svg":
            _save_svg(path, plot)
        case _:
            if not plot.grab().save(str(path), "PNG"):
                raise StorageError(_('"{path}" cannot be written.').format(path=path))


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


def _save_svg(path: Path, plot: CurvePlot) -> None:
    from PySide6.QtSvg import QSvgGenerator

    drawn = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(drawn)
    generator.setSize(plot.size())
    generator.setViewBox(plot.rect())
    painter = QPainter(generator)
    plot.render_on(painter)
    painter.end()
    write_file(path, bytes(drawn.data().data()))
