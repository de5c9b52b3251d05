"""The Predict page: draw, open, paste or film something, and see what the network says."""

from collections.abc import Callable
from enum import IntEnum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QHideEvent,
    QImage,
    QPalette,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.data.pictures import SUFFIXES
from cnnstudio.errors import StudioError
from cnnstudio.text import N_, _
from cnnstudio.training.run_list import RunEntry
from cnnstudio.training.tasks import PicturePredicted, PredictPicture
from cnnstudio.ui.background import Background
from cnnstudio.ui.engine_client import EngineClient
from cnnstudio.ui.evaluation.run_choice import RunChoice
from cnnstudio.ui.predict.actions import build_actions
from cnnstudio.ui.predict.answer_pane import AnswerPane
from cnnstudio.ui.predict.asking import Asking, question
from cnnstudio.ui.predict.camera import Camera
from cnnstudio.ui.predict.folder_pane import FolderPane
from cnnstudio.ui.predict.pad import SIDE, THICKEST, THINNEST, USUAL, DrawingPad
from cnnstudio.ui.predict.picture_view import PictureView, preview
from cnnstudio.ui.predict.tool_row import with_tools
from cnnstudio.ui.runs.library import RunLibrary
from cnnstudio.ui.theme import themes
from cnnstudio.ui.training.session import TrainingSession
from cnnstudio.ui.widgets.buttons import TextButton, ToolbarButton
from cnnstudio.ui.widgets.elided_label import ElidedLabel
from cnnstudio.ui.widgets.tab_bar import TabBar

_LEAST_SHOWN_PX = 1_024


class Way(IntEnum):
    """How something is shown to the network: the tabs of the page."""

    DRAW = 0
    PICTURE = 1
    FOLDER = 2
    CAMERA = 3


