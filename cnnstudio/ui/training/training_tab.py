"""The curves of the run and the picture beside them; before the first run, what to do."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from cnnstudio.text import _
from cnnstudio.ui.training.run_status import RunState, Status
from cnnstudio.ui.training.session import TrainingSession
from cnnstudio.ui.widgets.empty_state import EmptyState

_PICTURE_PX = 216
_ROOM_FOR_BOTH_PX = 600


class TrainingTab(QWidget):
    """Builds the plots when they are first wanted: their library is slow to import.

    Where there is little room, the picture makes way for them.
    """

    failed = Signal(str)
    said = Signal(str)

    def __init__(
        self,
        session: TrainingSession,
        picture: QWidget,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = actions
        self.empty = EmptyState(
            _("Nothing trained yet"),
            _(
                "Press Train: the loss and the accuracy appear here while the network learns. "
                "You can go on editing meanwhile."
            ),
            actions["training.train"],
        )
        self.curves: QWidget | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._picture = picture
        picture.setFixedWidth(_PICTURE_PX)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._stack, 1)
        layout.addWidget(picture)
        session.changed.connect(self._on_session_changed)

    def minimumSizeHint(self) -> QSize:
        return self._stack.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._picture.setVisible(event.size().width() >= _ROOM_FOR_BOTH_PX)

    def prepare(self) -> QWidget:
        """Return the plots, their library imported and they built at the first call."""
        if self.curves is None:
            from cnnstudio.ui.training.curves_panel import CurvesPanel

            curves = self.curves = CurvesPanel(self._session, self._actions)
            curves.failed.connect(self.failed)
            curves.said.connect(self.said)
            self._stack.addWidget(curves)
        return self.curves

    def _on_session_changed(self, status: Status) -> None:
        if status.state is not RunState.NONE and self._stack.currentWidget() is self.empty:
            self._stack.setCurrentWidget(self.prepare())
