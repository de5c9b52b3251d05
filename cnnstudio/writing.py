"""Files that are either written whole or not at all."""

import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from cnnstudio.errors import StorageError
from cnnstudio.text import _


def write_file(path: Path, content: bytes) -> None:
    """Put `content` into `path` in one step; see `fill_file`."""
    fill_file(path, lambda file: file.write(content))


def fill_file(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    """Let `fill` write a new file that then takes the place of `path`, permissions kept.

    Raises:
        StorageError: it could not be written; what was there before is unharmed.
    """
    target = Path(os.path.realpath(path))  # so that a link stays a link
    temporary = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with temporary.open("xb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder and those above it; raise `StorageError` where that fails."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> StorageError:
    """Return what to raise where `path` cannot be written."""
    return StorageError(
        _('"{path}" could not be written: {reason}.').format(
            path=path, reason=error.strerror or error
        )
    )
