"""The list of shortcuts, and what this program is."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QUrl
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
from cnnstudio.ui.theme import HEADING_PX, SMALL_PX, body_font, number_font
from cnnstudio.ui.widgets.section_label import SectionLabel

_SECTIONS = {
    "file": N_("File"),
    "edit": N_("Edit"),
    "view": N_("View"),
    "network": N_("Network"),
    "kernel": N_("Kernel"),
    "picture": N_("Picture"),
    "play": N_("Playing"),
    "runs": N_("Runs"),
    "training": N_("Training"),
    "help": N_("Help"),
}


class ShortcutsDialog(QDialog):
    """Every action that has a shortcut, by menu; typing narrows the list."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Keyboard Shortcuts"))
        self.resize(520, 560)
        self._rows: list[tuple[str, tuple[QWidget, ...]]] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search actions"))
        self.search.setAccessibleName(_("Search actions"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search_changed)
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(4, 4, 12, 4)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        for section, title in _SECTIONS.items():
            self._add_section(_(title), section, actions)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 8, 12)
        layout.setSpacing(12)
        layout.addWidget(self.search)
        layout.addWidget(area, 1)

    @property
    def shown(self) -> tuple[str, ...]:
        """The names of the actions that are listed now."""
        return tuple(name for name, widgets in self._rows if not widgets[0].isHidden() and name)

    def _add_section(self, title: str, section: str, actions: Mapping[str, QAction]) -> None:
        found = [
            (plain_text(action), action.shortcut())
            for name, action in actions.items()
            if name.partition(".")[0] == section and not action.shortcut().isEmpty()
        ]
        if not found:
            return
        label = SectionLabel(title)
        label.setContentsMargins(0, 8, 0, 0)
        self._add(("", (label,)))
        for name, shortcut in found:
            keys = QLabel(shortcut.toString(QKeySequence.SequenceFormat.NativeText))
            keys.setFont(number_font(SMALL_PX))
            keys.setProperty("tone", "dim")
            self._add((name, (QLabel(name), keys)))

    def _add(self, row: tuple[str, tuple[QWidget, ...]]) -> None:
        line = self._grid.rowCount()
        for column, widget in enumerate(row[1]):
            self._grid.addWidget(widget, line, column)
        self._rows.append(row)

    def _on_search_changed(self, text: str) -> None:
        wanted = text.casefold()
        for name, widgets in self._rows:
            for widget in widgets:
                widget.setVisible(wanted in name.casefold() if name else not wanted)


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


def connect_help(actions: Mapping[str, QAction], window: QWidget) -> None:
    """Let the actions of the Help menu open their dialogs."""
    actions["help.shortcuts"].triggered.connect(lambda: ShortcutsDialog(actions, window).exec())
    actions["help.about"].triggered.connect(lambda: AboutDialog(window).exec())
    actions["help.log"].triggered.connect(
        lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_path())))
    )
