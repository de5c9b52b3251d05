from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import ndimage

from cnnstudio.data.dataset import Split
from cnnstudio.engine.augment import Augmenter, Draws, draw, matrices, random_source
from cnnstudio.engine.samples import AugmentedSamples, Samples, load_samples
from cnnstudio.training.augmentation import COURSE, NONE, PRESETS, Augmentation
from cnnstudio.training.runs import Scaling

CPU = torch.device("cpu")
UNIT = Scaling((0.0,) * 3, (1.0,) * 3)
SCIPY_FILLS = {"replicate": "nearest", "reflect": "mirror", "zero": "grid-constant"}
EVERYTHING = Augmentation(
    horizontal_flip=True, vertical_flip=True, rotation=40, shear=20, zoom=0.4, shift_x=0.3,
    shift_y=0.2, crop=0.5, brightness=0.5, contrast=0.5, noise=0.1, cutout=0.3,
)  # fmt: skip


def pictures(count: int = 4, height: int = 9, width: int = 12) -> torch.Tensor:
    random = np.random.default_rng(1)
    values = random.integers(0, 256, (count, 3, height, width)).astype(np.float32)
    return torch.from_numpy(values)


def augmented(augmentation: Augmentation, batch: torch.Tensor, draws: Draws) -> torch.Tensor:
    _count, channels, height, width = batch.shape
    augment = Augmenter(augmentation, (channels, height, width), device=CPU)
    return augment(batch.clone(), draws)


def drawn(augmentation: Augmentation, count: int = 4, seed: int = 0) -> Draws:
    return draw(augmentation, count, random_source(seed, 1, 0))


def keras_matrix(draws: Draws, row: int, height: int, width: int) -> NDArray[np.float64]:
    """Return the matrix that Keras builds for one picture, written out as it is there."""
    theta, shear = draws.rotation[row], draws.shear[row]
    tx, ty = draws.shift[0, row] * height, draws.shift[1, row] * width
    zx, zy = draws.zoom[:, row]
    sin, cos = np.sin, np.cos
    rotation = np.array([[cos(theta), -sin(theta), 0], [sin(theta), cos(theta), 0], [0, 0, 1]])
    moved = np.array([[1, 0, tx], [0, 1, ty], [0, 0, 1]])
    sheared = np.array([[1, -sin(shear), 0], [0, cos(shear), 0], [0, 0, 1]])
    zoomed = np.array([[zx, 0, 0], [0, zy, 0], [0, 0, 1]])
    middle = np.array([[1, 0, (height - 1) / 2], [0, 1, (width - 1) / 2], [0, 0, 1]])
    return middle @ rotation @ moved @ sheared @ zoomed @ np.linalg.inv(middle)


@pytest.mark.parametrize("fill", SCIPY_FILLS)
@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 1_000),
    height=st.integers(2, 12),
    width=st.integers(2, 12),
    flips=st.booleans(),
)
def test_movements_are_those_of_keras(
    fill: str, seed: int, height: int, width: int, *, flips: bool
) -> None:
    augmentation = Augmentation(
        horizontal_flip=flips, rotation=40, shear=20, zoom=0.4, shift_x=0.3, shift_y=0.2, fill=fill
    )
    draws, batch = drawn(augmentation, seed=seed), pictures(4, height, width)
    found = augmented(augmentation, batch, draws).numpy()
    for row, picture in enumerate(batch.numpy()):
        matrix = keras_matrix(draws, row, height, width)
        expected = np.stack(
            [
                ndimage.affine_transform(
                    channel, matrix[:2, :2], matrix[:2, 2], order=1, mode=SCIPY_FILLS[fill]
                )
                for channel in picture
            ]
        )
        if draws.flip[1, row]:
            expected = expected[:, :, ::-1]
        np.testing.assert_allclose(found[row], expected, atol=0.02)


