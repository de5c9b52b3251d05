"""Finds the fastest way to train a network on this machine, by trying on copies.

Nothing of the run is touched: copies are trained and thrown away, and the
random numbers are put back. What was found is kept for the next run of its like.
"""

import hashlib
import logging
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from statistics import median
from time import perf_counter

import msgspec
import torch
from torch import nn

from cnnstudio import paths
from cnnstudio.data.dataset import Split
from cnnstudio.engine.build import NetworkModule
from cnnstudio.engine.devices import device_of, random_states, restore_random_states
from cnnstudio.engine.loop import Training
from cnnstudio.engine.optimizers import implementations, make_optimizer
from cnnstudio.engine.pending import Pending
from cnnstudio.engine.samples import FloatSamples, fits_memory
from cnnstudio.errors import StorageError
from cnnstudio.network.graph import Network
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.plan import Plan
from cnnstudio.training.runs import Scaling
from cnnstudio.writing import write_file

# For each question, unless the fewest turns take longer.
_BUDGET_S = 0.35
_FEWEST_TURNS = 3
_MOST_TURNS = 15
# In a long step neither what the first one of a turn pays for, other threads and a cold cache,
# nor the optimiser's part is more than the noise.
_LONG_STEP_S = 0.01
_WORTH_IT = 0.95
# So far beyond what makes a plan worth it the fewest turns are enough.
_CLEAR = 0.1
# Threads wait for each other in every layer. Once another program wants a core, a step
# with several of them takes up to hundreds of times as long, so they must gain more.
_THREADS_WORTH_IT = 0.8
# What 16 bits cost in digits must be repaid in time that is felt.
_MIXED_WORTH_IT = 0.8
# What a copy has for each weight: itself, its gradient, and two numbers of the optimiser.
_BYTES_PER_WEIGHT = 4 * 4
_THREADS = torch.get_num_threads()

# A plan is measured anew after a run whose steps took so many times as long as promised: the
# machine was in another mood. One that promised too much time hardly misses a better plan.
_TOO_SLOW = 1.5
_TOO_FAST = 1 / 2.5

_log = logging.getLogger(__name__)


class _Known(msgspec.Struct, frozen=True):
    """A plan, and what a step took in the first run that followed it: a promise to the next.

    `missed` is how many times as long a later run took where that was far off.
    """

    plan: Plan
    seconds: float | None = None
    missed: float | None = None


def known_plan(network: Network, config: TrainingConfig, device: torch.device) -> Plan | None:
    """Return the plan for the same network, batch size and machine, if it keeps its promise."""
    known = _read(_place(network, config, device))
    return known.plan if known and known.missed is None else None


def missed_promise(network: Network, config: TrainingConfig, device: torch.device) -> float | None:
    """Return how many times as long as promised a step took in the last run, if far off."""
    known = _read(_place(network, config, device))
    return known.missed if known else None


def remember_plan(
    network: Network, config: TrainingConfig, device: torch.device, plan: Plan
) -> None:
    """Keep a plan for `known_plan`; a cache that cannot be written is no reason to stop."""
    _write(_place(network, config, device), _Known(plan))


def judge_plan(
    network: Network, config: TrainingConfig, device: torch.device, seconds: float
) -> None:
    """Note what a step took in a run, and whether that is far from what the first one promised.

    Such a plan was measured when the machine was busy, or it is busy now and
    another plan does better.
    """
    place = _place(network, config, device)
    known = _read(place)
    if known is None:
        return
    promised = known.seconds or seconds
    if not _TOO_FAST < seconds / promised < _TOO_SLOW:
        _write(place, _Known(known.plan, promised, seconds / promised))
    elif known.seconds is None:
        _write(place, _Known(known.plan, seconds))


def _read(place: Path) -> "_Known | None":
    try:
        return msgspec.json.decode(place.read_bytes(), type=_Known)
    except (OSError, msgspec.MsgspecError):
        return None


def _write(place: Path, known: "_Known") -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_file(place, msgspec.json.encode(known))
    except (OSError, StorageError) as error:
        _log.warning("The plan was not kept: %s", error)


