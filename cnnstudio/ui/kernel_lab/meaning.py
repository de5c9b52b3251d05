"""Which fields have no meaning beside the others, and why."""

from collections.abc import Iterator

from cnnstudio.kernels.settings import Activation, Channels, Gradient, KernelLabState, Pooling
from cnnstudio.text import _


def reasons(state: KernelLabState, *, is_grey: bool = False) -> dict[str, str]:
    """Return why fields cannot be used now, by name.

    A field that has an effect after all, because a file says so, stays in use.
    """
    return dict(_reasons(state, is_grey))


def _reasons(state: KernelLabState, is_grey: bool) -> Iterator[tuple[str, str]]:
    kernel, settings = state.kernel, state.settings
    if is_grey and settings.channels in (Channels.EACH, Channels.LUMINANCE):
        yield "channels", _("The picture is grey: it has one channel only.")
    if settings.normalise:
        text = _("Normalising takes the place of divisor and offset.")
        yield from (("divisor", text), ("offset", text))
    if settings.gradient is Gradient.DIRECTION:
        yield "values", _("An angle is shown as a colour of the circle.")
        text = _("An angle is neither scaled nor pooled; choose the magnitude for that.")
        for name, is_neutral in (
            ("divisor", kernel.divisor > 0),
            ("offset", kernel.offset == 0),
            ("normalise", not settings.normalise),
            ("bias", settings.bias == 0),
            ("activation", settings.activation is Activation.NONE),
            ("pooling", settings.pooling is Pooling.NONE),
        ):
            if is_neutral:
                yield name, text
