"""Kernels that come and go: files, and text on the clipboard."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from cnnstudio.errors import InvalidValueError, StudioError
from cnnstudio.kernels.files import export_kernel, import_kernel
from cnnstudio.kernels.pasting import copied_text, pasted_kernel
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.edits import Edits


class Exchange(QObject):
    """Reads and writes kernels; what cannot be read is said in one sentence."""

    failed = Signal(str)

    def __init__(self, edits: Edits, actions: Mapping[str, QAction], page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._edits = edits
        self._folder = ""
        actions["kernel.copy"].triggered.connect(self.copy)
        actions["kernel.paste"].triggered.connect(self.paste)
        actions["kernel.import"].triggered.connect(self._choose_import)
        actions["kernel.export"].triggered.connect(self._choose_export)

    def copy(self) -> None:
        """Put the kernel on the clipboard, as a table."""
        QGuiApplication.clipboard().setText(copied_text(self._edits.state.kernel))

    def paste(self) -> None:
        """Use the kernel that the text on the clipboard holds."""
        text = QGuiApplication.clipboard().text()
        try:
            if not text.strip():
                raise InvalidValueError(
                    _("The clipboard holds no text; copy the numbers of a kernel first.")
                )
            kernel = pasted_kernel(text, _("pasted"))
        except InvalidValueError as error:
            self._edits.refused.emit("", str(error))
            return
        self._edits.use_kernel(kernel.name, kernel)

    def read(self, path: Path) -> None:
        """Use the kernel in a file."""
        try:
            kernel = import_kernel(path)
        except StudioError as error:
            self.failed.emit(str(error))
        else:
            self._edits.use_kernel(kernel.name, kernel)

    def write(self, path: Path) -> None:
        """Write the kernel into a file; without an ending it becomes JSON."""
        path = path if path.suffix else path.with_suffix(".json")
        try:
            export_kernel(path, self._edits.state.kernel)
        except StudioError as error:
            self.failed.emit(str(error))

    def _choose_import(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self._page.window(),
            _("Import Kernel"),
            self._folder,
            _("Kernels ({patterns})").format(patterns="*.json *.csv *.txt *.tsv *.tex *.m *.py"),
        )
        if name:
            self._folder = str(Path(name).parent)
            self.read(Path(name))

    def _choose_export(self) -> None:
        start = Path(self._folder) / f"{_file_name(self._edits.state.kernel.name)}.json"
        filters = (
            _("JSON with divisor and name ({pattern})").format(pattern="*.json"),
            _("Table with commas ({pattern})").format(pattern="*.csv"),
            _("NumPy text ({pattern})").format(pattern="*.txt"),
        )
        name, chosen = QFileDialog.getSaveFileName(
            self._page.window(), _("Export Kernel"), str(start), ";;".join(filters)
        )
        if name:
            path = Path(name)
            self._folder = str(path.parent)
            endings = dict(zip(filters, (".json", ".csv", ".txt"), strict=True))
            self.write(path if path.suffix else path.with_suffix(endings.get(chosen, ".json")))


def _file_name(name: str) -> str:
    """Return a name without what files may not have in theirs."""
    kept = "".join(letter if letter.isalnum() or letter in "-_ " else "-" for letter in name)
    return kept.strip("- ")[:60] or "kernel"
