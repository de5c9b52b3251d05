"""Reads and fetches the data set of the project, and says meanwhile how far it is."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction

from cnnstudio.data import catalog
from cnnstudio.data.choice import DataChoice
from cnnstudio.data.dataset import Statistics, statistics
from cnnstudio.errors import InvalidFileError, NotDownloadedError, StudioError
from cnnstudio.text import _, plural
from cnnstudio.ui.data.choosing import loaded_shape
from cnnstudio.ui.data.loaded import LoadedData, Wanted, load
from cnnstudio.ui.data.source_list import megabytes
from cnnstudio.ui.data.state_pane import StatePane
from cnnstudio.ui.data.task import Task
from cnnstudio.ui.document import Document

# What is read faster than this replaces what is shown without a word.
_PATIENCE_MS = 200


class Loading(QObject):
    """Follows the document while it is wanted: `wake` reads what is not there yet."""

    begun = Signal()
    """The state pane says what goes on, or why it does not."""
    loaded = Signal(LoadedData)
    statistics_known = Signal(Statistics)
    downloaded = Signal()
    judged = Signal(DataChoice, str)
    """Which choice was read, or for which reason it could not be."""

    def __init__(
        self,
        document: Document,
        pane: StatePane,
        actions: Mapping[str, QAction],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._pane = pane
        self._actions = actions
        self._wanted: Wanted | None = None
        self._has_failed = False
        self._progress = 0, 0
        self._reading = Task("read", self)
        self._fetching = Task("download", self)
        self._calculating = Task("statistics", self)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._connect()

    def wake(self, *, is_new: bool = False) -> None:
        """Read the data set of the project, unless that was tried already.

        `is_new` tries once more what has failed: files may have come meanwhile.
        """
        project = self._document.project
        wanted = Wanted(project.data, loaded_shape(project))
        if wanted != self._wanted or (is_new and self._has_failed):
            self._wanted = wanted
            self.read()

    def read(self) -> None:
        """Read the data set that is wanted, also one that was read before."""
        wanted = self._wanted
        if wanted is None:
            return
        self._has_failed = False
        self._fetching.cancel()
        self._calculating.cancel()
        self._offer(cancel=True)
        self._progress = 0, 0
        self._patience.start()
        self._reading.run(lambda progress: load(wanted, progress))

    def download(self) -> None:
        """Fetch the data set of the project, then read it."""
        name = self._document.project.data.name
        if self._fetching.is_running or name not in catalog.REMOTES:
            return
        self._offer(cancel=True)
        self._pane.show_progress(self._downloading, "", None, self._actions["data.cancel"])
        self.begun.emit()
        self._fetching.run(lambda progress: catalog.download(name, progress=progress))

    def cancel(self) -> None:
        """Stop what goes on; what has come is kept."""
        if self._fetching.is_running:
            self._fetching.cancel()
            self._say_missing(
                _("The download was stopped"),
                _("What has come is kept: the next download goes on from there."),
            )
        elif self._reading.is_running:
            self._reading.cancel()
            text = _("What was read is kept: reading goes on from there.")
            self._say(_("Reading was stopped"), text, self._actions["data.read"])

    def _connect(self) -> None:
        self._patience.timeout.connect(self._on_patience_timeout)
        self._reading.progressed.connect(self._on_reading_progressed)
        self._reading.done.connect(self._on_reading_done)
        self._reading.failed.connect(self._on_reading_failed)
        self._fetching.progressed.connect(self._on_fetching_progressed)
        self._fetching.done.connect(self._on_fetching_done)
        self._fetching.failed.connect(self._on_fetching_failed)
        self._calculating.done.connect(self.statistics_known)
        self._actions["data.cancel"].triggered.connect(self.cancel)
        self._actions["data.read"].triggered.connect(self.read)
        self._actions["data.download"].triggered.connect(self.download)
        self._offer()
        for task in (self._reading, self._fetching, self._calculating):
            self.destroyed.connect(lambda _object=None, task=task: task.cancel())

    @property
    def _title(self) -> str:
        return _(catalog.info(self._document.project.data.name).title)

    @property
    def _downloading(self) -> str:
        return _("Downloading {title} …").format(title=self._title)

    def _offer(self, *, cancel: bool = False, files: bool = False) -> None:
        """Let those actions be used that help now."""
        self._actions["data.cancel"].setEnabled(cancel)
        self._actions["data.download"].setEnabled(files)
        self._actions["data.use_files"].setEnabled(
            self._document.project.data.name in catalog.REMOTES
        )

    def _say(self, title: str, text: str, *actions: QAction) -> None:
        self._offer()
        self._pane.say(title, text, actions)
        self.begun.emit()

    def _say_missing(self, title: str, text: str) -> None:
        actions = self._actions["data.download"], self._actions["data.use_files"]
        self._say(title, text, *actions)
        self._offer(files=True)

    def _on_patience_timeout(self) -> None:
        if self._reading.is_running:
            self._show_reading()
            self.begun.emit()

    def _on_reading_progressed(self, done: int, total: int) -> None:
        self._progress = done, total
        if not self._patience.isActive():
            self._show_reading()

    def _show_reading(self) -> None:
        done, total = self._progress
        text = plural("{{done:,}} of {count:,} picture", "{{done:,}} of {count:,} pictures", total)
        self._pane.show_progress(
            _("Reading the pictures …"),
            text.format(done=done) if total else "",
            done / total if total else None,
            self._actions["data.cancel"],
        )

    def _on_reading_done(self, data: LoadedData) -> None:
        self._offer()
        self.judged.emit(data.wanted.choice, "")
        self.loaded.emit(data)
        self._calculating.run(lambda progress: statistics(data.dataset.train, progress))

    def _on_reading_failed(self, error: StudioError) -> None:
        self._has_failed = True
        if self._wanted is not None and isinstance(error, InvalidFileError):
            self.judged.emit(self._wanted.choice, str(error))
        if isinstance(error, NotDownloadedError):
            self._say_missing(self._title, str(error))
        else:
            actions = self._actions["data.read"], self._actions["data.add_folder"]
            self._say(_("The pictures cannot be read"), str(error), *actions)

    def _on_fetching_progressed(self, done: int, total: int) -> None:
        text = _("{done} of {total}").format(done=megabytes(done), total=megabytes(total))
        self._pane.show_progress(
            self._downloading, text, done / total, self._actions["data.cancel"]
        )

    def _on_fetching_done(self, _is_whole: bool) -> None:
        self.downloaded.emit()
        self.read()

    def _on_fetching_failed(self, error: StudioError) -> None:
        self._say_missing(_("The download did not succeed"), str(error))
