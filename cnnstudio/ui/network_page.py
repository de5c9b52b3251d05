"""The Network page: canvas, palette, inspector and training, as panels around one another."""

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from cnnstudio.text import _

_PALETTE_PX = 188
_INSPECTOR_PX = 272
_TRAINING_PX = 252
_SMALLEST_PALETTE_PX = 164
_SMALLEST_INSPECTOR_PX = 240


class NetworkPage(QMainWindow):
    """A main window inside the window: its panels are resized, hidden and restored."""

    def __init__(
        self,
        *,
        canvas: QWidget,
        palette: QWidget,
        inspector: QWidget,
        training: QWidget,
        actions: Mapping[str, QAction],
    ) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockNestingEnabled(False)
        self.setCentralWidget(canvas)
        for side in (Qt.Corner.BottomLeftCorner, Qt.Corner.TopLeftCorner):
            self.setCorner(side, Qt.DockWidgetArea.LeftDockWidgetArea)
        for side in (Qt.Corner.BottomRightCorner, Qt.Corner.TopRightCorner):
            self.setCorner(side, Qt.DockWidgetArea.RightDockWidgetArea)
        left, right, bottom = (
            Qt.DockWidgetArea.LeftDockWidgetArea,
            Qt.DockWidgetArea.RightDockWidgetArea,
            Qt.DockWidgetArea.BottomDockWidgetArea,
        )
        self.palette_panel = self._panel("palette", _("Palette"), palette, left)
        self.inspector_panel = self._panel("inspector", _("Inspector"), inspector, right)
        self.training_panel = self._panel("training", _("Training"), training, bottom)
        self.palette_panel.setMinimumWidth(_SMALLEST_PALETTE_PX)
        self.inspector_panel.setMinimumWidth(_SMALLEST_INSPECTOR_PX)
        for name, panel in self.panels.items():
            _join(actions[f"view.{name}"], panel)
        self._is_laid_out = False

    @property
    def panels(self) -> Mapping[str, QDockWidget]:
        """The panels by the names of their actions."""
        return {
            "palette": self.palette_panel,
            "inspector": self.inspector_panel,
            "training": self.training_panel,
        }

    def reset_layout(self) -> None:
        """Show all panels at their first sizes."""
        for panel in self.panels.values():
            panel.show()
        self.resizeDocks(
            [self.palette_panel, self.inspector_panel],
            [_PALETTE_PX, _INSPECTOR_PX],
            Qt.Orientation.Horizontal,
        )
        self.resizeDocks([self.training_panel], [_TRAINING_PX], Qt.Orientation.Vertical)

    def restore_layout(self, state: QByteArray) -> None:
        """Show the panels as they were; an empty state leaves the first layout."""
        self._is_laid_out = self.restoreState(state)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Panels can be given sizes only once the page has its own.
        if not self._is_laid_out:
            self._is_laid_out = True
            self.reset_layout()

    def _panel(
        self, name: str, title: str, content: QWidget, area: Qt.DockWidgetArea
    ) -> QDockWidget:
        panel = QDockWidget(title, self)
        panel.setObjectName(f"panel.{name}")
        panel.setAccessibleName(title)
        panel.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        # An empty title bar: the panels say themselves what they are.
        panel.setTitleBarWidget(QWidget())
        panel.setWidget(content)
        self.addDockWidget(area, panel)
        return panel


def _join(action: QAction, panel: QDockWidget) -> None:
    """Let an action show and hide a panel, and follow it."""
    action.setChecked(True)
    action.toggled.connect(panel.setVisible)
    panel.visibilityChanged.connect(lambda _visible: action.setChecked(not panel.isHidden()))
