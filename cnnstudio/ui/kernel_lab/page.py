"""The Kernels page: presets, pictures before and after, the kernel, and a pixel explained."""

import msgspec
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QSplitter, QWidget

from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.ui.document import Document
from cnnstudio.ui.kernel_lab.actions import build_actions, connect_turns
from cnnstudio.ui.kernel_lab.edits import Edits
from cnnstudio.ui.kernel_lab.entries import Group
from cnnstudio.ui.kernel_lab.inspector import USUAL_WIDTH_PX as INSPECTOR_PX
from cnnstudio.ui.kernel_lab.inspector import Inspector
from cnnstudio.ui.kernel_lab.kernel_desk import KernelDesk
from cnnstudio.ui.kernel_lab.kernel_list import USUAL_WIDTH_PX as KERNELS_PX
from cnnstudio.ui.kernel_lab.kernel_list import KernelList
from cnnstudio.ui.kernel_lab.live_filter import LiveFilter
from cnnstudio.ui.kernel_lab.measuring import Measuring
from cnnstudio.ui.kernel_lab.menu import fill_menu
from cnnstudio.ui.kernel_lab.modes import Mode, ModeParts
from cnnstudio.ui.kernel_lab.picture_area import PictureArea
from cnnstudio.ui.kernel_lab.picture_desk import PictureDesk
from cnnstudio.ui.kernel_lab.player import Player
from cnnstudio.ui.kernel_lab.playing import Playing
from cnnstudio.ui.kernel_lab.probe import Probe
from cnnstudio.ui.kernel_lab.probe_panel import ProbePanel
from cnnstudio.ui.kernel_lab.rendering import Rendering
from cnnstudio.ui.kernel_lab.worksheet.numbers_mode import NumbersMode
from cnnstudio.ui.theme import themes

_PROBE_PX = 164
_REST_MS = 16
"""All but the result waits so long for it: painting the fields meanwhile would slow it down."""
_STATE_VERSION = 5


