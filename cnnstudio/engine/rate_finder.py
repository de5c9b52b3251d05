"""Looks for a learning rate by trying them all, from tiny to huge, one for each batch.

Source: Smith, Cyclical learning rates for training neural networks (2017),
section 3.3; smoothed and ended as in https://sgugger.github.io/how-do-you-find-a-good-learning-rate.html.
"""

from collections.abc import Iterator, Sequence
from math import isfinite
from time import perf_counter

import msgspec

from cnnstudio.engine.plan import undisturbed
from cnnstudio.engine.rehearsal import Rehearsal
from cnnstudio.text import _
from cnnstudio.training.tasks import FindRate, RateFound, RatesTried, TaskReport

SMALLEST = 1e-6
LARGEST = 10.0
STEPS = 120
# The weight of the past in the running average of the losses.
_SMOOTHING = 0.9
# A loss so many times as large as the best one will not come back.
_EXPLODED = 4.0
_PORTION_S = 0.05
# The first losses tell nothing: the running average has just begun.
_SKIPPED = 5


def find_rate(asked: FindRate) -> Iterator[TaskReport]:
    """Report the losses as they come, and a suggestion at last; raise `StudioError`."""
    config = msgspec.structs.replace(asked.config, schedule="constant", early_stopping=0)
    yield RatesTried(number=asked.number, rates=(), losses=(), smoothed=())
    rehearsal = Rehearsal(asked.network, config, asked.data, most_batches=STEPS)
    search = _Search(rehearsal)
    while not search.is_over:
        with undisturbed(rehearsal.device):
            first = len(search.losses)
            search.advance()
        yield RatesTried(
            number=asked.number,
            rates=tuple(search.rates[first:]),
            losses=tuple(search.losses[first:]),
            smoothed=tuple(search.smoothed[first:]),
        )
    rate = suggestion(search.rates, search.smoothed)
    yield RateFound(number=asked.number, rate=rate, text=_explanation(rate))


def suggestion(rates: Sequence[float], smoothed: Sequence[float]) -> float | None:
    """Return the rate at which the loss falls fastest before its lowest point; None if it rises.

    `rates` grow by the same factor each time. It comes with two digits.
    """
    lowest = min(range(len(smoothed)), key=smoothed.__getitem__, default=0)
    slopes = {place: smoothed[place + 1] - smoothed[place - 1] for place in range(_SKIPPED, lowest)}
    steepest = min(slopes, key=slopes.__getitem__, default=None)
    if steepest is None or slopes[steepest] >= 0:
        return None
    return float(f"{rates[steepest]:.1e}")


class _Search:
    """The rates that were tried, and their losses."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self.rates: list[float] = []
        self.losses: list[float] = []
        self.smoothed: list[float] = []
        self.is_over = False
        self._rehearsal = rehearsal
        self._average = 0.0

    def advance(self) -> None:
        """Try some more rates, as many as fit into a portion."""
        until = perf_counter() + _PORTION_S
        while not self.is_over and perf_counter() < until:
            self._try(SMALLEST * (LARGEST / SMALLEST) ** (len(self.rates) / (STEPS - 1)))

    def _try(self, rate: float) -> None:
        for group in self._rehearsal.training.optimizer.param_groups:
            group["lr"] = rate
        done = self._rehearsal.step()
        if not done.losses or not isfinite(done.losses[0]):
            self.is_over = True
            return
        self.rates.append(rate)
        self.losses.append(done.losses[0])
        self._average = self._average * _SMOOTHING + done.losses[0] * (1 - _SMOOTHING)
        self.smoothed.append(self._average / (1 - _SMOOTHING ** len(self.losses)))
        exploded = self.smoothed[-1] > _EXPLODED * min(self.smoothed)
        self.is_over = exploded or len(self.rates) == STEPS


def _explanation(rate: float | None) -> str:
    if rate is None:
        return _("The loss did not fall at any learning rate. Check the data and the network.")
    return _("The loss falls fastest at a learning rate of {rate:g}.").format(rate=rate)
