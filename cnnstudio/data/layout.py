"""How a folder of pictures is laid out, told from the names of its sub-folders.

A folder has a sub-folder for each class, or a folder with such sub-folders for
each part: training, validation, test. Where there are only two parts, the
second one is for validation. Class indices are alphabetical.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from cnnstudio.errors import InvalidFileError
from cnnstudio.text import _

_TRAIN_NAMES = ("train", "training", "train_set", "training_set")
_VALIDATION_NAMES = ("val", "valid", "validation", "val_set", "valid_set", "validation_set")
_TEST_NAMES = ("test", "testing", "test_set", "testing_set")


@dataclass(frozen=True, slots=True)
class PictureFolders:
    """The folders whose sub-folders are the classes, one for each part."""

    classes: tuple[str, ...]
    train: Path
    validation: Path | None = None
    test: Path | None = None


def existing_folder(path: str | Path) -> Path:
    """Return the full path of a folder; raises `InvalidFileError` where there is none."""
    folder = Path(path).expanduser()
    if not folder.is_dir():
        raise InvalidFileError(_('There is no folder "{path}".').format(path=shown(path)))
    _check_text(folder.resolve())
    return folder.resolve()


def find_pictures(root: Path) -> PictureFolders:
    """Return where the pictures in `root` lie; raises `InvalidFileError` where none can."""
    folders = {path.name.lower(): path for path in subfolders(root)}
    train = _named(folders, _TRAIN_NAMES)
    if train is None or not subfolders(train):
        return PictureFolders(_class_names(root), root)
    validation = _named(folders, _VALIDATION_NAMES)
    test = _named(folders, _TEST_NAMES)
    if validation is None:
        validation, test = test, None
    classes = _class_names(train)
    for part in (validation, test):
        _check_known(part, classes, train)
    return PictureFolders(classes, train, validation, test)


def subfolders(folder: Path) -> list[Path]:
    """Return the folders in a folder by name, without those that systems keep for themselves."""
    try:
        inside = [path for path in folder.iterdir() if path.is_dir() and not is_hidden(path.name)]
    except OSError as error:
        raise unreadable_folder(error) from error
    return sorted(inside, key=lambda path: path.name)


def shown(path: str | Path) -> str:
    """Return a path as text that can be written, also where its bytes are no text."""
    return os.fsencode(path).decode("utf-8", "replace")


def is_hidden(name: str) -> bool:
    """Return whether a system keeps its own notes under this name."""
    return name.startswith((".", "__")) or name.lower() in ("thumbs.db", "desktop.ini")


def unreadable_folder(error: OSError) -> InvalidFileError:
    """Return the error that says why a folder cannot be listed."""
    return InvalidFileError(
        _('The folder "{path}" cannot be read: {reason}.').format(
            path=error.filename, reason=error.strerror
        )
    )


def _named(folders: dict[str, Path], names: tuple[str, ...]) -> Path | None:
    return next((folders[name] for name in names if name in folders), None)


def _class_names(folder: Path) -> tuple[str, ...]:
    names = tuple(path.name for path in subfolders(folder))
    if len(names) < 2:
        raise InvalidFileError(_too_few(folder, names))
    seen: dict[str, str] = {}
    for name in names:
        _check_text(folder / name)
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            raise InvalidFileError(
                _(
                    'The classes "{first}" and "{second}" in "{folder}" differ by case alone. '
                    "Rename one of them."
                ).format(first=other, second=name, folder=folder)
            )
    return names


def _check_text(folder: Path) -> None:
    """Refuse a name that no project and no run could hold."""
    if shown(folder) != str(folder):
        raise InvalidFileError(
            _('The name of the folder "{folder}" holds bytes that are no text. Rename it.').format(
                folder=shown(folder)
            )
        )


def _too_few(folder: Path, names: tuple[str, ...]) -> str:
    if not names:
        return _(
            'The folder "{folder}" has no sub-folders. Put the pictures of each class into one '
            "that is named after the class."
        ).format(folder=folder)
    return _(
        'The folder "{folder}" has one class, "{name}". At least two sub-folders are needed, '
        "each named after its class."
    ).format(folder=folder, name=names[0])


def _check_known(part: Path | None, classes: tuple[str, ...], train: Path) -> None:
    if part is None:
        return
    for path in subfolders(part):
        if path.name not in classes:
            raise InvalidFileError(
                _('The folder "{part}" has the class "{name}", which "{train}" lacks.').format(
                    part=part, name=path.name, train=train
                )
            )
