"""A sentence in a corner of the page: what went wrong, and what can be done."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget
from shiboken6 import isValid

from cnnstudio.text import _
from cnnstudio.ui.icons import icons
from cnnstudio.ui.widgets.buttons import FlatButton
from cnnstudio.ui.widgets.tone import set_tone


class Tone(Enum):
    """How a sentence is meant."""

    INFO = "info"
    BAD = "bad"


_WIDEST_PX = 520
_MARGIN_PX = 16
_READING_MS = 8_000


class Notice(QFrame):
    """Hidden until `say` is called; gone when closed or when `clear` is called.

    What is only good to know, and asks for nothing, leaves by itself after a while.
    It lies over `page`, in its lower right corner: nothing there moves when it comes and goes.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        page.installEventFilter(self)
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = QPushButton()
        self._button.clicked.connect(self._on_button_clicked)
        self._then: Callable[[], object] | None = None
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(_READING_MS)
        self._leaving.timeout.connect(self.clear)
        close = FlatButton("")
        icons.put(close, "ph.x", "dim")
        close.setAccessibleName(_("Close this message"))
        close.setToolTip(_("Close this message"))
        close.clicked.connect(self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._button)
        layout.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown, empty when there is none."""
        return self._label.text() if not self.isHidden() else ""

    def say(
        self,
        text: str,
        tone: Tone = Tone.INFO,
        *,
        button: str = "",
        then: Callable[[], object] | None = None,
    ) -> None:
        """Show a sentence, with a button that calls `then` where there is something to do."""
        self._then = then
        self._label.setText(text)
        self.setAccessibleName(text)
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self._button.setVisible(bool(button))
        set_tone(self, tone.value)
        if tone is Tone.INFO and not button:
            self._leaving.start()
        else:
            self._leaving.stop()
        self._place()
        self.show()
        self.raise_()

    def clear(self) -> None:
        """Take the sentence away."""
        self._leaving.stop()
        self._then = None
        self.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._leaving.stop()  # it is being read, perhaps copied

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The page's last events may come when this wrapper is no more.
        if isValid(self) and event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        page = self._page.size()
        width = min(_WIDEST_PX, page.width() - 2 * _MARGIN_PX)
        self.ensurePolished()
        height = self.heightForWidth(width)
        left, top = page.width() - width - _MARGIN_PX, page.height() - height - _MARGIN_PX
        self.setGeometry(left, top, width, height)

    def _on_button_clicked(self) -> None:
        then = self._then
        self.clear()
        if then is not None:
            then()
