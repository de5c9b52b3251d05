"""What is done with kernels: they are offered, kept, exchanged and written as programs."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from cnnstudio.kernels.pictures import picture_path
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.code_dialog import CodeDialog, Subject
from cnnstudio.ui.kernel_lab.edits import Edits
from cnnstudio.ui.kernel_lab.entries import Entry, Group
from cnnstudio.ui.kernel_lab.exchange import Exchange
from cnnstudio.ui.kernel_lab.kept_kernels import KeptKernels
from cnnstudio.ui.kernel_lab.kernel_drop import KernelDrop
from cnnstudio.ui.kernel_lab.kernel_grid import KernelGrid
from cnnstudio.ui.kernel_lab.kernel_list import KernelList
from cnnstudio.ui.kernel_lab.rendering import Rendering
from cnnstudio.ui.widgets.notice import Notice, Tone


class KernelDesk(QObject):
    """Joins the list of kernels, the user's shelf, files, the clipboard and the code."""

    def __init__(
        self,
        edits: Edits,
        actions: Mapping[str, QAction],
        offered: KernelList,
        notice: Notice,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._edits = edits
        self._offered = offered
        self._notice = notice
        self._page = page
        self._subject: Subject | None = None
        self._code: CodeDialog | None = None
        self.kept = KeptKernels(edits, actions, page)
        self.exchange = Exchange(edits, actions, page)
        self._drop = KernelDrop(self)
        self._connect(actions)

    @property
    def code(self) -> CodeDialog:
        """The dialog with the program, made when it is first wanted."""
        if self._code is None:
            self._code = CodeDialog(self._page.window())
        return self._code

    def show_kernel(self) -> None:
        """Show which kernel is in use."""
        self._offered.show_kernel(self._edits.state.kernel)
        self.kept.show_kernel()

    def show_rendering(self, rendering: Rendering) -> None:
        """Let the program compute what is shown."""
        self._subject = _subject(rendering)
        if self._code is not None and self._code.isVisible():
            self._code.show_subject(self._subject)

    def attend(self, grid: KernelGrid) -> None:
        """Let a grid copy and paste kernels with the usual keys, and take files."""
        grid.copied.connect(self.exchange.copy)
        grid.pasted.connect(self.exchange.paste)
        self._drop.attend(grid)

    def _connect(self, actions: Mapping[str, QAction]) -> None:
        self._drop.attend(self._offered)
        self._drop.dropped.connect(self.exchange.read)
        self.kept.changed.connect(self._offered.show_own)
        self.kept.kept.connect(lambda: self._offered.show_group(Group.OWN))
        self.kept.said.connect(self._say)
        for source in (self.kept, self.exchange):
            source.failed.connect(lambda text: self._notice.say(text, Tone.BAD))
        self._offered.chosen.connect(self._on_offered_chosen)
        self._offered.rename_wanted.connect(lambda entry: self.kept.rename(entry.kernel))
        self._offered.remove_wanted.connect(lambda entry: self.kept.remove(entry.kernel))
        actions["kernel.code"].triggered.connect(self._show_code)

    def _on_offered_chosen(self, entry: Entry, gesture: str) -> None:
        self._edits.use_kernel(entry.title, entry.kernel, gesture)

    def _say(self, text: str, take_back: Callable[[], object]) -> None:
        self._notice.say(text, button=_("Undo"), then=take_back)

    def _show_code(self) -> None:
        if self._subject is not None:
            self.code.show_subject(self._subject)
            self.code.show()
            self.code.activateWindow()


def _subject(rendering: Rendering) -> Subject:
    picture, state = rendering.request.picture, rendering.request.state
    path = picture_path(picture.name) or Path(f"{picture.name}.png")
    return Subject(
        state.kernel,
        state.settings,
        str(path),
        is_grey=picture.image.ndim == 2,
        ceiling=rendering.samples.ceiling,
    )
