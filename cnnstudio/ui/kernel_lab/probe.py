"""Which pixel is explained, and its explanation after every change."""

from PySide6.QtCore import QObject, QPoint

from cnnstudio.kernels.explanation import explain_pixel
from cnnstudio.ui.kernel_lab.picture_canvas import PictureCanvas
from cnnstudio.ui.kernel_lab.probe_panel import ProbePanel
from cnnstudio.ui.kernel_lab.rendering import Rendering


class Probe(QObject):
    """Keeps the pointed pixel; explains it from what is shown, never from what is to come."""

    def __init__(self, canvas: PictureCanvas, panel: ProbePanel) -> None:
        super().__init__(panel)
        self._canvas = canvas
        self._panel = panel
        self._rendering: Rendering | None = None
        self._pixel: QPoint | None = None
        self._channel = 0
        canvas.pixel_pointed.connect(self._on_pixel_pointed)
        panel.channel_chosen.connect(self._on_channel_chosen)

    def show_rendering(self, rendering: Rendering) -> None:
        """Explain the same pixel in another result, as far as it has one."""
        self._rendering = rendering
        self._explain()

    def _on_pixel_pointed(self, pixel: QPoint) -> None:
        self._pixel = pixel
        self._explain()

    def _on_channel_chosen(self, channel: int) -> None:
        self._channel = channel
        self._explain()

    def _explain(self) -> None:
        pixel, rendering = self._pixel, self._rendering
        if pixel is None or rendering is None or not rendering.covers(pixel):
            self._canvas.show_pixel(None)
            self._panel.show_nothing()
            return
        self._canvas.show_pixel(pixel)
        state, samples = rendering.request.state, rendering.samples
        is_colour = len(samples.shape) == 3
        explained = explain_pixel(
            samples,
            state.kernel,
            state.settings,
            pixel.x(),
            pixel.y(),
            channel=self._channel if is_colour else 0,
        )
        self._panel.show_pixel(
            explained, state.settings, pixel, channel=self._channel if is_colour else None
        )
