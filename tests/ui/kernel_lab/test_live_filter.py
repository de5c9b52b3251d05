"""Reading, filtering and thumbnails, without the page around them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.settings import KernelLabState
from cnnstudio.ui.kernel_lab import live_filter
from cnnstudio.ui.kernel_lab.live_filter import LiveFilter, PictureCache
from cnnstudio.ui.kernel_lab.rendering import Picture, Rendering

pytestmark = pytest.mark.gui

WAIT_MS = 20_000


@pytest.fixture
def live(qtbot: QtBot) -> Iterator[LiveFilter]:
    live = LiveFilter()
    yield live
    live.deleteLater()


def test_the_last_of_many_edits_is_shown(qtbot: QtBot, live: LiveFilter) -> None:
    shown: list[Rendering] = []
    live.rendered.connect(shown.append)
    for weight in range(200):
        live.show(KernelLabState(Kernel("k", ((float(weight),),))))
    last = KernelLabState(Kernel("k", ((199.0,),)))
    qtbot.waitUntil(lambda: bool(shown) and shown[-1].request.state == last, timeout=WAIT_MS)
    assert len(shown) < 200


def test_renderings_never_go_back_in_time(qtbot: QtBot, live: LiveFilter) -> None:
    weights: list[float] = []
    live.rendered.connect(lambda shown: weights.append(shown.request.state.kernel.rows[0][0]))
    for weight in range(50):
        live.show(KernelLabState(Kernel("k", ((float(weight),) * 9,) * 9)))
        qtbot.wait(1)
    qtbot.waitUntil(lambda: weights[-1:] == [49.0], timeout=WAIT_MS)
    assert weights == sorted(weights)


def test_a_missing_file_is_told_once(qtbot: QtBot, live: LiveFilter, tmp_path: Path) -> None:
    told: list[str] = []
    shown: list[Rendering] = []
    live.failed.connect(told.append)
    live.rendered.connect(shown.append)
    gone = str(tmp_path / "gone.png")
    for weight in range(3):
        state = KernelLabState(Kernel("k", ((float(weight),),)), picture=gone)
        live.show(state)
        qtbot.waitUntil(lambda: bool(shown) and shown[-1].request.state == state, timeout=WAIT_MS)  # noqa: B023
    assert len(told) == 1
    assert "gone.png" in told[0]


def test_an_unknown_picture_is_told_with_those_there_are(qtbot: QtBot, live: LiveFilter) -> None:
    with qtbot.waitSignal(live.failed, timeout=WAIT_MS) as failed:
        live.open("unicorn")
    assert "unicorn" in failed.args[0]
    assert "chelsea" in failed.args[0]


def picture(name: str) -> Picture:
    return Picture(name, np.zeros((10, 10), np.uint8))


def test_the_cache_lets_go_of_what_was_not_used_for_longest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live_filter, "_KEPT_BYTES", 250)
    cache = PictureCache()
    for name in ("a", "b"):
        cache.put(picture(name))
    assert cache.get("a") is not None
    cache.put(picture("c"))
    assert [name for name in "abc" if cache.get(name)] == ["a", "c"]


def test_the_newest_picture_is_kept_however_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_filter, "_KEPT_BYTES", 1)
    cache = PictureCache()
    cache.put(picture("a"))
    assert cache.get("a") is not None


def test_what_can_be_read_again_is_readable() -> None:
    cache = PictureCache()
    cache.put_unreadable("a")
    cache.put(picture("a"))
    assert not cache.is_unreadable("a")
