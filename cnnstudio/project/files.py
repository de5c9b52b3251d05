"""What a project's files hold: read within bounds, written so that people can read it."""

from pathlib import Path
from typing import Any

import msgspec

from cnnstudio.errors import InvalidFileError
from cnnstudio.text import _

LARGEST_MB = 64

_LINE_LENGTH = 100


def read(path: Path) -> bytes:
    """Return what a file of at most `LARGEST_MB` holds; raise `InvalidFileError` otherwise."""
    if not path.exists():
        raise InvalidFileError(_('There is no file "{path}".').format(path=path))
    if not path.is_file():  # reading a pipe would wait for ever
        raise InvalidFileError(_('"{path}" is a folder or device, not a file.').format(path=path))
    limit = LARGEST_MB * 2**20
    try:
        with path.open("rb") as file:
            raw = file.read(limit + 1)
    except OSError as error:
        raise InvalidFileError(
            _('"{path}" could not be read: {reason}.').format(path=path, reason=error.strerror)
        ) from error
    if len(raw) > limit:
        raise InvalidFileError(
            _('"{path}" is too large for a project; allowed are {most} MB.').format(
                path=path, most=LARGEST_MB
            )
        )
    return raw


def json_lines(value: Any) -> bytes:
    """Return `value` as indented JSON in which whatever fits a line stands on one."""
    return (_indented(value, "") + "\n").encode()


def _indented(value: Any, indent: str, key: str = "") -> str:
    flat = msgspec.json.format(msgspec.json.encode(value), indent=0).decode()
    fits = len(indent) + len(key) + len(flat) < _LINE_LENGTH
    if fits or not value or not isinstance(value, dict | list | tuple):
        return key + flat
    inner = indent + "  "
    if isinstance(value, dict):
        items = [
            _indented(each, inner, msgspec.json.encode(name).decode() + ": ")
            for name, each in value.items()
        ]
    else:
        items = [_indented(each, inner) for each in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    body = f",\n{inner}".join(items)
    return f"{key}{opening}\n{inner}{body}\n{indent}{closing}"
