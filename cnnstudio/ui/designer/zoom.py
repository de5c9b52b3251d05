"""How large the network is shown: smooth steps that keep a point of the scene in place."""

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QRectF, QVariantAnimation, Signal
from PySide6.QtWidgets import QGraphicsView

SMALLEST, LARGEST = 0.05, 3.0
STEP = 1.25
_FIT_LARGEST = 1.0
_FIT_MARGIN_PX = 24.0
_DURATION_MS = 120


class Zoom(QObject):
    """Scales a view; `changed` carries the new scale, 1 for 100 %."""

    changed = Signal(float)

    def __init__(self, view: QGraphicsView) -> None:
        super().__init__(view)
        self._view = view
        self.is_fitted = False
        """Whether all of the network is shown because nobody has chosen otherwise."""
        self._goal = 1.0
        self._place = QPointF()
        self._anchor = QPointF()
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(_DURATION_MS)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._on_animation_value_changed)

    @property
    def scale(self) -> float:
        """Device-independent pixels for each pixel of the scene."""
        return self._view.transform().m11()

    def by(self, factor: float, place: QPointF, *, is_smooth: bool = True) -> None:
        """Enlarge by `factor` around a point of the viewport."""
        self.is_fitted = False
        start = self._goal if self._is_running() else self.scale
        self._goal = max(SMALLEST, min(LARGEST, start * factor))
        self._place, self._anchor = place, self._to_scene(place)
        self._animation.stop()
        if not is_smooth:
            self._show(self._goal)
            return
        self._animation.setStartValue(self.scale)
        self._animation.setEndValue(self._goal)
        self._animation.start()

    def step(self, steps: float) -> None:
        """Enlarge around the middle of the viewport."""
        self.by(STEP**steps, self._middle())

    def reset(self) -> None:
        """Show 100 %."""
        self.by(1.0 / (self._goal if self._is_running() else self.scale), self._middle())

    def fit(self, rect: QRectF, *, margins_px: float = _FIT_MARGIN_PX) -> None:
        """Show all of a part of the scene, never larger than 100 %."""
        self._animation.stop()
        self.is_fitted = True
        room = self._view.viewport().size()
        width = max(1.0, room.width() - 2 * margins_px)
        height = max(1.0, room.height() - 2 * margins_px)
        if rect.isEmpty():
            scale = _FIT_LARGEST
        else:
            scale = min(_FIT_LARGEST, width / rect.width(), height / rect.height())
        self._goal = max(SMALLEST, scale)
        self._view.resetTransform()
        self._view.scale(self._goal, self._goal)
        self._view.centerOn(rect.center())
        self.changed.emit(self._goal)

    def _is_running(self) -> bool:
        return self._animation.state() == QVariantAnimation.State.Running

    def _on_animation_value_changed(self, value: float) -> None:
        self._show(value)

    def _show(self, scale: float) -> None:
        view = self._view
        view.resetTransform()
        view.scale(scale, scale)
        drift = view.viewportTransform().map(self._anchor) - self._place
        horizontal, vertical = view.horizontalScrollBar(), view.verticalScrollBar()
        horizontal.setValue(horizontal.value() + round(drift.x()))
        vertical.setValue(vertical.value() + round(drift.y()))
        self.changed.emit(scale)

    def _to_scene(self, place: QPointF) -> QPointF:
        inverse, _possible = self._view.viewportTransform().inverted()
        return inverse.map(place)

    def _middle(self) -> QPointF:
        return QPointF(self._view.viewport().rect().center())
