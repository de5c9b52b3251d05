"""Blocks glide to where a change has put them: the document has changed already."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation
from PySide6.QtWidgets import QStyle

from cnnstudio.ui.designer.placement import Position

if TYPE_CHECKING:
    from cnnstudio.ui.designer.view import SceneView

DURATION_MS = 250
MOST_BLOCKS = 500
_SHORTEST_PX = 24.0
"""Steps shorter than this, such as those of the arrow keys, are made at once."""


class Transition(QObject):
    """Moves items, never the network; whatever else happens ends it at its goal."""

    def __init__(self, view: "SceneView") -> None:
        super().__init__(view)
        self._view = view
        self._starts: dict[str, Position] = {}
        self._goals: dict[str, Position] = {}
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setDuration(DURATION_MS)
        self._animation.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._animation.valueChanged.connect(self._on_animation_value_changed)

    @property
    def is_running(self) -> bool:
        """Whether blocks are on their way."""
        return self._animation.state() == QVariantAnimation.State.Running

    def places(self) -> dict[str, Position]:
        """Return where the blocks are seen now."""
        blocks = self._view.scene_of_blocks.blocks
        return {name: item.position for name, item in blocks.items()}

    def start(self, places: Mapping[str, Position]) -> None:
        """Let the blocks glide from `places`, which are those of other blocks too, to theirs."""
        self.finish()
        goals = self.places()
        moved = {
            name: place
            for name, place in places.items()
            if name in goals
            and place != goals[name]
            and _distance(place, goals[name]) >= _SHORTEST_PX
        }
        if moved and len(moved) <= MOST_BLOCKS and self._is_wanted():
            self._starts, self._goals = moved, {name: goals[name] for name in moved}
            self._on_animation_value_changed(0.0)
            self._animation.start()

    def finish(self) -> None:
        """Put the blocks where they belong."""
        if self.is_running:
            self._animation.setCurrentTime(DURATION_MS)
            self._animation.stop()

    def _is_wanted(self) -> bool:
        """Whether the style moves things, which is how the system's wish arrives, in sight."""
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        has_motion = self._view.style().styleHint(hint, None, self._view) > 0
        return has_motion and self._view.isVisible()

    def _on_animation_value_changed(self, share: float) -> None:
        places = {
            name: _between(start, self._goals[name], share) for name, start in self._starts.items()
        }
        view = self._view
        view.scene_of_blocks.move_blocks(places, is_passing=share < 1.0)
        if view.zoom.is_fitted:
            view.zoom_to_fit()


def _between(start: Position, goal: Position, share: float) -> Position:
    if share == 1.0:
        return goal
    return (
        start[0] + share * (goal[0] - start[0]),
        start[1] + share * (goal[1] - start[1]),
    )


def _distance(one: Position, other: Position) -> float:
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))
