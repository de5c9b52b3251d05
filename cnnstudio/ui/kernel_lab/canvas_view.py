"""Both pictures, zoomed and panned as one, with a pixel marked in each."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from cnnstudio.kernels.settings import Comparison
from cnnstudio.ui.kernel_lab.canvas_painting import paint_divider, paint_mark, paint_picture
from cnnstudio.ui.kernel_lab.panes import Pane, panes
from cnnstudio.ui.kernel_lab.scene import Scene
from cnnstudio.ui.kernel_lab.viewport import Viewport, fitted, zoomed
from cnnstudio.ui.theme import themes


class CanvasView(QWidget):
    """Paints a scene; its zoom and its divider are changed by method."""

    painted = Signal(object)
    """The scene that has just been painted for the first time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scene: Scene | None = None
        self.pixel: QPoint | None = None
        self.comparison = Comparison.SIDE_BY_SIDE
        self.divider = 0.5
        self.filled: int | None = None
        self._chosen = Viewport()
        self._is_new = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 120)
        themes.changed.connect(self.update)

    @property
    def panes(self) -> tuple[Pane, ...]:
        """Where the pictures lie now."""
        return panes(QRectF(self.rect()), self.comparison, self.divider)

    @property
    def view(self) -> Viewport:
        """What the panes show of the pictures now."""
        return self._fitted() if self._chosen.is_fit else self._chosen

    @property
    def visible(self) -> QRectF:
        """The part of the input's plane on which the result is seen."""
        pane, view = self.panes[-1], self.view
        corners = pane.visible.topLeft(), pane.visible.bottomRight()
        return QRectF(*(view.to_picture(corner, pane.rect) for corner in corners))

    @property
    def scale(self) -> float:
        """How many pixels of the screen a pixel of the picture takes."""
        return self.view.scale * self.devicePixelRatioF()

    def _fitted(self) -> Viewport:
        return fitted(self.scene.size, self.panes[0].rect.size()) if self.scene else Viewport()

    def show_scene(self, scene: Scene) -> None:
        """Show other pictures; those of another size are shown whole."""
        if self.scene is None or self.scene.size != scene.size:
            self._chosen = Viewport()
        changed = self._changed_part(scene)
        self.scene = scene
        self._is_new = True
        # At once: whatever else has changed on the page is painted after the result.
        self.repaint(changed)

    def _changed_part(self, scene: Scene) -> QRect:
        """Return where `scene` looks different: mostly in the result alone."""
        if self.scene is None or not self.scene.has_input_of(scene):
            return self.rect()
        return self.panes[-1].visible.toAlignedRect()

    def show_comparison(self, comparison: Comparison) -> None:
        """Lay the pictures out in another way."""
        if comparison is not self.comparison:
            self.comparison = comparison
            self.update()

    def show_pixel(self, pixel: QPoint | None) -> None:
        """Mark a pixel of the result."""
        if pixel != self.pixel:
            self.pixel = pixel
            self.update()

    def show_filled(self, last: int | None) -> None:
        """Show the pixels of the result up to the `last` one, row by row; None for all."""
        self.filled = last
        self.update()

    def show_divider(self, x: float) -> None:
        """Move the line between input and result to `x`."""
        room = self.panes[0].rect
        self.divider = min(max((x - room.left()) / max(room.width(), 1.0), 0.0), 1.0)
        self.update()

    def show_view(self, view: Viewport) -> None:
        """Zoom and pan; smaller than the whole picture is the whole picture."""
        fit = self._fitted()
        self._chosen = fit if view.scale < min(fit.scale, 1.0) else view
        self.update()

    def fit(self) -> None:
        """Show the whole picture, also when the window changes its size."""
        self._chosen = Viewport()
        self.update()

    def show_actual_size(self) -> None:
        """Show each pixel of the picture as one pixel of the screen."""
        view = self.view
        scale = 1.0 / self.devicePixelRatioF()
        self._chosen = Viewport(scale, view.centre, is_fit=False)
        self.update()

    def zoom(self, factor: float) -> None:
        """Zoom about the middle."""
        self.show_view(zoomed(self.view, factor, self.view.centre))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = themes.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.canvas)
        if self.scene is not None:
            for pane in self.panes:
                if not pane.visible.intersects(QRectF(event.rect())):
                    continue
                paint_picture(painter, self.scene, pane, self.view, theme, last=self.filled)
                if self.pixel is not None and self.scene.has_result:
                    paint_mark(painter, self.scene, pane, self.view, self.pixel, theme)
        if self.comparison is Comparison.DIVIDER and self.scene is not None:
            paint_divider(painter, self.panes[0].rect, self.panes[0].visible.right(), theme)
        painter.end()
        if self._is_new:
            self._is_new = False
            self.painted.emit(self.scene)
