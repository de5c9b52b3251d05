"""The page's actions by their ids."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from cnnstudio.text import N_
from cnnstudio.ui.actions import ActionDescription, page_actions

_A = ActionDescription

_DESCRIPTIONS = (
    _A(
        "runs.open",
        N_("&Open on the Canvas"),
        N_("Put the network, the settings and the data set of this run on the canvas"),
        "Ctrl+Return",
        "ph.flow-arrow",
    ),
    _A(
        "runs.continue",
        N_("&Continue Training"),
        N_("Go on from the last checkpoint of this run for more epochs"),
        "Ctrl+Shift+Return",
        "ph.play",
    ),
    _A(
        "runs.evaluate",
        N_("E&valuate"),
        N_("See what this run confuses, and how sure it is"),
        "Ctrl+T",
        "ph.target",
    ),
    _A(
        "runs.predict",
        N_("&Predict"),
        N_("Ask this run about a drawing or a picture"),
        "Ctrl+P",
        "ph.pencil-line",
    ),
    _A("runs.rename", N_("&Rename"), N_("Give this run a name"), "F2", "ph.pencil-simple"),
    _A("runs.star", N_("&Star"), N_("Mark the chosen runs with a star"), "Ctrl+D", "ph.star"),
    _A(
        "runs.export",
        N_("&Export Model…"),
        N_("Write model.py, the weights, and the lines that load them"),
        "Ctrl+E",
        "ph.export",
    ),
    _A(
        "runs.show_folder",
        N_("Show &Folder"),
        N_("Open the folder of this run"),
        "Ctrl+Shift+O",
        "ph.folder-open",
    ),
    _A("runs.delete", N_("&Delete"), N_("Delete the chosen runs"), "Del", "ph.trash"),
    _A(
        "runs.restore_deleted",
        N_("Restore Deleted R&uns…"),
        N_("Bring back runs that were deleted in the last day"),
    ),
    _A("runs.search", N_("Searc&h Runs"), N_("Find runs by their words"), "Ctrl+F"),
    _A(
        "runs.starred_only",
        N_("Only Starre&d Runs"),
        N_("List the runs with a star alone"),
        "Ctrl+Shift+D",
        "",
        True,
    ),
    _A(
        "runs.only_differences",
        N_("Only Di&fferences"),
        N_("Of the compared runs, list what differs alone"),
        "Ctrl+Shift+F",
        "",
        True,
    ),
    _A(
        "runs.over_epochs",
        N_("Compare over &Epochs"),
        N_("Lay compared curves over one another by epochs instead of steps"),
        "Ctrl+Shift+E",
        "",
        True,
    ),
    _A(
        "runs.log_scale",
        N_("&Logarithmic Loss"),
        N_("Show the loss on a logarithmic scale"),
        "Ctrl+Alt+L",
        "",
        True,
    ),
    _A(
        "runs.show_all",
        N_("Show &All Steps"),
        N_("Show all of the curves again"),
        "Ctrl+Alt+A",
    ),
)


def build_actions(page: QWidget) -> dict[str, QAction]:
    """Return the actions of `page`; their shortcuts work while the focus is in it."""
    actions = page_actions(_DESCRIPTIONS, page)
    actions["runs.only_differences"].setChecked(True)
    actions["runs.over_epochs"].setChecked(True)
    return actions
