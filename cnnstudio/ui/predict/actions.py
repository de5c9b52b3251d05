"""The page's actions by their ids."""

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QWidget

from cnnstudio.text import N_
from cnnstudio.ui.actions import ActionDescription, page_actions

_A = ActionDescription

_DESCRIPTIONS = (
    _A("predict.pen", N_("&Pen"), N_("Draw ink"), "P", "ph.pencil-simple", True),
    _A("predict.eraser", N_("&Eraser"), N_("Take ink away"), "E", "ph.eraser", True),
    _A(
        "predict.undo",
        N_("Take Stroke &Back"),
        N_("Take the last stroke back"),
        "Backspace",
        "ph.arrow-u-up-left",
    ),
    _A("predict.clear", N_("&Clear"), N_("Begin with an empty pad"), "Del", "ph.trash"),
    _A(
        "predict.open_picture",
        N_("&Open Picture…"),
        N_("Ask what a picture in a file is"),
        "Ctrl+Shift+O",
        "ph.image",
    ),
    _A(
        "predict.paste",
        N_("Paste Pict&ure"),
        N_("Ask what the picture on the clipboard is"),
        "Ctrl+V",
        "ph.clipboard",
    ),
    _A(
        "predict.open_folder",
        N_("Open &Folder…"),
        N_("Ask what all pictures of a folder are"),
        "Ctrl+Shift+F",
        "ph.folder-open",
    ),
    _A(
        "predict.cancel",
        N_("Ca&ncel"),
        N_("Leave the rest of the folder out"),
        "Ctrl+Backspace",
        "ph.x",
    ),
    _A(
        "predict.export",
        N_("E&xport Table…"),
        N_("Write the answers for the folder as CSV"),
        "Ctrl+E",
        "ph.export",
    ),
    _A(
        "predict.camera",
        N_("Ca&mera"),
        N_("Ask what the camera sees, on and on"),
        "Ctrl+Shift+C",
        "ph.camera",
        True,
    ),
)


def build_actions(page: QWidget) -> dict[str, QAction]:
    """Return the actions of `page`; their shortcuts work while the focus is in it."""
    actions = page_actions(_DESCRIPTIONS, page)
    tools = QActionGroup(page)
    for name in ("predict.pen", "predict.eraser"):
        tools.addAction(actions[name])
    actions["predict.pen"].setChecked(True)
    return actions
