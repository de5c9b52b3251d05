"""Asks the engine what a picture is, one picture at a time; of those that wait, the newest."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from cnnstudio.training.tasks import PicturePredicted, PredictPicture, TaskRefused, TaskReport
from cnnstudio.ui.engine_tasks import EngineTasks, TaskSlot

_LARGEST_SENT_PX = 1_024


class Asking(QObject):
    """Asks the run whose folder `folder` returns; `answered` and `refused` carry the reports."""

    answered = Signal(PicturePredicted)
    refused = Signal(str)

    def __init__(
        self, tasks: EngineTasks, folder: Callable[[], Path | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._asked: PredictPicture | None = None
        self._is_waiting = False
        self._slot = TaskSlot(tasks, self)
        self._slot.reported.connect(self._on_slot_reported)
        self._slot.ended.connect(self._on_slot_ended)

    def ask(self, question: PredictPicture) -> None:
        """Ask now, or as soon as the answer before is there."""
        self._asked = question
        self.ask_again()

    def ask_again(self) -> None:
        """Ask what was asked last, of another run or of newer weights."""
        folder = self._folder()
        if self._asked is None or folder is None:
            return
        self._is_waiting = self._slot.is_busy
        if not self._is_waiting:
            self._slot.give(msgspec.structs.replace(self._asked, folder=str(folder)))

    def forget(self) -> None:
        """Ask nothing any more."""
        self._asked = None
        self.drop()

    def drop(self) -> None:
        """Let the answer that is on its way come to nothing."""
        self._is_waiting = False
        self._slot.cancel()

    def _on_slot_reported(self, report: TaskReport) -> None:
        if isinstance(report, PicturePredicted):
            self.answered.emit(report)
        elif isinstance(report, TaskRefused):
            self.refused.emit(report.text)

    def _on_slot_ended(self) -> None:
        if self._is_waiting:
            self.ask_again()


def question(picture: QImage) -> PredictPicture:
    """Return a picture as it is sent to the engine: RGB, and no larger than it needs to be."""
    if max(picture.width(), picture.height()) > _LARGEST_SENT_PX:
        picture = picture.scaled(
            _LARGEST_SENT_PX,
            _LARGEST_SENT_PX,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    picture = picture.convertedTo(QImage.Format.Format_RGB888)
    width, stride, bits = 3 * picture.width(), picture.bytesPerLine(), bytes(picture.constBits())
    lines = (bits[row * stride : row * stride + width] for row in range(picture.height()))
    return PredictPicture(
        folder="",
        height=picture.height(),
        width=picture.width(),
        channels=3,
        pixels=b"".join(lines),
    )
