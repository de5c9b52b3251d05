"""The answers for the pictures of a folder, as a table that can be sorted and written."""

import csv
import io
from collections.abc import Iterable, Sequence
from operator import attrgetter
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from cnnstudio.text import N_, _
from cnnstudio.training.tasks import FilePrediction, FilesPredicted
from cnnstudio.ui.widgets.record_table import RecordColumn, RecordModel, RecordTable

_NO_PICTURE = N_("not a picture")


def _guess(file: FilePrediction) -> str:
    return _(_NO_PICTURE) if file.problem else file.label


def _probability(name: str) -> RecordColumn[FilePrediction]:
    value = attrgetter(name)
    return RecordColumn(
        N_("Probability"),
        lambda file: "" if file.problem else f"{value(file):.3f}",
        value,
        is_number=True,
    )


_FILE: RecordColumn[FilePrediction] = RecordColumn(
    N_("File"), lambda file: Path(file.path).name, attrgetter("path")
)
_COLUMNS: tuple[RecordColumn[FilePrediction], ...] = (
    _FILE,
    RecordColumn(N_("First guess"), _guess, attrgetter("label")),
    _probability("probability"),
    RecordColumn(
        N_("Second guess"), lambda file: "" if file.problem else file.second, attrgetter("second")
    ),
    _probability("second_probability"),
)


_LOSSES = {"mse": N_("Mean squared error"), "mae": N_("Mean absolute error")}


def _columns(loss_name: str) -> tuple[RecordColumn[FilePrediction], ...]:
    """Return the columns for guesses, or for losses where `loss_name` is not empty."""
    if not loss_name:
        return _COLUMNS
    loss: RecordColumn[FilePrediction] = RecordColumn(
        _LOSSES.get(loss_name, N_("Loss")),
        lambda file: _(_NO_PICTURE) if file.problem else f"{file.loss:.4g}",
        lambda file: -1.0 if file.problem else file.loss,
        is_number=True,
    )
    return (_FILE, loss)


class FileTable(RecordTable):
    """Shows the answers; `chosen` carries the path of the file in the current row.

    `unreadable` says why the file there is no picture.
    """

    chosen = Signal(str)
    unreadable = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.loss_name = ""
        self.files = RecordModel(_COLUMNS, tip_of=lambda file: file.problem or file.path)
        super().__init__(self.files, _("Answers for the folder"), parent)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)

    def add(self, answers: FilesPredicted) -> None:
        """Show some more answers, below the titles of their kind."""
        if answers.loss_name != self.loss_name:
            self.loss_name = answers.loss_name
            self.files.show_records((), columns=_columns(self.loss_name))
            self.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.files.add(answers.files)

    def clear(self) -> None:
        """Show no answers any more."""
        self.files.show_records(())

    def as_csv(self) -> str:
        """Return the answers as a file that spreadsheets read."""
        if self.loss_name:
            return _losses_table(self.files.records, self.loss_name)
        return _guesses_table(self.files.records)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            file = self.files.records[self.place_of(current)]
            if file.problem:
                self.unreadable.emit(file.problem)
            else:
                self.chosen.emit(file.path)


def _guesses_table(files: Iterable[FilePrediction]) -> str:
    titles = ("file", "first guess", "probability", "second guess", "its probability", "problem")
    rows = (
        (file.path, file.label, file.probability, file.second, file.second_probability, "")
        if not file.problem
        else (file.path, "", "", "", "", file.problem)
        for file in files
    )
    return _csv(titles, rows)


def _losses_table(files: Iterable[FilePrediction], loss_name: str) -> str:
    rows = ((file.path, "" if file.problem else file.loss, file.problem) for file in files)
    return _csv(("file", loss_name, "problem"), rows)


def _csv(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(titles)
    writer.writerows(rows)
    return text.getvalue()
