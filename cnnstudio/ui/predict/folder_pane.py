"""The pictures of a folder and what each of them is taken for."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QLabel, QStackedLayout, QVBoxLayout, QWidget

from cnnstudio.text import _
from cnnstudio.training.tasks import FilesPredicted, PredictFiles, TaskRefused, TaskReport
from cnnstudio.ui.background import Background
from cnnstudio.ui.engine_tasks import EngineTasks, TaskSlot
from cnnstudio.ui.predict.file_table import FileTable
from cnnstudio.ui.predict.tool_row import with_tools
from cnnstudio.ui.widgets.buttons import TextButton, ToolbarButton
from cnnstudio.ui.widgets.empty_state import EmptyState
from cnnstudio.ui.widgets.progress_bar import ProgressBar
from cnnstudio.writing import write_file


class FolderPane(QWidget):
    """Asks for the files of a folder.

    `chosen` carries the path of one that is looked at, empty where there is none any more;
    `unreadable` says why one that is looked at is no picture.
    """

    chosen = Signal(str)
    unreadable = Signal(str)
    failed = Signal(str)
    told = Signal(str)
    ended = Signal()

    def __init__(
        self,
        tasks: EngineTasks,
        background: Background,
        actions: Mapping[str, QAction],
        folder: Callable[[], Path | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._actions = actions
        self._folder = folder
        self._paths: tuple[Path, ...] = ()
        self._slot = TaskSlot(tasks, self)
        self.table = FileTable()
        self.bar = ProgressBar()
        self.bar.setAccessibleName(_("Progress in the folder"))
        self.count = QLabel()
        self.count.setProperty("tone", "dim")
        self.empty = EmptyState(
            _("No folder yet"),
            _("Choose a folder or drop one here: the network answers for every picture in it."),
        )
        self._stack = QStackedLayout()
        self._lay_out()
        self.table.chosen.connect(self.chosen)
        self.table.unreadable.connect(self.unreadable)
        self._slot.reported.connect(self._on_slot_reported)
        self._slot.ended.connect(self._on_slot_ended)
        actions["predict.open_folder"].triggered.connect(self._choose)
        actions["predict.cancel"].triggered.connect(self._slot.cancel)
        actions["predict.export"].triggered.connect(self._export)
        self.show_what_can_be_done()

    def open(self, *paths: Path) -> None:
        """Ask what all pictures below folders are, or what files are."""
        self._forget()
        self._paths = paths
        run = self._folder()
        if run is not None:
            self.bar.setRange(0, 0)
            names = tuple(str(path) for path in paths)
            self._slot.give(PredictFiles(folder=str(run), paths=names))
        self.show_what_can_be_done()

    def ask_again(self, *, is_wanted: bool) -> None:
        """Drop the answers, which are of another run; where it is wanted, ask the new one."""
        paths = self._paths
        self._forget()
        if is_wanted and paths:
            self.open(*paths)

    def show_what_can_be_done(self) -> None:
        """Enable the actions that make sense now."""
        is_busy = self._slot.is_busy
        is_full = bool(self.table.files.records)
        self._actions["predict.open_folder"].setEnabled(self._folder() is not None and not is_busy)
        self._actions["predict.cancel"].setEnabled(is_busy)
        self._actions["predict.export"].setEnabled(is_full and not is_busy)
        is_empty = not is_full and not is_busy
        self._stack.setCurrentWidget(self.empty if is_empty else self.table)

    def _forget(self) -> None:
        self._paths = ()
        self._slot.cancel()
        self.table.clear()
        self.count.clear()
        self.chosen.emit("")

    def _lay_out(self) -> None:
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bar)
        column.addLayout(self._stack, 1)  # first: without a parent the table would be a window
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        open_folder = TextButton(self._actions["predict.open_folder"], _("Open Folder"))
        names = ("predict.cancel", "predict.export")
        tools = [open_folder, *(ToolbarButton(self._actions[name]) for name in names)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(with_tools(below, *tools, self.count))

    def _on_slot_reported(self, report: TaskReport) -> None:
        match report:
            case FilesPredicted():
                self.bar.setRange(0, report.total)
                self.bar.setValue(report.done)
                self.table.add(report)
                text = _("{done:,} of {total:,} pictures")
                self.count.setText(text.format(done=report.done, total=report.total))
            case TaskRefused():
                self.failed.emit(report.text)

    def _on_slot_ended(self) -> None:
        self.bar.setRange(0, 1)
        self.bar.setValue(0)
        self.show_what_can_be_done()
        self.ended.emit()

    def _choose(self) -> None:
        path = QFileDialog.getExistingDirectory(self, _("Open Folder"))
        if path:
            self.open(Path(path))

    def _export(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(
            self, _("Export Table"), "predictions.csv", _("CSV files (*.csv)")
        )
        if path:
            table = self.table.as_csv()
            self._background.run(
                lambda: write_file(Path(path), table.encode()),
                lambda _done: self.told.emit(_("Saved {file}").format(file=Path(path).name)),
                failed=lambda error: self.failed.emit(str(error)),
            )
