"""Precision, recall and F1 of each class, as a table that can be sorted."""

from operator import attrgetter

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from cnnstudio.text import N_, _
from cnnstudio.training.tasks import ClassScore
from cnnstudio.ui.widgets.record_table import RecordColumn, RecordModel, RecordTable


def _ratio(name: str, title: str, tip: str) -> RecordColumn[ClassScore]:
    value = attrgetter(name)
    return RecordColumn(title, lambda score: f"{value(score):.3f}", value, tip, is_number=True)


_COLUMNS: tuple[RecordColumn[ClassScore], ...] = (
    RecordColumn(N_("Class"), attrgetter("name"), tip=N_("The true class")),
    _ratio(
        "precision",
        N_("Precision"),
        N_("Of the pictures taken for this class, how many are of it"),
    ),
    _ratio("recall", N_("Recall"), N_("Of the pictures of this class, how many were recognised")),
    _ratio("f1", N_("F1"), N_("The harmonic mean of precision and recall")),
    RecordColumn(
        N_("Pictures"),
        lambda score: str(score.support),
        attrgetter("support"),
        N_("How many pictures of this class there are"),
        is_number=True,
    ),
)


class ScoreTable(RecordTable):
    """Shows the scores; `chosen` carries a class, `sorted_anew` says that the order is another."""

    chosen = Signal(int)
    sorted_anew = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._scores = RecordModel(_COLUMNS)
        super().__init__(self._scores, _("Scores of the classes"), parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setMinimumSectionSize(56)
        self.clicked.connect(self._on_activated)
        self.activated.connect(self._on_activated)
        self.horizontalHeader().sortIndicatorChanged.connect(
            lambda _column, _order: self.sorted_anew.emit()
        )

    def show_scores(self, scores: tuple[ClassScore, ...]) -> None:
        """Show other scores."""
        self._scores.show_records(scores)

    def choose(self, label: int | None) -> None:
        """Mark the row of a class, or none."""
        if label is None:
            self.clearSelection()
            return
        flags = QItemSelectionModel.SelectionFlag
        index = self.index_of(label)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def _on_activated(self, index: QModelIndex) -> None:
        self.chosen.emit(self.place_of(index))
