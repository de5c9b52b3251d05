from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from dev_download import Download, answers, describe_size, measure, megabytes, size_of


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    path = tmp_path / "torch-2.13.0+cpu.whl"
    path.write_bytes(bytes(12_345))
    return path


@pytest.fixture
def server(wheel: Path) -> Iterator[str]:
    handler = partial(QuietHandler, directory=str(wheel.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = Thread(target=running.serve_forever, args=[0.02])
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_size_of_a_file_is_read_from_the_disk(wheel: Path) -> None:
    assert "%2B" in wheel.as_uri()
    assert size_of(wheel.as_uri()) == 12_345


def test_size_on_a_server_is_asked_for(server: str) -> None:
    assert size_of(f"{server}/torch-2.13.0%2Bcpu.whl") == 12_345


@pytest.mark.parametrize("url", ["file:///no/such/file.whl", "http://127.0.0.1:1/x.whl", "git+x"])
def test_size_that_nobody_tells_is_unknown(url: str) -> None:
    assert size_of(url) is None


def test_refused_address_has_no_size(server: str) -> None:
    assert size_of(f"{server}/absent.whl") is None


def test_index_that_is_there_answers(server: str) -> None:
    assert answers(server)


def test_index_that_is_not_there_does_not_answer() -> None:
    assert not answers("http://127.0.0.1:1")


def test_checkout_itself_is_no_download(wheel: Path) -> None:
    report = {
        "install": [
            {
                "metadata": {"name": "cnnstudio"},
                "download_info": {"url": "file:///checkout", "dir_info": {"editable": True}},
            },
            {"metadata": {"name": "torch"}, "download_info": {"url": wheel.as_uri()}},
        ]
    }
    assert measure(report) == [Download("torch", wheel.as_uri(), 12_345)]


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        pytest.param({}, "Nothing has to be fetched.", id="nothing"),
        pytest.param(
            {"a": 187_000_000, "b": 2_000_000, "c": 80_000_000, "d": 61_000_000},
            "Fetching 4 packages, 330 MB (the largest: a 187 MB, c 80 MB, d 61 MB).",
            id="all known",
        ),
        pytest.param(
            {"a": 5_000_000, "b": None},
            "Fetching 2 packages, 5.0 MB and 1 of unknown size (the largest: a 5.0 MB).",
            id="one unknown",
        ),
    ],
)
def test_sum_and_largest_are_announced(sizes: dict[str, int | None], told: str) -> None:
    assert describe_size([Download(name, "", size) for name, size in sizes.items()]) == told


def test_unknown_sizes_are_estimated() -> None:
    told = describe_size([Download("torch", "", None)])
    assert "does not tell their size" in told
    assert "500 MB" in told


def test_small_sizes_keep_a_decimal() -> None:
    assert [megabytes(9_949_999), megabytes(12_400_000)] == ["9.9 MB", "12 MB"]
