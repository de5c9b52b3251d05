"""Pictures that come and go: files, the clipboard, data sets, and results that are saved."""

import threading
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from cnnstudio.errors import StudioError
from cnnstudio.kernels.pictures import SAMPLES
from cnnstudio.kernels.result_files import save_result
from cnnstudio.kernels.settings import KernelLabState
from cnnstudio.text import N_, _
from cnnstudio.ui.background import Background
from cnnstudio.ui.kernel_lab.edits import Edits
from cnnstudio.ui.kernel_lab.kept_pictures import Example, Keeper, Pasted, example_of
from cnnstudio.ui.kernel_lab.newest import NewestWorker
from cnnstudio.ui.kernel_lab.picture_image import qimage
from cnnstudio.ui.kernel_lab.rendering import Rendering

_PICTURES = "*.png *.jpg *.jpeg *.tif *.tiff *.bmp *.webp *.gif *.pgm *.ppm"
_FORMATS = (
    (".png", N_("Picture as shown ({pattern})"), "*.png"),
    (".tif", N_("TIFF with the true values ({pattern})"), "*.tif *.tiff"),
    (".npy", N_("NumPy array with the true values ({pattern})"), "*.npy"),
)


class PictureDesk(QObject):
    """Says which picture is wanted, and writes results; both outside the GUI thread."""

    wanted = Signal(str)
    """The name of a sample or the path of a file."""
    said = Signal(str)
    saving = Signal(str, object)
    """A sentence that says so, and what cancels it."""
    failed = Signal(str)

    def __init__(self, edits: Edits, actions: Mapping[str, QAction], page: QWidget) -> None:
        super().__init__(page)
        self._edits = edits
        self._page = page
        self.open_folder = ""
        self.save_folder = ""
        self._rendering: Rendering | None = None
        self._waiting: Path | None = None
        self._keeper = NewestWorker(Keeper().keep, "kept pictures")
        self._disk = Background(self)
        self._connect(actions)

    def show_rendering(self, rendering: Rendering) -> None:
        """Save and copy what is shown now; a part that comes before the whole is not."""
        if not rendering.is_whole:
            return
        self._rendering = rendering
        if self._waiting is not None and self._is_current(rendering):
            path, self._waiting = self._waiting, None
            self.save(path)

    def paste(self) -> None:
        """Use the picture on the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        if not self.take(data):
            self.failed.emit(_("The clipboard holds no picture; copy one first."))

    def take(self, data: QMimeData) -> bool:
        """Use a picture that was copied or dragged; return whether there is one."""
        urls = data.urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            self.wanted.emit(urls[0].toLocalFile())
            return True
        image = data.imageData() if data.hasImage() else None
        if not isinstance(image, QImage) or image.isNull():
            return False
        self._keeper.ask(Pasted(_pixels(image)))
        return True

    def open_example(self, data: str) -> None:
        """Use the first picture of a data set."""
        self._keeper.ask(Example(data, 0))

    def step(self, by: int) -> None:
        """Use the next picture of the data set or the folder, or the next sample."""
        name = self._edits.state.picture
        if (example := example_of(name)) is not None:
            self._keeper.ask(Example(example.data, example.index + by))
            return
        names = [sample.name for sample in SAMPLES]
        names = names if name in names else _neighbours(Path(name))
        if name in names:
            self.wanted.emit(names[(names.index(name) + by) % len(names)])

    def save(self, path: Path) -> None:
        """Write what is shown, as soon as all of it is there."""
        rendering = self._rendering
        if rendering is None or not self._is_current(rendering):
            self._waiting = path
            return
        scene = rendering.scene
        if not scene.has_result:
            self.failed.emit(scene.problem)
            return
        cancelled = threading.Event()
        self.saving.emit(_('Saving "{name}"…').format(name=path.name), cancelled.set)
        self._disk.run(
            lambda: _save(path, rendering, cancelled),
            lambda is_saved: self._say_saved(path, is_saved=is_saved),
            failed=self._on_disk_failed,
        )

    def _say_saved(self, path: Path, *, is_saved: bool) -> None:
        if is_saved:
            self.said.emit(_('Saved "{path}".').format(path=path))
        else:
            self.said.emit(_('"{name}" was not saved.').format(name=path.name))

    def copy(self) -> None:
        """Put the result as it is shown on the clipboard."""
        rendering = self._rendering
        if rendering is None or not rendering.scene.has_result:
            self.failed.emit(_("There is no result to copy."))
            return
        scene = rendering.scene
        QGuiApplication.clipboard().setImage(qimage(scene.images[scene.shown].pixels[0]).copy())
        self.said.emit(_("The result is on the clipboard."))

    def _connect(self, actions: Mapping[str, QAction]) -> None:
        for name, act in (
            ("picture.open", self._choose_file),
            ("picture.paste", self.paste),
            ("picture.save", self._choose_target),
            ("picture.copy", self.copy),
            ("picture.next", lambda: self.step(1)),
            ("picture.previous", lambda: self.step(-1)),
        ):
            actions[name].triggered.connect(lambda _on=False, act=act: act())
        self._keeper.done.connect(self.wanted.emit)
        self._keeper.failed.connect(self._on_keeper_failed)
        for end in (self._keeper.end, self._disk.finish):
            self.destroyed.connect(lambda _object=None, end=end: end())

    def _is_current(self, rendering: Rendering) -> bool:
        state: KernelLabState = self._edits.state
        return rendering.request.state == state

    def _choose_file(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(
            self._page.window(),
            _("Open Picture"),
            self.open_folder,
            _("Pictures ({patterns})").format(patterns=_PICTURES),
        )
        if path:
            self.open_folder = str(Path(path).parent)
            self.wanted.emit(path)

    def _choose_target(self) -> None:
        filters = [_(title).format(pattern=pattern) for _end, title, pattern in _FORMATS]
        start = Path(self.save_folder) / f"{_stem(self._edits.state)}.png"
        name, chosen = QFileDialog.getSaveFileName(
            self._page.window(), _("Save Result"), str(start), ";;".join(filters)
        )
        if not name:
            return
        path = Path(name)
        self.save_folder = str(path.parent)
        ending = _FORMATS[filters.index(chosen)][0] if chosen in filters else ".png"
        self.save(path if path.suffix else path.with_suffix(ending))

    def _on_disk_failed(self, error: StudioError) -> None:
        self.failed.emit(str(error))

    def _on_keeper_failed(self, _wanted: object, error: Exception) -> None:
        if not isinstance(error, StudioError):
            raise error
        self.failed.emit(str(error))


def _save(path: Path, rendering: Rendering, cancelled: threading.Event) -> bool:
    # While it is held, its memory is not used for the next result.
    scene = rendering.scene
    values, image = scene.values[scene.shown], scene.images[scene.shown]
    return save_result(path, values, image.pixels[0], cancelled=cancelled.is_set)


def _stem(state: KernelLabState) -> str:
    """Return what a result is called: after its picture and its kernel."""
    kernel = "".join(c if c.isalnum() or c in "-_" else "-" for c in state.kernel.name)
    return f"{Path(state.picture).stem}-{kernel.strip('-')[:40] or 'filtered'}"


def _neighbours(path: Path) -> list[str]:
    """Return the pictures in the folder of a file, by name."""
    endings = {pattern.removeprefix("*") for pattern in _PICTURES.split()}
    try:
        files = sorted(path.parent.iterdir())
    except OSError:
        return []
    return [str(file) for file in files if file.suffix.lower() in endings]


def _pixels(image: QImage) -> NDArray[np.uint8]:
    """Return an image as (H, W) uint8 where it is grey, otherwise (H, W, 3) RGB."""
    is_grey = image.isGrayscale()
    kind = QImage.Format.Format_Grayscale8 if is_grey else QImage.Format.Format_RGB888
    image = image.convertToFormat(kind)
    row_bytes = image.width() * (1 if is_grey else 3)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)[:, :row_bytes]
    shape = (image.height(), image.width()) if is_grey else (image.height(), image.width(), 3)
    return rows.reshape(shape).copy()
