"""Generated pictures: simple figures in colour, different for each seed."""

from math import pi

import numpy as np
from numpy.typing import NDArray

from cnnstudio import paths
from cnnstudio.data.cache import load_pictures, store_pictures
from cnnstudio.data.dataset import DataSet, DataSetInfo, Labels, Pictures, Split
from cnnstudio.data.figures import FIGURES, Contour, outlines
from cnnstudio.text import N_

INFO = DataSetInfo(
    name="shapes",
    title=N_("Shapes"),
    description=N_(
        "4,000 pictures of ten simple figures in colour, and 1,000 to test with, of 64×64 pixels. "
        "The program draws them."
    ),
    source="cnnstudio.data.generated",
    shape=(3, 64, 64),
    classes=FIGURES,
)

TRAIN_COUNT = 4_000
TEST_COUNT = 1_000

_SIZE = 64
# Figures are drawn this much larger and averaged, for smooth edges.
_OVERSAMPLING = 4
# Raised with each change of the drawing, so that no older cache is taken for it.
_VERSION = 1
_CACHED_SEED = 0
_BATCH = 250


def read_shapes(seed: int) -> DataSet:
    """Return the training and test pictures for a seed.

    Those of the default seed are kept in the cache folder.
    """
    pictures = _cached() if seed == _CACHED_SEED else _all_pictures(seed)
    labels = figure_labels(TRAIN_COUNT + TEST_COUNT)
    return DataSet(
        INFO.name,
        INFO.title,
        INFO.classes,
        Split(pictures[:TRAIN_COUNT], labels[:TRAIN_COUNT]),
        test=Split(pictures[TRAIN_COUNT:], labels[TRAIN_COUNT:]),
    )


def figure_labels(count: int) -> Labels:
    """Return the figures' numbers in turn, so that all are equally frequent."""
    return np.arange(count, dtype=np.int64) % len(FIGURES)


def draw_figures(labels: Labels, *, seed: int) -> Pictures:
    """Return a picture of each figure: (N, 3, 64, 64) uint8, RGB, 0–255.

    Size, turn, stretch, place and colours vary; the background has a gradient,
    the whole a little noise.
    """
    random = np.random.default_rng([_VERSION, seed])
    pictures = np.empty((len(labels), 3, _SIZE, _SIZE), np.uint8)
    for start in range(0, len(labels), _BATCH):
        batch = slice(start, start + _BATCH)
        pictures[batch] = _paint(_masks(labels[batch], random), random)
    return pictures


def _all_pictures(seed: int) -> Pictures:
    return draw_figures(figure_labels(TRAIN_COUNT + TEST_COUNT), seed=seed)


def _masks(labels: Labels, random: np.random.Generator) -> NDArray[np.uint8]:
    """Return how much of each pixel the figure covers: (N, 64, 64) uint8, 0–255."""
    import cv2  # loads in a tenth of a second, for this data set alone

    figures = outlines()
    large = np.empty((_SIZE * _OVERSAMPLING, _SIZE * _OVERSAMPLING), np.uint8)
    masks = np.empty((len(labels), _SIZE, _SIZE), np.uint8)
    for label, mask in zip(labels, masks, strict=True):
        large[:] = 0
        cv2.fillPoly(large, _placed(figures[label], random), 255)
        cv2.resize(large, (_SIZE, _SIZE), dst=mask, interpolation=cv2.INTER_AREA)
    return masks


def _placed(outline: list[Contour], random: np.random.Generator) -> list[NDArray[np.int32]]:
    """Return the outline turned, stretched and moved within the large canvas."""
    turn, shift_x, shift_y = random.random(3)
    radius = random.uniform(0.42, 0.92)
    stretch = random.uniform(0.85, 1.0)
    angle = 2 * pi * turn
    rotation = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    centre = (1 - radius) * (2 * np.array([shift_x, shift_y]) - 1)
    half = _SIZE * _OVERSAMPLING / 2
    scale = np.array([radius, radius * stretch])
    return [
        np.rint(half + half * (contour * scale @ rotation + centre)).astype(np.int32)
        for contour in outline
    ]


def _paint(masks: NDArray[np.uint8], random: np.random.Generator) -> Pictures:
    """Return coloured pictures (N, 3, 64, 64) with a figure where the mask is."""
    count = len(masks)
    light, dark = _colour_pairs(count, random)
    cover = (masks / np.float32(255))[:, np.newaxis]
    ground = _gradients(dark, random)
    noise = random.standard_normal((count, 1, _SIZE, _SIZE), np.float32) * np.float32(4)
    pictures = ground + (light[:, :, np.newaxis, np.newaxis] - ground) * cover + noise
    return np.clip(np.rint(pictures), 0, 255).astype(np.uint8)


def _colour_pairs(
    count: int, random: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return colours (N, 3) of figures and grounds, one dark and one light."""
    hue = random.random((2, count))
    strength, value = random.random((2, 2, count))
    is_light_ground = random.random(count) < 0.5
    ground = _rgb(
        hue[0],
        np.where(is_light_ground, 0.05 + 0.3 * strength[0], 0.2 + 0.4 * strength[0]),
        np.where(is_light_ground, 0.8 + 0.17 * value[0], 0.12 + 0.2 * value[0]),
    )
    figure = _rgb(
        hue[1],
        np.where(is_light_ground, 0.6 + 0.4 * strength[1], 0.25 + 0.5 * strength[1]),
        np.where(is_light_ground, 0.3 + 0.35 * value[1], 0.75 + 0.25 * value[1]),
    )
    return figure, ground


def _rgb(
    hue: NDArray[np.float64], saturation: NDArray[np.float64], value: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Return colours (N, 3), 0–255, of hues, saturations and values 0–1.

    Source: https://en.wikipedia.org/wiki/HSL_and_HSV, "HSV to RGB alternative".
    """
    k = (np.array([5.0, 3.0, 1.0]) + hue[:, np.newaxis] * 6) % 6
    chroma = (value * saturation)[:, np.newaxis]
    colours = value[:, np.newaxis] - chroma * np.clip(np.minimum(k, 4 - k), 0, 1)
    return np.asarray(colours * 255, np.float32)


def _gradients(colours: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """Return grounds (N, 3, 64, 64) that vary across the picture about their colour."""
    angle = random.uniform(0, 2 * pi, (len(colours), 1, 1))
    steepness = random.uniform(5, 30, (len(colours), 1, 1))
    across = np.linspace(-1, 1, _SIZE)
    slope = steepness * (np.cos(angle) * across + np.sin(angle) * across[:, np.newaxis])
    ground = colours[:, :, np.newaxis, np.newaxis] + slope[:, np.newaxis]
    return ground.astype(np.float32)


def _cached() -> Pictures:
    path = paths.cache_folder() / f"{INFO.name}-{_VERSION}.npy"
    pictures = load_pictures(path, shape=(TRAIN_COUNT + TEST_COUNT, 3, _SIZE, _SIZE))
    if pictures is None:
        pictures = _all_pictures(_CACHED_SEED)
        store_pictures(path, pictures)
    return pictures
