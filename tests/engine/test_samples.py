from pathlib import Path

import numpy as np
import pytest
import torch

from cnnstudio.data.dataset import Split
from cnnstudio.engine import samples
from cnnstudio.engine.samples import (
    ByteSamples,
    FloatSamples,
    Samples,
    load_samples,
    scaled,
    scaling_of,
    unscaled,
)
from cnnstudio.training.runs import Scaling

CPU = torch.device("cpu")


def split(count: int = 9, channels: int = 3, maximum: int = 255) -> Split:
    random = np.random.default_rng(0)
    pictures = random.integers(0, maximum, (count, channels, 4, 5), np.uint8, endpoint=True)
    return Split(pictures, np.arange(count, dtype=np.int64), maximum)


@pytest.fixture(params=[FloatSamples, ByteSamples])
def kind(request: pytest.FixtureRequest) -> type[Samples]:
    chosen: type[Samples] = request.param
    return chosen


@pytest.mark.parametrize("channels_last", [False, True])
def test_pictures_are_standardised_per_channel(kind: type[Samples], *, channels_last: bool) -> None:
    part = split()
    loaded = kind(part, scaling_of(part, "standardise"), device=CPU, channels_last=channels_last)
    pictures = torch.from_numpy(part.pictures) / 255
    mean = pictures.mean((0, 2, 3), keepdim=True)
    deviation = pictures.std((0, 2, 3), correction=0, keepdim=True)
    torch.testing.assert_close(loaded.part(0, 9), (pictures - mean) / deviation)


def test_unit_scaling_maps_the_maximum_to_one(kind: type[Samples]) -> None:
    part = split(maximum=16)
    loaded = kind(part, scaling_of(part, "unit"), device=CPU, channels_last=False)
    torch.testing.assert_close(loaded.part(0, 9), torch.from_numpy(part.pictures) / 16)


@pytest.mark.parametrize("channels_last", [False, True])
@pytest.mark.parametrize("channels", [1, 3])
def test_gathered_rows_are_those_asked_for(
    kind: type[Samples], channels: int, *, channels_last: bool
) -> None:
    part = split(channels=channels)
    loaded = kind(part, scaling_of(part, "unit"), device=CPU, channels_last=channels_last)
    for rows in ([3, 1, 4], [8, 0], [5, 5, 5, 2], [7], []):
        batch = loaded.gather(torch.tensor(rows, dtype=torch.int64))
        torch.testing.assert_close(batch, torch.from_numpy(part.pictures[rows]) / 255)
        layout = torch.channels_last if channels_last else torch.contiguous_format
        assert batch.is_contiguous(memory_format=layout)


def test_both_ways_of_keeping_pictures_give_the_same_bits() -> None:
    part = split()
    scaling = scaling_of(part, "standardise")
    floats, integers = (
        kind(part, scaling, device=CPU, channels_last=True) for kind in (FloatSamples, ByteSamples)
    )
    assert torch.equal(floats.part(0, 9), integers.part(0, 9))
    assert torch.equal(floats.part(2, 5), scaled(part.pictures[2:5], scaling))


def test_a_channel_that_never_varies_is_only_shifted() -> None:
    pictures = np.full((4, 1, 2, 2), 51, np.uint8)
    part = Split(pictures, np.zeros(4, np.int64))
    loaded = FloatSamples(part, scaling_of(part, "standardise"), device=CPU, channels_last=False)
    torch.testing.assert_close(loaded.part(0, 4), torch.zeros(4, 1, 2, 2), rtol=0, atol=1e-7)


def test_pictures_in_a_file_that_is_read_only_can_be_used(
    tmp_path: Path, kind: type[Samples]
) -> None:
    np.save(tmp_path / "pictures.npy", split().pictures)
    mapped = np.load(tmp_path / "pictures.npy", mmap_mode="r")
    part = Split(mapped, np.zeros(9, np.int64))
    loaded = kind(part, Scaling((0.0,) * 3, (1.0,) * 3), device=CPU, channels_last=False)
    torch.testing.assert_close(loaded.part(0, 9), torch.from_numpy(split().pictures) / 255)


@pytest.mark.parametrize(("share", "expected"), [(0.4, FloatSamples), (0.0, ByteSamples)])
def test_floats_are_kept_only_where_memory_allows(
    monkeypatch: pytest.MonkeyPatch, share: float, expected: type[Samples]
) -> None:
    monkeypatch.setattr(samples, "_MEMORY_SHARE", share)
    scaling = Scaling((0.0,) * 3, (1.0,) * 3)
    assert type(load_samples(split(), scaling, device=CPU, channels_last=False)) is expected


@pytest.mark.parametrize("channels", [1, 3])
def test_scaling_is_undone_for_the_eye(channels: int) -> None:
    part = split(channels=channels)
    scaling = scaling_of(part, "standardise")
    shown = unscaled(scaled(part.pictures, scaling), scaling)
    assert shown.tolist() == part.pictures.transpose(0, 2, 3, 1).tolist()
    assert unscaled(torch.full((1, channels, 1, 1), 99.0), scaling).max() == 255
