"""Writes an evaluation to files: tables as CSV, and the matrix as PNG."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QStandardPaths, Signal
from PySide6.QtGui import QAction, QImage, QImageWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from cnnstudio.errors import StudioError
from cnnstudio.text import N_, _
from cnnstudio.training.judgement import (
    Judgement,
    answers_table,
    confusion_table,
    scores_table,
)
from cnnstudio.ui.background import Background
from cnnstudio.ui.evaluation.picture_files import PictureFiles
from cnnstudio.ui.settings import Settings
from cnnstudio.writing import write_file

_TABLES: Mapping[str, tuple[str, Callable[[Judgement], str]]] = {
    "evaluation.export_scores": (N_("scores"), scores_table),
    "evaluation.export_confusion": (N_("confusion"), confusion_table),
}
_ANSWERS = "evaluation.export_answers"
_PICTURE = "evaluation.save_picture"


class Exports(QObject):
    """Asks where to, and writes; `failed` carries the reason where that does not work."""

    failed = Signal(str)
    done = Signal(Path)

    names = (*_TABLES, _ANSWERS, _PICTURE)

    def __init__(
        self,
        actions: Mapping[str, QAction],
        background: Background,
        settings: Settings,
        *,
        files: PictureFiles,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._actions = actions
        self._background = background
        self._settings = settings
        self._files = files
        self._page = page
        self._judgement: Judgement | None = None
        self._picture: Callable[[], QImage] | None = None
        for name in _TABLES:
            actions[name].triggered.connect(lambda _on=False, name=name: self._write_table(name))
        actions[_ANSWERS].triggered.connect(self._write_answers)
        actions[_PICTURE].triggered.connect(self._write_picture)

    def offer(self, judgement: Judgement | None, picture: Callable[[], QImage]) -> None:
        """Offer to write an evaluation, or nothing; `picture` returns one to keep of it."""
        self._judgement, self._picture = judgement, picture
        has_classes = judgement is not None and bool(judgement.classes)
        for name in self.names:
            is_possible = has_classes if name in _TABLES else judgement is not None
            self._actions[name].setEnabled(is_possible)

    def _write_table(self, name: str) -> None:
        stem, table = _TABLES[name]
        path, judged = self._ask(_(stem), "csv"), self._judgement
        if path is not None and judged is not None:
            self._write(path, lambda: table(judged).encode())

    def _write_answers(self) -> None:
        path, judged = self._ask(_("answers"), "csv"), self._judgement
        if path is not None and judged is not None:
            self._files.when_known(partial(self._write_answers_of, judged, path))

    def _write_answers_of(self, judged: Judgement, path: Path) -> None:
        known = self._files.known
        self._write(path, lambda: answers_table(judged, known.paths()).encode())

    def _write(self, path: Path, content: Callable[[], bytes]) -> None:
        self._settings.last_folder = str(path.absolute().parent)
        self._background.run(
            lambda: write_file(path, content()),
            lambda _done: self.done.emit(path),
            failed=self._on_failed,
        )

    def _write_picture(self) -> None:
        has_classes = self._judgement is not None and bool(self._judgement.classes)
        path = self._ask(_("confusion") if has_classes else _("examples"), "png")
        if path is not None and self._picture is not None:
            picture = self._picture()
            self._write(path, lambda: _png(picture))

    def _ask(self, stem: str, suffix: str) -> Path | None:
        folder = self._settings.last_folder or QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.DocumentsLocation
        )
        wanted = str(Path(folder) / f"{stem}.{suffix}")
        kind = _("{kind} files (*.{suffix})").format(kind=suffix.upper(), suffix=suffix)
        path, _kind = QFileDialog.getSaveFileName(self._page, _("Export"), wanted, kind)
        if not path:
            return None
        return Path(path) if Path(path).suffix else Path(path).with_suffix(f".{suffix}")

    def _on_failed(self, error: StudioError) -> None:
        self.failed.emit(str(error))


def _png(picture: QImage) -> bytes:
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(written, QByteArray(b"png")).write(picture)
    return bytes(written.data().data())
