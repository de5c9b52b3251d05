"""The tab with the network's source: written while it is seen, to be copied or saved."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.errors import StorageError
from cnnstudio.network.code import Listing, class_name_of, listing
from cnnstudio.network.shapes import Problem, ShapeReport
from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.ui.designer.selection import Selection
from cnnstudio.ui.document import Document
from cnnstudio.ui.settings import Settings
from cnnstudio.ui.source.code_view import CodeView
from cnnstudio.ui.widgets.buttons import FlatButton
from cnnstudio.ui.widgets.empty_state import EmptyState
from cnnstudio.writing import write_file


class SourceTab(QWidget):
    """Shows the source of the network as it is now, or in words why there is none.

    `failed` carries the reason where it could not be saved.
    """

    failed = Signal(str)

    def __init__(
        self,
        document: Document,
        selection: Selection,
        settings: Settings,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._selection = selection
        self._settings = settings
        self._actions = (actions["network.copy_source"], actions["network.save_source"])
        self._is_late = True
        self._lines: Mapping[str, tuple[int, ...]] = {}
        self.code = CodeView()
        self.empty = EmptyState(_("No source yet"), "")
        self.said = QLabel()
        self._stack = QStackedWidget()
        self._fill()
        document.changed.connect(self._on_document_changed)
        document.path_changed.connect(self._catch_up)
        selection.changed.connect(self._mark)
        actions["network.copy_source"].triggered.connect(self.copy)
        actions["network.save_source"].triggered.connect(self.save_as)
        self._enable_actions()

    def copy(self) -> None:
        """Put the source on the clipboard."""
        QGuiApplication.clipboard().setText(self._listing().text)
        self.said.setText(_("Copied."))

    def save_as(self) -> None:
        """Ask for a file and write the source there."""
        start = Path(self._settings.last_folder) / f"{_module_name(self._document.path)}.py"
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save PyTorch Source"), str(start), _("Python files (*.py)")
        )
        if name:
            path = Path(name)
            self._write(path if path.suffix else path.with_suffix(".py"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_late:
            self._show()

    def _fill(self) -> None:
        self.said.setProperty("tone", "dim")
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight)
        side = QVBoxLayout()
        side.setSpacing(4)
        for action, short in zip(self._actions, (_("Copy"), _("Save…")), strict=True):
            action.setIconText(short)
            button = FlatButton(short)
            button.setDefaultAction(action)
            button.setAccessibleName(action.text().replace("&", ""))
            side.addWidget(button, 0, Qt.AlignmentFlag.AlignRight)
        side.addWidget(self.said)
        side.addStretch(1)
        self._stack.addWidget(self.code)
        self._stack.addWidget(self.empty)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._stack, 1)
        layout.addLayout(side)

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if new.report is not old.report:
            self._enable_actions()
            self._catch_up()

    def _catch_up(self) -> None:
        """Write the source anew, or let it wait until it is seen."""
        self._is_late = True
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        self._is_late = False
        self.said.clear()
        problems = self._problems()
        if problems:
            self._lines = {}
            self._stack.setCurrentWidget(self.empty)
            self.empty.say(_("No source yet"), _reason(problems))
            return
        written = self._listing()
        self._lines = written.lines
        self.code.show_code(written.text)
        self._stack.setCurrentWidget(self.code)
        self._mark()

    def _mark(self) -> None:
        if not self._is_late:
            lines = (self._lines.get(block, ()) for block in self._selection.blocks)
            self.code.mark(sorted(line for some in lines for line in some))

    def _enable_actions(self) -> None:
        for action in self._actions:
            action.setEnabled(not self._problems())

    def _problems(self) -> tuple[Problem, ...]:
        return _own(self._document.design.report).problems

    def _listing(self) -> Listing:
        design, path = self._document.design, self._document.path
        name = class_name_of(path.stem if path else "")
        return listing(design.network, _own(design.report), class_name=name)

    def _write(self, path: Path) -> None:
        try:
            write_file(path, self._listing().text.encode())
        except StorageError as error:
            self.failed.emit(str(error))
            return
        self._settings.last_folder = str(path.absolute().parent)
        self.said.setText(_("Saved."))


def _own(report: ShapeReport) -> ShapeReport:
    """Return the report without what is wrong outside: source needs no data set."""
    return replace(report, outside=())


def _reason(problems: tuple[Problem, ...]) -> str:
    text = _("It appears here once the network has no problem. The first one: {problem}")
    return text.format(problem=problems[0].message)


def _module_name(path: Path | None) -> str:
    """Return a name under which Python can import the file."""
    words = "".join(each if each.isalnum() else "_" for each in path.stem) if path else ""
    return words if words.isidentifier() else "network"