class KernelLab(QWidget):
    """Shows the kernels of `document`; everything changed here is a step of its undo."""

    actions: dict[str, QAction]  # type: ignore[assignment]  # shadows a list nobody asks for

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.edits = Edits(document, self)
        self.actions = build_actions(self)
        connect_turns(self.actions, self.edits)
        self.presets = KernelList()
        self.pictures = PictureArea(self.edits, self.actions)
        self.inspector = Inspector(self.edits, self.actions)
        self.desk = KernelDesk(self.edits, self.actions, self.presets, self.pictures.notice, self)
        self.desk.attend(self.inspector.kernel.grid)
        self.probe_panel = ProbePanel()
        self.live = LiveFilter(self)
        self.measuring = Measuring(self)
        self.picture_desk = PictureDesk(self.edits, self.actions, self)
        self.probe = Probe(self.pictures.canvas, self.probe_panel)
        self.parts = ModeParts()
        self.numbers: NumbersMode | None = None
        self.playing = Playing(self.actions, lambda: self.player, self)
        self.playing.watch(self.pictures.play.player)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._lay_out()
        self._connect()
        self._show_live()
        self._show_rest()

    def saveState(self) -> QByteArray:
        """Return the sizes of the panes and what is folded away, for `restoreState`."""
        state = QByteArray()
        stream = QDataStream(state, QIODevice.OpenModeFlag.WriteOnly)
        stream.writeInt32(_STATE_VERSION)
        for splitter in self.panes:
            stream << splitter.saveState()
        stream << self.inspector.saveState()
        stream.writeInt32(self.parts.mode.value)
        stream.writeQString(self.presets.group)
        for folder in (self.picture_desk.open_folder, self.picture_desk.save_folder):
            stream.writeQString(folder)
        return state

    def restoreState(self, state: QByteArray) -> bool:
        """Show the page as it was; return whether `state` was one of `saveState`."""
        stream = QDataStream(state)
        if state.isEmpty() or stream.readInt32() != _STATE_VERSION:
            return False
        for splitter in self.panes:
            sizes = QByteArray()
            stream >> sizes
            splitter.restoreState(sizes)
        folded = QByteArray()
        stream >> folded
        self.inspector.restoreState(folded)
        self.show_mode(Mode(stream.readInt32()))
        self.presets.show_group(Group(stream.readQString()))
        self.picture_desk.open_folder = stream.readQString()
        self.picture_desk.save_folder = stream.readQString()
        return True

    def fill_menu(self, menu: QMenu) -> None:
        """Put the page's actions into its menu."""
        fill_menu(menu, self.actions)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.desk.kept.load()  # the command line may have kept others
        # The keys act on the kernel, not on the first field, which is the search.
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.setFocus()

    def show_mode(self, mode: Mode) -> None:
        """Show pictures or numbers; what numbers need is built when they are first wanted."""
        if mode is self.parts.mode:
            return
        if mode is Mode.NUMBERS and self.numbers is None:
            self.numbers = NumbersMode(self._document, self.actions, self)
            self.parts.add_mode(self.numbers.examples, self.numbers.centre, self.numbers.inspector)
            self.playing.watch(self.numbers.player)
        self.parts.show_mode(mode)
        self.playing.show()
        shown = self.numbers if mode is Mode.NUMBERS else None
        self.setFocusProxy(shown.view if shown else self.inspector.kernel.grid)
        if not self.parts.switch.hasFocus():
            self.setFocus()

    @property
    def player(self) -> Player:
        """What plays in the mode that is shown."""
        if self.numbers is not None and self.parts.mode is Mode.NUMBERS:
            return self.numbers.player
        return self.pictures.play.player

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on the keys that no field, button or grid has taken."""
        if event.key() == Qt.Key.Key_Space:
            self.actions["play.toggle"].trigger()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.actions["picture.copy"].trigger()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.actions["picture.paste"].trigger()
        elif event.key() == Qt.Key.Key_Escape and self.player.position is not None:
            self.actions["play.stop"].trigger()
        else:
            super().keyPressEvent(event)

    @property
    def panes(self) -> tuple[QSplitter, QSplitter]:
        """What lies side by side, and in the middle of that one below the other."""
        return self.parts, self._down

    def _lay_out(self) -> None:
        self._down = _splitter(Qt.Orientation.Vertical, self.pictures, self.probe_panel)
        self._down.setSizes([600, _PROBE_PX])
        self._down.setStretchFactor(0, 1)
        self.parts.add_mode(self.presets, self._down, self.inspector)
        self.parts.setSizes([KERNELS_PX, 800, INSPECTOR_PX])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.parts)
        self.setAccessibleName(_("Kernels"))
        self.setFocusProxy(self.inspector.kernel.grid)

    def _connect(self) -> None:
        self._document.changed.connect(self._on_document_changed)
        self.parts.switch.chosen.connect(self.show_mode)
        themes.changed.connect(self._show_live)
        self.actions["kernel.numbers"].triggered.connect(self._on_numbers_triggered)
        self.actions["kernel.search"].triggered.connect(self.presets.search.setFocus)
        self.pictures.wanted.connect(self.live.open)
        self.picture_desk.wanted.connect(self.pictures.want)
        self.picture_desk.said.connect(self.pictures.say)
        self.picture_desk.saving.connect(self.pictures.say)
        self.picture_desk.failed.connect(self.pictures.complain)
        self.pictures.dropped.connect(self.picture_desk.take)
        self.pictures.picture_menu.data_sets.chosen.connect(self.picture_desk.open_example)
        self.live.rendered.connect(self.picture_desk.show_rendering)
        self._rest.timeout.connect(self._show_rest)
        self.live.rendered.connect(self.pictures.show_rendering)
        self.live.rendered.connect(self._on_live_rendered)
        self.live.rendered.connect(self.measuring.show_rendering)
        self.measuring.measured.connect(self.pictures.show_measured)
        thumbnails = self.live.thumbnails
        thumbnails.made.connect(self.presets.show_thumbnail)
        self.presets.entries_changed.connect(thumbnails.show_entries)
        thumbnails.show_entries(self.presets.entries)
        self.live.failed.connect(self.pictures.complain)
        self.live.opened.connect(self.edits.show_picture)

    def _on_document_changed(self, old: Design, new: Design) -> None:
        before, after = old.project.kernels, new.project.kernels
        is_other_sheet = after.worksheet != before.worksheet
        is_other_picture = after != msgspec.structs.replace(before, worksheet=after.worksheet)
        if is_other_sheet != is_other_picture:  # undo leads to what it changes
            self.show_mode(Mode.NUMBERS if is_other_sheet else Mode.PICTURES)
        if is_other_sheet and self.numbers is not None:
            self.numbers.show_sheet(after.worksheet)
        if is_other_picture:
            self._show_live()
            self.inspector.kernel.hold_kernel(after.kernel)
            if not self._rest.isActive():
                self._rest.start()

    def _on_numbers_triggered(self) -> None:
        is_numbers = self.parts.mode is Mode.NUMBERS
        self.show_mode(Mode.PICTURES if is_numbers else Mode.NUMBERS)

    def _on_live_rendered(self, rendering: Rendering) -> None:
        self._show_rest()
        self.inspector.show_picture(is_grey=rendering.request.picture.image.ndim == 2)
        self.desk.show_rendering(rendering)
        self.probe.show_rendering(rendering)

    def _show_rest(self) -> None:
        self._rest.stop()
        state = self._document.project.kernels
        self.inspector.show_state(state)
        self.desk.show_kernel()
        self.pictures.show_state(state)

    def _show_live(self) -> None:
        canvas = self.pictures.canvas
        self.live.show(self._document.project.kernels, canvas.visible, scale=canvas.scale)
        self.pictures.expect_rendering()


def _splitter(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for part in parts:
        splitter.addWidget(part)
    return splitter
