"""The find bar: a field over the canvas whose matches light up on their cards."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from cnnstudio.text import _
from cnnstudio.ui.icons import icons
from cnnstudio.ui.theme import RADIUS_PX, SMALL_PX, number_font, themes
from cnnstudio.ui.widgets.buttons import FlatButton
from cnnstudio.ui.widgets.tone import set_tone

_FIELD_PX, _COUNT_PX = 216, 72
_MARGIN_PX = 12


class FindBar(QFrame):
    """`wanted` carries what is typed, `stepped` 1 for the next match and −1 for the one before."""

    wanted = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.setObjectName("find_bar")
        self.setAccessibleName(_("Find"))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Name, kind, value or “problem”"))
        self.field.setAccessibleName(_("Find blocks"))
        self.field.setFixedWidth(_FIELD_PX)
        self.count = QLabel()
        self.count.setFont(number_font(SMALL_PX))
        self.count.setFixedWidth(_COUNT_PX)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 6, 6)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(self.count)
        self._stops: list[QWidget] = [self.field, *self._buttons()]
        for button in self._stops[1:]:
            layout.addWidget(button)
        self.field.textChanged.connect(self.wanted)
        self.field.installEventFilter(self)
        canvas.installEventFilter(self)
        themes.changed.connect(self._dress)
        self._dress()
        self.hide()

    def open(self) -> None:
        """Show the bar with what was looked for last."""
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self.wanted.emit(self.field.text())

    def leave(self) -> None:
        """Go away; the canvas has the keyboard again."""
        if self.isVisible():
            self.hide()
            self._canvas.setFocus()
            self.closed.emit()

    def say(self, place: int | None, count: int) -> None:
        """Say how many blocks are found, and which of them is shown, counted from 0."""
        is_asked = bool(self.field.text().strip())
        if place is not None:
            text = _("{place} of {count}").format(place=place + 1, count=count)
        elif count:
            text = _("{count} found").format(count=count)
        else:
            text = _("None") if is_asked else ""
        self.count.setText(text)
        self.count.setAccessibleName(text)
        set_tone(self.count, "bad" if is_asked and not count else "dim")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isValid(self):
            return False  # the window is being taken apart
        if watched is self._canvas:
            if event.type() == QEvent.Type.Resize:
                self._place()
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays within the bar: on the canvas it would go from block to block."""
        at = next((i for i, stop in enumerate(self._stops) if stop.hasFocus()), 0)
        to = self._stops[(at + (1 if forward else -1)) % len(self._stops)]
        to.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # a click beside the field is not one on the canvas

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()

    def _press(self, event: QKeyEvent) -> bool:
        key, is_back = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if is_back else 1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _buttons(self) -> list[FlatButton]:
        return [
            self._button(_("Previous match"), "ph.caret-up", lambda: self.stepped.emit(-1)),
            self._button(_("Next match"), "ph.caret-down", lambda: self.stepped.emit(1)),
            self._button(_("Close"), "ph.x", self.leave),
        ]

    def _button(self, name: str, icon: str, do: object) -> FlatButton:
        button = FlatButton("")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setIconSize(QSize(14, 14))
        icons.put(button, icon, "dim")
        button.clicked.connect(do)
        return button

    def _place(self) -> None:
        self.adjustSize()
        self.move(self._canvas.width() - self.width() - _MARGIN_PX, _MARGIN_PX)

    def _dress(self) -> None:
        theme = themes.current
        self.setStyleSheet(
            f"#find_bar {{ background: {theme.panel.name()};"
            f" border: 1px solid {theme.line.name()}; border-radius: {RADIUS_PX}px; }}"
        )
