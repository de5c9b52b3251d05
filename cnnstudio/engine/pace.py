"""How fast a run goes, and how long it will take: steady, but not blind to a change."""

from math import exp

# Half of the weight lies on the last four seconds or so.
_MEMORY_S = 5.0
# Nobody is helped by an estimate from the first steps, which are slow.
_FEWEST_SECONDS = 0.5


class Pace:
    """Averages over the last seconds of work; time that does not work is not told to it."""

    def __init__(self) -> None:
        self._examples = 0.0
        self._steps = 0.0
        self._seconds = 0.0
        self._worked_s = 0.0
        self.validation_s = 0.0

    def add(self, *, examples: int, steps: int, seconds: float) -> None:
        """Count `steps` with `examples` that took `seconds`."""
        kept = exp(-seconds / _MEMORY_S)
        self._examples = self._examples * kept + examples
        self._steps = self._steps * kept + steps
        self._seconds = self._seconds * kept + seconds
        self._worked_s += seconds

    @property
    def examples_per_second(self) -> float:
        """The present speed; 0 before the first step."""
        return self._examples / self._seconds if self._seconds else 0.0

    def seconds_left(self, *, steps: int, validations: int) -> float | None:
        """Return how long `steps` and `validations` will take; None while that is a guess."""
        if self._worked_s < _FEWEST_SECONDS:
            return None
        return steps * self._seconds / self._steps + validations * self.validation_s
