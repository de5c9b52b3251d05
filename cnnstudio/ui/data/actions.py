"""The page's actions by their ids."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from cnnstudio.text import N_
from cnnstudio.ui.actions import ActionDescription, page_actions

_A = ActionDescription

_DESCRIPTIONS = (
    _A(
        "data.add_folder",
        N_("A&dd Folder…"),
        N_("Learn from a folder of your own pictures"),
        "Ctrl+Shift+O",
        "ph.folder-plus",
    ),
    _A(
        "data.forget_folder",
        N_("&Remove Folder From List"),
        N_("Take this folder out of the list; its pictures stay where they are"),
    ),
    _A("data.download", N_("&Download"), N_("Fetch this data set, or go on with it"), "Ctrl+D"),
    _A(
        "data.use_files",
        N_("&Use Files From a Folder…"),
        N_("Use the files of this data set where they are already"),
    ),
    _A("data.read", N_("Read A&gain"), N_("Look for new and changed pictures"), "Ctrl+R"),
    _A("data.cancel", N_("&Cancel"), N_("Stop reading or downloading; what has come is kept")),
    _A("data.search", N_("&Search Classes"), N_("Find a class by its name"), "Ctrl+F"),
    _A(
        "data.larger",
        N_("&Larger Pictures"),
        N_("Show the pictures larger"),
        "Ctrl+=",
        "ph.magnifying-glass-plus",
    ),
    _A(
        "data.smaller",
        N_("S&maller Pictures"),
        N_("Show more pictures, and smaller"),
        "Ctrl+-",
        "ph.magnifying-glass-minus",
    ),
    _A(
        "data.draw_again",
        N_("Augment &Anew"),
        N_("Draw other random numbers for the augmented pictures"),
        "Ctrl+J",
        "ph.shuffle",
    ),
    _A(
        "data.course_recipe",
        N_("Augment as the &Course Does"),
        N_("Shear 0.2, zoom 0.2, and flip horizontally"),
    ),
    _A(
        "data.copy_skipped",
        N_("C&opy List"),
        N_("Copy the files that cannot be used, with the reasons"),
        "Ctrl+Shift+C",
        "ph.copy",
    ),
    _A(
        "data.export_skipped",
        N_("&Export List…"),
        N_("Write the files that cannot be used, with the reasons, to a CSV file"),
        "Ctrl+E",
        "ph.export",
    ),
)


def build_actions(page: QWidget) -> dict[str, QAction]:
    """Return the actions of `page`; their shortcuts work while the focus is in it."""
    return page_actions(_DESCRIPTIONS, page)
