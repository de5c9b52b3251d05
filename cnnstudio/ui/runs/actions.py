"""The page's actions by their ids."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from cnnstudio.text import N_, _
from cnnstudio.ui.actions import explain
from cnnstudio.ui.icons import icons


@dataclass(frozen=True, slots=True)
class _Declared:
    id: str
    text: str
    tip: str
    shortcut: str = ""
    icon: str = ""
    is_checkable: bool = False


_D = _Declared

_DECLARED = (
    _D(
        "runs.open",
        N_("&Open on the Canvas"),
        N_("Put the network, the settings and the data set of this run on the canvas"),
        "Ctrl+Return",
        "ph.flow-arrow",
    ),
    _D(
        "runs.continue",
        N_("&Continue Training"),
        N_("Go on from the last checkpoint of this run for more epochs"),
        "Ctrl+Shift+Return",
        "ph.play",
    ),
    _D(
        "runs.evaluate",
        N_("E&valuate"),
        N_("See what this run confuses, and how sure it is"),
        "Ctrl+T",
        "ph.target",
    ),
    _D(
        "runs.predict",
        N_("&Predict"),
        N_("Ask this run about a drawing or a picture"),
        "Ctrl+P",
        "ph.pencil-line",
    ),
    _D("runs.rename", N_("&Rename"), N_("Give this run a name"), "F2", "ph.pencil-simple"),
    _D("runs.star", N_("&Star"), N_("Mark the chosen runs with a star"), "Ctrl+D", "ph.star"),
    _D(
        "runs.export",
        N_("&Export Model…"),
        N_("Write model.py, the weights, and the lines that load them"),
        "Ctrl+E",
        "ph.export",
    ),
    _D(
        "runs.show_folder",
        N_("Show &Folder"),
        N_("Open the folder of this run"),
        "Ctrl+Shift+O",
        "ph.folder-open",
    ),
    _D("runs.delete", N_("&Delete"), N_("Delete the chosen runs"), "Del", "ph.trash"),
    _D("runs.search", N_("Searc&h Runs"), N_("Find runs by their words"), "Ctrl+F"),
    _D(
        "runs.starred_only",
        N_("Only Starre&d Runs"),
        N_("List the runs with a star alone"),
        "Ctrl+Shift+D",
        "",
        True,
    ),
    _D(
        "runs.only_differences",
        N_("Only Di&fferences"),
        N_("Of the compared runs, list what differs alone"),
        "Ctrl+Shift+F",
        "",
        True,
    ),
    _D(
        "runs.over_epochs",
        N_("Compare over &Epochs"),
        N_("Lay compared curves over one another by epochs instead of steps"),
        "Ctrl+Shift+E",
        "",
        True,
    ),
    _D(
        "runs.log_scale",
        N_("&Logarithmic Loss"),
        N_("Show the loss on a logarithmic scale"),
        "Ctrl+Alt+L",
        "",
        True,
    ),
    _D(
        "runs.show_all",
        N_("Show &All Steps"),
        N_("Show all of the curves again"),
        "Ctrl+Alt+A",
    ),
)


def build_actions(page: QWidget) -> dict[str, QAction]:
    """Return the actions of `page`; their shortcuts work while the focus is in it."""
    actions = {declared.id: _built(declared, page) for declared in _DECLARED}
    page.addActions(list(actions.values()))
    actions["runs.only_differences"].setChecked(True)
    actions["runs.over_epochs"].setChecked(True)
    return actions


def _built(declared: _Declared, page: QWidget) -> QAction:
    action = QAction(_(declared.text), page)
    action.setObjectName(declared.id)
    action.setCheckable(declared.is_checkable)
    action.setShortcut(QKeySequence(declared.shortcut))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    explain(action, _(declared.tip))
    if declared.icon:
        icons.put(action, declared.icon)
    return action
