"""Pictures read, filtered and made small outside the GUI thread; the newest wish wins."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRectF, Signal

from cnnstudio.errors import StudioError
from cnnstudio.kernels.pictures import find_picture
from cnnstudio.kernels.settings import KernelLabState
from cnnstudio.ui.kernel_lab.colours import palette_of
from cnnstudio.ui.kernel_lab.newest import NewestWorker
from cnnstudio.ui.kernel_lab.renderer import Renderer
from cnnstudio.ui.kernel_lab.rendering import Picture, Request
from cnnstudio.ui.kernel_lab.thumbnails import Thumbnails
from cnnstudio.ui.theme import themes

_KEPT_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Reading:
    """A picture to be read; a new one becomes the project's once it is there."""

    name: str
    is_new: bool


class LiveFilter(QObject):
    """Show it a state, and it announces what that looks like."""

    rendered = Signal(object)
    opened = Signal(str)
    """A picture that was asked for can be read: its name."""
    failed = Signal(str)
    """Why a picture cannot be read."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = KernelLabState()
        self._visible: QRectF | None = None
        self._scale = 1.0
        self._pictures = PictureCache()
        self._picture: Picture | None = None
        self.thumbnails = Thumbnails()
        self._reader = NewestWorker(_read, "picture")
        self._renderer = NewestWorker(Renderer().render, "filter")
        self._connect()

    def show(
        self, state: KernelLabState, visible: QRectF | None = None, *, scale: float = 1.0
    ) -> None:
        """Announce what `state` looks like; its picture is read first where that is needed.

        `visible` is the part of the input's plane that is seen and so wanted first,
        `scale` how many pixels of the screen one of the input takes.
        """
        self._state, self._visible, self._scale = state, visible, scale
        found = self._pictures.get(state.picture)
        if found is not None:
            self._picture = found
        elif not self._pictures.is_unreadable(state.picture):
            self._reader.ask(_Reading(state.picture, is_new=False))
            return
        self._render()

    def open(self, name: str) -> None:
        """Read a picture anew; `opened` or `failed` tells how it went."""
        self._reader.ask(_Reading(name, is_new=True))

    def _connect(self) -> None:
        workers = (self._reader, self._renderer, self.thumbnails)
        self._reader.done.connect(self._on_reader_done)
        self._reader.failed.connect(self._on_reader_failed)
        self._renderer.done.connect(self.rendered)
        self._renderer.failed.connect(_raise)
        self.thumbnails.failed.connect(_raise)
        for worker in workers:
            # A method of `worker` would be dropped together with this object.
            self.destroyed.connect(lambda _object=None, worker=worker: worker.end())

    def _render(self) -> None:
        if self._picture is None:
            return
        palette = palette_of(themes.current)
        self._renderer.ask(Request(self._picture, self._state, palette, self._visible, self._scale))
        self.thumbnails.show_picture(self._picture, palette)

    def _on_reader_done(self, result: tuple[_Reading, Picture]) -> None:
        reading, picture = result
        self._pictures.put(picture)
        self._picture = self._picture or picture
        if reading.is_new:
            self.opened.emit(reading.name)
        self.show(self._state, self._visible, scale=self._scale)

    def _on_reader_failed(self, reading: _Reading, error: Exception) -> None:
        if not isinstance(error, StudioError):
            raise error
        self.failed.emit(str(error))
        if not reading.is_new:
            self._pictures.put_unreadable(reading.name)
            self._show_stand_in()

    def _show_stand_in(self) -> None:
        """Keep the picture that is shown; without one, read that of a new project."""
        if self._picture is not None:
            self._render()
        elif self._state.picture != (usual := KernelLabState().picture):
            self._reader.ask(_Reading(usual, is_new=False))


class PictureCache:
    """The pictures read last, so that undo shows them at once."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[str, Picture] = OrderedDict()
        self._unreadable: set[str] = set()

    def get(self, name: str) -> Picture | None:
        """Return the picture called `name`, if it is kept."""
        if name in self._pictures:
            self._pictures.move_to_end(name)
        return self._pictures.get(name)

    def is_unreadable(self, name: str) -> bool:
        """Return whether reading it has failed before."""
        return name in self._unreadable

    def put(self, picture: Picture) -> None:
        """Keep a picture; the ones not used for longest give way."""
        self._unreadable.discard(picture.name)
        self._pictures[picture.name] = picture
        self._pictures.move_to_end(picture.name)
        while len(self._pictures) > 1 and self._size() > _KEPT_BYTES:
            self._pictures.popitem(last=False)

    def put_unreadable(self, name: str) -> None:
        """Remember that reading it has failed, so that it is not tried again for each edit."""
        self._unreadable.add(name)

    def _size(self) -> int:
        return sum(picture.image.nbytes for picture in self._pictures.values())


def _read(reading: _Reading) -> Iterator[tuple[_Reading, Picture]]:
    yield reading, Picture(reading.name, find_picture(reading.name))


def _raise(_request: object, error: Exception) -> None:
    """Hand an error of a thread to the exception hook."""
    raise error
