"""The trained network that a task is about: of a run on disk, or of the one that goes on."""

from pathlib import Path
from typing import NamedTuple

import torch

from cnnstudio.data.choice import Shape
from cnnstudio.data.dataset import Pictures
from cnnstudio.engine.build import NetworkModule, build, checked_report, input_shape
from cnnstudio.engine.checkpoints import copy_weights
from cnnstudio.engine.loop import Running
from cnnstudio.engine.samples import scaled
from cnnstudio.engine.trained import Trained, load_trained
from cnnstudio.text import _
from cnnstudio.training.runs import BEST, LAST, RECORD, RunRecord

_FILES = (RECORD, BEST, LAST)


class Subject(NamedTuple):
    """A network on the CPU that is not trained any more, and whose weights those are, in words."""

    module: NetworkModule
    record: RunRecord
    source: str

    @property
    def shape(self) -> Shape:
        """The channels, height and width of the pictures that it takes."""
        return input_shape(checked_report(self.record.network))

    def scaled(self, pictures: Pictures, *, maximum: int = 255) -> torch.Tensor:
        """Return pictures (N, C, H, W) uint8 as the network wants them."""
        return scaled(pictures, self.record.scaling, maximum=maximum)


class Subjects:
    """Reads runs, again only where their files are newer; keeps the last one."""

    def __init__(self) -> None:
        self._read: tuple[object, ...] = ()
        self._trained: Trained | None = None

    def get(self, folder: Path, running: Running | None) -> Subject:
        """Return the network of a run; raise `StudioError` where there is none.

        `running` is the run that goes on, if any: its weights are copied.
        """
        if running is not None and folder == running.folder:
            return _in_training(running)
        trained = self._load(folder)
        name = trained.record.name or folder.name
        is_best = trained.is_best
        text = _("best weights of the run {run}") if is_best else _("last weights of the run {run}")
        return Subject(trained.module, trained.record, text.format(run=name))

    def _load(self, folder: Path) -> Trained:
        read = (folder, *(_stamp(folder / name) for name in _FILES))
        if self._trained is None or read != self._read:
            self._trained, self._read = None, ()
            self._trained, self._read = load_trained(folder), read
        return self._trained


def _in_training(running: Running) -> Subject:
    module = build(running.record.network)
    copy_weights(running.training.module.state_dict(), module)
    step = running.training.position.step
    source = _("weights in training, step {step}").format(step=f"{step:,}")
    return Subject(module.eval(), running.record, source)


def _stamp(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
