"""Which trained network is looked at: the last one of this window, or any that was kept."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from cnnstudio.text import _
from cnnstudio.training.run_list import RunEntry
from cnnstudio.ui.runs import words
from cnnstudio.ui.runs.library import RunLibrary
from cnnstudio.ui.training.session import TrainingSession

_WIDTH_PX = 260


class RunChoice(QComboBox):
    """Lists the runs that left weights, the newest first; `chosen` carries a folder or None."""

    chosen = Signal(object)

    def __init__(
        self, library: RunLibrary, session: TrainingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._session = session
        self._shown: list[tuple[str, Path]] = []
        self._is_kept = False
        self._awaited: Path | None = None
        self.setAccessibleName(_("Run"))
        self.setToolTip(_("The run whose weights are used"))
        self.setFixedWidth(_WIDTH_PX)
        self.setMaxVisibleItems(16)
        library.changed.connect(self._show)
        session.changed.connect(lambda _status: self._show())
        self.activated.connect(self._on_activated)
        self._show()

    @property
    def folder(self) -> Path | None:
        """The folder of the run that is chosen."""
        index = self.currentIndex()
        return self._shown[index][1] if 0 <= index < len(self._shown) else None

    def choose(self, folder: Path) -> None:
        """Choose a run, as soon as it is listed."""
        self._awaited = folder
        places = [place for place, (_text, each) in enumerate(self._shown) if each == folder]
        if places:
            self.setCurrentIndex(places[0])
            self._on_activated()

    def _on_activated(self, _index: int = 0) -> None:
        self._awaited = None
        self._is_kept = self.currentIndex() > 0
        self.chosen.emit(self.folder)

    def _show(self) -> None:
        """List the runs anew; the choice stays where it was made by hand."""
        wanted = self._wanted()
        if wanted == self._shown:
            return
        before = self.folder
        self._shown = wanted
        folders = [folder for _text, folder in wanted]
        with QSignalBlocker(self):
            self.clear()
            self.addItems([text for text, _folder in wanted])
            for place, (text, _folder) in enumerate(wanted):
                self.setItemData(place, text, Qt.ItemDataRole.ToolTipRole)
            is_kept = self._is_kept and before is not None and before in folders
            place = folders.index(before) if is_kept and before else min(0, len(folders) - 1)
            self.setCurrentIndex(place)
        if self._awaited is not None and self._awaited in folders:
            self.choose(self._awaited)
        elif self.folder != before:
            self.chosen.emit(self.folder)

    def _wanted(self) -> list[tuple[str, Path]]:
        last = self._session.folder
        entries = sorted(self._library.entries.values(), key=lambda each: each.started)
        listed = [
            (_title(entry), entry.folder)
            for entry in reversed(entries)
            if entry.record is not None and entry.has_checkpoint and entry.folder != last
        ]
        if last is None:
            return listed
        text = _("This window’s run") if self._session.is_active else _("Last run of this window")
        return [(text, last), *listed]


def _title(entry: RunEntry) -> str:
    return _("{name} · {time}").format(
        name=entry.name, time=words.moment_text(words.started_at(entry))
    )
