"""What augmentation makes of some training pictures, for the eye."""

import torch

from cnnstudio.data.dataset import Split
from cnnstudio.engine.augment import Augmenter, draw, random_source
from cnnstudio.engine.session import load_dataset
from cnnstudio.errors import InvalidValueError
from cnnstudio.text import _
from cnnstudio.training.augmentation import checked
from cnnstudio.training.messages import AugmentedPictures, PreviewAugmentation

_MOST_PICTURES = 256


def augmented_pictures(asked: PreviewAugmentation) -> AugmentedPictures:
    """Return the pictures that are asked for, before and after; raise `StudioError`."""
    augmentation = checked(asked.augmentation)
    dataset = load_dataset(asked.data, asked.shape)
    rows = list(asked.indices)
    _check_rows(rows, dataset.train)
    count = len(rows)
    pictures = torch.stack([torch.tensor(dataset.train.pictures[row]) for row in rows]).float()
    pictures *= 255 / dataset.train.maximum
    augment = Augmenter(augmentation, dataset.shape, device=pictures.device)
    draws = draw(augmentation, count, random_source(asked.seed))
    channels, height, width = dataset.shape
    return AugmentedPictures(
        generation=asked.generation,
        count=count,
        height=height,
        width=width,
        channels=channels,
        originals=_pixels(pictures),
        pictures=_pixels(augment(pictures.clone(), draws)),
        labels=tuple(int(dataset.train.labels[row]) for row in rows),
        classes=dataset.classes,
    )


def _check_rows(rows: list[int], train: Split) -> None:
    if not 0 < len(rows) <= _MOST_PICTURES or not all(0 <= row < len(train) for row in rows):
        raise InvalidValueError(
            _(
                "A preview shows 1 to {most} of the {count} training pictures, counted from 0."
            ).format(most=_MOST_PICTURES, count=len(train))
        )


def _pixels(pictures: torch.Tensor) -> bytes:
    """Return (N, C, H, W) float32, 0–255, as (N, H, W, C) uint8."""
    return pictures.round().to(torch.uint8).permute(0, 2, 3, 1).contiguous().numpy().tobytes()
