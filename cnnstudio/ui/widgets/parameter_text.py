"""What people type into a parameter's field, and what the arrows beside it do."""

import math
import re
from collections.abc import Callable
from typing import Any

from cnnstudio.arithmetic import evaluate
from cnnstudio.errors import InvalidValueError
from cnnstudio.network.blocks.parameters import (
    CLASSES,
    Integer,
    Padding,
    Parameter,
    Real,
    Size,
    Units,
)
from cnnstudio.text import _

_BETWEEN_SIZES = re.compile(r"\s*[×xX,;]\s*|\s+")
_BETWEEN_SIDES = re.compile(r"\s*[,;]\s*|\s+")
_AROUND_OPERATORS = re.compile(r"\s*([-+*/^()])\s*")


def parse(parameter: Parameter, text: str) -> Any:
    """Return the value that `text` stands for; raise `InvalidValueError` with what is allowed."""
    match parameter:
        case Units() if _is_word(text, CLASSES):
            return CLASSES
        case Size():
            return parameter.check(_one_or_more(text, _BETWEEN_SIZES))
        case Padding():
            named = next((name for name in parameter.named if _is_word(text, name)), None)
            return parameter.check(named or _one_or_more(text, _BETWEEN_SIDES))
        case Integer() | Real():
            return parameter.check(_number(text))
    return parameter.check(text)


def _is_word(text: str, name: str) -> bool:
    return text.strip().lower() in (name, _(name).lower())


def _number(text: str) -> int | float | str:
    """Return the number, or `text` itself, which the parameter then refuses in its own words."""
    try:
        number = evaluate(text)
    except InvalidValueError:
        return text.strip()
    return int(number) if number.is_integer() else number


def _one_or_more(text: str, separator: re.Pattern[str]) -> Any:
    closed = _AROUND_OPERATORS.sub(r"\1", text.strip())
    numbers = tuple(_number(part) for part in separator.split(closed))
    if any(isinstance(number, str) for number in numbers):
        return text.strip()
    return numbers[0] if len(numbers) == 1 else numbers


def stepped(parameter: Parameter, value: Any, steps: int) -> Any:
    """Return the allowed value that lies `steps` above `value`, or below where negative."""
    match parameter:
        case Units() if value == CLASSES:
            return parameter.default
        case Integer():
            return _clamped(value + steps, parameter.minimum, parameter.maximum)
        case Real():
            return _clamped(
                _next_real(parameter, value, steps), parameter.minimum, parameter.maximum
            )
        case Size():
            return tuple(
                _clamped(axis + steps, parameter.minimum, parameter.maximum) for axis in value
            )
        case Padding():
            return _each(value, lambda side: _clamped(side + steps, 0, parameter.maximum))
    return value


def _clamped(number: Any, low: Any, high: Any) -> Any:
    return max(low, min(high, number))


def _each(value: Any, change: Callable[[int], int]) -> Any:
    if isinstance(value, str):
        return 0
    return tuple(map(change, value)) if isinstance(value, tuple) else change(value)


def _next_real(parameter: Real, value: float, steps: int) -> float:
    """Move the leading digit: 0.001, 0.002, … 0.009, 0.01, 0.02; settings span decades."""
    if parameter.step:
        return _rounded(value + steps * parameter.step)
    for _step in range(abs(steps)):
        value = _one_up(parameter, value) if steps > 0 else _one_down(value)
    return value


def _one_up(parameter: Real, value: float) -> float:
    if value <= 0:
        return parameter.default or 1e-4
    unit = 10.0 ** math.floor(math.log10(value * (1 + 1e-9)))
    return _rounded((math.floor(value / unit + 1e-9) + 1) * unit)


def _one_down(value: float) -> float:
    if value <= 0:
        return value
    unit = 10.0 ** math.floor(math.log10(value * (1 - 1e-9)))
    return _rounded((math.ceil(value / unit - 1e-9) - 1) * unit)


def _rounded(value: float) -> float:
    return float(f"{value:.12g}")
