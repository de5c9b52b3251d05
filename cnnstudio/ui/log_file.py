"""The log file, and what happens to errors that nobody expected."""

import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from cnnstudio import paths
from cnnstudio.errors import StudioError
from cnnstudio.text import _

_LARGEST_BYTES = 1_000_000
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_log = logging.getLogger(__name__)


def log_path() -> Path:
    """Return where the window writes its log."""
    return paths.cache_folder() / "cnnstudio.log"


def open_log() -> None:
    """Write log records to the log file from now on; a large one is put aside first."""
    path = log_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > _LARGEST_BYTES:
        path.replace(path.with_suffix(".old.log"))
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    qInstallMessageHandler(_on_qt_message)


def catch_exceptions(complain: Callable[[str], None]) -> None:
    """Say in the window what no other part caught, and log its traceback."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.error("not caught", exc_info=(kind, error, trace))
        complain(sentence(error))

    def thread_hook(arguments: threading.ExceptHookArgs) -> None:
        _log.error("not caught in a thread", exc_info=arguments.exc_value)

    sys.excepthook = hook
    threading.excepthook = thread_hook


def sentence(error: BaseException) -> str:
    """Return what a person is told of an exception."""
    if isinstance(error, StudioError):
        return str(error)
    return _(
        "Something went wrong ({kind}). Your work is safe; Help › Open Log File has the details."
    ).format(kind=type(error).__name__)


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", text)
