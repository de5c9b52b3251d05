"""The buttons of the toolbar, the rail and the docks; the style sheet knows them by class."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSizePolicy, QStyleOptionToolButton, QToolButton, QWidget

from cnnstudio.ui.icons import icons
from cnnstudio.ui.widgets.tone import set_property

HEIGHT_PX = 32
_RAIL_PX = 52
_WIDEST_PX = 16_777_215
_LEAST_MENU_PX = 84
_AROUND_MENU_PX = 42


class ActionButton(QToolButton):
    """A button that carries an action, named for those who do not see it."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setDefaultAction(action)
        action.changed.connect(self._on_action_changed)
        self._on_action_changed()

    def _on_action_changed(self) -> None:
        action = self.defaultAction()
        self.setAccessibleName(action.text().replace("&", ""))
        # An action that only says why it cannot be done looks as if it were off.
        set_property(self, "blocked", bool(action.property("blocked")))


class ToolbarButton(ActionButton):
    """An action on the toolbar: its icon alone, or icon and text for the main one."""

    def __init__(
        self, action: QAction, parent: QWidget | None = None, *, is_primary: bool = False
    ) -> None:
        super().__init__(action, parent)
        self.setProperty("primary", is_primary)
        self.setIconSize(QSize(16, 16))
        if is_primary:
            self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            self.setFixedHeight(HEIGHT_PX)
        else:
            self.setFixedSize(HEIGHT_PX + 8, HEIGHT_PX)


class TextButton(ToolbarButton):
    """An action with its icon and a text that is short enough for a row of them."""

    def __init__(self, action: QAction, text: str) -> None:
        action.setIconText(text)
        super().__init__(action)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setMinimumWidth(0)
        self.setMaximumWidth(_WIDEST_PX)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)


class RailButton(ActionButton):
    """A page of the window: icon above text."""

    def __init__(self, action: QAction, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(action, parent)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(QSize(20, 20))
        self.setFixedSize(_RAIL_PX, _RAIL_PX)
        icons.put(action, icon, "dim", "accent")


class MenuButton(QToolButton):
    """A choice on the toolbar: the value in words, as far as they fit, a menu below it."""

    def __init__(self, name: str, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT_PX)
        self.setAccessibleName(name)
        self.setMenu(menu)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(_LEAST_MENU_PX, self.sizeHint().width()), HEIGHT_PX)

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        super().initStyleOption(option)
        room = self.width() - _AROUND_MENU_PX
        option.text = self.fontMetrics().elidedText(option.text, Qt.TextElideMode.ElideRight, room)


class FlatButton(QToolButton):
    """A small button without an edge, such as those on a plot."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setText(text)
        self.setAccessibleName(text)
