import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from cnnstudio.data import download as module
from cnnstudio.data.download import Remote, RemoteFile, download
from cnnstudio.errors import FailureError, StorageError
from tests.data.server import Manner, Server, serving

LARGE = os.urandom(300_000)
SMALL = b"a small one"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(large=LARGE, small=SMALL) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "made set"


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def assert_whole(folder: Path) -> None:
    assert names_in(folder) == ["large", "small"]
    assert (folder / "large").read_bytes() == LARGE
    assert (folder / "small").read_bytes() == SMALL


def closed_port() -> str:
    """Return an address at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_files_arrive_and_progress_counts_their_bytes(server: Server, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    assert download("Made", server.remote(), folder, progress=lambda *pair: told.append(pair))
    assert_whole(folder)
    total = len(LARGE) + len(SMALL)
    assert [done for done, _total in told] == sorted(done for done, _total in told)
    assert {total for _done, total in told} == {total}
    assert told[-1] == (total, total)
    assert len(told) > 4


def test_what_is_there_is_not_fetched_again(server: Server, folder: Path) -> None:
    assert download("Made", server.remote(), folder)
    (folder / "small").unlink()
    server.requests.clear()
    assert download("Made", server.remote(), folder)
    assert server.requests == [("/small", None)]


def test_a_file_that_was_damaged_since_is_fetched_again(server: Server, folder: Path) -> None:
    assert download("Made", server.remote(), folder)
    (folder / "large").write_bytes(LARGE[:-1])
    assert download("Made", server.remote(), folder)
    assert_whole(folder)


def test_a_connection_that_breaks_off_is_continued(server: Server, folder: Path) -> None:
    server.manners = [Manner.BREAKS_OFF, Manner.BREAKS_OFF, Manner.WELL]
    assert download("Made", server.remote(), folder)
    assert_whole(folder)
    assert server.requests[:3] == [
        ("/large", None),
        ("/large", "bytes=150000-"),
        ("/large", "bytes=225000-"),
    ]


def test_what_came_before_is_continued_the_next_time(server: Server, folder: Path) -> None:
    server.manners = [Manner.BREAKS_OFF, Manner.FAILING]
    with pytest.raises(FailureError, match=r"broke off; .* answered with status 500"):
        download("Made", server.remote(), folder)
    assert names_in(folder) == ["large.part"]
    server.manners = [Manner.WELL]
    server.requests.clear()
    assert download("Made", server.remote(), folder)
    assert_whole(folder)
    assert server.requests[0] == ("/large", "bytes=150000-")


@pytest.mark.parametrize(
    "manner",
    [Manner.NO_LENGTH, Manner.WHOLE, Manner.PACKED, Manner.TOO_LONG],
    ids=lambda manner: manner.value,
)
def test_a_server_may_be_odd(server: Server, folder: Path, manner: Manner) -> None:
    server.manners = [Manner.BREAKS_OFF, manner]
    assert download("Made", server.remote(), folder)
    assert_whole(folder)


@pytest.mark.parametrize(
    ("manner", "reason"),
    [
        (Manner.MISSING, "answered with status 404"),
        (Manner.FAILING, "answered with status 500"),
        (Manner.ALTERED, "is damaged, its checksum differs, so it was not kept"),
        (Manner.TOO_SHORT, "is damaged, its checksum differs"),
        (Manner.ENDLESS, "is damaged, its checksum differs"),
        (Manner.SILENT, "did not answer in time"),
    ],
    ids=lambda value: value.value if isinstance(value, Manner) else "",
)
def test_a_server_that_does_not_deliver_is_told_in_a_sentence(
    server: Server, folder: Path, manner: Manner, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SILENCE_S", 0.3)
    server.manners = [manner]
    with pytest.raises(FailureError, match=reason) as caught:
        download("Made", server.remote(), folder)
    assert "large" not in names_in(folder), "nothing damaged is kept as good"
    assert str(caught.value).startswith("Made could not be downloaded: ")
    assert f'put large from {server.address} into the folder "{folder}" by hand' in str(
        caught.value
    )


def test_other_addresses_are_asked_where_some_fail(server: Server, folder: Path) -> None:
    with serving(large=LARGE[::-1], small=SMALL[::-1]) as wrong:
        server.manners = [Manner.BREAKS_OFF, Manner.WELL]
        remote = server.remote(closed_port(), wrong.address, server.address)
        assert download("Made", remote, folder)
    assert_whole(folder)


def test_a_damaged_beginning_is_thrown_away(server: Server, folder: Path) -> None:
    folder.mkdir()
    (folder / "large.part").write_bytes(b"something else")
    assert download("Made", server.remote(), folder)
    assert_whole(folder)
    assert [requested for _path, requested in server.requests] == ["bytes=14-", None, None]


@pytest.mark.parametrize("extra", [b"", b"too much"], ids=["whole", "too long"])
def test_a_part_with_nothing_left_to_fetch_is_judged(
    server: Server, folder: Path, extra: bytes
) -> None:
    folder.mkdir()
    (folder / "large.part").write_bytes(LARGE + extra)
    assert download("Made", server.remote(), folder)
    assert_whole(folder)


def test_offline_it_says_where_to_put_the_files(folder: Path) -> None:
    remote = Remote((closed_port(),), (RemoteFile("a.gz", "0" * 32, 1),), Path.is_dir)
    with pytest.raises(FailureError, match=r"cannot be reached\. Try again later, or put a\.gz"):
        download("Made", remote, folder)


def test_cancelling_keeps_what_came(server: Server, folder: Path) -> None:
    calls = iter([False] * 4)
    assert not download("Made", server.remote(), folder, cancelled=lambda: next(calls, True))
    assert names_in(folder) == ["large.part"]
    assert download("Made", server.remote(), folder)
    assert_whole(folder)
    assert server.requests[1][1] is not None, "the rest was asked for, not the whole"


def test_a_slow_server_can_be_cancelled_as_bytes_trickle_in(server: Server, folder: Path) -> None:
    server.manners = [Manner.TRICKLES]
    has_begun = threading.Event()

    def note(done: int, _total: int) -> None:
        if done:
            has_begun.set()

    assert not download("Made", server.remote(), folder, progress=note, cancelled=has_begun.is_set)
    assert not server.go_on.is_set(), "the server was still busy"


def test_what_progress_raises_comes_out(server: Server, folder: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        download("Made", server.remote(), folder, progress=stop)


def test_only_one_downloads_at_a_time(server: Server, folder: Path) -> None:
    folder.mkdir()
    with FileLock(folder / ".lock"), pytest.raises(FailureError, match="downloaded already"):
        download("Made", server.remote(), folder)
    assert download("Made", server.remote(), folder)


def test_a_disk_that_is_full_is_told(server: Server, folder: Path) -> None:
    resource = pytest.importorskip("resource", reason="the limit on files is Unix's")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(StorageError, match=r'cannot be kept in the folder ".*made set"'):
            download("Made", server.remote(), folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert download("Made", server.remote(), folder)
    assert_whole(folder)


def test_a_folder_that_cannot_be_made_is_told(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="cannot be kept"):
        download("Made", server.remote(), tmp_path / "file" / "folder")


def test_unpacking_follows_once(server: Server, folder: Path) -> None:
    calls: list[Path] = []

    def unpack(folder: Path) -> None:
        calls.append(folder)
        (folder / "unpacked").touch()

    is_complete: Callable[[Path], bool] = lambda folder: (folder / "unpacked").exists()
    known = server.remote()
    remote = Remote(known.addresses, known.files, is_complete, unpack)
    assert download("Made", remote, folder)
    (folder / "large").unlink()
    assert download("Made", remote, folder)
    assert calls == [folder]
    assert len(server.requests) == 2
