"""What plays a result: back, play, on, the speed, and how far it is."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from cnnstudio.text import _
from cnnstudio.ui.icons import icons
from cnnstudio.ui.kernel_lab.figures import FiguresLine
from cnnstudio.ui.kernel_lab.player import SPEEDS, Player
from cnnstudio.ui.kernel_lab.strip import Strip
from cnnstudio.ui.theme import SMALL_PX
from cnnstudio.ui.widgets.buttons import ToolbarButton

_SLIDER_PX = 110
_ROOM_PX = 4
_BUTTONS = ("play.back", "play.toggle", "play.step", "play.stop")


class PlayBar(Strip):
    """Shows one player; its buttons are the page's actions."""

    def __init__(
        self, player: Player, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__("panel", has_line=True, parent=parent)
        self.player = player
        self._toggle = actions["play.toggle"]
        self.buttons = {name: ToolbarButton(actions[name]) for name in _BUTTONS}
        ending = self.buttons["play.stop"]  # a cross alone would not say that all comes back
        ending.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        ending.setFixedWidth(ending.sizeHint().width())
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(SPEEDS) - 1)
        self.slider.setPageStep(1)
        self.slider.setFixedWidth(_SLIDER_PX)
        self.slider.setAccessibleName(_("Speed"))
        self.slider.setToolTip(_("How many numbers are worked out each second"))
        self.slider.valueChanged.connect(lambda index: player.set_speed(SPEEDS[index]))
        self.speed = FiguresLine(Qt.AlignmentFlag.AlignLeft, size_px=SMALL_PX)
        fastest = _speed(SPEEDS[-1])
        self.speed.setFixedWidth(self.speed.fontMetrics().horizontalAdvance(fastest) + _ROOM_PX)
        self.progress = FiguresLine(Qt.AlignmentFlag.AlignRight, size_px=SMALL_PX)
        self._lay_out()
        player.changed.connect(self._show_player)
        player.moved.connect(self._show_player)
        self._show_player()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addSpacing(8)
        for widget in (self.slider, self.speed):
            row.addWidget(widget)
        row.addWidget(self.progress, 1)

    def _show_player(self) -> None:
        player = self.player
        self.slider.setValue(SPEEDS.index(player.speed))
        self.speed.show_text(_speed(player.speed))
        if player.position is None:
            self.progress.show_text(_("{count} numbers").format(count=f"{player.count:,}"))
        else:
            self.progress.show_text(
                _("{number} of {count}").format(
                    number=f"{player.position + 1:,}", count=f"{player.count:,}"
                )
            )


def show_playing(toggle: QAction, *, is_playing: bool) -> None:
    """Let the action that plays or pauses say which of the two comes next."""
    toggle.setText(_("&Pause") if is_playing else _("&Play"))
    icons.put(toggle, "ph.pause-fill" if is_playing else "ph.play-fill")


def _speed(count: int) -> str:
    return _("{count} each second").format(count=f"{count:,}")
