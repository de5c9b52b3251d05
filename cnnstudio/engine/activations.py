"""What a network makes of one picture: feature maps, filters and probabilities."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from cnnstudio.data.dataset import DataSet, Split
from cnnstudio.data.drawing import normalised
from cnnstudio.data.pictures import example
from cnnstudio.engine.build import NetworkModule, build, checked_report, input_shape
from cnnstudio.engine.checkpoints import copy_weights, misfit
from cnnstudio.engine.checks import check_classes
from cnnstudio.engine.evaluate import evaluating, predict
from cnnstudio.engine.loop import Running
from cnnstudio.engine.objective import judging_objective
from cnnstudio.engine.relabelling import known_label
from cnnstudio.engine.samples import scaled, scaling_of, unscaled
from cnnstudio.engine.session import load_dataset
from cnnstudio.engine.trained import Trained, load_trained
from cnnstudio.errors import UserError
from cnnstudio.network.blocks.data import Task
from cnnstudio.text import _
from cnnstudio.training.messages import (
    Activations,
    BlockMaps,
    BlockValues,
    FeatureMaps,
    Filters,
    MapFigures,
    Probe,
)
from cnnstudio.training.runs import BEST, RECORD, RunRecord, Scaling

_MOST_FILTERS = 256
_MOST_WEIGHTS = 2**20
_MOST_PIXELS = 2**24
_MOST_VALUES = 2**12

_State = Mapping[str, Tensor]


class _Weights(NamedTuple):
    """Weights to look at: whose they are, in words, and how their network wants pictures.

    `record` is that of the run that they are of; None for initial ones.
    """

    source: str
    state: _State
    scaling: Scaling
    record: RunRecord | None = None


class Prober:
    """Answers probes; keeps what the next one is likely to need again."""

    def __init__(self) -> None:
        self._asked: tuple[object, ...] = ()
        self._module: NetworkModule | None = None
        self._initial: _State = {}
        self._read: tuple[object, ...] = ()
        self._trained: Trained | None = None

    def answer(self, probe: Probe, running: Running | None = None) -> Activations:
        """Return what the network of `probe` makes of its picture; raise `StudioError`.

        `running` is the run that goes on, if there is one; it is only read from.
        """
        report = checked_report(probe.network)
        dataset = load_dataset(probe.data, input_shape(report))
        part = _chosen(probe, dataset)
        module = self._built(probe)
        weights = self._weights(probe, dataset, running)
        if weights.record is None:
            check_classes(report, dataset)
        copy_weights(weights.state, module)
        picture = scaled(part.pictures[:], weights.scaling, maximum=part.maximum)
        with evaluating(module):
            outputs = module.trace(picture)
            answer, loss = _answered(module, picture, probe, weights.scaling)
        shown = np.atleast_3d(example(part, 0))  # (H, W, C)
        label = int(part.labels[0]) if probe.drawing is None else None
        classes, label = _named(dataset, label, module.task, weights.record)
        return Activations(
            generation=probe.generation,
            source=weights.source,
            label=label,
            classes=classes,
            probabilities=tuple(predict(module, picture)[0].tolist()),
            picture_shape=shown.shape,
            picture=shown.tobytes(),
            maps=tuple(_maps(block, each[0], probe.maps) for block, each in outputs.items()),
            filters=tuple(_filters(module, outputs, probe.detail)),
            detail=_detail(probe.detail, outputs),
            answer=answer,
            loss=loss,
        )

    def _built(self, probe: Probe) -> NetworkModule:
        asked = (probe.network, probe.config.initialization, probe.config.seed)
        if self._module is None or asked != self._asked:
            network, initialization, seed = asked
            self._module = build(network, initialization=initialization, seed=seed).eval()
            self._initial = {name: each.clone() for name, each in self._module.state_dict().items()}
            self._asked = asked
        return self._module

    def _weights(self, probe: Probe, dataset: DataSet, running: Running | None) -> _Weights:
        """Return the weights of the run in `probe.folder` where they fit, else the initial ones."""
        if running is not None and probe.folder == str(running.folder):
            state = running.training.module.state_dict()
            if not misfit(state, self._initial):
                step = running.training.position.step
                source = _("weights in training, step {step}").format(step=f"{step:,}")
                return _Weights(source, state, running.record.scaling, running.record)
        elif probe.folder and (trained := self._trained_in(Path(probe.folder))):
            state = trained.module.state_dict()
            if not misfit(state, self._initial):
                source = _("weights of the run {run}").format(
                    run=trained.record.name or probe.folder
                )
                return _Weights(source, state, trained.record.scaling, trained.record)
        source = _("initial weights, seed {seed}").format(seed=probe.config.seed)
        return _Weights(source, self._initial, scaling_of(dataset.train, probe.config.scaling))

    def _trained_in(self, folder: Path) -> Trained | None:
        """Return what a run has trained, read again only when its files are newer; None without."""
        try:
            read = (folder, *((folder / name).stat().st_mtime_ns for name in (RECORD, BEST)))
            if read != self._read:
                self._trained, self._read = load_trained(folder), read
        except (OSError, UserError):
            self._trained, self._read = None, ()
        return self._trained


def _named(
    dataset: DataSet, label: int | None, task: Task, record: RunRecord | None
) -> tuple[tuple[str, ...], int | None]:
    """Return the classes that the outputs stand for, and which of them the picture's is.

    A run has its own, whatever data set is open: a picture of none of them has no label.
    """
    if record is None or task is Task.PICTURE:
        return dataset.classes, label
    return record.classes, None if label is None else known_label(dataset, label, record)


def _answered(
    module: NetworkModule, picture: Tensor, probe: Probe, scaling: Scaling
) -> tuple[bytes, float | None]:
    """Return the picture (H, W, C) uint8 with which a network answers, and its loss."""
    if module.task is not Task.PICTURE:
        return b"", None
    answer = module.logits(picture)
    loss = judging_objective(module.task, probe.config).loss(answer, picture, picture)
    return np.ascontiguousarray(unscaled(answer, scaling)[0]).tobytes(), loss.item()


def _chosen(probe: Probe, dataset: DataSet) -> Split:
    """Return the picture that is asked about, alone; the label of a drawing means nothing."""
    drawing = probe.drawing
    if drawing is not None:
        ink = np.frombuffer(drawing.ink, np.uint8).reshape(drawing.height, drawing.width)
        picture = normalised(ink, dataset.shape, probe.data.name)
        return Split(picture[np.newaxis], np.zeros(1, np.int64))
    part = dataset.validation or dataset.train
    index = probe.index % len(part)
    one = slice(index, index + 1)
    return Split(np.asarray(part.pictures[one]), part.labels[one], part.maximum)


def _maps(block: str, output: Tensor, most: int) -> FeatureMaps:
    """Return the first maps of one block's output, (C, H, W) or (F,), as bytes."""
    if output.dim() == 3:
        channels, height, width = output.shape
        shown = output[:most]
    else:
        channels, height, width = 1, 1, len(output)
        shown = output.view(1, 1, -1)
    low, high, pixels = _levels(torch.nan_to_num(shown))
    return FeatureMaps(block, channels, len(shown), height, width, low, high, pixels)


