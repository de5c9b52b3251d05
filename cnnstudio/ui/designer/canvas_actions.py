"""The actions of the canvas by their ids; their shortcuts work while it has the focus."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from cnnstudio.text import N_, _
from cnnstudio.ui.actions import ActionDescription, page_actions
from cnnstudio.ui.designer.aligning import DESCRIPTIONS as ALIGNMENTS
from cnnstudio.ui.designer.arranging import DESCRIPTIONS as LAYOUTS
from cnnstudio.ui.designer.finding import DESCRIPTIONS as FINDING
from cnnstudio.ui.designer.repairing import DESCRIPTIONS as REPAIRS
from cnnstudio.ui.designer.wiring import DESCRIPTIONS as WIRINGS

_A = ActionDescription

DESCRIPTIONS: tuple[ActionDescription, ...] = (
    _A("edit.cut", N_("Cu&t"), N_("Move the selected blocks to the clipboard"), "Ctrl+X"),
    _A("edit.copy", N_("&Copy"), N_("Copy the selected blocks as text"), "Ctrl+C"),
    _A("edit.paste", N_("&Paste"), N_("Add the copied blocks at the pointer"), "Ctrl+V"),
    _A(
        "edit.duplicate",
        N_("D&uplicate"),
        N_("Add copies of the selected blocks, wired as they are"),
        "Ctrl+D",
    ),
    _A(
        "edit.delete",
        N_("&Delete"),
        N_("Delete what is selected; the chain is joined again"),
        "Del",
    ),
    _A("edit.rename", N_("&Rename"), N_("Give the selected block a name"), "F2"),
    _A(
        "edit.bypass",
        N_("&Bypass"),
        N_("Pass the input on as if the selected blocks were not there, or no longer"),
        "B",
    ),
    _A("edit.select_all", N_("Select &All"), N_("Select every block"), "Ctrl+A"),
    *FINDING,
    _A("view.zoom_in", N_("Zoom &In"), N_("Show the network larger"), "Ctrl++"),
    _A("view.zoom_out", N_("Zoom &Out"), N_("Show the network smaller"), "Ctrl+-"),
    _A("view.zoom_reset", N_("&Actual Size"), N_("Show the network at 100 %"), "Ctrl+0"),
    _A("view.zoom_fit", N_("Zoom to &Fit"), N_("Show the whole network"), "Ctrl+Shift+F"),
    _A("view.zoom_selection", N_("Zoom to &Selection"), N_("Show what is selected"), "Z"),
    _A("network.add", N_("A&dd Block…"), N_("Add a block by its name"), "/"),
    *WIRINGS,
    *LAYOUTS,
    *REPAIRS,
    *ALIGNMENTS,
)
_OTHER_KEYS = {"edit.delete": "Backspace", "view.zoom_in": "Ctrl+="}


_IN_CONTEXT = (
    ("edit.cut", "edit.copy", "edit.paste", "edit.duplicate", "edit.delete"),
    ("edit.rename", "edit.bypass"),
    ("network.connect", "network.move_start", "network.select_wire"),
    ("network.add", "edit.select_all"),
    tuple(each.id for each in LAYOUTS),
    ("view.zoom_fit", "view.zoom_selection"),
)


def context_menu(canvas: QWidget, actions: Mapping[str, QAction]) -> QMenu:
    """Return a menu of what can be done with what is selected, in groups."""
    menu = QMenu(canvas)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for names in _IN_CONTEXT:
        menu.addActions([actions[name] for name in names if actions[name].isEnabled()])
        menu.addSeparator()
    lines = [actions[each.id] for each in ALIGNMENTS if actions[each.id].isEnabled()]
    if lines:
        menu.addMenu(_("A&lign")).addActions(lines)
    return menu


def built_actions(canvas: QWidget, doings: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """Return the actions by id; each does what `doings` says."""
    actions = page_actions(DESCRIPTIONS, canvas)
    for name, key in _OTHER_KEYS.items():
        actions[name].setShortcuts([actions[name].shortcut(), QKeySequence(key)])
    for name, action in actions.items():
        action.triggered.connect(lambda _is_checked, do=doings[name]: do())
    return actions
