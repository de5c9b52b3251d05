"""The result as a program: to be read, copied and saved."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.errors import StorageError
from cnnstudio.kernels.code import TITLES, Library, source
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.settings import FilterSettings
from cnnstudio.text import _
from cnnstudio.ui.source.code_view import CodeView
from cnnstudio.ui.widgets.buttons import FlatButton
from cnnstudio.writing import write_file

_SIZE_PX = (720, 560)
_LIBRARIES = tuple(Library)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a program is to compute."""

    kernel: Kernel
    settings: FilterSettings
    path: str
    """Of the picture; a name to be replaced where it lies in no file."""
    is_grey: bool
    ceiling: float


class CodeDialog(QDialog):
    """Stays open beside the page and follows what is computed there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Code"))
        self.resize(*_SIZE_PX)
        self._subject: Subject | None = None
        self._folder = ""
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("Library"))
        self.tabs.setExpanding(False)
        for library in _LIBRARIES:
            self.tabs.addTab(TITLES[library])
        self.code = CodeView()
        self.code.setAccessibleName(_("Source"))
        self.copy_button = FlatButton(_("Copy"))
        self.save_button = FlatButton(_("Save…"))
        self.said = QLabel()
        self.said.setProperty("tone", "dim")
        self._lay_out()
        self.tabs.currentChanged.connect(self._show)
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self._choose_file)

    @property
    def library(self) -> Library:
        """What the program is written for."""
        return _LIBRARIES[self.tabs.currentIndex()]

    def show_subject(self, subject: Subject) -> None:
        """Show the program that computes something else."""
        if subject != self._subject:
            self._subject = subject
            self._show()

    def copy(self) -> None:
        """Put the program on the clipboard."""
        QGuiApplication.clipboard().setText(self.code.toPlainText())
        self.said.setText(_("Copied."))

    def save(self, path: Path) -> None:
        """Write the program into a file."""
        path = path if path.suffix else path.with_suffix(".py")
        text = self.code.toPlainText()
        try:
            write_file(path, text.encode())
        except StorageError as error:
            self.said.setText(str(error))
        else:
            self._folder = str(path.parent)
            self.said.setText(_("Saved as {name}.").format(name=path.name))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.tabs)
        top.addStretch(1)
        top.addWidget(self.said)
        top.addWidget(self.copy_button)
        top.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.code, 1)

    def _show(self) -> None:
        self.said.clear()
        if self._subject is not None:
            self.code.show_code(_written(self._subject, self.library))

    def _choose_file(self) -> None:
        start = Path(self._folder) / f"{self.library}_kernel.py"
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save Code"), str(start), _("Python files (*.py)")
        )
        if name:
            self.save(Path(name))


def _written(subject: Subject, library: Library) -> str:
    return source(
        subject.kernel,
        subject.settings,
        library,
        path=subject.path,
        is_grey=subject.is_grey,
        ceiling=subject.ceiling,
    )
