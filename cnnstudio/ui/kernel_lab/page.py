"""The Kernels page: presets, pictures before and after, the kernel, and a pixel explained."""

from PySide6.QtCore import QByteArray, QDataStream, QIODevice, Qt, QTimer
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QWidget

from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.ui.document import Document
from cnnstudio.ui.kernel_lab.actions import build_actions, connect_turns
from cnnstudio.ui.kernel_lab.edits import Edits
from cnnstudio.ui.kernel_lab.entries import Entry
from cnnstudio.ui.kernel_lab.inspector import USUAL_WIDTH_PX as INSPECTOR_PX
from cnnstudio.ui.kernel_lab.inspector import Inspector
from cnnstudio.ui.kernel_lab.kernel_list import USUAL_WIDTH_PX as KERNELS_PX
from cnnstudio.ui.kernel_lab.kernel_list import KernelList
from cnnstudio.ui.kernel_lab.live_filter import LiveFilter
from cnnstudio.ui.kernel_lab.picture_area import PictureArea
from cnnstudio.ui.kernel_lab.probe import Probe
from cnnstudio.ui.kernel_lab.probe_panel import ProbePanel
from cnnstudio.ui.kernel_lab.rendering import Rendering
from cnnstudio.ui.theme import themes

_PROBE_PX = 164
_REST_MS = 16
"""All but the result waits so long for it: painting the fields meanwhile would slow it down."""
_STATE_VERSION = 2


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
        self.probe_panel = ProbePanel()
        self.live = LiveFilter(self)
        self.probe = Probe(self.pictures.canvas, self.probe_panel)
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
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The keys act on the kernel, not on the first field, which is the search.
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.setFocus()

    @property
    def panes(self) -> tuple[QSplitter, QSplitter]:
        """What lies side by side, and in the middle of that one below the other."""
        return self._across, self._down

    def _lay_out(self) -> None:
        self._down = _splitter(Qt.Orientation.Vertical, self.pictures, self.probe_panel)
        self._down.setSizes([600, _PROBE_PX])
        self._down.setStretchFactor(0, 1)
        self._across = _splitter(
            Qt.Orientation.Horizontal, self.presets, self._down, self.inspector
        )
        self._across.setSizes([KERNELS_PX, 800, INSPECTOR_PX])
        self._across.setStretchFactor(1, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._across)
        self.setAccessibleName(_("Kernels"))
        self.setFocusProxy(self.inspector.kernel.grid)

    def _connect(self) -> None:
        self._document.changed.connect(self._on_document_changed)
        themes.changed.connect(self._show_live)
        self.presets.chosen.connect(self._on_entry_chosen)
        self.actions["kernel.search"].triggered.connect(self.presets.search.setFocus)
        self.pictures.wanted.connect(self.live.open)
        self._rest.timeout.connect(self._show_rest)
        self.live.rendered.connect(self.pictures.show_rendering)
        self.live.rendered.connect(self._on_live_rendered)
        thumbnails = self.live.thumbnails
        thumbnails.made.connect(self.presets.show_thumbnail)
        self.presets.entries_changed.connect(thumbnails.show_entries)
        thumbnails.show_entries(self.presets.entries)
        self.live.failed.connect(self.pictures.complain)
        self.live.opened.connect(self.edits.show_picture)

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if new.project.kernels != old.project.kernels:
            self._show_live()
            self.inspector.kernel.hold_kernel(new.project.kernels.kernel)
            if not self._rest.isActive():
                self._rest.start()

    def _on_live_rendered(self, rendering: Rendering) -> None:
        self._show_rest()
        self.inspector.show_picture(is_grey=rendering.request.picture.image.ndim == 2)
        self.probe.show_rendering(rendering)

    def _on_entry_chosen(self, entry: Entry, gesture: str) -> None:
        self.edits.use_kernel(entry.title, entry.kernel, gesture)

    def _show_rest(self) -> None:
        self._rest.stop()
        state = self._document.project.kernels
        self.inspector.show_state(state)
        self.presets.show_kernel(state.kernel)
        self.pictures.show_state(state)

    def _show_live(self) -> None:
        self.live.show(self._document.project.kernels, self.pictures.canvas.visible)
        self.pictures.expect_rendering()


def _splitter(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(1)
    splitter.setChildrenCollapsible(False)
    for part in parts:
        splitter.addWidget(part)
    return splitter
