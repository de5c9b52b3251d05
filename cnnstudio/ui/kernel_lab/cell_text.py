"""Weights as text: exact where a short text can be, and by how much a step changes them."""

from fractions import Fraction

from cnnstudio.kernels.analysis import number
from cnnstudio.kernels.kernel import Kernel

_LARGEST_DENOMINATOR = 999
_LONGEST_DECIMAL = 5


def cell_text(value: float) -> str:
    """Return a weight as it is shown: "−2", "0.25", "1/9", otherwise three digits."""
    exact = _exact_text(value)
    return number(value) if exact is None else exact.replace("-", "\N{MINUS SIGN}")


def editable_text(value: float) -> str:
    """Return a weight as it is typed: no digit is lost."""
    exact = _exact_text(value)
    return f"{value:.17g}" if exact is None else exact


def _exact_text(value: float) -> str | None:
    decimal = f"{value:.12g}"
    if float(decimal) == value and len(decimal.lstrip("-")) <= _LONGEST_DECIMAL:
        return decimal
    fraction = Fraction(value).limit_denominator(_LARGEST_DENOMINATOR)
    return str(fraction) if float(fraction) == value else None


def step_size(kernel: Kernel) -> float:
    """Return what one notch of the wheel adds: 1, or 0.1 where all weights are smaller than 1."""
    largest = max(abs(cell) for row in kernel.rows for cell in row)
    return 1.0 if largest >= 1 or largest == 0 else 0.1


def stepped(value: float, step: float) -> float:
    """Return `value` + `step` without the dust of binary fractions, as 0.1 + 0.2 leaves it."""
    return round(value + step, 9) + 0.0
