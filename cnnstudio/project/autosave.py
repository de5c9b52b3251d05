"""The last session: the open project, restored also where it was never saved."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from cnnstudio import paths
from cnnstudio.errors import InvalidFileError, UserError
from cnnstudio.project import archive, files, presets
from cnnstudio.project.project import Project
from cnnstudio.text import _
from cnnstudio.writing import make_folder, write_file


@dataclass(frozen=True, slots=True)
class Session:
    """The open project, its file where it has one, and whether it differs from that file.

    `notice` says in words what could not be restored.
    """

    project: Project
    path: Path | None = None
    edited: bool = False
    notice: str = ""


class _Stored(msgspec.Struct, frozen=True):
    path: str | None
    edited: bool
    project: msgspec.Raw


def session_file() -> Path:
    """Return where the last session is kept."""
    return paths.settings_folder() / "session.json"


def remember(session: Session) -> None:
    """Keep `session` for the next start; raise `StorageError` where that fails."""
    path = session_file()
    make_folder(path.parent)
    stored = {
        "path": str(session.path) if session.path else None,
        "edited": session.edited,
        "project": archive.to_builtins(session.project),
    }
    write_file(path, files.json_lines(stored))


def restore() -> Session | None:
    """Return the last session; None where there was none.

    A damaged one is kept aside and the starter network takes its place.
    """
    path = session_file()
    if not path.exists():
        return None
    try:
        return _with_saved_file(_decode(files.read(path), path))
    except InvalidFileError as error:
        notice = _("The last session could not be restored and is kept in {path}. {reason}")
        return Session(
            presets.load_preset(presets.STARTER),
            notice=notice.format(path=_kept_aside(path), reason=error),
        )


def _decode(raw: bytes, path: Path) -> Session:
    try:
        stored = msgspec.json.decode(raw, type=_Stored)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise InvalidFileError(str(error)) from error
    saved = Path(stored.path) if stored.path else None
    return Session(archive.decode(bytes(stored.project), path), saved, stored.edited)


def _with_saved_file(session: Session) -> Session:
    """Return the session with what its file holds now, where it had no changes of its own."""
    if session.path is None or session.edited:
        return session
    try:
        return Session(archive.load(session.path), session.path)
    except UserError as error:
        return Session(session.project, session.path, edited=True, notice=str(error))


def _kept_aside(path: Path) -> Path:
    aside = path.with_name("session.damaged.json")
    path.replace(aside)
    return aside
