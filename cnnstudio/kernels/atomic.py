"""Files that are either written whole or not at all."""

import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from cnnstudio.errors import StorageError
from cnnstudio.text import _


def write_file(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` fill a new file that then takes the place of `path`, permissions kept.

    Raises:
        StorageError: it could not be written; what was there before is unharmed.
    """
    target = Path(os.path.realpath(path))  # so that a link stays a link
    temporary = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with temporary.open("xb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        raise StorageError(
            _('"{path}" could not be written: {reason}.').format(
                path=path, reason=error.strerror or error
            )
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
