"""Data sets downloaded from the command line, from a server on 127.0.0.1."""

import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cnnstudio.data import catalog
from cnnstudio.data.idx import USUAL_NAMES
from tests.cli.conftest import Command
from tests.data.server import Manner, Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    """Four small files under the names of MNIST's."""
    with serving(**{name: name.encode() * 50_000 for name in USUAL_NAMES}) as running:
        yield running


@pytest.fixture(autouse=True)
def mnist_from_here(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    known = catalog.REMOTES["mnist"]
    monkeypatch.setitem(
        catalog.REMOTES, "mnist", replace(server.remote(), is_complete=known.is_complete)
    )


def state(cnnstudio: Command) -> tuple[bool, int | None]:
    entries = {entry["name"]: entry for entry in cnnstudio("datasets", "--json").json}
    return entries["mnist"]["is_available"], entries["mnist"]["download_bytes"]


def test_a_data_set_is_downloaded_and_listed_so(cnnstudio: Command, home: Path) -> None:
    assert "to download, 5 MB" in cnnstudio("datasets").output
    assert state(cnnstudio) == (False, 5_100_000)
    answer = cnnstudio("datasets", "--download", "mnist")
    assert answer.status == 0
    assert str(home / "data" / "mnist") in answer.output
    assert state(cnnstudio)[0]
    assert "downloaded" in cnnstudio("datasets").output


def test_what_is_missing_says_how_to_get_it(cnnstudio: Command, home: Path) -> None:
    answer = cnnstudio("train", "--preset", "lenet5", "--data", "mnist", "--epochs", "1")
    assert answer.status == 2
    assert "cnnstudio datasets --download mnist" in answer.errors
    assert str(home / "data" / "mnist") in answer.errors


def test_a_download_that_fails_is_a_sentence_and_goes_on_the_next_time(
    cnnstudio: Command, server: Server
) -> None:
    server.manners = [Manner.BREAKS_OFF, Manner.FAILING]
    answer = cnnstudio("datasets", "--download", "mnist")
    assert answer.status == 1
    assert "by hand" in answer.sentence
    server.manners = [Manner.WELL]
    assert cnnstudio("datasets", "--download", "mnist").status == 0
    assert any(part for _path, part in server.requests)


def test_interrupting_keeps_what_has_come(cnnstudio: Command, server: Server, home: Path) -> None:
    server.manners = [Manner.TRICKLES, Manner.WELL]
    part = home / "data" / "mnist" / f"{USUAL_NAMES[0]}.part"
    watching = threading.Event()

    def interrupt() -> None:
        while not (part.is_file() and part.stat().st_size) and not watching.wait(0.01):
            pass
        # To the thread that reads: one that sleeps in a read does not hear of others' signals,
        # and what is read once they end is where an interruption may be lost.
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    # What a shell starts in the background ignores the signal, and so do its children.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        answer = cnnstudio("datasets", "--download", "mnist")
    finally:
        watching.set()
        server.go_on.set()
        thread.join()
        signal.signal(signal.SIGINT, before)
    assert answer.status == 130
    assert part.stat().st_size == 1
    assert not state(cnnstudio)[0]


@pytest.mark.parametrize("name", ["digits", "nothing"])
def test_what_cannot_be_downloaded_is_refused(cnnstudio: Command, name: str) -> None:
    answer = cnnstudio("datasets", "--download", name)
    assert answer.status == 2
    assert "mnist" in answer.sentence
