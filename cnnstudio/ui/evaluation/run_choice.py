"""Which trained network is looked at: the last one of this window, or any that was kept."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from cnnstudio.text import _
from cnnstudio.ui.evaluation.run_titles import distinct_titles, tip
from cnnstudio.ui.runs.library import RunLibrary
from cnnstudio.ui.training.session import TrainingSession

_WIDTH_PX = 340
_WIDEST_LIST_PX = 720
_FRAME_PX = 40
"""What the list of choices needs beside its texts."""


class _Choice(NamedTuple):
    """One line of the list."""

    text: str
    tip: str
    folder: Path


class RunChoice(QComboBox):
    """Lists the runs that left weights, the newest first; `chosen` carries a folder or None."""

    chosen = Signal(object)

    def __init__(
        self, library: RunLibrary, session: TrainingSession, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._session = session
        self._shown: list[_Choice] = []
        self._is_kept = False
        self._awaited: Path | None = None
        self._vanished: Path | None = None
        self._last = self._state()
        self.setAccessibleName(_("Run"))
        self.setFixedWidth(_WIDTH_PX)
        self.setMaxVisibleItems(16)
        library.changed.connect(self._show)
        library.looked.connect(self._on_library_looked)
        session.changed.connect(self._on_session_changed)
        self.activated.connect(self._on_activated)
        self.currentIndexChanged.connect(self._explain)
        self._show()
        self._explain()

    @property
    def folder(self) -> Path | None:
        """The folder of the run that is chosen."""
        index = self.currentIndex()
        return self._shown[index].folder if 0 <= index < len(self._shown) else None

    def choose(self, folder: Path) -> None:
        """Choose a run, as soon as it is listed."""
        self._awaited = folder
        places = [place for place, each in enumerate(self._shown) if each.folder == folder]
        if places:
            self.setCurrentIndex(places[0])
            self._on_activated()

    def showPopup(self) -> None:
        metrics = self.fontMetrics()
        widest = max((metrics.horizontalAdvance(each.text) for each in self._shown), default=0)
        wanted = max(self.width(), widest + _FRAME_PX)
        self.view().setMinimumWidth(min(wanted, _WIDEST_LIST_PX))
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a long title without its middle: name and time are at its ends."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideMiddle, room.width() - 2
        )
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def _on_activated(self, _index: int = 0) -> None:
        self._awaited = None
        self._is_kept = self.currentIndex() > 0
        self.chosen.emit(self.folder)

    def _on_session_changed(self) -> None:
        # A run reports many times a second: only another one, or its end, changes the list.
        last, self._last = self._last, self._state()
        if last != self._last:
            self._show()
            self._library.refresh()

    def _on_library_looked(self) -> None:
        """Drop the last run where it lies on the disk no more."""
        last = self._session.folder
        is_gone = not self._session.is_active and last not in self._library.entries
        self._vanished = last if is_gone else None
        self._show()

    def _state(self) -> tuple[Path | None, bool]:
        return self._session.folder, self._session.is_active

    def _explain(self) -> None:
        place = self.currentIndex()
        known = self._shown[place].tip if 0 <= place < len(self._shown) else ""
        self.setToolTip(known or _("The run whose weights are used"))

    def _show(self) -> None:
        """List the runs anew; the choice stays where it was made by hand."""
        wanted = self._wanted()
        if wanted == self._shown:
            return
        before = self.folder
        self._shown = wanted
        folders = [each.folder for each in wanted]
        with QSignalBlocker(self):
            self.clear()
            self.addItems([each.text for each in wanted])
            for place, each in enumerate(wanted):
                self.setItemData(place, each.tip, Qt.ItemDataRole.ToolTipRole)
            is_kept = self._is_kept and before is not None and before in folders
            place = folders.index(before) if is_kept and before else min(0, len(folders) - 1)
            self.setCurrentIndex(place)
        self._explain()
        if self._awaited is not None and self._awaited in folders:
            self.choose(self._awaited)
        elif self.folder != before:
            self.chosen.emit(self.folder)

    def _wanted(self) -> list[_Choice]:
        last = self._session.folder
        if last == self._vanished and not self._session.is_active:
            last = None
        entries = [
            entry
            for entry in self._library.entries.values()
            if entry.folder == last or (entry.record is not None and entry.has_checkpoint)
        ]
        entries.sort(key=lambda entry: (entry.folder == last, entry.started), reverse=True)
        titles = distinct_titles(entries, datetime.now().astimezone())
        choices = [
            _Choice(title, tip(entry, title), entry.folder)
            for entry, title in zip(entries, titles, strict=True)
        ]
        if last is None:
            return choices
        if not entries or entries[0].folder != last:  # not found on the disk yet
            choices.insert(0, _Choice(self._session.status.title or last.name, str(last), last))
        choices[0] = choices[0]._replace(text=self._marked(choices[0].text))
        return choices

    def _marked(self, title: str) -> str:
        """Return the title of this window's run, with what it is."""
        if self._session.is_active:
            return _("{title} · running now").format(title=title)
        return _("{title} · last run here").format(title=title)
