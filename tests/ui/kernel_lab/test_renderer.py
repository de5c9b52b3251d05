"""From a request to renderings, without the page."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QRect, QRectF

from cnnstudio.kernels.filtering import filter_picture
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.settings import (
    Border,
    Channels,
    Comparison,
    FilterSettings,
    KernelLabState,
    Pooling,
    ValueDisplay,
)
from cnnstudio.ui.kernel_lab import renderer
from cnnstudio.ui.kernel_lab.colours import palette_of
from cnnstudio.ui.kernel_lab.panes import Side
from cnnstudio.ui.kernel_lab.renderer import Renderer
from cnnstudio.ui.kernel_lab.rendering import Picture, Rendering, Request
from cnnstudio.ui.theme import LIGHT

pytestmark = pytest.mark.gui

RNG = np.random.default_rng(0)
PICTURE = Picture("noise", RNG.integers(0, 256, (60, 80, 3), dtype=np.uint8))
KERNEL = Kernel("k", tuple(map(tuple, RNG.integers(-3, 4, (5, 3)).tolist())))

SETTINGS = [
    FilterSettings(),
    FilterSettings(border=Border.VALID, stride=2),
    FilterSettings(channels=Channels.LUMINANCE, pooling=Pooling.MAX),
]


def request(settings: FilterSettings, visible: QRectF | None = None) -> Request:
    state = KernelLabState(KERNEL, settings, values=ValueDisplay.SIGNED)
    return Request(PICTURE, state, palette_of(LIGHT), visible)


def rendered(asked: Request) -> list[Rendering | None]:
    return list(Renderer().render(asked))


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("products", [1e9, 5e3], ids=["at once", "in stretches"])
def test_values_are_those_of_the_filter(
    settings: FilterSettings, products: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderer, "PRODUCTS_PER_STRETCH", products)
    results = rendered(request(settings))
    assert (len(results) > 1) is (products < 1e9)
    assert results[:-1] == [None] * (len(results) - 1)
    last = results[-1]
    assert last is not None
    assert last.is_whole
    values = last.scene.values[Side.RESULT]
    np.testing.assert_array_equal(values, filter_picture(PICTURE.image, KERNEL, settings))
    assert last.scene.alignment.size.toTuple() == values.shape[1::-1]


@pytest.mark.parametrize("settings", SETTINGS)
def test_the_visible_part_comes_first_where_the_whole_takes_long(
    settings: FilterSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderer, "PRODUCTS_PER_STRETCH", 5_000)
    first, *_others, last = rendered(request(settings, QRectF(10, 12, 20, 16)))
    assert first is not None
    assert last is not None
    part = first.scene.part
    assert isinstance(part, QRect)
    whole = last.scene.values[Side.RESULT]
    cut = whole[part.top() : part.bottom() + 1, part.left() : part.right() + 1]
    np.testing.assert_array_equal(first.scene.values[Side.RESULT], cut)
    assert first.scene.place(Side.RESULT).contains(QRectF(12, 14, 16, 12))


@pytest.mark.parametrize("comparison", [Comparison.SIDE_BY_SIDE, Comparison.DIFFERENCE])
@pytest.mark.parametrize("settings", SETTINGS[:2])
def test_as_many_pixels_as_the_screen_has_come_first_where_all_are_seen(
    settings: FilterSettings, comparison: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderer, "PRODUCTS_PER_STRETCH", 5_000)
    asked = replace(request(settings, QRectF(-10, -10, 100, 100)), scale=0.15)
    asked = replace(asked, state=msgspec.structs.replace(asked.state, comparison=comparison))
    first, *_others, last = rendered(asked)
    assert first is not None
    assert last is not None
    assert (first.is_whole, last.is_whole) == (False, True)
    every = 6 // settings.stride
    shown, whole = first.scene.values[first.scene.shown], last.scene.values[last.scene.shown]
    rows, columns = (length // every for length in whole.shape[:2])
    np.testing.assert_array_equal(shown, whole[::every, ::every][:rows, :columns])
    assert first.scene.alignment == last.scene.alignment
    place = first.scene.place(Side.RESULT)
    assert place.topLeft() == last.scene.place(Side.RESULT).topLeft()
    assert place.size().toTuple() == (columns * 6, rows * 6)


def test_pooling_waits_for_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "PRODUCTS_PER_STRETCH", 5_000)
    results = rendered(replace(request(SETTINGS[2], QRectF(-10, -10, 100, 100)), scale=0.15))
    assert [result for result in results if result is not None] == results[-1:]


def test_a_picture_that_is_seen_pixel_by_pixel_comes_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer, "PRODUCTS_PER_STRETCH", 5_000)
    results = rendered(request(SETTINGS[0], QRectF(-10, -10, 100, 100)))
    assert [result for result in results if result is not None] == results[-1:]


def test_a_shown_result_is_never_written_over() -> None:
    mine = Renderer()
    kept = [next(iter(mine.render(request(FilterSettings(bias=bias))))) for bias in (0.0, 1.0, 2.0)]
    values = [each.scene.values[Side.RESULT].copy() for each in kept if each]
    again = next(iter(mine.render(request(FilterSettings(bias=9.0)))))
    assert again is not None
    for each, before in zip(kept, values, strict=True):
        assert each is not None
        np.testing.assert_array_equal(each.scene.values[Side.RESULT], before)


def test_memory_is_used_again_once_nobody_shows_it() -> None:
    mine = Renderer()
    addresses = set()
    for bias in range(6):
        [result] = mine.render(request(FilterSettings(bias=float(bias))))
        assert result is not None
        addresses.add(result.scene.values[Side.RESULT].ctypes.data)
    assert len(addresses) == 2


def test_what_does_not_fit_is_a_problem_in_words() -> None:
    state = KernelLabState(Kernel("k", ((1.0,) * 31,)), FilterSettings(border=Border.VALID))
    small = Picture("small", np.zeros((4, 4), np.uint8))
    [result] = rendered(Request(small, state, palette_of(LIGHT)))
    assert result is not None
    assert "does not fit" in result.scene.problem
    assert list(result.scene.images) == [Side.INPUT]
