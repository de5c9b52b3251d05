"""Pictures in memory as the network wants them: scaled, and gathered batch by batch.

They are kept as float32 where they stay as they are and that fits, because
converting each batch costs more than it saves; otherwise as they came, and
converted, perhaps augmented, when gathered.
"""

from abc import ABC, abstractmethod
from functools import lru_cache
from math import prod

import numpy as np
import psutil
import torch
from numpy.typing import NDArray
from torch import Tensor

from cnnstudio.data.dataset import Pictures, Split
from cnnstudio.data.normalisation import Normalisation, normalisation
from cnnstudio.data.rows import PictureRows
from cnnstudio.engine.augment import Augmenter, draw, random_source
from cnnstudio.training.augmentation import NONE, Augmentation
from cnnstudio.training.runs import Scaling

# The share of free memory that float copies of the pictures may take.
_MEMORY_SHARE = 0.4
_CHUNK = 1_024


@lru_cache(maxsize=2)
def scaling_of(split: Split, scheme: str) -> Scaling:
    """Return what one of the normalisations, by name, does with pictures like those of `split`."""
    known = normalisation(split, Normalisation(scheme))
    return Scaling(known.mean, known.deviation)


class Samples(ABC):
    """Pictures (N, C, H, W) float32, scaled, and their labels (N,), on one device.

    With `channels_last`, batches have that memory layout.
    """

    def __init__(self, split: Split, *, device: torch.device, channels_last: bool) -> None:
        channels, height, width = split.shape
        self._device = device
        self._stored = (height, width, channels) if channels_last else (channels, height, width)
        self._axes = (0, 3, 1, 2) if channels_last else (0, 1, 2, 3)
        self.labels = torch.from_numpy(np.array(split.labels, np.int64)).to(device)

    def __len__(self) -> int:
        return len(self.labels)

    def seek(self, epoch: int, seen: int) -> None:  # noqa: B027 - most draw nothing at random
        """Say where in the run the next batch lies: what is drawn at random depends on it."""

    @abstractmethod
    def gather(self, rows: Tensor) -> Tensor:
        """Return the pictures in `rows`, (B,) int64, valid until the next call."""

    @abstractmethod
    def part(self, start: int, stop: int) -> Tensor:
        """Return the pictures from `start` up to `stop`, in order."""

    def _shaped(self, flat: Tensor) -> Tensor:
        """Return (B, D) values as a batch (B, C, H, W)."""
        return flat.view(len(flat), *self._stored).permute(self._axes)


class FloatSamples(Samples):
    """All pictures as float32."""

    def __init__(
        self, split: Split, scaling: Scaling, *, device: torch.device, channels_last: bool
    ) -> None:
        super().__init__(split, device=device, channels_last=channels_last)
        self._flat = torch.empty(len(split), prod(self._stored))
        scale = _Scale(scaling, split.maximum)
        for start in range(0, len(split), _CHUNK):
            chunk = slice(start, start + _CHUNK)
            self._shaped(self._flat[chunk]).copy_(scale(_tensor(split.pictures[chunk]).float()))
        self._flat = self._flat.to(device)
        self._buffer = self._flat.new_empty(0, self._flat.shape[1])
        self._batch = self._shaped(self._buffer)

    def gather(self, rows: Tensor) -> Tensor:
        count = len(rows)
        if count > len(self._buffer):
            self._buffer = self._flat.new_empty(count, self._flat.shape[1])
            self._batch = self._shaped(self._buffer)
        if count < len(self._buffer):
            torch.index_select(self._flat, 0, rows, out=self._buffer[:count])
            return self._batch[:count]
        torch.index_select(self._flat, 0, rows, out=self._buffer)
        return self._batch

    def part(self, start: int, stop: int) -> Tensor:
        return self._shaped(self._flat[start:stop])


class ByteSamples(Samples):
    """Pictures as uint8, perhaps in a file; batches are converted when they are asked for.

    Another device than the CPU keeps a copy of its own where it has the memory.
    """

    def __init__(
        self, split: Split, scaling: Scaling, *, device: torch.device, channels_last: bool
    ) -> None:
        super().__init__(split, device=device, channels_last=channels_last)
        self._pictures = split.pictures
        self._scale = _Scale(scaling, split.maximum).to(device)
        keeps = device.type != "cpu" and fits_memory(split.pictures.size, device)
        self._kept = _tensor(split.pictures).to(device) if keeps else None

    def gather(self, rows: Tensor) -> Tensor:
        return self._converted(self._chosen(rows).float())

    def part(self, start: int, stop: int) -> Tensor:
        if self._kept is not None:
            return self._converted(self._kept[start:stop].float())
        return self._converted(_tensor(self._pictures[start:stop]).to(self._device).float())

    def _chosen(self, rows: Tensor) -> Tensor:
        """Return the pictures in `rows`, (B, C, H, W) uint8."""
        if self._kept is not None:
            return self._kept[rows]
        return _tensor(self._pictures[rows.cpu().numpy()]).to(self._device)

    def _converted(self, pictures: Tensor) -> Tensor:
        """Return float32 pictures, 0–`maximum`, scaled and in the layout that is wanted."""
        batch = self._shaped(pictures.new_empty(len(pictures), prod(self._stored)))
        return batch.copy_(self._scale(pictures))


