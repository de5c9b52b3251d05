"""The list of shortcuts, and what this program is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

import cnnstudio
from cnnstudio import paths
from cnnstudio.text import N_, _
from cnnstudio.ui.actions import plain_text
from cnnstudio.ui.log_file import log_path
from cnnstudio.ui.pages import PAGES
from cnnstudio.ui.theme import HEADING_PX, SMALL_PX, body_font, number_font
from cnnstudio.ui.widgets.section_label import SectionLabel

if TYPE_CHECKING:
    from cnnstudio.ui.designer.block_help import BlockHelp
    from cnnstudio.ui.main_window import MainWindow

_SECTIONS = {
    "file": N_("File"),
    "edit": N_("Edit"),
    "view": N_("View"),
    "network": N_("Network"),
    "training": N_("Training"),
    **{page.menu[0]: page.menu[1] for page in PAGES if page.menu is not None},
    "picture": N_("Picture"),
    "play": N_("Playing"),
    "help": N_("Help"),
}
_CANVAS = N_("On the canvas")
_CANVAS_KEYS = (
    (N_("Add a block by its name"), N_("Space")),
    (N_("Go to the next block, to the one before"), N_("Tab, Shift+Tab")),
    (
        N_("Go to the block that stands there, add it to the selection"),
        N_("Alt+Arrows, with Shift"),
    ),
    (N_("Go along the wire to the next block, to the one before"), N_("Page Down, Page Up")),
    (N_("Go to the first block, to the last one"), N_("Home, End")),
    (N_("Aim a wire, draw it, in the place of another"), N_("Tab, Enter, Shift+Enter")),
    (N_("Move the selected blocks, or the view"), N_("Arrows")),
    (N_("Move the selected blocks by one pixel"), N_("Shift+Arrows")),
    (N_("Change the parameters of the selected block"), N_("Enter")),
    (N_("Break off, or select nothing"), N_("Escape")),
    (N_("Add a block and go on with the chain"), N_("Shift+Enter")),
    (N_("Select one more block, or one less"), N_("Ctrl+click")),
    (N_("Move blocks without resting in line with others"), N_("Ctrl+drag")),
    (N_("Put a wire in the place of another"), N_("Shift+drag")),
    (N_("Move the view"), N_("Space+drag")),
    (N_("Zoom to the pointer"), N_("Wheel")),
)
_GRID = N_("On the grid of a kernel")
_GRID_KEYS = (
    (N_("Go to another cell"), N_("Arrows")),
    (N_("Type over the cell: a number, 1/9, -sqrt(2)"), N_("Digits, Enter")),
    (N_("One step up or down, a tenth with Ctrl, ten with Shift"), N_("Page Up, Page Down")),
    (N_("The same for the cell under the pointer"), N_("Wheel, drag")),
    (N_("Paint the brush's value over cells"), N_("Ctrl+Shift+drag")),
    (N_("Set the cell to 0"), N_("Delete")),
    (N_("Copy the kernel, paste one from text"), N_("Ctrl+C, Ctrl+V")),
    (N_("Give a weight back while dragging"), N_("Escape")),
)
_GESTURES = {"network": (_CANVAS, _CANVAS_KEYS), "kernel": (_GRID, _GRID_KEYS)}
"""Keys and gestures that no action has, by the section that they follow."""


class ShortcutsDialog(QDialog):
    """Every action that has a shortcut, by menu, and the keys of the canvas.

    Typing narrows the list, by words or by keys.
    """

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard Shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 560)
        self._rows: list[_Row] = []
        self._grid = QGridLayout()
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search actions or keys"))
        self.search.setAccessibleName(_("Search actions or keys"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search_changed)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 8, 12)
        layout.setSpacing(12)
        layout.addWidget(self.search)
        layout.addWidget(self._area, 1)
        self.list_actions(actions)

    def list_actions(self, actions: Mapping[str, QAction]) -> None:
        """List these actions; what is searched for stays."""
        content = QWidget()
        self._rows = []
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(4, 4, 12, 4)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        for title, lines in _listed(actions):
            self._add_section(title, lines)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        bar_px = self._area.verticalScrollBar().sizeHint().width()
        self._area.setMinimumWidth(content.sizeHint().width() + bar_px)
        self._on_search_changed(self.search.text())
        self._area.setWidget(content)

    @property
    def shown(self) -> tuple[str, ...]:
        """The names of the actions that are listed now."""
        return tuple(row.name for row in self._rows if row.keys and not row.widgets[0].isHidden())

    def _add_section(self, title: str, lines: Sequence[tuple[str, str]]) -> None:
        label = SectionLabel(title)
        label.setContentsMargins(0, 8, 0, 0)
        self._add(_Row(title, "", (label,)))
        for name, keys in lines:
            shown = QLabel(keys)
            shown.setFont(number_font(SMALL_PX))
            shown.setProperty("tone", "dim")
            self._add(_Row(name, keys, (QLabel(name), shown)))

    def _add(self, row: "_Row") -> None:
        line = self._grid.rowCount()
        for column, widget in enumerate(row.widgets):
            self._grid.addWidget(widget, line, column)
        self._rows.append(row)

    def _on_search_changed(self, text: str) -> None:
        words = text.casefold().split()
        for row in self._rows:
            found = f"{row.name} {row.keys}".casefold()
            fits = all(word in found for word in words) if row.keys else not words
            for widget in row.widgets:
                widget.setVisible(fits)


@dataclass(frozen=True, slots=True)
class _Row:
    """A section's title, or an action and its keys."""

    name: str
    keys: str
    widgets: tuple[QWidget, ...]


