"""The middle of the page: the pictures, what is chosen above them, their legend below."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.kernels.analysis import number
from cnnstudio.kernels.settings import Comparison, KernelLabState
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.edits import Edits
from cnnstudio.ui.kernel_lab.figures import FiguresLine
from cnnstudio.ui.kernel_lab.measuring import Measured
from cnnstudio.ui.kernel_lab.picture_canvas import PictureCanvas
from cnnstudio.ui.kernel_lab.picture_menu import PictureMenu, picture_title
from cnnstudio.ui.kernel_lab.playing import PicturePlay
from cnnstudio.ui.kernel_lab.rendering import Rendering
from cnnstudio.ui.kernel_lab.strip import Strip
from cnnstudio.ui.kernel_lab.value_legend import ValueLegend
from cnnstudio.ui.kernel_lab.words import tip, title
from cnnstudio.ui.theme import SMALL_PX
from cnnstudio.ui.widgets.buttons import MenuButton, ToolbarButton
from cnnstudio.ui.widgets.notice import Notice, Tone

_ZOOM_STEP = 1.5
_ON_CANVAS = (
    "picture.copy",
    "picture.save",
    "picture.paste",
    "picture.open",
    "picture.fit",
    "picture.actual",
)
"""What a right click on the pictures offers."""
_PATIENCE_MS = 120


class PictureArea(QWidget):
    """Shows renderings; a picture that the user wants is announced by `wanted`."""

    wanted = Signal(str)
    """The name of a sample or the path of a file."""
    dropped = Signal(object)
    """The `QMimeData` of a picture that was dragged here."""

    def __init__(
        self, edits: Edits, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._edits = edits
        self.canvas = PictureCanvas()
        self.play = PicturePlay(self.canvas, actions, self)
        self.notice = Notice(self)
        self.legend = ValueLegend()
        self.caption = FiguresLine(Qt.AlignmentFlag.AlignLeft, size_px=SMALL_PX)
        self.info = FiguresLine(Qt.AlignmentFlag.AlignRight)
        self.picture_menu = PictureMenu(actions, self)
        self.picture_button = MenuButton(_("Picture"), self.picture_menu)
        self.comparison_menu = QMenu(self)
        self.comparison_button = MenuButton(_("Comparison"), self.comparison_menu)
        self._comparisons = self._comparison_actions()
        self._expected = ""
        self._figures = ""
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(lambda: self.info.show_text(self._expected))
        self._lay_out(actions)
        self._connect(actions)
        self.setAcceptDrops(True)

    def show_state(self, state: KernelLabState) -> None:
        """Show what is chosen; the pictures follow when they are ready."""
        self.comparison_button.setText(title(state.comparison))
        self._comparisons[state.comparison].setChecked(True)
        self.canvas.show_comparison(state.comparison)

    def show_rendering(self, rendering: Rendering) -> None:
        """Show pictures, legend and figures that belong together."""
        self.canvas.show_scene(rendering.scene)
        self.play.show_rendering(rendering)
        self.legend.show_legend(rendering.legend)
        self.caption.show_text(_caption(rendering))
        if rendering.is_whole:
            self._patience.stop()
            self._figures = _info(rendering)
            self.info.show_text(self._figures)
        name = rendering.request.picture.name
        self.picture_menu.show_picture(name)
        self.picture_button.setText(_("Picture: {title}").format(title=picture_title(name)))

    def show_measured(self, measured: Measured) -> None:
        """Show how the values of the pictures shown last are spread."""
        self.legend.show_distribution(measured.distribution)

    def expect_rendering(self) -> None:
        """Say that work goes on where the next result is long in coming."""
        self._expected = _("Working…")
        if not self._patience.isActive():
            self._patience.start()

    def complain(self, message: str) -> None:
        """Say why a picture cannot be shown."""
        if self._patience.isActive() or self.info.text == self._expected:
            self._patience.stop()
            self.info.show_text(self._figures)
        self.notice.say(message, Tone.BAD)

    def say(self, message: str, cancel: Callable[[], object] | None = None) -> None:
        """Say what has been done, or is being done and can be cancelled."""
        self.notice.say(message, button=_("Cancel") if cancel else "", then=cancel)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _is_picture(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit(event.mimeData())

    def want(self, name: str) -> None:
        """Ask for a picture; what was said of the last one is over."""
        self.notice.clear()
        self._expected = _('Opening "{title}"…').format(title=picture_title(name))
        self._patience.start()
        self.wanted.emit(name)

    def _lay_out(self, actions: Mapping[str, QAction]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._toolbar(actions))
        layout.addWidget(self.play.bar)
        layout.addWidget(self.canvas, 1)
        layout.addWidget(self._captions())

    def _toolbar(self, actions: Mapping[str, QAction]) -> QWidget:
        bar = Strip("panel", has_line=True)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        fit = ToolbarButton(actions["picture.fit"])
        fit.setMinimumWidth(48)
        play = ToolbarButton(actions["play.toggle"])
        for widget in (self.picture_button, self.comparison_button, fit, play):
            row.addWidget(widget)
        row.addWidget(self.info, 1)
        return bar

    def _captions(self) -> QWidget:
        row = Strip("canvas")
        self._grid = QGridLayout(row)
        self._grid.setContentsMargins(16, 4, 16, 10)
        self._grid.setHorizontalSpacing(12)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self._grid.addWidget(self.caption, 0, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.legend, 0, 1)
        return row

    def _comparison_actions(self) -> dict[Comparison, QAction]:
        group = QActionGroup(self)
        actions = {}
        for comparison in Comparison:
            action = self.comparison_menu.addAction(title(comparison))
            action.setCheckable(True)
            action.setToolTip(tip(comparison))
            action.setData(comparison)
            group.addAction(action)
            actions[comparison] = action
        group.triggered.connect(lambda action: self._edits.set_field("comparison", action.data()))
        self.comparison_menu.setToolTipsVisible(True)
        return actions

    def _connect(self, actions: Mapping[str, QAction]) -> None:
        self.canvas.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.canvas.addActions([actions[name] for name in _ON_CANVAS])
        self.picture_menu.chosen.connect(self.want)
        actions["picture.fit"].triggered.connect(self.canvas.fit)
        actions["picture.actual"].triggered.connect(self.canvas.show_actual_size)
        actions["picture.zoom_in"].triggered.connect(lambda: self.canvas.zoom(_ZOOM_STEP))
        actions["picture.zoom_out"].triggered.connect(lambda: self.canvas.zoom(1 / _ZOOM_STEP))


def _caption(rendering: Rendering) -> str:
    samples = rendering.samples
    template = _("Input, grey 0–{white}") if len(samples.shape) == 2 else _("Input, RGB 0–{white}")
    return template.format(white=number(samples.ceiling))


def _info(rendering: Rendering) -> str:
    if rendering.scene.problem:
        return ""
    height, width = rendering.samples.size
    size = rendering.scene.alignment.size
    return _("{width} × {height} → {new_width} × {new_height} · {milliseconds} ms").format(
        width=width,
        height=height,
        new_width=size.width(),
        new_height=size.height(),
        milliseconds=f"{rendering.milliseconds:.1f}",
    )


def _is_picture(event: QDropEvent) -> bool:
    """Return whether one file, or the pixels of a picture, are dragged.

    A folder is for the window: it is learned from.
    """
    data = event.mimeData()
    urls = data.urls()
    is_one = len(urls) == 1 and urls[0].isLocalFile()
    return data.hasImage() or (is_one and not Path(urls[0].toLocalFile()).is_dir())