class PredictPage(QWidget):
    """Asks the engine after every stroke, for every picture, and for every frame it has time for.

    `answered` says that an answer is shown.
    """

    actions: dict[str, QAction]  # type: ignore[assignment]  # shadows a list nobody asks for

    failed = Signal(str)
    told = Signal(str)
    answered = Signal()

    def __init__(
        self,
        session: TrainingSession,
        engine: EngineClient,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._background = background
        self._opened: Path | None = None
        self._questions: dict[Way, PredictPicture] = {}
        self.actions = build_actions(self)
        self.library = RunLibrary(background, self)
        self.runs = RunChoice(self.library, session)
        self.hint = ElidedLabel()
        self.hint.setProperty("tone", "dim")
        self.pad = DrawingPad()
        self.picture = PictureView(_(_NO_PICTURE))
        self.picture_name = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.picture_name.setProperty("tone", "dim")
        self.film = PictureView(_(_NO_CAMERA))
        self.camera = Camera(self)
        self.answer = AnswerPane()
        self.asking = Asking(engine.tasks, self._folder, self)
        self.folder = FolderPane(engine.tasks, background, self.actions, self._folder)
        self.setAcceptDrops(True)
        self._lay_out()
        self._connect()
        self._show_what_can_be_done()

    @property
    def way(self) -> Way:
        """The tab in front."""
        return Way(self.tabs.currentIndex())

    def saveState(self) -> QByteArray:
        """Return the sizes of the panes, for `restoreState`."""
        return self._panes.saveState()

    def restoreState(self, state: QByteArray) -> bool:
        """Give the panes their sizes back; return whether `state` was one of `saveState`."""
        return self._panes.restoreState(state)

    def open_picture(self, path: Path) -> None:
        """Ask what a picture in a file is."""
        self.tabs.setCurrentIndex(Way.PICTURE)
        self._opened = path
        self._name_picture(path.name, str(path))
        side_px = round(max(self.picture.width(), self.picture.height()) * self.devicePixelRatioF())
        self._background.run(
            lambda: preview(path, max(side_px, _LEAST_SHOWN_PX)),
            partial(self._show_opened, path),
            failed=lambda error: self._show_opened(path, error),
        )
        self._ask(Way.PICTURE, PredictPicture(folder="", path=str(path)))

    def open_folder(self, *paths: Path) -> None:
        """Ask what all pictures of a folder are, or some files."""
        self.tabs.setCurrentIndex(Way.FOLDER)
        self.folder.open(*paths)

    def paste(self) -> None:
        """Ask what the picture on the clipboard is."""
        picture = QGuiApplication.clipboard().image()
        if picture.isNull():
            self.failed.emit(_("There is no picture on the clipboard. Copy one first."))
            return
        self._show_pasted(picture)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A focus proxy would make Tab pass over what stands before it.
        super().focusInEvent(event)
        self.pad.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.library.wake()
        self.asking.ask_again()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.library.sleep()
        self.actions["predict.camera"].setChecked(False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasImage() or _pictures_in(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        paths = _pictures_in(event)
        if len(paths) == 1 and not paths[0].is_dir():
            self.open_picture(paths[0])
        elif paths:
            self.open_folder(*paths)
        else:
            self._show_pasted(QImage(event.mimeData().imageData()))

    def _lay_out(self) -> None:
        self.tabs = TabBar(_("What is asked about"))
        self._ways = QStackedWidget()
        for title, widget in (
            (_("Draw"), self._draw_way()),
            (_("Picture"), self._picture_way()),
            (_("Folder"), self.folder),
            (_("Camera"), self._camera_way()),
        ):
            self.tabs.addTab(title)
            self._ways.addWidget(widget)
        self._panes = QSplitter(Qt.Orientation.Horizontal)
        self._panes.setHandleWidth(1)
        self._panes.setChildrenCollapsible(False)
        for widget, margins in ((self._ways, (0, 0, 16, 0)), (self.answer, (16, 0, 0, 0))):
            self._panes.addWidget(_padded(widget, margins))
        self._panes.setSizes([700, 420])
        self._panes.setStretchFactor(0, 1)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.runs)
        head.addWidget(self.tabs)
        head.addWidget(self.hint, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._panes, 1)
        self.setAccessibleName(_("Predict"))
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)

    def _draw_way(self) -> QWidget:
        self.thickness = QSlider(Qt.Orientation.Horizontal)
        self.thickness.setRange(THINNEST, THICKEST)
        self.thickness.setValue(USUAL)
        self.thickness.setFixedWidth(120)
        self.thickness.setAccessibleName(_("Thickness"))
        self.thickness.setToolTip(_("How thick pen and eraser are"))
        names = ("predict.pen", "predict.eraser", "predict.undo", "predict.clear")
        tools = [ToolbarButton(self.actions[name]) for name in names]
        label = QLabel(_("Thickness"))
        label.setProperty("tone", "dim")
        return with_tools(self.pad, *tools[:2], label, self.thickness, *tools[2:])

    def _picture_way(self) -> QWidget:
        names = ("predict.open_picture", "predict.paste")
        buttons = (ToolbarButton(self.actions[name]) for name in names)
        return with_tools(self.picture, *buttons, self.picture_name)

    def _camera_way(self) -> QWidget:
        return with_tools(self.film, TextButton(self.actions["predict.camera"], _("Camera")))

    def _connect(self) -> None:
        does: dict[str, Callable[[], object]] = {
            "predict.undo": self.pad.undo,
            "predict.clear": self.pad.clear,
            "predict.open_picture": self._choose_picture,
            "predict.paste": self.paste,
        }
        for name, work in does.items():
            self.actions[name].triggered.connect(lambda _on=False, work=work: work())
        self.actions["predict.eraser"].toggled.connect(partial(setattr, self.pad, "is_erasing"))
        self.actions["predict.camera"].toggled.connect(self._switch_camera)
        self.thickness.valueChanged.connect(partial(setattr, self.pad, "thickness"))
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self.pad.changed.connect(self._on_pad_changed)
        self.folder.chosen.connect(self._on_folder_chosen)
        self.folder.unreadable.connect(self._on_folder_unreadable)
        self.folder.failed.connect(self.failed)
        self.folder.told.connect(self.told)
        self.camera.frame.connect(self._on_camera_frame)
        self.camera.failed.connect(self._on_camera_failed)
        self.runs.chosen.connect(self._on_run_chosen)
        self.library.changed.connect(self._explain)
        self._session.changed.connect(lambda _status: self._explain())
        themes.changed.connect(self._explain)
        self.asking.answered.connect(self._on_answered)
        self.asking.refused.connect(self._on_refused)
        self._explain()

    def _show_opened(self, path: Path, found: QImage | StudioError) -> None:
        """Show a picture that was opened, or why it cannot be, unless another came after it."""
        if path != self._opened:
            return
        if isinstance(found, QImage):
            self.picture.show_image(found)
        else:
            self.picture.say(str(found))

    def _name_picture(self, name: str, tip: str = "") -> None:
        self.picture_name.setText(name)
        self.picture_name.setToolTip(tip)

    def _show_pasted(self, picture: QImage) -> None:
        self._opened = None
        self._name_picture(_("a pasted picture"))
        self.tabs.setCurrentIndex(Way.PICTURE)
        self.picture.show_image(picture)
        self._ask(Way.PICTURE, question(picture))

    def _folder(self) -> Path | None:
        return self.runs.folder

    def _ask(self, way: Way, task: PredictPicture | None) -> None:
        """Ask about what a tab shows, or nothing; of a tab that is not seen, when it is."""
        if task is None:
            self._questions.pop(way, None)
        else:
            self._questions[way] = task
        if way is self.way:
            self._ask_of_tab()

    def _ask_of_tab(self) -> None:
        """Ask about what stands in the tab in front; the answer to something else goes."""
        task = self._questions.get(self.way)
        if task is None:
            self.asking.forget()
            self.answer.clear()
            self.hint.setText("")
        else:
            self.asking.ask(task)
        self._explain()

    def _on_answered(self, answer: PicturePredicted) -> None:
        self.hint.setText("")
        self.answer.show_answer(answer)
        self.answered.emit()

    def _on_refused(self, text: str) -> None:
        self.answer.clear()
        self.hint.setText(text)
        self.hint.setToolTip(text)

    def _on_pad_changed(self) -> None:
        pixels = self.pad.pixels
        drawing = PredictPicture(folder="", height=SIDE, width=SIDE, pixels=pixels, is_drawing=True)
        self._ask(Way.DRAW, None if self.pad.is_empty else drawing)
        self._show_what_can_be_done()

    def _on_folder_chosen(self, path: str) -> None:
        self._ask(Way.FOLDER, PredictPicture(folder="", path=path) if path else None)

    def _on_folder_unreadable(self, problem: str) -> None:
        self._ask(Way.FOLDER, None)
        if self.way is Way.FOLDER:
            self._on_refused(problem)

    def _on_tab_changed(self, place: int) -> None:
        self._ways.setCurrentIndex(place)
        if place != Way.CAMERA:
            self.actions["predict.camera"].setChecked(False)
        self.asking.drop()
        self.answer.clear()
        self.hint.setText("")
        self._ask_of_tab()

    def _on_run_chosen(self, folder: Path | None) -> None:
        self.asking.drop()
        self.answer.clear()
        self.folder.ask_again(is_wanted=self.isVisible() and self.way is Way.FOLDER)
        self._explain()
        if self.isVisible():
            self.asking.ask_again()
        self._show_what_can_be_done()

    def _switch_camera(self, is_on: bool) -> None:
        if is_on:
            self.tabs.setCurrentIndex(Way.CAMERA)
            self.film.say(_("Looking for a camera …"))
            self.camera.start()
        else:
            self.camera.stop()
            self.film.say(_(_NO_CAMERA))
            self._ask(Way.CAMERA, None)

    def _on_camera_frame(self, frame: QImage) -> None:
        self.film.show_image(frame)
        self._ask(Way.CAMERA, question(frame))

    def _on_camera_failed(self, text: str) -> None:
        self.actions["predict.camera"].setChecked(False)
        self.film.say(text)  # last: switching off says how to switch on

    def _choose_picture(self) -> None:
        kinds = _("Pictures ({endings})").format(
            endings=" ".join(f"*{suffix}" for suffix in SUFFIXES)
        )
        path, _kind = QFileDialog.getOpenFileName(self, _("Open Picture"), "", kinds)
        if path:
            self.open_picture(Path(path))

    def _explain(self) -> None:
        """Say how what is shown reaches the network."""
        if self.runs.folder is None:
            self.hint.setText(_(_NO_RUN))
        elif self.hint.text() == _(_NO_RUN):
            self.hint.setText("")
        text = _drawing_text(self._data()) if self.way is Way.DRAW else _(_RESIZED)
        self.answer.explain(text)

    def _data(self) -> str:
        """Return the name of the data set that the chosen run has learnt."""
        folder, status = self.runs.folder, self._session.status
        if folder is not None and folder == self._session.folder and status.project is not None:
            return status.project.data.name
        entry: RunEntry | None = self.library.entries.get(folder) if folder else None
        return entry.record.data.name if entry is not None and entry.record is not None else ""

    def _show_what_can_be_done(self) -> None:
        self.actions["predict.undo"].setEnabled(self.pad.can_undo)
        self.actions["predict.clear"].setEnabled(not self.pad.is_empty)
        self.folder.show_what_can_be_done()
        self.runs.setEnabled(self.runs.count() > 0)


_NO_RUN = N_("Train a network first: then it answers here.")
_NO_PICTURE = N_("Open a picture, paste one, or drop one here")
_NO_CAMERA = N_("Press Camera, above, to ask what your camera sees")
_RESIZED = N_("The picture is brought to the size that the network takes.")
_AS_DRAWN = N_("The pad is shown to the network as dark ink on white paper.")
_TURNED = N_(
    "The network gets the drawing with its colours turned: the light ink of this pad is dark "
    "there, and the paper white."
)
_DRAWINGS = {
    "mnist": N_(
        "The drawing is scaled into 20×20 pixels and put into 28×28 with its centre of mass in "
        "the middle, as the digits of MNIST are."
    ),
    "digits": N_(
        "The drawing is stretched from top to bottom, and its ink is counted in blocks of a "
        "32×32 grid: 8×8 numbers, as in the data set."
    ),
}


def _drawing_text(data: str) -> str:
    return _(_DRAWINGS.get(data, _TURNED if themes.current.is_dark else _AS_DRAWN))


def _pictures_in(event: QDropEvent) -> list[Path]:
    """Return the pictures and folders that are dragged."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.is_dir() or path.suffix.lower() in SUFFIXES]


def _padded(widget: QWidget, margins: tuple[int, int, int, int]) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(*margins)
    layout.addWidget(widget)
    return holder
