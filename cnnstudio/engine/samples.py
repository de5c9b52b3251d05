"""Pictures in memory as the network wants them: scaled, and gathered batch by batch.

They are kept as float32 where that fits, because converting each batch costs
more than it saves; otherwise as they are, and converted when gathered.
"""

from abc import ABC, abstractmethod
from functools import lru_cache
from math import prod

import numpy as np
import psutil
import torch
from torch import Tensor

from cnnstudio.data.dataset import Pictures, Split, statistics
from cnnstudio.training.runs import Scaling

# The share of free memory that float copies of the pictures may take.
_MEMORY_SHARE = 0.4
_CHUNK = 1_024


@lru_cache(maxsize=2)
def scaling_of(split: Split, scheme: str) -> Scaling:
    """Return what "standardise" or "unit" does with pictures like those of `split`."""
    channels = split.shape[0]
    if scheme == "unit":
        return Scaling((0.0,) * channels, (1.0,) * channels)
    known = statistics(split)
    # A channel that never varies is only shifted.
    return Scaling(known.mean, tuple(each or 1.0 for each in known.deviation))


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
            self._shaped(self._flat[chunk]).copy_(scale(_tensor(split.pictures[chunk])))
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
    """Pictures as uint8, perhaps in a file; batches are converted when they are asked for."""

    def __init__(
        self, split: Split, scaling: Scaling, *, device: torch.device, channels_last: bool
    ) -> None:
        super().__init__(split, device=device, channels_last=channels_last)
        self._pictures = split.pictures
        self._scale = _Scale(scaling, split.maximum)

    def gather(self, rows: Tensor) -> Tensor:
        return self._converted(self._pictures[rows.cpu().numpy()])

    def part(self, start: int, stop: int) -> Tensor:
        return self._converted(self._pictures[start:stop])

    def _converted(self, pictures: Pictures) -> Tensor:
        batch = self._shaped(torch.empty(len(pictures), prod(self._stored)))
        return batch.copy_(self._scale(_tensor(pictures))).to(self._device)


def load_samples(
    split: Split, scaling: Scaling, *, device: torch.device, channels_last: bool
) -> Samples:
    """Return the pictures of `split`, as float32 where there is memory for it."""
    kind = FloatSamples if _fits(split, device) else ByteSamples
    return kind(split, scaling, device=device, channels_last=channels_last)


def scaled(pictures: Pictures, scaling: Scaling, *, maximum: int = 255) -> Tensor:
    """Return pictures (N, C, H, W) uint8, 0–`maximum`, as a network gets them: float32."""
    return _Scale(scaling, maximum)(_tensor(pictures))


class _Scale:
    """Maps uint8 to float32: (picture / maximum - mean) / deviation, as one multiply and add."""

    def __init__(self, scaling: Scaling, maximum: int) -> None:
        mean = torch.tensor(scaling.mean, dtype=torch.float64).view(-1, 1, 1)
        deviation = torch.tensor(scaling.deviation, dtype=torch.float64).view(-1, 1, 1)
        self._factor = (1 / (deviation * maximum)).float()
        self._offset = (-mean / deviation).float()

    def __call__(self, pictures: Tensor) -> Tensor:
        return pictures.float().mul_(self._factor).add_(self._offset)


def _tensor(pictures: Pictures) -> Tensor:
    """Return the pictures as a tensor of their own; torch warns of read-only memory."""
    return torch.from_numpy(np.array(pictures))


def _fits(split: Split, device: torch.device) -> bool:
    needed = split.pictures.size * 4
    if device.type == "cuda":
        free, _total = torch.cuda.mem_get_info(device)
    else:
        free = psutil.virtual_memory().available
    return needed <= free * _MEMORY_SHARE