def _detail(block: str, outputs: Mapping[str, Tensor]) -> BlockMaps | BlockValues | None:
    """Return all that a block gives out for one picture, with its numbers."""
    if block not in outputs:
        return None
    output = torch.nan_to_num(outputs[block][0])  # (C, H, W) or (F,)
    if output.dim() == 1:
        return BlockValues(block, len(output), output[:_MOST_VALUES].numpy().tobytes())
    channels, height, width = output.shape
    shown = output[: max(1, _MOST_PIXELS // (height * width))]
    flat = shown.flatten(1)
    figures = torch.stack([flat.amin(1), flat.amax(1), flat.mean(1)], dim=1)
    each = tuple(MapFigures(*numbers) for numbers in figures.tolist())
    return BlockMaps(block, (channels, height, width), *_levels(shown), each)


def _levels(values: Tensor) -> tuple[float, float, bytes]:
    """Return the smallest and the largest value, and all as uint8 from the one to the other."""
    low, high = values.min().item(), values.max().item()
    scale = 255 / (high - low) if high > low else 0.0
    levels = ((values - low) * scale).round().to(torch.uint8)
    return low, high, levels.contiguous().numpy().tobytes()


def _filters(module: NetworkModule, blocks: Iterable[str], detail: str) -> Iterator[Filters]:
    """Yield the filters of each convolution: of `detail` for all channels, else for the first."""
    for block in blocks:
        for layer in module.layers_of(block):
            if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
                yield _filters_of(block, layer, all_planes=block == detail)
                break


def _filters_of(block: str, layer: nn.Conv2d | nn.ConvTranspose2d, *, all_planes: bool) -> Filters:
    weight = layer.weight.detach()
    if isinstance(layer, nn.ConvTranspose2d):
        weight = weight.transpose(0, 1)  # the input channels come first there
    shown = weight[:_MOST_FILTERS].transpose(0, 1)  # (input channels, filters, height, width)
    channels, count, height, width = shown.shape
    most = max(1, _MOST_WEIGHTS // (count * height * width)) if all_planes else 1
    shown = shown[:most].contiguous()
    values = shown.numpy().tobytes()
    return Filters(block, count, height, width, values, channels, len(shown))