def find_plan(
    module: NetworkModule,
    config: TrainingConfig,
    *,
    examples: Split,
    scaling: Scaling,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Plan:
    """Return the fastest plan for `module`, which is left as it is.

    `examples` are a batch of training pictures. Once `is_wanted` says no, the
    best guess so far is returned.
    """
    device = device_of(module)
    trials = _Trials(module, config, examples, scaling, is_wanted)
    with undisturbed(device):
        layouts = (True, False) if _convolves(module) else (False,)
        fewest = 1 if device.type == "cpu" else _THREADS
        way, *others = implementations(config.optimizer, device)
        mixed = config.precision == "bfloat16"
        best = trials.fastest([Plan(layout, fewest, way, mixed) for layout in layouts])
        if fewest < _THREADS:
            more = msgspec.structs.replace(best, threads=_THREADS)
            best = trials.fastest([best, more], worth_it=_THREADS_WORTH_IT)
        is_long = trials.are_long
        if config.precision == "auto" and (is_long or device.type == "cuda"):
            halved = msgspec.structs.replace(best, bfloat16=True)
            best = trials.fastest([best, halved], worth_it=_MIXED_WORTH_IT)
        if is_long:
            return best
        ways = [msgspec.structs.replace(best, implementation=each) for each in (way, *others)]
        return trials.fastest(ways)


def apply_layout(module: nn.Module, plan: Plan) -> None:
    """Put the weights into the memory layout of `plan`."""
    layout = torch.channels_last if plan.channels_last else torch.contiguous_format
    module.to(memory_format=layout)  # type: ignore[call-overload]


class _Trial:
    """A copy of a run that takes one and the same step again and again."""

    def __init__(self, training: Training, threads: int) -> None:
        self._training = training
        self._threads = threads
        self._rows = torch.arange(len(training.train), device=training.train.labels.device)
        self._targets = training.objective.targets(training.train.labels)
        training.module.train()

    def seconds(self) -> float:
        """Return how long a step takes."""
        torch.set_num_threads(self._threads)
        pending = Pending(self._training.objective)
        started = perf_counter()
        self._training.step(self._rows, self._targets, pending)
        pending.take()  # waits for the device
        return perf_counter() - started


class _Trials:
    """Times steps of the real loop under different plans."""

    def __init__(
        self,
        module: NetworkModule,
        config: TrainingConfig,
        examples: Split,
        scaling: Scaling,
        is_wanted: Callable[[], bool],
    ) -> None:
        self._module = module
        # Many steps on one batch must not end in numbers that are none.
        self._config = msgspec.structs.replace(config, learning_rate=1e-8)
        self._examples = examples
        self._scaling = scaling
        self._is_wanted = is_wanted
        self.are_long = False

    def fastest(self, plans: Sequence[Plan], *, worth_it: float = _WORTH_IT) -> Plan:
        """Return the fastest plan; the first one where none takes less than `worth_it` of its time.

        The plans take turns, and each is compared with the first one's step of
        the same turn: on a busy machine both are slow together.
        """
        weights = sum(each.numel() for each in self._module.parameters())
        needed = len(plans) * weights * _BYTES_PER_WEIGHT
        if len(plans) == 1 or not self._is_wanted():
            return plans[0]
        if not fits_memory(needed, device_of(self._module)):
            _log.info("There is no room for copies of the network: the plan is a guess.")
            return plans[0]
        trials = [self._trial(plan) for plan in plans]
        first = [trial.seconds() for trial in trials]
        self.are_long = min(first) > _LONG_STEP_S
        turns = self._taking_turns(trials, worth_it) or [first]
        ratios = _ratios(turns)
        best = min(ratios)
        return plans[ratios.index(best)] if best < worth_it else plans[0]

    def _taking_turns(self, trials: Sequence[_Trial], worth_it: float) -> list[list[float]]:
        """Return the seconds of each trial in each turn, or nothing once they are not wanted."""
        steps = 1 if self.are_long else 3
        turns: list[list[float]] = []
        deadline = perf_counter() + _BUDGET_S
        while len(turns) < _FEWEST_TURNS or (
            len(turns) < _MOST_TURNS
            and perf_counter() < deadline
            and not _is_clear(_ratios(turns), worth_it)
        ):
            if not self._is_wanted():
                return []
            turns.append([min(trial.seconds() for _ in range(steps)) for trial in trials])
        return turns

    def _trial(self, plan: Plan) -> _Trial:
        copy = deepcopy(self._module)
        apply_layout(copy, plan)
        samples = FloatSamples(
            self._examples,
            self._scaling,
            device=device_of(copy),
            channels_last=plan.channels_last,
        )
        optimizer = make_optimizer(copy.parameters(), self._config, plan.implementation)
        training = Training(
            copy,
            optimizer,
            self._config,
            train=samples,
            validation=None,
            bfloat16=plan.bfloat16,
        )
        return _Trial(training, plan.threads)


def _ratios(turns: list[list[float]]) -> list[float]:
    """Return how many times as long as the first one each trial takes."""
    places = range(len(turns[0]))
    return [median(turn[place] / turn[0] for turn in turns) for place in places]


def _is_clear(ratios: Sequence[float], worth_it: float) -> bool:
    """Return whether more turns would hardly change what is chosen."""
    return all(abs(ratio - worth_it) > _CLEAR for ratio in ratios[1:])


@contextmanager
def undisturbed(device: torch.device) -> Iterator[None]:
    """Put threads and random numbers back afterwards: a run may be going on meanwhile."""
    states, threads = random_states(device), torch.get_num_threads()
    try:
        yield
    finally:
        restore_random_states(states, device)
        torch.set_num_threads(threads)


def _convolves(module: nn.Module) -> bool:
    return any(isinstance(each, nn.Conv2d | nn.ConvTranspose2d) for each in module.modules())


def _place(network: Network, config: TrainingConfig, device: torch.device) -> Path:
    """Return the file named after all that decides which way is the fastest."""
    decisive = {
        "blocks": [
            (block.id, block.kind, block.parameters, block.is_bypassed)
            for block in network.blocks.values()
        ],
        "wires": network.wires,
        "batch_size": config.batch_size,
        "optimizer": config.optimizer,
        "precision": config.precision,
        "augmented": config.augmentation.is_on,
        "device": device.type,
        "machine": (platform.machine(), platform.processor(), os.cpu_count(), _THREADS),
        "torch": str(torch.__version__),
    }
    key = hashlib.sha256(msgspec.json.encode(decisive, order="sorted")).hexdigest()
    return paths.cache_folder() / "plans" / f"{key[:32]}.json"
