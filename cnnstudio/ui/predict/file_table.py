"""The answers for the pictures of a folder, as a table that can be sorted and written."""

import csv
import io
from operator import attrgetter
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from cnnstudio.text import N_, _
from cnnstudio.training.tasks import FilePrediction
from cnnstudio.ui.widgets.record_table import RecordColumn, RecordModel, RecordTable


def _guess(file: FilePrediction) -> str:
    return _("not a picture") if file.problem else file.label


def _probability(name: str) -> RecordColumn[FilePrediction]:
    value = attrgetter(name)
    return RecordColumn(
        N_("Probability"),
        lambda file: "" if file.problem else f"{value(file):.3f}",
        value,
        is_number=True,
    )


_COLUMNS: tuple[RecordColumn[FilePrediction], ...] = (
    RecordColumn(N_("File"), lambda file: Path(file.path).name, attrgetter("path")),
    RecordColumn(N_("First guess"), _guess, attrgetter("label")),
    _probability("probability"),
    RecordColumn(
        N_("Second guess"), lambda file: "" if file.problem else file.second, attrgetter("second")
    ),
    _probability("second_probability"),
)


class FileTable(RecordTable):
    """Shows the answers; `chosen` carries the path of the file in the current row.

    `unreadable` says why the file there is no picture.
    """

    chosen = Signal(str)
    unreadable = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.files = RecordModel(_COLUMNS, tip_of=lambda file: file.problem or file.path)
        super().__init__(self.files, _("Answers for the folder"), parent)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            file = self.files.records[self.place_of(current)]
            if file.problem:
                self.unreadable.emit(file.problem)
            else:
                self.chosen.emit(file.path)


def files_table(files: list[FilePrediction]) -> str:
    """Return the answers as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    titles = ("file", "first guess", "probability", "second guess", "its probability", "problem")
    writer.writerow(titles)
    for file in files:
        numbers = (file.label, file.probability, file.second, file.second_probability)
        writer.writerow((file.path, *(("",) * 4 if file.problem else numbers), file.problem))
    return text.getvalue()