class AugmentedSamples(ByteSamples):
    """Pictures as uint8, of which every batch is augmented; `part` gives them as they are."""

    def __init__(
        self,
        split: Split,
        scaling: Scaling,
        augmentation: Augmentation,
        *,
        seed: int,
        device: torch.device,
        channels_last: bool,
    ) -> None:
        super().__init__(split, scaling, device=device, channels_last=channels_last)
        self.augmentation = augmentation
        self._seed = seed
        self._augment = Augmenter(augmentation, split.shape, device=device, maximum=split.maximum)
        self.seek(0, 0)

    def seek(self, epoch: int, seen: int) -> None:
        self._epoch, self._seen = epoch, seen

    def gather(self, rows: Tensor) -> Tensor:
        random = random_source(self._seed, self._epoch, self._seen)
        self._seen += len(rows)
        pictures = self._chosen(rows).float()
        return self._converted(self._augment(pictures, draw(self.augmentation, len(rows), random)))


def load_samples(
    split: Split,
    scaling: Scaling,
    *,
    device: torch.device,
    channels_last: bool,
    augmentation: Augmentation = NONE,
    seed: int = 0,
) -> Samples:
    """Return the pictures of `split`, as float32 where they stay as they are and it fits."""
    if augmentation.is_on:
        return AugmentedSamples(
            split, scaling, augmentation, seed=seed, device=device, channels_last=channels_last
        )
    kind = FloatSamples if fits_memory(split.pictures.size * 4, device) else ByteSamples
    return kind(split, scaling, device=device, channels_last=channels_last)


def scaled(pictures: Pictures, scaling: Scaling, *, maximum: int = 255) -> Tensor:
    """Return pictures (N, C, H, W) uint8, 0–`maximum`, as a network gets them: float32."""
    return _Scale(scaling, maximum)(_tensor(pictures).float())


def unscaled(pictures: Tensor, scaling: Scaling) -> NDArray[np.uint8]:
    """Return what a network answers with, (N, C, H, W), for the eye: (N, H, W, C) uint8, 0–255."""
    mean = torch.tensor(scaling.mean).view(-1, 1, 1)
    deviation = torch.tensor(scaling.deviation).view(-1, 1, 1)
    levels = (torch.nan_to_num(pictures.cpu()) * deviation + mean).clamp(0, 1) * 255
    shown: NDArray[np.uint8] = levels.round().to(torch.uint8).permute(0, 2, 3, 1).numpy()
    return shown


class _Scale:
    """(picture / maximum - mean) / deviation, as one multiply and add, in place."""

    def __init__(self, scaling: Scaling, maximum: int) -> None:
        mean = torch.tensor(scaling.mean, dtype=torch.float64).view(-1, 1, 1)
        deviation = torch.tensor(scaling.deviation, dtype=torch.float64).view(-1, 1, 1)
        self._factor = (1 / (deviation * maximum)).float()
        self._offset = (-mean / deviation).float()

    def to(self, device: torch.device) -> "_Scale":
        """Move to where the pictures are; return the same object."""
        self._factor, self._offset = self._factor.to(device), self._offset.to(device)
        return self

    def __call__(self, pictures: Tensor) -> Tensor:
        """Scale pictures (N, C, H, W) float32, 0–`maximum`."""
        return pictures.mul_(self._factor).add_(self._offset)


def _tensor(pictures: Pictures | PictureRows) -> Tensor:
    """Return the pictures as a tensor of their own; torch warns of read-only memory."""
    return torch.from_numpy(np.array(pictures))


def fits_memory(needed: int, device: torch.device) -> bool:
    """Return whether there is memory for so many bytes, with room to spare."""
    if device.type == "cuda":
        free, _total = torch.cuda.mem_get_info(device)
    else:
        free = psutil.virtual_memory().available
    return needed <= free * _MEMORY_SHARE
