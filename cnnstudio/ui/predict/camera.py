"""The camera, read in a thread of its own."""

from threading import Event, Thread

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from cnnstudio.text import _

_INTERVAL_S = 0.1
_JOIN_S = 5.0


class Camera(QObject):
    """Tells frames while it runs; `failed` carries the sentence where there is no camera.

    `source` is the number of a camera, or the path of a film.
    """

    frame = Signal(QImage)
    failed = Signal(str)

    _arrived = Signal(object, QImage)
    _lost = Signal(object, str)

    def __init__(self, parent: QObject | None = None, *, source: int | str = 0) -> None:
        super().__init__(parent)
        self._source = source
        self._stop = Event()
        self._thread: Thread | None = None
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self._lost.connect(self._on_lost, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Whether the camera is on."""
        return self._thread is not None

    def start(self) -> None:
        """Switch the camera on."""
        if self._thread is None:
            self._stop = Event()
            self._thread = Thread(target=self._watch, args=(self._stop,), name="camera")
            self._thread.start()

    def stop(self) -> None:
        """Switch the camera off."""
        thread, self._thread = self._thread, None
        self._stop.set()
        if thread is not None:
            thread.join(_JOIN_S)

    def _watch(self, stop: Event) -> None:
        import cv2  # late: it is slow to import

        capture = cv2.VideoCapture(self._source)
        try:
            is_there = capture.isOpened()
            while is_there and not stop.is_set():
                is_there, frame = capture.read()
                if is_there:
                    pixels = cv2.cvtColor(frame, cv2.COLOR_BGR2RGB)
                    height, width = pixels.shape[:2]
                    kind = QImage.Format.Format_RGB888
                    image = QImage(pixels.tobytes(), width, height, 3 * width, kind).copy()
                    self._arrived.emit(stop, image)
                    stop.wait(_INTERVAL_S)
        finally:
            capture.release()
        if not stop.is_set():
            self._lost.emit(stop, _("No camera answers. Connect one and press Camera again."))

    def _on_arrived(self, stop: Event, image: QImage) -> None:
        if stop is self._stop and self._thread is not None:
            self.frame.emit(image)

    def _on_lost(self, stop: Event, text: str) -> None:
        if stop is self._stop and self._thread is not None:
            self.stop()
            self.failed.emit(text)
