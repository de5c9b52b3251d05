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


_D = _Declared

_DECLARED = (
    _D(
        "data.add_folder",
        N_("A&dd Folder…"),
        N_("Learn from a folder of your own pictures"),
        "Ctrl+Shift+O",
        "ph.folder-plus",
    ),
    _D(
        "data.forget_folder",
        N_("&Remove Folder From List"),
        N_("Take this folder out of the list; its pictures stay where they are"),
    ),
    _D("data.download", N_("&Download"), N_("Fetch this data set, or go on with it"), "Ctrl+D"),
    _D(
        "data.use_files",
        N_("&Use Files From a Folder…"),
        N_("Use the files of this data set where they are already"),
    ),
    _D("data.read", N_("Read A&gain"), N_("Look for new and changed pictures"), "Ctrl+R"),
    _D("data.cancel", N_("&Cancel"), N_("Stop reading or downloading; what has come is kept")),
    _D("data.search", N_("&Search Classes"), N_("Find a class by its name"), "Ctrl+F"),
    _D(
        "data.larger",
        N_("&Larger Pictures"),
        N_("Show the pictures larger"),
        "Ctrl+=",
        "ph.magnifying-glass-plus",
    ),
    _D(
        "data.smaller",
        N_("S&maller Pictures"),
        N_("Show more pictures, and smaller"),
        "Ctrl+-",
        "ph.magnifying-glass-minus",
    ),
    _D(
        "data.draw_again",
        N_("Augment &Anew"),
        N_("Draw other random numbers for the augmented pictures"),
        "Ctrl+J",
        "ph.shuffle",
    ),
    _D(
        "data.course_recipe",
        N_("Augment as the &Course Does"),
        N_("Shear 0.2, zoom 0.2, and flip horizontally"),
    ),
    _D(
        "data.copy_skipped",
        N_("C&opy List"),
        N_("Copy the files that cannot be used, with the reasons"),
        "Ctrl+Shift+C",
        "ph.copy",
    ),
    _D(
        "data.export_skipped",
        N_("&Export List…"),
        N_("Write the files that cannot be used, with the reasons, to a CSV file"),
        "Ctrl+E",
        "ph.export",
    ),
)


def build_actions(page: QWidget) -> dict[str, QAction]:
    """Return the actions of `page`; their shortcuts work while the focus is in it."""
    actions = {declared.id: _built(declared, page) for declared in _DECLARED}
    page.addActions(list(actions.values()))
    return actions


def _built(declared: _Declared, page: QWidget) -> QAction:
    action = QAction(_(declared.text), page)
    action.setObjectName(declared.id)
    action.setShortcut(QKeySequence(declared.shortcut))
    action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    explain(action, _(declared.tip))
    if declared.icon:
        icons.put(action, declared.icon)
    return action
