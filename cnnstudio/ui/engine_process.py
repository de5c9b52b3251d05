"""One engine process, and the threads that wait for it so that the window need not."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Listener
from pathlib import Path
from secrets import token_bytes
from threading import Thread
from typing import IO

import msgspec

import cnnstudio
from cnnstudio import paths
from cnnstudio.training.link import Handshake, Link, LinkClosed, window_link
from cnnstudio.training.messages import Command, Report, Shutdown

FROZEN_FLAG = "--engine"
"""The argument by which a frozen program starts as its own engine."""

# What an engine may take to end after its link has closed, before it is killed.
_GRACE_S = 0.5
# What it may take to keep a run when the window closes.
_FAREWELL_S = 10.0
_LARGEST_LOG_BYTES = 2**20

_log = logging.getLogger(__name__)


class EngineProcess:
    """A process that starts at once.

    `received` and `ended` are called in a thread of this object, with it as the
    first argument. `ended` is called once, after the last `received`, however
    early the process dies.
    """

    def __init__(
        self,
        received: Callable[["EngineProcess", Report], None],
        ended: Callable[["EngineProcess"], None],
    ) -> None:
        self._received = received
        self._ended = ended
        self._grace_s = _GRACE_S
        self._link: Link[Command, Report] | None = None
        self._handshake = Handshake("", token_bytes(32))
        self._listener = Listener(authkey=self._handshake.key)
        self._handshake = msgspec.structs.replace(self._handshake, address=self._listener.address)
        self._process = _start(self._handshake)
        self._watcher = Thread(target=self._watch, name="engine watcher", daemon=True)
        self._reader = Thread(target=self._read, name="engine reader", daemon=True)
        self._watcher.start()
        self._reader.start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def send(self, command: Command) -> None:
        """Send a command; to a process that is gone, nothing is sent, and `ended` says so."""
        if self._link is not None:
            with suppress(LinkClosed):
                self._link.send(command)

    def shut_down(self) -> None:
        """End the process and wait for it: a run is kept, an engine still starting is killed."""
        self._grace_s = 0.0
        if self._link is None:
            self._process.kill()
        self.send(Shutdown())
        self._reader.join(_FAREWELL_S)
        self._process.kill()
        self._reader.join()
        self._watcher.join()

    def _watch(self) -> None:
        """Wake the reader where the process dies before it has connected.

        `accept` would wait for ever, and closing a listener does not wake it.
        """
        self._process.wait()
        if self._link is None:
            with suppress(OSError, EOFError):
                Client(self._handshake.address, authkey=self._handshake.key).close()

    def _read(self) -> None:
        try:
            self._link = self._accepted()
            while True:
                self._received(self, self._link.receive())
        except (LinkClosed, OSError, EOFError):
            _log.info("The link to engine %d is closed.", self.pid)
        except msgspec.MsgspecError:
            _log.exception("Engine %d said what nobody understands.", self.pid)
        self._finish()

    def _accepted(self) -> Link[Command, Report]:
        """Wait for the engine; a stranger without the key is turned away."""
        with self._listener:
            while True:
                with suppress(AuthenticationError):
                    return window_link(self._listener.accept())

    def _finish(self) -> None:
        try:
            self._process.wait(self._grace_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._link is not None:
            self._link.close()
        _log.info("Engine %d has ended with status %d.", self.pid, self._process.returncode)
        self._ended(self)


def log_file() -> Path:
    """Return the file that takes what engines write to their standard error."""
    return paths.data_folder() / "logs" / "engine.log"


def _start(handshake: Handshake) -> "subprocess.Popen[bytes]":
    """Start the process and hand it the key where no other process can read it."""
    with _opened_log() as log:
        process = subprocess.Popen(
            _command(),
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    assert process.stdin is not None
    with suppress(OSError), process.stdin:
        process.stdin.write(msgspec.json.encode(handshake) + b"\n")
    return process


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_FLAG]
    # -P: a torch.py in the folder in which the program was started is not ours.
    return [sys.executable, "-P", "-X", "faulthandler", "-m", "cnnstudio.engine"]


def _environment() -> dict[str, str]:
    """Return an environment in which the engine finds this package, installed or not."""
    environment = dict(os.environ)
    folder = Path(cnnstudio.__file__).parents[1]
    if (folder / "pyproject.toml").is_file():  # a checkout
        paths_known = [str(folder), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths_known))
    return environment


def _opened_log() -> IO[bytes]:
    """Open the log for writing at its end, emptied when it has grown large.

    A file and no pipe: nobody would empty a pipe that is full.
    """
    path = log_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        is_large = path.is_file() and path.stat().st_size > _LARGEST_LOG_BYTES
        return path.open("wb" if is_large else "ab")
    except OSError as error:
        _log.warning("The engine's log cannot be written: %s", error)
        return Path(os.devnull).open("wb")
