"""Data sets fetched from the internet, whole and as they were published, or not at all."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from filelock import FileLock, Timeout

from cnnstudio.data.dataset import Progress
from cnnstudio.errors import FailureError, StorageError
from cnnstudio.text import _

# How long a server may say nothing; also how late a cancellation may be noticed.
SILENCE_S = 10.0

_CHUNK_BYTES = 2**16
# A server that sends more than this does not send the file.
_MOST_TIMES = 2


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file by its published name, MD5 checksum and size, which only progress relies on."""

    name: str
    md5: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Remote:
    """Where the files of a data set lie: below each of the addresses, asked in this order.

    `is_complete` tells whether a folder holds what is needed to read the data
    set. `unpack`, where the files are not read as they come, is called with the
    folder after the download.
    """

    addresses: tuple[str, ...]
    files: tuple[RemoteFile, ...]
    is_complete: Callable[[Path], bool]
    unpack: Callable[[Path], None] | None = None

    @property
    def size_bytes(self) -> int:
        """How much has to be downloaded."""
        return sum(file.size_bytes for file in self.files)


def download(
    title: str,
    remote: Remote,
    folder: Path,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> bool:
    """Fetch what `folder` lacks of a data set; return False where it was cancelled.

    `progress` is told the bytes that are there, of how many. What has come when
    a connection breaks off, or when it is cancelled, is continued next time. A
    file is kept under its name only where its checksum is the published one.

    Raises `FailureError` where no address delivers, `StorageError` where the
    disk does not take it.
    """
    done_bytes = 0
    try:
        with _claimed(title, folder):
            is_unpacked = remote.unpack is not None and remote.is_complete(folder)
            for file in () if is_unpacked else remote.files:
                told = _counted(progress, done_bytes, remote.size_bytes, cancelled)
                _Transfer(title, file, remote.addresses, folder, told).run()
                done_bytes += file.size_bytes
            if remote.unpack and not is_unpacked:
                remote.unpack(folder)
    except _Cancelled:
        return False
    except OSError as error:
        raise StorageError(
            _('{title} cannot be kept in the folder "{folder}": {reason}.').format(
                title=title, folder=folder, reason=error.strerror
            )
        ) from error
    if progress:
        progress(remote.size_bytes, remote.size_bytes)
    return True


class _Cancelled(Exception):
    """Nobody waits for the download any more."""


def _counted(
    progress: Progress | None,
    done_bytes: int,
    total_bytes: int,
    cancelled: Callable[[], bool] | None,
) -> Callable[[int], None]:
    """Return what is told the bytes of one file that are there."""

    def told(received_bytes: int) -> None:
        if progress:
            progress(min(done_bytes + received_bytes, total_bytes), total_bytes)
        if cancelled and cancelled():
            raise _Cancelled

    return told


class _Transfer:
    """One file on its way, from one address after the other."""

    def __init__(
        self,
        title: str,
        file: RemoteFile,
        addresses: tuple[str, ...],
        folder: Path,
        told: Callable[[int], None],
    ) -> None:
        self._title = title
        self._file = file
        self._addresses = addresses
        self._folder = folder
        self._told = told
        self._part = folder / f"{file.name}.part"
        self._reasons: list[str] = []

    def run(self) -> None:
        """Fetch the file, as long as each round of the addresses brings something."""
        gains = True
        while gains:
            gains = False
            for address in self._addresses:
                before = self._part_bytes()
                self._told(before)
                if self._came_from(f"{address}/{self._file.name}"):
                    return
                # A file put together from two that differ deserves a second try.
                gains |= self._part_bytes() > before or (before > 0 and not self._part_bytes())
        raise FailureError(
            _(
                "{title} could not be downloaded: {reasons}. Try again later, or put {name} from "
                '{address} into the folder "{folder}" by hand.'
            ).format(
                title=self._title,
                reasons="; ".join(dict.fromkeys(self._reasons)),
                name=self._file.name,
                address=self._addresses[0],
                folder=self._folder,
            )
        )

    def _came_from(self, url: str) -> bool:
        """Return whether the file arrived, or is there already; note why not."""
        import pooch  # 0.2 s, for those who download
        import requests
        import urllib3

        pooch.get_logger().setLevel(logging.WARNING)
        try:
            pooch.retrieve(
                url,
                known_hash=f"md5:{self._file.md5}",
                fname=self._file.name,
                path=self._folder,
                downloader=self._receive,
            )
        except (ValueError, requests.RequestException, urllib3.exceptions.HTTPError) as error:
            self._reasons.append(_reason(error, url))
            return False
        return True

    def _receive(self, url: str, output_file: str, _pooch: Any) -> None:
        """Fetch what lacks of a file; pooch then compares its checksum."""
        import requests

        have = self._part_bytes()
        headers = {"Accept-Encoding": "identity"}
        if have:
            headers["Range"] = f"bytes={have}-"
        with requests.get(url, headers=headers, stream=True, timeout=SILENCE_S) as response:
            # 416: there is no more. Whether that was all, the checksum tells.
            if response.status_code != requests.codes.requested_range_not_satisfiable:
                response.raise_for_status()
                continues = response.status_code == requests.codes.partial_content
                self._write(response.raw, continues=continues)
        self._part.replace(output_file)

    def _write(self, source: Any, *, continues: bool) -> None:
        """Write what a urllib3 response holds, as it comes, packed or not."""
        with self._part.open("ab" if continues else "wb") as target:
            while chunk := source.read1(_CHUNK_BYTES, decode_content=False):
                target.write(chunk)
                target.flush()
                self._told(target.tell())
                if target.tell() > _MOST_TIMES * self._file.size_bytes:
                    break

    def _part_bytes(self) -> int:
        return self._part.stat().st_size if self._part.is_file() else 0


def _reason(error: Exception, url: str) -> str:
    """Return the clause that says why an address did not deliver."""
    import requests
    import urllib3

    host = urlsplit(url).netloc
    if isinstance(error, ValueError) and not isinstance(error, requests.RequestException):
        text = _("the file from {host} is damaged, its checksum differs, so it was not kept")
    elif isinstance(error, requests.HTTPError) and error.response is not None:
        status = error.response.status_code
        return _("{host} answered with status {status}").format(host=host, status=status)
    elif isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        text = _("{host} did not answer in time")
    elif isinstance(error, requests.ConnectionError):
        text = _("{host} cannot be reached")
    else:
        text = _("the connection to {host} broke off")
    return text.format(host=host)


@contextmanager
def _claimed(title: str, folder: Path) -> Iterator[None]:
    """Hold a folder, so that no two processes write the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise FailureError(
            _("{title} is being downloaded already. Wait until that has ended.").format(title=title)
        ) from error
    try:
        yield
    finally:
        lock.release()
