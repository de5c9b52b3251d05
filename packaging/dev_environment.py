"""The virtual environment `.venv`: made, mended, and found ready at once."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dev_errors import SetUpError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


@dataclass(frozen=True)
class Environment:
    """Where the virtual environment of the checkout `root` has its parts."""

    root: Path

    @property
    def folder(self) -> Path:
        """The environment itself."""
        return self.root / ".venv"

    @property
    def scripts(self) -> Path:
        """The folder of its programs."""
        return self.folder / ("Scripts" if sys.platform == "win32" else "bin")

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.scripts / ("python.exe" if sys.platform == "win32" else "python")

    @property
    def constraints(self) -> Path:
        """The pins of every package."""
        return self.root / "packaging" / "constraints.txt"

    @property
    def ready_stamp(self) -> Path:
        """Holds the fingerprint of what was installed, once all of it is."""
        return self.folder / ".ready"

    @property
    def lock(self) -> Path:
        """Locked while a set-up runs; not empty when one was broken off."""
        return self.folder / ".set-up"


def prepare(environment: Environment) -> Path:
    """Make `environment` what the project asks for and return its Python."""
    if not is_ready(environment):
        environment.folder.mkdir(exist_ok=True)
        with only_one(environment) as lock:
            # Another set-up may have finished while this one waited.
            if not is_ready(environment):
                _set_up(environment, lock)
    return environment.python


def is_ready(environment: Environment) -> bool:
    """Return whether all is installed as the project asks for now."""
    try:
        stamp = environment.ready_stamp.read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return environment.python.exists() and stamp == fingerprint(environment)


def fingerprint(environment: Environment) -> str:
    """Return a digest of all that decides what is installed, and where."""
    project = tomllib.loads((environment.root / "pyproject.toml").read_text(encoding="utf-8"))
    # The other tools' settings change often and install nothing.
    decisive = {name: project.get(name) for name in ("build-system", "project")}
    parts = [
        json.dumps(decisive, sort_keys=True),
        environment.constraints.read_text(encoding="utf-8"),
        str(python_version(environment)),
        str(environment.root),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def python_version(environment: Environment) -> tuple[int, ...]:
    """Return the version that the environment was made with, () where there is none."""
    try:
        lines = (environment.folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    values = {key.strip(): value.strip() for key, _, value in (x.partition("=") for x in lines)}
    return tuple(int(part) for part in values.get("version", "").split(".")[:3] if part.isdigit())


def _set_up(environment: Environment, lock: IO[str]) -> None:
    if lock.read():
        print("The last set-up was broken off: starting it again.")
        clear(environment)
    elif environment.python.parent.exists() and not _works(environment):
        print("The virtual environment does not work any more: making it anew.")
        clear(environment)
    environment.ready_stamp.unlink(missing_ok=True)
    lock.write("unfinished")
    lock.flush()
    if not environment.python.exists():
        _make(environment)
    # Not at the top: a start that finds all in place need not load it.
    import dev_install

    dev_install.install(environment.python, environment.root, environment.constraints)
    environment.ready_stamp.write_text(fingerprint(environment), encoding="ascii")
    lock.truncate(0)


def clear(environment: Environment) -> None:
    """Remove all but the lock, which still tells that a set-up was broken off."""
    for path in environment.folder.iterdir():
        if path == environment.lock:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _works(environment: Environment) -> bool:
    try:
        answer = subprocess.run(
            [environment.python, "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"],
            check=False,
            capture_output=True,
        )
    except OSError:
        return False
    return answer.returncode == 0


def _make(environment: Environment) -> None:
    version = ".".join(str(part) for part in sys.version_info[:3])
    print(f"Making the virtual environment .venv with Python {version}.")
    made = subprocess.run(
        [sys.executable, "-m", "venv", environment.folder],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if made.returncode:
        raise SetUpError(f"The virtual environment could not be made: {made.stdout.strip()}")


@contextmanager
def only_one(environment: Environment) -> Iterator[IO[str]]:
    """Hold the lock, which the system lets go of even when this process is killed."""
    with environment.lock.open("a+", encoding="ascii") as lock:
        lock.seek(0)
        os.set_inheritable(lock.fileno(), True)
        if not _lock(lock, wait=False):
            print("Another set-up is running here: waiting for it.")
            while not _lock(lock, wait=True):
                pass  # Windows gives up after ten seconds; ask again.
        yield lock


if sys.platform == "win32":

    def _lock(lock: IO[str], *, wait: bool) -> bool:
        try:
            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _lock(lock: IO[str], *, wait: bool) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
