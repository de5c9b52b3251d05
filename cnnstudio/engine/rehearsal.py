"""A run on a copy and on a part of its pictures, thrown away after it was looked at."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from cnnstudio.data.choice import DataChoice
from cnnstudio.data.dataset import DataSet, Split
from cnnstudio.engine.allocator import keep_freed_memory
from cnnstudio.engine.build import build, checked_report, input_shape
from cnnstudio.engine.checks import check_training, needs_pairs
from cnnstudio.engine.devices import choose_device
from cnnstudio.engine.loop import Training
from cnnstudio.engine.optimizers import implementations, make_optimizer
from cnnstudio.engine.order import batch_sizes, epoch_order
from cnnstudio.engine.pending import Done, Pending
from cnnstudio.engine.plan import apply_layout, find_plan, known_plan, remember_plan
from cnnstudio.engine.samples import load_samples, scaling_of
from cnnstudio.engine.session import class_weights_of, load_dataset
from cnnstudio.network.graph import Network
from cnnstudio.training.config import TrainingConfig, checked
from cnnstudio.training.plan import Plan


class Rehearsal:
    """Takes steps as a run would, on its first pictures, over and over.

    `may_measure` allows to look for the fastest plan, which takes a second or
    two; otherwise a plan is guessed where none is known. Raises `StudioError`.
    """

    def __init__(
        self,
        network: Network,
        config: TrainingConfig,
        data: DataChoice,
        *,
        most_batches: int,
        may_measure: bool = False,
    ) -> None:
        keep_freed_memory()
        self.config = checked(config)
        report = checked_report(network)
        self.device = choose_device(config.device)
        self.dataset = load_dataset(data, input_shape(report))
        check_training(report, config, self.dataset)
        module = build(network, initialization=config.initialization, seed=config.seed)
        module.to(self.device)
        part = _first(self.dataset, config, most_batches)
        scaling = scaling_of(self.dataset.train, config.scaling)
        plan = known_plan(network, config, self.device)
        if plan is None and may_measure:
            examples = _first(self.dataset, config, 1)
            plan = find_plan(module, config, examples=examples, scaling=scaling)
            remember_plan(network, config, self.device, plan)
        way = implementations(config.optimizer, self.device)[0]
        self.plan = plan or Plan(channels_last=True, implementation=way)
        apply_layout(module, self.plan)
        self.training = Training(
            module,
            make_optimizer(module.parameters(), config, self.plan.implementation),
            config,
            train=load_samples(
                part,
                scaling,
                device=self.device,
                channels_last=self.plan.channels_last,
                augmentation=config.augmentation,
                seed=config.seed,
            ),
            validation=None,
            class_weights=class_weights_of(self.dataset, config),
            bfloat16=self.plan.bfloat16,
        )
        self.training.pairs = needs_pairs(report)
        self._batches = self._endless()

    def step(self) -> Done:
        """Take a step on the next batch, and return what came of it."""
        torch.set_num_threads(self.plan.threads)
        training = self.training
        pending = Pending(training.objective)
        rows = next(self._batches)
        training.module.train()
        training.step(rows, training.objective.targets(training.train.labels[rows]), pending)
        return pending.take()

    def _endless(self) -> Iterator[Tensor]:
        examples = len(self.training.train)
        sizes = batch_sizes(examples, self.config.batch_size, pairs=self.training.pairs)
        rows = torch.arange(examples, device=self.device)
        while True:
            yield from torch.split(rows, sizes)


def _first(dataset: DataSet, config: TrainingConfig, batches: int) -> Split:
    """Return the pictures of the first batches of a run, copied."""
    train = dataset.train
    order = epoch_order(len(train), seed=config.seed, epoch=1)[: batches * config.batch_size]
    rows = order.numpy()
    pictures = np.asarray(train.pictures[rows])
    return Split(pictures, np.asarray(train.labels)[rows], train.maximum)
