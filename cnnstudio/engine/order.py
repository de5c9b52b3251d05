"""In which order an epoch shows the pictures, and how they are parted into batches."""

import numpy as np
import torch
from torch import Tensor

# Keeps the order of the pictures apart from other numbers drawn from the seed.
_ORDER = 1


def batch_sizes(examples: int, batch_size: int, *, pairs: bool) -> list[int]:
    """Return the sizes of an epoch's batches.

    Batch normalisation of vectors has nothing to normalise in a batch of one:
    with `pairs`, a last example left alone joins the batch before it.
    """
    full, rest = divmod(examples, batch_size)
    sizes = [batch_size] * full + ([rest] if rest else [])
    if pairs and len(sizes) > 1 and sizes[-1] == 1:
        sizes[-2:] = [sizes[-2] + 1]
    return sizes


def epoch_order(examples: int, *, seed: int, epoch: int) -> Tensor:
    """Return the order of the pictures in an epoch, (N,) int64: its own for each seed and epoch."""
    random = np.random.default_rng([seed, _ORDER, epoch])
    return torch.from_numpy(random.permutation(examples))
