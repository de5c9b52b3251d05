"""A small button that is on while an action is."""

from PySide6.QtGui import QAction

from cnnstudio.ui.widgets.buttons import FlatButton


def switch(text: str, action: QAction) -> FlatButton:
    """Return a button that shows and changes whether `action` is on."""
    button = FlatButton(text)
    button.setCheckable(True)
    button.setChecked(action.isChecked())
    button.setToolTip(action.toolTip())
    button.setAccessibleDescription(action.statusTip())
    button.toggled.connect(action.setChecked)
    action.toggled.connect(button.setChecked)
    return button
