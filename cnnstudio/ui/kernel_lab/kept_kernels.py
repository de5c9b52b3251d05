"""The user's own kernels: named and kept beside the presets, renamed, deleted."""

from collections.abc import Callable, Mapping

import msgspec
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from cnnstudio.errors import StudioError
from cnnstudio.kernels import files
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.edits import Edits
from cnnstudio.ui.kernel_lab.entries import origin_of
from cnnstudio.ui.kernel_lab.name_dialog import NameDialog


class KeptKernels(QObject):
    """Keeps kernels in the user's folder; what is taken away can be brought back at once."""

    changed = Signal(object)
    """All kernels that are kept."""
    kept = Signal()
    """Another kernel has been kept."""
    said = Signal(str, object)
    """What was done, and what takes it back."""
    failed = Signal(str)

    def __init__(self, edits: Edits, actions: Mapping[str, QAction], page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._edits = edits
        self._actions = actions
        self.kernels: tuple[Kernel, ...] = ()
        self.dialog: NameDialog | None = None
        actions["kernel.keep"].triggered.connect(self.keep)
        actions["kernel.rename"].triggered.connect(lambda: self.rename(self._used()))
        actions["kernel.remove"].triggered.connect(lambda: self.remove(self._used()))

    def load(self) -> None:
        """Look anew which kernels are kept; say which cannot be read."""
        shelf = files.shelf()
        if shelf.kernels != self.kernels:
            self.kernels = shelf.kernels
            self.changed.emit(self.kernels)
        for problem in shelf.problems:
            self.failed.emit(problem)
        self.show_kernel()

    def show_kernel(self) -> None:
        """Offer what can be done with the kernel in use."""
        for name in ("kernel.rename", "kernel.remove"):
            self._actions[name].setEnabled(self._used() is not None)

    def keep(self) -> None:
        """Ask for a name and keep the kernel in use."""
        kernel = self._edits.state.kernel
        known = origin_of(kernel)
        name = _("My {kernel}").format(kernel=_(known.title)) if known else kernel.name
        self._ask(_("Keep Kernel"), name, lambda name: self._keep_as(kernel, name))

    def rename(self, kernel: Kernel | None) -> None:
        """Ask for another name of a kept kernel."""
        if kernel is not None:
            text = _("Rename Kernel")
            self._ask(text, kernel.name, lambda name: self._rename_to(kernel, name))

    def remove(self, kernel: Kernel | None) -> None:
        """Take a kept kernel from the shelf."""
        if kernel is not None and self._is_done(lambda: files.remove_kernel(kernel.name)):
            text = _("The kernel “{name}” was deleted.").format(name=kernel.name)
            self.said.emit(text, lambda: self._is_done(lambda: files.keep_kernel(kernel)))

    def _ask(self, title: str, name: str, on_named: Callable[[str], None]) -> None:
        kept = {each.name for each in self.kernels}
        self.dialog = NameDialog(title, name, kept, on_named, self._page.window())
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()

    def _keep_as(self, kernel: Kernel, name: str) -> None:
        before = self._kept(name)
        named = msgspec.structs.replace(kernel, name=name)
        if not self._is_done(lambda: files.keep_kernel(named)):
            return
        self._edits.set_kernel(_("Name Kernel"), named)
        self.kept.emit()
        if before is not None and before != named:
            text = _("The kernel “{name}” was replaced.").format(name=name)
            self.said.emit(text, lambda: self._is_done(lambda: files.keep_kernel(before)))

    def _rename_to(self, kernel: Kernel, name: str) -> None:
        if not self._is_done(lambda: files.rename_kernel(kernel, name)):
            return
        used = self._edits.state.kernel
        if used.name == kernel.name:
            renamed = msgspec.structs.replace(used, name=name)
            self._edits.set_kernel(_("Rename Kernel"), renamed)

    def _is_done(self, work: Callable[[], object]) -> bool:
        try:
            work()
        except StudioError as error:
            self.failed.emit(str(error))
            return False
        self.load()
        return True

    def _used(self) -> Kernel | None:
        return self._kept(self._edits.state.kernel.name)

    def _kept(self, name: str) -> Kernel | None:
        return next((kernel for kernel in self.kernels if kernel.name == name), None)
