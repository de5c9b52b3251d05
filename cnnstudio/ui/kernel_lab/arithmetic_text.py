"""The arithmetic of one value as a line of text."""

from collections.abc import Iterator, Sequence

from cnnstudio.kernels.analysis import number
from cnnstudio.kernels.explanation import PixelProducts
from cnnstudio.kernels.settings import Activation, FilterSettings
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.words import title

_MOST_TERMS = 12
_MINUS = "\N{MINUS SIGN}"


def products_text(pixel: PixelProducts) -> str:
    """Return the products that are not 0, added: "46 − 12 + 96"."""
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
    steps = " ".join(_steps(pixel, settings))
    return _("= {total} {steps}").format(total=number(pixel.total), steps=steps) if steps else ""


def _steps(pixel: PixelProducts, settings: FilterSettings) -> Iterator[str]:
    if pixel.divisor != 1:
        yield _("÷ {divisor}").format(divisor=number(pixel.divisor))
    if pixel.offset:
        yield _("+ {offset}").format(offset=number(pixel.offset))
    if settings.activation is not Activation.NONE:
        yield _("→ {activation}").format(activation=title(settings.activation))
    if pixel.window is not None:
        pooling = title(settings.pooling)
        yield _("→ {pooling} of {count}").format(pooling=pooling, count=pixel.window.size)
