"""Augmentation of whole batches in torch, where the network trains.

All movements of a picture become one matrix, so that it is sampled once; all
numbers are drawn from the seed and the picture's place in the run, so that a
resumed run sees what the uninterrupted one would have seen.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from cnnstudio.training.augmentation import Augmentation

Numbers = NDArray[np.float64]

# Keeps these numbers apart from others drawn from the seed, such as the order of the pictures.
_AUGMENTATION = 2
_PADDING = {"replicate": "border", "reflect": "reflection", "zero": "zeros"}


@dataclass(frozen=True, slots=True)
class Draws:
    """What is done to each of B pictures; every array is (B,) unless said otherwise.

    What is (2, B) has rows before columns. Angles are in radians. `zoom` and
    `crop` are the shares of the picture that are shown, `shift` is in shares of
    the sides. `offset` says where the crop lies, from −1 to 1 of what is
    possible, and `middle` where that of the cutout is, from 0 to 1.
    """

    flip: NDArray[np.bool_]  # (2, B)
    rotation: Numbers
    shear: Numbers
    zoom: Numbers  # (2, B)
    shift: Numbers  # (2, B)
    crop: Numbers
    offset: Numbers  # (2, B)
    brightness: Numbers
    contrast: Numbers
    middle: Numbers  # (2, B)
    noise_seed: int


def random_source(seed: int, *place: int) -> np.random.Generator:
    """Return the random numbers for the batch at a place: the same ones each time."""
    return np.random.default_rng([seed, _AUGMENTATION, *place])


def draw(augmentation: Augmentation, count: int, random: np.random.Generator) -> Draws:
    """Return numbers for `count` pictures.

    As many are drawn whatever is switched on: a change leaves the others as they are.
    """
    even = random.random((14, count)) * 2 - 1  # −1 to 1
    flips = np.array([[augmentation.vertical_flip], [augmentation.horizontal_flip]])
    shift = np.array([[augmentation.shift_y], [augmentation.shift_x]])
    return Draws(
        flip=(even[0:2] > 0) & flips,
        rotation=np.radians(augmentation.rotation) * even[2],
        shear=np.radians(augmentation.shear) * even[3],
        zoom=1 + augmentation.zoom * even[4:6],
        shift=shift * even[6:8],
        crop=1 - augmentation.crop * (even[8] + 1) / 2,
        offset=even[9:11],
        brightness=1 + augmentation.brightness * even[11],
        contrast=1 + augmentation.contrast * even[12],
        middle=random.random((2, count)),
        noise_seed=int(random.integers(2**62)),
    )


def matrices(draws: Draws, height: int, width: int) -> Numbers:
    """Return where each pixel of the result comes from: (B, 2, 3), rows before columns.

    It maps (row, column, 1), counted from the middle, to such a place in the
    picture. Without crop these are the matrices of Keras' `ImageDataGenerator`.

    Source: https://github.com/keras-team/keras/blob/v3.3.3/keras/src/legacy/preprocessing/image.py,
    `apply_affine_transform`.
    """
    sides = np.array([[height], [width]])
    rotation = _rows(
        [np.cos(draws.rotation), -np.sin(draws.rotation)],
        [np.sin(draws.rotation), np.cos(draws.rotation)],
    )
    ones = np.ones_like(draws.shear)
    shear = _rows([ones, -np.sin(draws.shear)], [0 * ones, np.cos(draws.shear)])
    turned = rotation @ shear * draws.zoom.T[:, np.newaxis, :]
    seen = np.where(draws.flip, -1.0, 1.0) * draws.crop  # (2, B), of the result's offset
    corner = np.where(draws.flip, -1.0, 1.0) * draws.offset * (1 - draws.crop) * (sides - 1) / 2
    moved = rotation @ (draws.shift * sides).T[..., np.newaxis] + turned @ corner.T[..., np.newaxis]
    return np.concatenate([turned * seen.T[:, np.newaxis, :], moved], axis=2)


def _rows(*rows: list[Numbers]) -> Numbers:
    """Return (B, 2, 2) matrices from rows of (B,) numbers."""
    return np.array(rows).transpose(2, 0, 1)


class Augmenter:
    """Changes batches of pictures of one size as an `Augmentation` says."""

    def __init__(
        self,
        augmentation: Augmentation,
        shape: tuple[int, int, int],
        *,
        device: torch.device,
        maximum: int = 255,
    ) -> None:
        self._augmentation = augmentation
        self._maximum = maximum
        _channels, self._height, self._width = shape
        self._device = device
        self._rows, self._columns = (
            torch.arange(side, device=device) - (side - 1) / 2 for side in shape[1:]
        )

    def __call__(self, pictures: Tensor, draws: Draws) -> Tensor:
        """Return pictures (B, C, H, W) float32, 0–`maximum`, changed, perhaps in place."""
        if self._augmentation.moves:
            pictures = functional.grid_sample(
                pictures,
                self._grid(draws),
                padding_mode=_PADDING[self._augmentation.fill],
                align_corners=True,
            )
        return self._coloured(pictures, draws) if self._augmentation.colours else pictures

    def _grid(self, draws: Draws) -> Tensor:
        """Return where each pixel comes from, (B, H, W, 2) as torch wants it: columns, rows, ±1.

        Kept plane by plane in memory, which is four times as fast to compute.
        """
        scale = 2 / np.maximum(1, np.array([[self._width - 1], [self._height - 1]]))
        places = matrices(draws, self._height, self._width)[:, ::-1] * scale
        across, down, moved = (self._sent(places[:, :, part]) for part in (1, 0, 2))  # each (B, 2)
        across = across[..., None] * self._columns  # (B, 2, W)
        down = down[..., None] * self._rows + moved[..., None]  # (B, 2, H)
        return (across[:, :, None, :] + down[:, :, :, None]).permute(0, 2, 3, 1)

    def _coloured(self, pictures: Tensor, draws: Draws) -> Tensor:
        augmentation = self._augmentation
        if augmentation.contrast:
            factor = self._each(draws.contrast)
            mean = pictures.mean(dim=(1, 2, 3), keepdim=True)
            pictures = pictures.mul_(factor).add_(mean * (1 - factor))
        if augmentation.brightness:
            pictures = pictures.mul_(self._each(draws.brightness))
        if augmentation.noise:
            random = torch.Generator(self._device).manual_seed(draws.noise_seed)
            noise = torch.empty_like(pictures).normal_(generator=random)
            pictures = pictures.add_(noise, alpha=augmentation.noise * self._maximum)
        if augmentation.contrast or augmentation.brightness or augmentation.noise:
            pictures = pictures.clamp_(0, self._maximum)
        return pictures.masked_fill_(self._box(draws), 0) if augmentation.cutout else pictures

    def _box(self, draws: Draws) -> Tensor:
        """Return which pixels the cutout blackens, (B, 1, H, W) bool."""
        down, across = (
            (positions - self._sent((middle - 0.5) * side)[:, None]).abs()
            <= self._augmentation.cutout * side / 2
            for positions, middle, side in (
                (self._rows, draws.middle[0], self._height),
                (self._columns, draws.middle[1], self._width),
            )
        )
        return (down[:, :, None] & across[:, None, :])[:, None]

    def _each(self, numbers: Numbers) -> Tensor:
        """Return one number for each picture of a batch, (B, 1, 1, 1)."""
        return self._sent(numbers).view(-1, 1, 1, 1)

    def _sent(self, numbers: NDArray[Any]) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(numbers, np.float32)).to(self._device)
