"""Pictures that were judged, fetched from the engine when they are seen."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtGui import QImage

from cnnstudio.text import _
from cnnstudio.training.config import field
from cnnstudio.training.judgement import Judgement
from cnnstudio.training.tasks import FetchPictures, PicturesFetched, TaskReport
from cnnstudio.ui.engine_tasks import EngineTasks
from cnnstudio.ui.evaluation.picture_files import PictureFiles
from cnnstudio.ui.training.picture_panel import image

Index = QModelIndex | QPersistentModelIndex

MOST_EXAMPLES = 500
SIDE_PX = 72
PAIR_SIDE_PX = 96
EXAMPLE_ROLE = Qt.ItemDataRole.UserRole
ANSWER_ROLE = Qt.ItemDataRole.UserRole + 1
"""The picture that the network answers with, where it answers with pictures."""

_MOST_AT_ONCE = 48
_MOST_KEPT = 2_000


@dataclass(frozen=True, slots=True)
class Example:
    """One picture and the answer to it."""

    index: int
    label: str
    first: str
    first_probability: float
    second: str
    second_probability: float
    label_probability: float
    file: str = ""

    @property
    def is_right(self) -> bool:
        """Whether the first guess is the truth."""
        return self.label == self.first

    @property
    def text(self) -> str:
        """The answer, in a sentence, and the file behind it, where there is one."""
        text = _(
            "Picture {index:,} is “{label}”. First guess: “{first}” {p1:.3f}, "
            "second: “{second}” {p2:.3f}"
        ).format(
            index=self.index,
            label=self.label,
            first=self.first,
            p1=self.first_probability,
            second=self.second,
            p2=self.second_probability,
        )
        return f"{text}\n{self.file}" if self.file else text


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """One picture that the network answered with a picture, and how far off that is."""

    index: int
    loss: float
    loss_title: str
    file: str = ""

    @property
    def text(self) -> str:
        """The loss, in a sentence, and the file behind it, where there is one."""
        text = _("Picture {index:,}: {loss_title} {loss:.5g}").format(
            index=self.index, loss_title=self.loss_title, loss=self.loss
        )
        return f"{text}\n{self.file}" if self.file else text


class Thumbnails(QObject):
    """Fetches pictures of a part, some at a time; `arrived` is called when there are more."""

    def __init__(
        self, tasks: EngineTasks, arrived: Callable[[], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._arrived = arrived
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._answers: dict[int, QImage] = {}
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._source: FetchPictures | None = None
        self._number: int | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._fetch)
        tasks.reported.connect(self._on_tasks_reported)

    def use(self, source: FetchPictures | None) -> None:
        """Fetch from another part, or of another run, from now on."""
        self._tasks.cancel(self._number)
        self._number = None
        self._source = source
        self._images.clear()
        self._answers.clear()
        self._wanted.clear()

    def get(self, index: int) -> QImage | None:
        """Return a picture, or None where it is still to come."""
        found = self._images.get(index)
        if found is None:
            self._wanted[index] = None
            self._timer.start()
        return found

    def answer(self, index: int) -> QImage | None:
        """Return what the network made of a picture that `get` returns, or None."""
        return self._answers.get(index)

    def _fetch(self) -> None:
        if self._number is not None or self._source is None:
            return
        # What was asked for last is what is seen now.
        indices = tuple(reversed(self._wanted))[:_MOST_AT_ONCE]
        self._wanted.clear()
        if indices:
            self._number = self._tasks.give(msgspec.structs.replace(self._source, indices=indices))

    def _on_tasks_reported(self, report: TaskReport) -> None:
        if report.number != self._number:
            return
        self._number = None
        if isinstance(report, PicturesFetched):
            self._keep(report)
            self._arrived()

    def _keep(self, report: PicturesFetched) -> None:
        shape = (report.height, report.width, report.channels)
        size = report.height * report.width * report.channels
        for place, index in enumerate(report.indices):
            room = slice(place * size, (place + 1) * size)
            self._images[index] = image(shape, report.pixels[room])
            if report.answers:
                self._answers[index] = image(shape, report.answers[room])
        while len(self._images) > _MOST_KEPT:
            dropped, _image = self._images.popitem(last=False)
            self._answers.pop(dropped, None)


class ExampleModel(QAbstractListModel):
    """The examples that are shown, in their order, at most `MOST_EXAMPLES`.

    `source` is where their pictures come from, asked through `tasks`.
    """

    def __init__(self, tasks: EngineTasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks
        self.source: FetchPictures | None = None
        self._judgement: Judgement | None = None
        self._indices: NDArray[np.intp] = np.empty(0, np.intp)
        self.files = PictureFiles(tasks, self)
        self.thumbnails = Thumbnails(tasks, self._on_thumbnails_arrived, self)

    def use(self, judgement: Judgement | None, folder: Path | None, ratio: float) -> None:
        """Take pictures from another evaluation, fine enough for a screen of a pixel ratio."""
        self._judgement = judgement
        self.source = None
        if judgement is not None and folder is not None:
            is_pairs = not judgement.classes
            self.source = FetchPictures(
                folder=str(folder),
                part=judgement.evaluated.part,
                indices=(),
                side_px=round((PAIR_SIDE_PX if is_pairs else SIDE_PX) * ratio),
                with_answers=is_pairs,
            )
        self.thumbnails.use(self.source)
        self.files.use(judgement, folder)
        self.show_indices(np.empty(0, np.intp))

    def show_indices(self, indices: NDArray[np.intp]) -> None:
        """Show other pictures, by their places in the part."""
        self.beginResetModel()
        self._indices = indices[:MOST_EXAMPLES]
        self.endResetModel()

    def example(self, row: int) -> Example | Reconstruction:
        """Return what stands in a row."""
        judged, index = self._judgement, int(self._indices[row])
        assert judged is not None
        file = self.files.known.path(index)
        if not judged.classes:
            title = field("loss").text(judged.evaluated.loss_name)
            return Reconstruction(index, float(judged.picture_losses[index]), title, file)
        names = judged.classes
        return Example(
            index,
            names[judged.labels[index]],
            names[judged.predicted[index]],
            float(judged.predicted_probabilities[index]),
            names[judged.second[index]],
            float(judged.second_probabilities[index]),
            float(judged.label_probabilities[index]),
            file,
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._indices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        match role:
            case int() if role == EXAMPLE_ROLE:
                return self.example(index.row())
            case Qt.ItemDataRole.DecorationRole:
                return self.thumbnails.get(int(self._indices[index.row()]))
            case int() if role == ANSWER_ROLE:
                return self.thumbnails.answer(int(self._indices[index.row()]))
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self.example(index.row()).text
        return None

    def _on_thumbnails_arrived(self) -> None:
        if len(self._indices):
            last = self.index(len(self._indices) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.DecorationRole])
