"""Choosing where to train."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.training import config
from cnnstudio.training.messages import EngineReady
from cnnstudio.ui.document import Document

AUTO = "auto"
_TITLES = {"cpu": "CPU", "cuda": "GPU (CUDA)", "mps": "GPU (MPS)"}


class DeviceMenu(QObject):
    """Automatic, and what the engine found on this machine."""

    title_changed = Signal(str)

    def __init__(self, document: Document, menu: QMenu, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._menu = menu
        self._group = QActionGroup(self)
        self._actions: dict[str, QAction] = {}
        self._devices: tuple[str, ...] = ("cpu",)
        self._fill()
        document.changed.connect(self._on_document_changed)

    @property
    def title(self) -> str:
        """The device in use in short; the one that automatic stands for once it is known."""
        device = self._document.project.training.device
        if device == AUTO:
            device = self._devices[0]
        return _TITLES.get(device, device)

    def show_devices(self, ready: EngineReady) -> None:
        """Offer what the engine found."""
        self._devices = tuple(name for name in ready.devices if name != AUTO) or ("cpu",)
        self._fill()

    def _fill(self) -> None:
        self._menu.clear()
        best = _TITLES.get(self._devices[0], self._devices[0])
        titles = {AUTO: _("Automatic ({device})").format(device=best)}
        titles |= {name: _TITLES.get(name, name) for name in self._devices}
        self._actions = {name: self._added(name, title) for name, title in titles.items()}
        self._show()

    def _added(self, name: str, title: str) -> QAction:
        action = self._menu.addAction(title)
        action.setObjectName(f"device.{name}")
        action.setCheckable(True)
        action.triggered.connect(lambda _on=False: self._choose(name))
        self._group.addAction(action)
        return action

    def _choose(self, name: str) -> None:
        project = self._document.project
        chosen = config.changed(project.training, device=name)
        self._document.apply(_("Choose device"), project.replace(training=chosen))

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if old.project.training.device != new.project.training.device:
            self._show()

    def _show(self) -> None:
        action = self._actions.get(self._document.project.training.device)
        if action is not None:
            action.setChecked(True)
        self.title_changed.emit(self.title)