def _listed(actions: Mapping[str, QAction]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield each section's title with its actions and their keys."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, action in actions.items():
        if not action.shortcut().isEmpty():
            line = (plain_text(action), _keys(action))
            found.setdefault(name.partition(".")[0], []).append(line)
    for section in (*_SECTIONS, *(name for name in found if name not in _SECTIONS)):
        if section in found:
            yield _(_SECTIONS.get(section, section)).replace("&", ""), found[section]
        if section in _GESTURES:
            title, lines = _GESTURES[section]
            yield _(title), [(_(text), _(keys)) for text, keys in lines]


def _keys(action: QAction) -> str:
    form = QKeySequence.SequenceFormat.NativeText
    return ", ".join(keys.toString(form) for keys in action.shortcuts())


class AboutDialog(QDialog):
    """Name, version, license, and where the program keeps its files."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About CNN Studio"))
        title = QLabel("CNN Studio")
        title.setFont(body_font(HEADING_PX + 5, bold=True))
        text = QLabel(
            _(
                "Build, see and train convolutional networks in one window.\n\n"
                "Version {version} · MIT license\n\n"
                "Runs: {runs}\nSettings: {settings}\nLog: {log}"
            ).format(
                version=cnnstudio.__version__,
                runs=paths.runs_folder(),
                settings=paths.settings_folder(),
                log=log_path(),
            )
        )
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setProperty("tone", "dim")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        for widget in (title, text, buttons):
            layout.addWidget(widget)


class Help(QObject):
    """Lets the actions of the Help menu open their dialogs."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.blocks: BlockHelp | None = None
        actions = window.actions_by_id
        actions["help.block"].triggered.connect(self._explain_block)
        actions["help.shortcuts"].triggered.connect(self._list_shortcuts)
        actions["help.about"].triggered.connect(lambda: AboutDialog(window).exec())
        actions["help.log"].triggered.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_path())))
        )

    def _explain_block(self) -> None:
        if self.blocks is None:
            from cnnstudio.ui.designer.block_help import BlockHelp

            self.blocks = BlockHelp(self._window.designer, self._window)
        self.blocks.ask()

    def _list_shortcuts(self) -> None:
        dialog = ShortcutsDialog(self._window.actions_by_id, self._window)
        dialog.open()
        QTimer.singleShot(0, dialog, lambda: self._complete(dialog))

    def _complete(self, dialog: ShortcutsDialog) -> None:
        """Add the actions of pages that nobody has opened yet, a page at a time."""
        if self._window.pages.build_next():
            dialog.list_actions(self._window.actions_by_id)
            QTimer.singleShot(0, dialog, lambda: self._complete(dialog))