def test_a_crop_is_the_part_of_the_picture_enlarged() -> None:
    augmentation = Augmentation(crop=0.8)
    batch = pictures(6, 33, 21)
    draws = drawn(augmentation, 6)
    found = augmented(augmentation, batch, draws).numpy()
    for row, picture in enumerate(batch.numpy()):
        share = draws.crop[row]
        assert 0.2 <= share <= 1
        spare = (1 - share) * np.array([32, 20])
        top, left = spare / 2 * (1 + draws.offset[:, row])
        rows = (top + share * np.arange(33)).astype(np.float32)
        columns = (left + share * np.arange(21)).astype(np.float32)
        assert top >= 0 and left >= 0 and rows[-1] <= 32.001 and columns[-1] <= 20.001  # noqa: PT018
        across, down = np.meshgrid(columns, rows)
        expected = cv2.remap(picture.transpose(1, 2, 0), across, down, cv2.INTER_LINEAR,
                             borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
        # OpenCV rounds places to 1/32 of a pixel.
        np.testing.assert_allclose(found[row].transpose(1, 2, 0), expected, atol=255 / 16)
        assert np.abs(found[row].transpose(1, 2, 0) - expected).mean() < 2


def test_flips_change_every_other_picture() -> None:
    augmentation = Augmentation(horizontal_flip=True, vertical_flip=True)
    draws, batch = drawn(augmentation, 200), pictures(200)
    found = augmented(augmentation, batch, draws)
    for picture, before, (down, across) in zip(found, batch, draws.flip.T, strict=True):
        expected = before.flip([axis for axis, is_on in ((1, down), (2, across)) if is_on])
        torch.testing.assert_close(picture, expected, atol=1e-2, rtol=0)
    assert 60 < draws.flip[0].sum() < 140
    assert 60 < draws.flip[1].sum() < 140
    assert 20 < (draws.flip[0] & draws.flip[1]).sum() < 80


def test_brightness_multiplies_and_contrast_spreads_about_the_mean() -> None:
    augmentation = Augmentation(brightness=0.5, contrast=0.5)
    draws, batch = drawn(augmentation, 8), pictures(8)
    found = augmented(augmentation, batch, draws).numpy()
    for row, picture in enumerate(batch.numpy()):
        mean = picture.mean()
        expected = (mean + (picture - mean) * draws.contrast[row]) * draws.brightness[row]
        np.testing.assert_allclose(found[row], np.clip(expected, 0, 255), atol=1e-2)


def test_noise_has_the_deviation_that_is_asked_for() -> None:
    grey = torch.full((8, 3, 64, 64), 127.5)
    found = augmented(Augmentation(noise=0.1), grey, drawn(NONE, 8)) - grey
    assert found.std().item() == pytest.approx(25.5, rel=0.02)
    assert abs(found.mean().item()) < 0.5


def test_cutout_blackens_one_box_that_may_hang_over_the_edge() -> None:
    white = torch.full((40, 3, 64, 32), 255.0)
    draws = drawn(NONE, 40)
    found = augmented(Augmentation(cutout=0.25), white, draws).numpy()
    for row, picture in enumerate(found):
        assert (picture[0] == picture[1]).all()
        rows, columns = np.nonzero(picture[0] == 0)
        box = np.ptp(rows) + 1, np.ptp(columns) + 1
        assert len(rows) == box[0] * box[1]
        assert box <= (17, 9)
        assert abs(rows.mean() - draws.middle[0, row] * 63) < 9
    assert (found == 0).mean() > 0.03


@pytest.mark.parametrize("augmentation", [value for *_names, value in PRESETS] + [EVERYTHING])
@settings(max_examples=15, deadline=None)
@given(height=st.integers(1, 9), width=st.integers(1, 9), channels=st.sampled_from([1, 3]))
def test_values_stay_in_their_range_at_every_size(
    augmentation: Augmentation, height: int, width: int, channels: int
) -> None:
    batch = pictures(3, height, width)[:, :channels]
    found = augmented(augmentation, batch, drawn(augmentation, 3))
    assert found.shape == batch.shape
    assert found.min() >= -1e-3
    assert found.max() <= 255.001


def test_numbers_lie_in_their_ranges_and_differ_between_pictures() -> None:
    draws = drawn(COURSE, 1_000)
    assert np.abs(np.degrees(draws.shear)).max() <= 0.2
    assert 0.8 <= draws.zoom.min() < 0.81
    assert 1.19 < draws.zoom.max() <= 1.2
    assert len(np.unique(draws.zoom)) == 2_000
    assert not draws.rotation.any()
    assert not draws.flip[0].any()


def test_switching_one_thing_on_leaves_the_other_numbers() -> None:
    one, other = drawn(COURSE), drawn(Augmentation(shear=0.2, zoom=0.2, rotation=5, noise=0.1))
    np.testing.assert_array_equal(one.zoom, other.zoom)
    np.testing.assert_array_equal(one.middle, other.middle)


def test_nothing_moved_is_the_matrix_that_moves_nothing() -> None:
    for each in matrices(drawn(NONE), 7, 5):
        np.testing.assert_array_equal(each, [[1, 0, 0], [0, 1, 0]])


def samples(augmentation: Augmentation = EVERYTHING, **options: Any) -> Samples:
    chosen: dict[str, Any] = {"seed": 3, "channels_last": False, **options}
    data = Split(pictures(20).numpy().astype(np.uint8), np.arange(20))
    return load_samples(data, UNIT, device=CPU, augmentation=augmentation, **chosen)


def test_a_batch_depends_on_its_place_in_the_run_alone() -> None:
    whole, resumed = samples(), samples()
    rows = torch.arange(20)
    whole.seek(2, 0)
    batches = [whole.gather(chosen) for chosen in rows.split(8)]
    resumed.seek(2, 8)
    for batch, chosen in zip(batches[1:], rows.split(8)[1:], strict=True):
        assert torch.equal(batch, resumed.gather(chosen))
    resumed.seek(3, 8)
    assert not torch.equal(batches[1], resumed.gather(rows[8:16]))
    other = samples(seed=4)
    other.seek(2, 8)
    assert not torch.equal(batches[1], other.gather(rows[8:16]))


@pytest.mark.parametrize("channels_last", [False, True])
def test_batches_come_scaled_in_the_layout_that_is_wanted(*, channels_last: bool) -> None:
    plain = samples(NONE, channels_last=channels_last)
    flipped = samples(Augmentation(horizontal_flip=True), channels_last=channels_last)
    batch, rows = flipped.gather(torch.arange(20)), plain.part(0, 20)
    layout = torch.channels_last if channels_last else torch.contiguous_format
    assert batch.is_contiguous(memory_format=layout)
    for one, before in zip(batch, rows, strict=True):
        distances = [(one - each).abs().max().item() for each in (before, before.flip(2))]
        assert min(distances) < 1e-4 < max(distances)


def test_evaluation_sees_pictures_as_they_are() -> None:
    assert torch.equal(samples().part(3, 9), samples(NONE).part(3, 9))


def test_pictures_stay_bytes_until_the_batch() -> None:
    loaded = samples(COURSE)
    assert isinstance(loaded, AugmentedSamples)
    assert loaded._pictures.dtype == np.uint8


def test_noise_is_drawn_anew_for_every_batch() -> None:
    draws = drawn(NONE)
    grey = torch.full((4, 3, 9, 12), 127.5)
    noise = Augmentation(noise=0.1)
    assert torch.equal(augmented(noise, grey, draws), augmented(noise, grey, draws))
    other = replace(draws, noise_seed=draws.noise_seed + 1)
    assert not torch.equal(augmented(noise, grey, draws), augmented(noise, grey, other))
