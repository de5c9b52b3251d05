"""The two menus of a plot: what it shows, and how."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from cnnstudio.text import _
from cnnstudio.ui.icons import icons
from cnnstudio.ui.training.curve_kinds import SMOOTHING_TITLES, TITLES, CurveKind, Smoothing
from cnnstudio.ui.widgets.buttons import FlatButton


class KindButton(FlatButton):
    """The title of a plot; its menu changes what is shown. `chosen` carries a kind."""

    chosen = Signal(object)

    def __init__(self, kind: CurveKind, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(_("Choose what this plot shows"))
        menu = QMenu(self)
        group = QActionGroup(self)
        self._actions: dict[CurveKind, QAction] = {}
        for each, title in TITLES.items():
            action = self._actions[each] = menu.addAction(_(title))
            action.setCheckable(True)
            action.setChecked(each == kind)
            action.triggered.connect(lambda _on, each=each: self.choose(each))
            group.addAction(action)
        self.setMenu(menu)
        self._show(kind)

    def choose(self, kind: CurveKind) -> None:
        """Show another kind, as if it was chosen in the menu."""
        self._actions[kind].setChecked(True)
        self._show(kind)
        self.chosen.emit(kind)

    def _show(self, kind: CurveKind) -> None:
        self.setText(_("{title} ▾").format(title=_(TITLES[kind])))
        self.setAccessibleName(_("Plot of {title}").format(title=_(TITLES[kind])))


class CurveMenu(FlatButton):
    """How the curve is drawn, and where to save it."""

    smoothing_chosen = Signal(object)
    log_values_toggled = Signal(bool)
    log_steps_toggled = Signal(bool)
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        icons.put(self, "ph.dots-three-vertical", "dim")
        self.setAccessibleName(_("How the curve is drawn"))
        self.setToolTip(_("Scales, smoothing, save"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.log_values = _checkable(menu, _("Logarithmic values"))
        self.log_values.toggled.connect(self.log_values_toggled)
        self.log_steps = _checkable(menu, _("Logarithmic steps"))
        self.log_steps.toggled.connect(self.log_steps_toggled)
        self.everything = _checkable(menu, _("Show everything"))
        self.everything.setToolTip(_("The first steps and single outliers set the scale, too"))
        menu.setToolTipsVisible(True)
        menu.addSeparator()
        self.smoothing: dict[Smoothing, QAction] = {}
        group = QActionGroup(self)
        for each, title in SMOOTHING_TITLES.items():
            action = self.smoothing[each] = _checkable(menu, _(title))
            action.setChecked(each is Smoothing.MEDIUM)
            action.triggered.connect(lambda _on, each=each: self.smoothing_chosen.emit(each))
            group.addAction(action)
        menu.addSeparator()
        self.save = menu.addAction(_("Save as PNG, SVG or CSV…"))
        self.save.triggered.connect(self.save_wanted)
        menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, False)
        self.setMenu(menu)


def _checkable(menu: QMenu, text: str) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    return action
