"""Files with kernels that are dropped on what shows kernels."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

_SUFFIXES = (".json", ".csv", ".txt", ".tsv", ".tex", ".m", ".py")


class KernelDrop(QObject):
    """Lets widgets take a file; `dropped` carries its path."""

    dropped = Signal(Path)

    def attend(self, widget: QWidget) -> None:
        """Let `widget` take files from now on."""
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Widgets that are taken apart still send events, also to a filter that is gone.
        if not isValid(self) or not isinstance(event, QDropEvent):
            return False
        # A drag that enters is a drop to come, and offers the same.
        if (path := _kernel_file(event)) is None:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.dropped.emit(path)
        return True


def _kernel_file(event: QDropEvent) -> Path | None:
    """Return the one file that is dragged, where it may hold a kernel."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in _SUFFIXES else None
