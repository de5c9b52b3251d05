"""Every data set by name, and loading one.

A new data set is a module that describes and reads it, and a line in `_SOURCES`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cnnstudio import paths
from cnnstudio.data import cifar, digits, faces, generated, mnist
from cnnstudio.data.choice import FOLDER, DataChoice, Shape
from cnnstudio.data.dataset import DataSet, DataSetInfo, Progress
from cnnstudio.data.download import Remote
from cnnstudio.data.download import download as fetch
from cnnstudio.data.folder import DEFAULT_SHAPE, describe_pictures, read_folder, target_shape
from cnnstudio.data.idx import has_idx
from cnnstudio.data.layout import existing_folder
from cnnstudio.data.splits import split
from cnnstudio.errors import InvalidValueError, NotDownloadedError, UnknownNameError
from cnnstudio.text import N_, _


@dataclass(frozen=True, slots=True)
class _Source:
    """A data set's description, and how it is read before it is split."""

    info: DataSetInfo
    read: Callable[[DataChoice], DataSet]
    remote: Remote | None = None


def _downloaded(info: DataSetInfo, read: Callable[[Path], DataSet], remote: Remote) -> _Source:
    return _Source(info, lambda choice: read(files_folder(choice)), remote)


_SOURCES = {
    source.info.name: source
    for source in (
        _Source(digits.INFO, lambda _choice: digits.read_digits()),
        _downloaded(mnist.MNIST, partial(mnist.read_mnist, mnist.MNIST), mnist.MNIST_REMOTE),
        _downloaded(
            mnist.FASHION_MNIST,
            partial(mnist.read_mnist, mnist.FASHION_MNIST),
            mnist.FASHION_MNIST_REMOTE,
        ),
        _downloaded(cifar.INFO, cifar.read_cifar10, cifar.REMOTE),
        _Source(generated.INFO, lambda choice: generated.read_shapes(choice.seed)),
        _Source(faces.INFO, lambda _choice: faces.read_faces()),
    )
}

REMOTES = {name: source.remote for name, source in _SOURCES.items() if source.remote}
"""Where the data sets that can be downloaded lie, by name."""

_FOLDER_INFO = DataSetInfo(
    name=FOLDER,
    title=N_("Folder of pictures"),
    description=N_("Your own pictures, in folders named after their classes, or four IDX files."),
    source="",
    shape=None,
    classes=(),
    needs_folder=True,
)


def names() -> tuple[str, ...]:
    """Return the names of all data sets, the default first."""
    return tuple(_SOURCES)


def info(name: str) -> DataSetInfo:
    """Return what is known of a data set from its name alone."""
    if name == FOLDER:
        return _FOLDER_INFO
    return _source(name).info


def describe(choice: DataChoice) -> DataSetInfo:
    """Return what is known of a choice without loading a picture.

    For a folder of the user's own, that takes a look at the names in it.
    """
    if choice.name != FOLDER:
        return info(choice.name)
    folder = files_folder(choice)
    return mnist.describe_idx(folder) if has_idx(folder) else describe_pictures(folder, choice)


def choice_of(text: str) -> DataChoice:
    """Return the choice that a person means by the name of a data set or a folder's path."""
    if text in _SOURCES:
        return DataChoice(name=text)
    folder = Path(text).expanduser()
    if folder.is_dir():
        return DataChoice(name=FOLDER, folder=str(folder.resolve()))
    raise UnknownNameError(_("data set or folder"), text, names())


def files_folder(choice: DataChoice) -> Path:
    """Return the folder that `choice` reads files from: its own, or the one for downloads."""
    if choice.folder:
        return existing_folder(choice.folder)
    if choice.name == FOLDER:
        raise InvalidValueError(_("Choose the folder that holds the pictures."))
    return _expected_folder(choice)


def is_available(choice: DataChoice) -> bool:
    """Return whether the files of a choice are on this computer.

    False means: choose a folder, or, for one of `REMOTES` without a folder, download.
    """
    if choice.name in REMOTES:
        return REMOTES[choice.name].is_complete(_expected_folder(choice))
    return choice.name != FOLDER or bool(choice.folder and _expected_folder(choice).is_dir())


def check(choice: DataChoice) -> DataSetInfo:
    """Describe a choice, or raise what `load` would, as far as the names of files tell it."""
    if choice.name in REMOTES and not choice.folder:
        if not (is_available(choice) or _is_packed(choice)):
            raise _not_downloaded(choice)
    elif choice.folder:
        files_folder(choice)
    return describe(choice)


def download(
    name: str,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bool:
    """Fetch one of `REMOTES` to where `load` finds it; return False where it was cancelled.

    `progress` is told the bytes that are there, of how many. Raises `FailureError`.
    """
    folder = paths.data_folder() / name
    title = _(_source(name).info.title)
    return fetch(title, REMOTES[name], folder, progress=progress, cancelled=cancelled)


def load(
    choice: DataChoice, *, shape: Shape | None = None, progress: Progress | None = None
) -> DataSet:
    """Return the pictures of `choice`, split as it says.

    `shape` is what the network takes: pictures in folders are brought to it,
    as far as the choice leaves that open, and all others must have it. What
    `progress` raises ends the loading. Raises `NotDownloadedError` where
    `download` would help.
    """
    _check_downloaded(choice)
    known = describe(choice)
    is_files = choice.name == FOLDER
    folder = files_folder(choice)
    if is_files and not has_idx(folder):
        wanted = target_shape(choice, shape or DEFAULT_SHAPE)
        _check_shape(known, wanted, shape)
        return read_folder(folder, choice, shape=wanted, progress=progress)
    _check_shape(known, known.shape, shape)
    read = partial(mnist.read_mnist, known)
    return split(read(folder) if is_files else _source(choice.name).read(choice), choice)


def _source(name: str) -> _Source:
    if name not in _SOURCES:
        raise UnknownNameError(_("data set"), name, names())
    return _SOURCES[name]


def _expected_folder(choice: DataChoice) -> Path:
    if choice.folder:
        return Path(choice.folder).expanduser()
    return paths.data_folder() / choice.name


def _check_downloaded(choice: DataChoice) -> None:
    """Say where the files are expected; an archive that lies there is unpacked."""
    if choice.name not in REMOTES or choice.folder or is_available(choice):
        return
    if not _is_packed(choice):
        raise _not_downloaded(choice)
    download(choice.name)


def _is_packed(choice: DataChoice) -> bool:
    """Return whether the archive with the files of a choice lies where they are expected."""
    remote, folder = REMOTES[choice.name], _expected_folder(choice)
    return bool(remote.unpack) and all((folder / file.name).is_file() for file in remote.files)


def _not_downloaded(choice: DataChoice) -> NotDownloadedError:
    remote, folder = REMOTES[choice.name], _expected_folder(choice)
    return NotDownloadedError(
        choice.name,
        _(
            "{title} is not on this computer yet. Download it, {size} MB, or put {names} into the "
            'folder "{folder}".'
        ).format(
            title=_(info(choice.name).title),
            size=max(1, round(remote.size_bytes / 1e6)),
            names=", ".join(file.name for file in remote.files),
            folder=folder,
        ),
    )


def _check_shape(known: DataSetInfo, shape: Shape | None, received: Shape | None) -> None:
    if shape and received and shape != received:
        raise InvalidValueError(
            _(
                "The pictures of {title} are {shape}, but Input is {received}. "
                "Set Input to {shape}."
            ).format(title=_(known.title), shape=_text(shape), received=_text(received))
        )


def _text(shape: Shape) -> str:
    return "×".join(str(size) for size in shape)
