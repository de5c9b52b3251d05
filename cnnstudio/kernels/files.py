"""The user's own kernels: files that are exchanged, and the shelf where kernels are kept.

JSON holds all of a kernel. CSV and NumPy text hold the numbers that are applied, the
divisor in them, so that `numpy.loadtxt` reads what the page shows; name and offset
stand in comments.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from cnnstudio import paths
from cnnstudio.errors import InvalidFileError, InvalidValueError, StorageError, UserError
from cnnstudio.kernels.kernel import Kernel, Rows
from cnnstudio.kernels.pasting import pasted_kernel
from cnnstudio.kernels.presets import PRESETS, named_or_typed
from cnnstudio.text import _
from cnnstudio.writing import write_file

FORMAT = 1
LARGEST_FILE_BYTES = 1_000_000
LONGEST_NAME = 60

_PRESET_NAMES = {name.casefold() for known in PRESETS for name in (known.name, *known.also)}


class _File(msgspec.Struct, frozen=True):
    """What a JSON file holds."""

    rows: Rows
    format: int = FORMAT
    name: str = ""
    divisor: float = 1.0
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Shelf:
    """The kernels that are kept, by name, and why others in the folder cannot be read."""

    kernels: tuple[Kernel, ...]
    problems: tuple[str, ...]


def export_kernel(path: Path, kernel: Kernel) -> None:
    """Write a kernel in the format that the name of the file ends in.

    Raises:
        InvalidValueError: an ending other than .json, .csv and .txt.
        StorageError: the file could not be written; what was there before is unharmed.
    """
    encoded = _FORMATS.get(path.suffix.lower())
    if encoded is None:
        raise InvalidValueError(
            _('"{name}" has no known ending; allowed are {endings}.').format(
                name=path.name, endings=", ".join(_FORMATS)
            )
        )
    text = encoded(kernel)
    write_file(path, text.encode())


def import_kernel(path: Path) -> Kernel:
    """Return the kernel in a file: JSON, CSV, NumPy text, or anything that can be pasted.

    Raises:
        InvalidFileError: it cannot be read, or holds no kernel.
    """
    text = _read(path)
    try:
        return _decoded(text, path.stem)
    except (msgspec.MsgspecError, RecursionError, UserError) as error:
        raise InvalidFileError(
            _('"{name}" holds no kernel that can be read: {reason}').format(
                name=path.name, reason=str(error).rstrip(".") + "."
            )
        ) from error


def shelf() -> Shelf:
    """Return the kernels that are kept."""
    kernels, problems = [], []
    for path in sorted(_folder().glob("*.json")):
        try:
            kernels.append(import_kernel(path))
        except InvalidFileError as error:
            problems.append(str(error))
    kernels.sort(key=lambda kernel: kernel.name.casefold())
    return Shelf(tuple(kernels), tuple(problems))


def keep_kernel(kernel: Kernel) -> Kernel:
    """Put a kernel on the shelf, in the place of one with the same name; return it as kept.

    Raises:
        InvalidValueError: its name is empty, too long or a preset's.
        StorageError: it could not be written.
    """
    named = msgspec.structs.replace(kernel, name=checked_name(kernel.name))
    path = _place(named.name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            _('The folder "{path}" could not be made: {reason}.').format(
                path=path.parent, reason=error.strerror
            )
        ) from error
    export_kernel(path, named)
    return named


def remove_kernel(name: str) -> None:
    """Take the kernel of a name from the shelf, if it is there."""
    path = _place(name)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(
            _('"{path}" could not be removed: {reason}.').format(path=path, reason=error.strerror)
        ) from error


def rename_kernel(kernel: Kernel, name: str) -> Kernel:
    """Keep a kernel under another name instead; return it as kept."""
    renamed = keep_kernel(msgspec.structs.replace(kernel, name=name))
    if _place(kernel.name) != _place(renamed.name):
        remove_kernel(kernel.name)
    return renamed


def find_kernel(text: str) -> Kernel:
    """Return the kept kernel or preset called `text`, or the kernel that it spells out."""
    path = _place(text)
    return import_kernel(path) if path.is_file() else named_or_typed(text)


def checked_name(name: str) -> str:
    """Return a name in its normal form; raise `InvalidValueError` for one that is not allowed."""
    normal = unicodedata.normalize("NFC", name.strip())
    if not (0 < len(normal) <= LONGEST_NAME and normal.isprintable()):
        raise InvalidValueError(
            _("A kernel's name has 1 to {most} characters in one line.").format(most=LONGEST_NAME)
        )
    if normal.casefold() in _PRESET_NAMES:
        raise InvalidValueError(
            _('"{name}" is the name of a preset; choose another one.').format(name=normal)
        )
    return normal


def _folder() -> Path:
    return paths.data_folder() / "kernels"


def _place(name: str) -> Path:
    """Return where the kernel of a name is kept.

    Names may hold what files may not, and differ by what file systems call the same.
    """
    normal = unicodedata.normalize("NFC", name.strip())
    readable = re.sub(r"[^a-z0-9]+", "-", normal.lower()).strip("-")[:40] or "kernel"
    digest = hashlib.sha256(normal.encode(errors="surrogatepass")).hexdigest()[:8]
    return _folder() / f"{readable}-{digest}.json"


def _read(path: Path) -> str:
    if not path.is_file():
        raise InvalidFileError(_('There is no file "{path}".').format(path=path))
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE_BYTES + 1)
        if len(raw) > LARGEST_FILE_BYTES:
            raise InvalidFileError(
                _('"{name}" is too large for a kernel; allowed are {most:,} bytes.').format(
                    name=path.name, most=LARGEST_FILE_BYTES
                )
            )
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidFileError(
            _('"{name}" is not a text file, so it holds no kernel.').format(name=path.name)
        ) from error
    except OSError as error:
        raise InvalidFileError(
            _('"{path}" could not be read: {reason}.').format(path=path, reason=error.strerror)
        ) from error


def _decoded(text: str, name: str) -> Kernel:
    if not re.match(r'\s*\{\s*"', text):
        return pasted_kernel(text, name)
    file = msgspec.json.decode(text, type=_File)
    if file.format != FORMAT:
        raise InvalidFileError(
            _("its format is {number}, and this CNN Studio reads format {known}").format(
                number=file.format, known=FORMAT
            )
        )
    return Kernel(file.name or name, file.rows, file.divisor, file.offset)


def _json(kernel: Kernel) -> str:
    rows = ",\n    ".join(msgspec.json.encode(row).decode() for row in kernel.rows)
    name = msgspec.json.encode(kernel.name).decode()
    return (
        f'{{\n  "format": {FORMAT},\n  "name": {name},\n  "rows": [\n    {rows}\n  ],\n'
        f'  "divisor": {kernel.divisor},\n  "offset": {kernel.offset}\n}}\n'
    )


def _csv(kernel: Kernel) -> str:
    return _notes(kernel) + _table(kernel, ",")


def _numpy_text(kernel: Kernel) -> str:
    return _notes(kernel) + _table(kernel, " ")


def _notes(kernel: Kernel) -> str:
    name = "".join(letter for letter in kernel.name if letter.isprintable())
    offset = f"# offset: {kernel.offset!r}\n" if kernel.offset else ""
    return f"# name: {name}\n{offset}"


def _table(kernel: Kernel, separator: str) -> str:
    rows = ([repr(cell / kernel.divisor) for cell in row] for row in kernel.rows)
    return "".join(f"{separator.join(row)}\n" for row in rows)


_FORMATS: dict[str, Callable[[Kernel], str]] = {".json": _json, ".csv": _csv, ".txt": _numpy_text}
