"""The arithmetic of one value as a line of text."""

from collections.abc import Iterator, Sequence

from cnnstudio.kernels.analysis import number
from cnnstudio.kernels.explanation import PixelProducts
from cnnstudio.kernels.gradients import axis, components
from cnnstudio.kernels.settings import Activation, FilterSettings, Gradient
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.words import title

_MOST_TERMS = 12
_MINUS = "\N{MINUS SIGN}"


def products_text(pixel: PixelProducts) -> str:
    """Return the products that are not 0, added: "46 − 12 + 96"; a line for each of a pair."""
    if pixel.second is None:
        return _products(pixel)
    first, second = (_equation(each) for each in (pixel, pixel.second))
    return _("{first}\nturned: {second}").format(first=first, second=second)


def _equation(pixel: PixelProducts) -> str:
    """Return the products of one of a pair with what they come to."""
    sides = {"products": _products(pixel), "value": number(_quotient(pixel))}
    if pixel.divisor == 1:
        return _("{products} = {value}").format(**sides)
    divisor = number(pixel.divisor)
    return _("({products}) ÷ {divisor} = {value}").format(**sides, divisor=divisor)


def _quotient(pixel: PixelProducts) -> float:
    return pixel.total / pixel.divisor


def _products(pixel: PixelProducts) -> str:
    terms = [float(term) for term in pixel.products.ravel() if term]
    if len(terms) > _MOST_TERMS:
        return _("{terms} … {count} products in all").format(
            terms=sum_text(terms[:_MOST_TERMS]), count=len(terms)
        )
    return sum_text(terms)


def sum_text(terms: Sequence[float]) -> str:
    """Return numbers added: "46 − 12 + 96"."""
    return "".join(_term(term, is_first=not i) for i, term in enumerate(terms)) or "0"


def _term(value: float, *, is_first: bool) -> str:
    if is_first:
        return number(value)
    sign = _MINUS if value < 0 else "+"
    return f" {sign} {number(abs(value))}"


def steps_text(pixel: PixelProducts, settings: FilterSettings) -> str:
    """Return what becomes of the sum before it is the value; empty where nothing does."""
    if pixel.second is not None:
        return " ".join([_gradient(pixel, pixel.second, settings), *_later(pixel, settings)])
    steps = " ".join(_steps(pixel, settings))
    return _("= {total} {steps}").format(total=number(pixel.total), steps=steps) if steps else ""


def _steps(pixel: PixelProducts, settings: FilterSettings) -> Iterator[str]:
    if pixel.divisor != 1:
        yield _("÷ {divisor}").format(divisor=number(pixel.divisor))
    yield from _later(pixel, settings)


def _gradient(first: PixelProducts, second: PixelProducts, settings: FilterSettings) -> str:
    values = _quotient(first), _quotient(second)
    if settings.gradient is Gradient.MAGNITUDE:
        across, along = (number(abs(value)) for value in values)
        return _("= √({first}² + {second}²)").format(first=across, second=along)
    right, up = (number(part) for part in components(*values, towards=axis(first.weights)))
    return _("= atan2({up}, {right}), in degrees").format(right=right, up=up)


def _later(pixel: PixelProducts, settings: FilterSettings) -> Iterator[str]:
    """Yield what comes after the sum, or after the gradient."""
    if pixel.offset:
        yield _("+ {offset}").format(offset=number(pixel.offset))
    if settings.activation is not Activation.NONE:
        yield _("→ {activation}").format(activation=title(settings.activation))
    if pixel.window is not None:
        pooling = title(settings.pooling)
        yield _("→ {pooling} of {count}").format(pooling=pooling, count=pixel.window.size)
