"""The help on blocks: a list of all kinds, and a page on the one in question."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from cnnstudio.network.catalog import KINDS
from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.ui.designer.designer import Designer
from cnnstudio.ui.designer.help_page import HelpPage
from cnnstudio.ui.designer.kind_list import KindList

_SIZE_PX, _LIST_PX = (700, 640), 190
_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class BlockHelp(QDialog):
    """Stays open beside the canvas and follows its selection; Escape closes it."""

    def __init__(self, designer: Designer, parent: QWidget) -> None:
        super().__init__(parent)
        self._designer = designer
        self._block: str | None = None
        self.setWindowTitle(_("Blocks"))
        self.resize(*_SIZE_PX)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search blocks"))
        self.search.setAccessibleName(_("Search blocks to read about"))
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.kinds = KindList()
        self.kinds.setDragEnabled(False)
        self.page = HelpPage()
        left = QVBoxLayout()
        left.setContentsMargins(12, 12, 4, 4)
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.kinds, 1)
        self.search.setFixedWidth(_LIST_PX)
        self.kinds.setFixedWidth(_LIST_PX)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left)
        layout.addWidget(self.page, 1)
        self.search.textChanged.connect(self._on_search_text_changed)
        self.kinds.itemSelectionChanged.connect(self._on_kinds_selection_changed)
        designer.selection.changed.connect(self._on_designer_selection_changed)
        designer.document.changed.connect(self._on_document_changed)

    def ask(self) -> None:
        """Show the help on what the person is at: a kind in a list, a block, or the first kind."""
        self.search.clear()
        self._show(_kind_in_question(self._designer), _block_in_question(self._designer))
        self.show()
        self.activateWindow()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search field walk through the list."""
        if not isValid(self):
            return False  # the window is being taken apart
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() in _TO_LIST:
            self.kinds.keyPressEvent(event)
            return True
        return False

    def _show(self, kind: str | None, block: str | None) -> None:
        self._block = block if kind is None else None
        if self._block is not None:
            self.page.show_block(self._designer.document.design, self._block)
        else:
            self.page.show_kind(kind or next(iter(KINDS)))
        self.kinds.mark(self.page.kind)

    def _on_search_text_changed(self, text: str) -> None:
        self.kinds.filter(text)

    def _on_kinds_selection_changed(self) -> None:
        kind = self.kinds.current()
        if kind is not None and kind != self.page.kind:
            self._show(kind, None)

    def _on_designer_selection_changed(self) -> None:
        block = _block_in_question(self._designer)
        if self.isVisible() and block is not None:
            self._show(None, block)

    def _on_document_changed(self, old: Design, new: Design) -> None:
        is_same = new.report is old.report and new.project.training == old.project.training
        if not self.isVisible() or self._block is None or is_same:
            return
        if self._block in new.report.blocks:
            self.page.show_block(new, self._block)
        else:
            self._block = None


def _kind_in_question(designer: Designer) -> str | None:
    """Return the kind that is marked in the list that has the keyboard."""
    popup, palette = designer.canvas.search.popup, designer.palette
    if popup.isVisible():
        return popup.kinds.current()
    if palette.search.hasFocus() or palette.kinds.hasFocus():
        return palette.kinds.current()
    return None


def _block_in_question(designer: Designer) -> str | None:
    blocks = designer.selection.blocks
    known = designer.document.design.report.blocks
    return blocks[-1] if blocks and blocks[-1] in known else None
