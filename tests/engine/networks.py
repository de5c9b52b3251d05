"""Small networks and data sets for the tests of the engine."""

from typing import Any

import numpy as np
import torch

from cnnstudio.data.dataset import DataSet, Split
from cnnstudio.engine.build import build
from cnnstudio.engine.loop import Training
from cnnstudio.engine.optimizers import make_optimizer
from cnnstudio.engine.plan import apply_layout
from cnnstudio.engine.samples import Samples, load_samples, scaling_of
from cnnstudio.network.edits import add, connect, new_block
from cnnstudio.network.graph import Network
from cnnstudio.project.presets import load_preset
from cnnstudio.training.augmentation import NONE, Augmentation
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.plan import Plan

Item = str | tuple[str, dict[str, Any]]


def chain(*items: Item) -> Network:
    """Return the blocks in a row: a kind, or a kind with parameters."""
    network, last = Network(), None
    for item in items:
        kind, parameters = (item, {}) if isinstance(item, str) else item
        block = new_block(network, kind, **parameters)
        network = add(network, block)
        network = connect(network, last, block.id) if last else network
        last = block.id
    return network


def picture(channels: int, height: int, width: int) -> Item:
    """Return an Input for pictures of a size."""
    return ("input", {"channels": channels, "height": height, "width": width})


def dense(units: int | str) -> Item:
    """Return a Dense of some units."""
    return ("dense", {"units": units})


def starter() -> Network:
    """Return the network with which the program begins."""
    return load_preset("starter").network


def two_classes(*end: Item) -> Network:
    """Return a small network for 1×4×4 pictures that ends as given."""
    return chain(picture(1, 4, 4), ("conv", {"filters": 3}), "relu", "flatten", *end)


def bright_and_dark(count: int = 40, *, validation: int = 10, test: int = 0) -> DataSet:
    """Return pictures of 1×4×4 that are dark (class 0) or bright (class 1), in turn."""

    def part(size: int, seed: int) -> Split:
        labels = np.arange(size, dtype=np.int64) % 2
        noise = np.random.default_rng(seed).integers(0, 100, (size, 1, 4, 4))
        pictures = (noise + labels[:, None, None, None] * 120).astype(np.uint8)
        return Split(pictures, labels)

    return DataSet(
        "bright",
        "Bright and dark",
        ("dark", "bright"),
        part(count, 0),
        part(validation, 1) if validation else None,
        part(test, 2) if test else None,
    )


def training(
    network: Network, dataset: DataSet, config: TrainingConfig, plan: Plan | None = None
) -> Training:
    """Return a run in memory, ready for its first step."""
    plan = plan or Plan(threads=torch.get_num_threads())
    module = build(network, initialization=config.initialization, seed=config.seed)
    apply_layout(module, plan)
    scaling = scaling_of(dataset.train, config.scaling)

    def samples(part: Split, augmentation: Augmentation = NONE) -> Samples:
        return load_samples(
            part,
            scaling,
            device=torch.device("cpu"),
            channels_last=plan.channels_last,
            augmentation=augmentation,
            seed=config.seed,
        )

    torch.manual_seed(config.seed)
    return Training(
        module,
        make_optimizer(module.parameters(), config, plan.implementation),
        config,
        train=samples(dataset.train, config.augmentation),
        validation=samples(dataset.validation) if dataset.validation else None,
        class_weights=(1.5, 0.75) if config.class_weights else (),
        bfloat16=plan.bfloat16,
        reload=lambda augmentation: samples(dataset.train, augmentation),
    )
