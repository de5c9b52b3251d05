"""What plays: the actions act on the player of the mode that is shown."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction

from cnnstudio.ui.kernel_lab.picture_canvas import PictureCanvas
from cnnstudio.ui.kernel_lab.play_bar import PlayBar, show_playing
from cnnstudio.ui.kernel_lab.player import SPEEDS, Player
from cnnstudio.ui.kernel_lab.rendering import Rendering

_WHOLE_S = 15
"""Within so many seconds a whole result is filled in, unless another speed is chosen."""


class Playing(QObject):
    """Connects the actions once; which player they mean is asked each time."""

    def __init__(
        self,
        actions: Mapping[str, QAction],
        player: Callable[[], Player],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._toggle = actions["play.toggle"]
        self._player = player
        for name, act in (
            ("play.toggle", lambda: player().toggle()),
            ("play.step", lambda: player().step(1)),
            ("play.back", lambda: player().step(-1)),
            ("play.faster", lambda: player().go_faster(1)),
            ("play.slower", lambda: player().go_faster(-1)),
            ("play.stop", lambda: player().stop()),
        ):
            actions[name].triggered.connect(lambda _on=False, act=act: act())

    def watch(self, player: Player) -> None:
        """Let the action that plays or pauses follow a player."""
        player.changed.connect(self.show)

    def show(self) -> None:
        """Say what the action does next with the player that is meant."""
        show_playing(self._toggle, is_playing=self._player().is_playing)


class PicturePlay(QObject):
    """Plays the result of a picture: pixel after pixel is filled in, and explained."""

    def __init__(
        self,
        canvas: PictureCanvas,
        actions: Mapping[str, QAction],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._width = 1
        self._fitting = SPEEDS[0]
        self.player = Player(self._fitting, self)
        self.bar = PlayBar(self.player, actions)
        self.bar.hide()
        self.player.moved.connect(self._on_player_moved)

    def show_rendering(self, rendering: Rendering) -> None:
        """Play another result; one that is not there yet cannot be played."""
        size = rendering.scene.alignment.size
        self._width = max(size.width(), 1)
        if rendering.is_whole:
            count = 0 if rendering.scene.problem else rendering.scene.alignment.count
            self.player.show_count(count)
            self._fit_speed(count)

    def _fit_speed(self, count: int) -> None:
        """Take a speed that suits so many pixels, where nobody has chosen another."""
        player = self.player
        if player.position is None and player.speed == self._fitting:
            fast_enough = (speed for speed in SPEEDS if count <= speed * _WHOLE_S)
            self._fitting = next(fast_enough, SPEEDS[-1])
            player.set_speed(self._fitting)

    def _on_player_moved(self) -> None:
        position = self.player.position
        self.bar.setVisible(position is not None)
        self._canvas.show_filled(position)
        if position is not None:
            row, column = divmod(position, self._width)
            self._canvas.pixel_pointed.emit(QPoint(column, row))
