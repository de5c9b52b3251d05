"""What nobody caught is told in a sentence and logged with its traceback."""

import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cnnstudio.errors import InvalidFileError
from cnnstudio.ui import log_file

pytestmark = pytest.mark.gui


@pytest.fixture(autouse=True)
def hooks() -> Iterator[None]:
    before, thread_before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before, thread_before


def test_an_error_of_ours_is_told_in_its_own_words() -> None:
    assert log_file.sentence(InvalidFileError("There is no file.")) == "There is no file."


def test_any_other_error_is_told_without_its_inside() -> None:
    sentence = log_file.sentence(ZeroDivisionError("division by zero"))
    assert "ZeroDivisionError" in sentence
    assert "division" not in sentence


def test_the_hook_says_it_and_logs_the_traceback(
    caplog: pytest.LogCaptureFixture, expected_log: list[str]
) -> None:
    expected_log.append("not caught")
    said: list[str] = []
    log_file.catch_exceptions(said.append)
    try:
        raise KeyError("secret")
    except KeyError:
        sys.excepthook(*sys.exc_info())
    assert len(said) == 1
    assert "KeyError" in said[0]
    assert "test_log_file.py" in caplog.text


def test_a_large_log_is_put_aside(home: Path) -> None:
    path = log_file.log_path()
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x" * 1_100_000)
    root = logging.getLogger()
    handlers, level = [*root.handlers], root.level
    log_file.open_log()
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    log_file.qInstallMessageHandler(None)
    assert path.with_suffix(".old.log").stat().st_size == 1_100_000
