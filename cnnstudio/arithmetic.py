"""Numbers as people type them: "1/9", "-sqrt(2)", "2*32".

Python's own grammar reads the text, but nothing of it is run: only the forms
listed below have a meaning, and every number is a float, so that "9^9^9" ends
in an error instead of in an hour of exact arithmetic.
"""

import ast
import math
import operator
import re
from collections.abc import Callable

from cnnstudio.errors import InvalidValueError
from cnnstudio.text import _

_LONGEST = 200
_WORDS = re.compile(r"(?:[0-9.+\-*/()\s]|[eE](?=[0-9+\-])|sqrt|pi)*+")
"""Nothing else reaches Python's parser, which would warn of "1if" and allow "0x1_f"."""

_SPELLINGS = str.maketrans(
    {"^": "**", "\N{MINUS SIGN}": "-", "×": "*", "·": "*", "÷": "/", "√": "sqrt", "π": "pi"}
)
_OPERATORS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
_CONSTANTS = {"pi": math.pi}
_FUNCTIONS: dict[str, Callable[[float], float]] = {"sqrt": math.sqrt}


def evaluate(text: str, *, low: float = -math.inf, high: float = math.inf) -> float:
    """Return the finite number that `text` stands for, `low` ≤ number ≤ `high`.

    Allowed are numbers, + - * / ^, parentheses, sqrt and pi; a comma between two
    digits is a decimal point, as in most of Europe.
    """
    try:
        number = _value(_parse(text))
    except ZeroDivisionError:
        raise InvalidValueError(
            _('"{text}" divides by zero. Write a divisor other than 0.').format(text=text)
        ) from None
    except OverflowError:
        number = math.inf
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        raise _not_arithmetic(text) from None
    if not math.isfinite(number):
        raise InvalidValueError(_('"{text}" is too large to compute with.').format(text=text))
    _check_range(text, number, low=low, high=high)
    return number + 0.0  # -0.0 becomes 0.0: nobody means it


def evaluate_integer(text: str, *, low: int, high: int) -> int:
    """Return the whole number that `text` stands for, `low` ≤ number ≤ `high`."""
    number = evaluate(text, low=low, high=high)
    if not number.is_integer():
        raise InvalidValueError(
            _('"{text}" is {number:g}; a whole number from {low} to {high} is needed.').format(
                text=text, number=number, low=low, high=high
            )
        )
    return int(number)


def _parse(text: str) -> ast.expr:
    if len(text) > _LONGEST:
        raise ValueError
    spelled = text.strip().translate(_SPELLINGS)
    if spelled.count(",") == 1:
        before, after = spelled.split(",")
        if before[-1:].isdigit() and after[:1].isdigit():
            spelled = f"{before}.{after}"
    if not _WORDS.fullmatch(spelled):
        raise ValueError
    return ast.parse(spelled, mode="eval").body


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return float(number)
        case ast.Name(id=name) if name in _CONSTANTS:
            return _CONSTANTS[name]
        case ast.UnaryOp(op, operand) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(operand))
        case ast.BinOp(left, op, right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left), _value(right))
        case ast.Call(ast.Name(id=name), [argument], []) if name in _FUNCTIONS:
            return _FUNCTIONS[name](_value(argument))
    raise ValueError


def _check_range(text: str, number: float, *, low: float, high: float) -> None:
    if low <= number <= high:
        return
    if math.isinf(high):
        message = _('"{text}" is too small; allowed are numbers from {low:g}.')
    elif math.isinf(low):
        message = _('"{text}" is too large; allowed are numbers up to {high:g}.')
    else:
        message = _('"{text}" is out of range; allowed are numbers from {low:g} to {high:g}.')
    raise InvalidValueError(message.format(text=text, low=low, high=high))


def _not_arithmetic(text: str) -> InvalidValueError:
    shown = text if len(text) <= 40 else text[:40] + "…"
    return InvalidValueError(
        _(
            '"{text}" is not a number. Allowed are numbers, + - * / ^, parentheses, sqrt and pi, '
            "such as 1/9 or -sqrt(2)."
        ).format(text=shown)
    )
