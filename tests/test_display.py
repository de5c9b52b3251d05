import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cnnstudio.display import has_display

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="other systems always have a display"
)


@pytest.fixture
def x_number() -> Iterator[int]:
    """The number of an X display that listens where real servers do."""
    for number in range(900, 1000):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
            try:
                server.bind(f"\0/tmp/.X11-unix/X{number}")
            except OSError:
                continue
            server.listen()
            yield number
            return


def test_without_variables_there_is_none() -> None:
    assert not has_display({})


@pytest.mark.parametrize("suffix", ["", ".0"])
def test_local_x_server_is_found(x_number: int, suffix: str) -> None:
    assert has_display({"DISPLAY": f":{x_number}{suffix}"})


def test_x_server_reached_over_the_network_is_found() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - 6000
        assert has_display({"DISPLAY": f"127.0.0.1:{number}.0"})


def test_wayland_server_is_found(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(tmp_path / "wayland-7"))
        server.listen()
        assert has_display({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)})


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"DISPLAY": ":4242"}, id="no X server"),
        pytest.param({"DISPLAY": "127.0.0.1:59535"}, id="no port"),
        pytest.param({"DISPLAY": "nonsense"}, id="no number"),
        pytest.param({"DISPLAY": ":nine"}, id="no digits"),
        pytest.param({"WAYLAND_DISPLAY": "wayland-0"}, id="no runtime folder"),
        pytest.param(
            {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": "/nowhere"}, id="no socket"
        ),
    ],
)
def test_variable_that_names_no_server_is_not_believed(environment: dict[str, str]) -> None:
    assert not has_display(environment)


def test_platform_without_a_screen_needs_none() -> None:
    assert has_display({"QT_QPA_PLATFORM": "offscreen"})
    assert not has_display({"QT_QPA_PLATFORM": "xcb"})
