"""PySide6 6.12.0 drops a reference to True at every emit on Python 3.11, until it aborts."""

import sys

import pytest
from PySide6.QtCore import QObject, Signal

pytestmark = pytest.mark.gui


class _Emitter(QObject):
    fired = Signal(bool)
    told = Signal(object)


def test_emitting_keeps_the_references_to_true() -> None:
    emitter = _Emitter()
    seen: list[bool] = []
    emitter.fired.connect(seen.append)
    before = sys.getrefcount(True)
    for _each in range(2_000):
        emitter.fired.emit(True)
        seen.clear()
    assert sys.getrefcount(True) > before - 500


def test_emitting_an_object_keeps_its_references() -> None:
    emitter = _Emitter()
    value = object()
    before = sys.getrefcount(value)
    for _each in range(2_000):
        emitter.told.emit(value)
    assert sys.getrefcount(value) == before
