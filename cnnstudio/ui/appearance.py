"""Light, dark, or as the system is."""

from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup

from cnnstudio.ui.settings import Settings
from cnnstudio.ui.theme import Appearance, themes


class AppearanceChoice(QObject):
    """Carries the choice between its actions, the settings and the theme."""

    def __init__(
        self, settings: Settings, actions: Mapping[str, QAction], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        group = QActionGroup(self)
        for appearance in Appearance:
            action = actions[f"view.{appearance.value}"]
            group.addAction(action)
            action.setChecked(appearance is settings.appearance)
            action.triggered.connect(lambda _on=False, each=appearance: self._choose(each))

    def _choose(self, appearance: Appearance) -> None:
        self._settings.appearance = appearance
        themes.choose(appearance)
