"""The parameters of a block: what each may be, and how it is asked for.

A parameter checks values from fields, files and the command line alike, and
tells the inspector which field to show. `check` returns the value in its
normal form or raises `InvalidValueError` with what is allowed.
"""

from dataclasses import dataclass
from typing import Any

from cnnstudio.errors import InvalidValueError
from cnnstudio.text import _

CLASSES = "classes"
"""The value of `Units` that stands for as many as the Output has classes."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named value of a block. `title` and `help` are declared with `N_()`."""

    name: str
    title: str
    default: Any
    help: str = ""

    def check(self, value: Any) -> Any:
        """Return `value` in its normal form, or raise `InvalidValueError`."""
        raise NotImplementedError

    def text(self, value: Any) -> str:
        """Return `value` as a person reads it."""
        return str(value)

    def allowed(self) -> str:
        """Say in words which values are allowed."""
        raise NotImplementedError

    def refuse(self, value: Any) -> InvalidValueError:
        """Return the error that names this parameter, the value and what is allowed."""
        shown = repr(value) if isinstance(value, str) else str(value)
        shown = shown if len(shown) <= 40 else shown[:39] + "…"
        return InvalidValueError(
            _("{title} must be {allowed}, not {value}.").format(
                title=_(self.title), allowed=self.allowed(), value=shown
            )
        )


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class Integer(Parameter):
    """A whole number from `minimum` to `maximum`."""

    minimum: int = 1
    maximum: int = 65_536

    def check(self, value: Any) -> int:
        if not _is_whole(value) or not self.minimum <= value <= self.maximum:
            raise self.refuse(value)
        return int(value)

    def allowed(self) -> str:
        return _("a whole number from {minimum} to {maximum}").format(
            minimum=self.minimum, maximum=f"{self.maximum:,}"
        )


@dataclass(frozen=True, slots=True)
class Units(Integer):
    """A number of units, or as many as the Output has classes."""

    def check(self, value: Any) -> Any:
        return value if value == CLASSES else Integer.check(self, value)

    def allowed(self) -> str:
        return _('a whole number from {minimum} to {maximum}, or "classes"').format(
            minimum=self.minimum, maximum=f"{self.maximum:,}"
        )

    def text(self, value: Any) -> str:
        return _("classes") if value == CLASSES else str(value)


@dataclass(frozen=True, slots=True)
class Real(Parameter):
    """A finite number from `minimum` to `maximum`."""

    minimum: float = 0.0
    maximum: float = 1.0
    step: float = 0.0
    """What the arrows beside its field add; 0 moves the leading digit."""

    def check(self, value: Any) -> float:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not self.minimum <= value <= self.maximum:
            raise self.refuse(value)
        return float(value)

    def allowed(self) -> str:
        return _("a number from {minimum:g} to {maximum:g}").format(
            minimum=self.minimum, maximum=self.maximum
        )

    def text(self, value: Any) -> str:
        return f"{value:g}"


@dataclass(frozen=True, slots=True)
class Flag(Parameter):
    """Yes or no."""

    def check(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self.refuse(value)
        return value

    def allowed(self) -> str:
        return _("true or false")

    def text(self, value: Any) -> str:
        return _("yes") if value else _("no")


@dataclass(frozen=True, slots=True)
class Choice(Parameter):
    """One of a few names; `options` maps each to the title shown."""

    options: tuple[tuple[str, str], ...] = ()

    def check(self, value: Any) -> str:
        if value not in self._names():
            raise self.refuse(value)
        return str(value)

    def allowed(self) -> str:
        return _("one of {names}").format(names=", ".join(self._names()))

    def _names(self) -> list[str]:
        return [name for name, _title in self.options]

    def text(self, value: Any) -> str:
        return _(dict(self.options)[value])


@dataclass(frozen=True, slots=True)
class Size(Parameter):
    """Height × width; one number stands for both."""

    minimum: int = 1
    maximum: int = 1_024

    def check(self, value: Any) -> tuple[int, int]:
        pair = (value, value) if _is_whole(value) else value
        if not isinstance(pair, tuple | list) or len(pair) != 2 or not all(map(self._fits, pair)):
            raise self.refuse(value)
        return (int(pair[0]), int(pair[1]))

    def _fits(self, value: Any) -> bool:
        return _is_whole(value) and self.minimum <= value <= self.maximum

    def allowed(self) -> str:
        return _("height and width from {minimum} to {maximum}").format(
            minimum=self.minimum, maximum=f"{self.maximum:,}"
        )

    def text(self, value: Any) -> str:
        height, width = self.check(value)
        return f"{height}×{width}"


@dataclass(frozen=True, slots=True)
class Padding(Parameter):
    """Rows and columns added around a picture.

    "valid" (none), "same" (the output has ⌈input / stride⌉ rows), one number
    for every side, or four: top, bottom, left, right.
    """

    maximum: int = 1_024
    named: tuple[str, ...] = ("same", "valid")

    def check(self, value: Any) -> Any:
        if value in self.named or (_is_whole(value) and 0 <= value <= self.maximum):
            return value
        sides = isinstance(value, tuple | list) and len(value) == 4
        if not sides or not all(_is_whole(side) and 0 <= side <= self.maximum for side in value):
            raise self.refuse(value)
        return tuple(int(side) for side in value)

    def allowed(self) -> str:
        numbers = _("0 to {maximum} for all sides or for top, bottom, left, right").format(
            maximum=f"{self.maximum:,}"
        )
        if not self.named:
            return numbers
        return _("{names}, or {numbers}").format(names=", ".join(self.named), numbers=numbers)

    def text(self, value: Any) -> str:
        if isinstance(value, tuple):
            return " ".join(str(side) for side in value)
        return _(value) if isinstance(value, str) else str(value)
