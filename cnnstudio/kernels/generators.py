"""Kernels made by a formula from a few numbers, in one table.

A generator is added here and nowhere else: the page and the tests read this table.
Angles are in degrees, 0 to the right and 90 upwards; lengths are in pixels.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cnnstudio.errors import InvalidValueError, UnknownNameError
from cnnstudio.kernels.formulas import (
    Grid,
    difference_of_gaussians,
    disc,
    gabor,
    gaussian,
    laplacian_of_gaussian,
    motion_blur,
    oriented_derivative,
)
from cnnstudio.kernels.kernel import LARGEST_SIZE, Kernel
from cnnstudio.text import N_, _


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of a generator, as a slider asks for it. `title` and `help` are English."""

    name: str
    title: str
    symbol: str
    """As the formula calls it."""
    default: float
    low: float
    high: float
    step: float
    help: str
    unit: str = ""
    """What stands behind the number, such as "°"."""
    is_whole: bool = False
    """Whether only `low`, `low` + `step` … are allowed; otherwise the slider alone steps."""

    def check(self, value: float) -> float:
        """Return `value`, or raise `InvalidValueError` with what is allowed."""
        fits = self.low <= value <= self.high
        if fits and not (self.is_whole and (value - self.low) % self.step):
            return float(value)
        if self.is_whole:
            message = _("{title} must be {low:g}, {next:g}, … or {high:g}, not {value:g}.")
        else:
            message = _("{title} must be a number from {low:g} to {high:g}, not {value:g}.")
        raise InvalidValueError(
            message.format(
                title=_(self.title),
                low=self.low,
                next=self.low + self.step,
                high=self.high,
                value=value,
            )
        )


@dataclass(frozen=True, slots=True)
class Generator:
    """A family of kernels. `title` and `about` are English; whoever shows them translates."""

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    make: Callable[..., tuple[Grid, float]]
    """From the parameters, by name, to weights and divisor."""
    formula: str
    about: str
    source: str

    def defaults(self) -> dict[str, float]:
        """Return the value of each parameter to begin with."""
        return {parameter.name: parameter.default for parameter in self.parameters}


def generator(name: str) -> Generator:
    """Return the generator of a name.

    Raises:
        UnknownNameError: there is none; the message lists the names.
    """
    for known in GENERATORS:
        if known.name == name:
            return known
    raise UnknownNameError(_("generator"), name, [known.name for known in GENERATORS])


def generated(known: Generator, values: Mapping[str, float] | None = None) -> Kernel:
    """Return the kernel of these values; those that are not given have their default.

    Raises:
        InvalidValueError: a value is out of its range.
    """
    chosen = known.defaults() | dict(values or {})
    checked = {part.name: part.check(chosen[part.name]) for part in known.parameters}
    grid, divisor = known.make(**checked)
    rows = tuple(map(tuple, grid.tolist()))
    return Kernel(_described(known, checked), rows, divisor)


def recognised(kernel: Kernel) -> tuple[Generator, dict[str, float]] | None:
    """Return the generator and the values that a kernel's name tells; it may be edited since."""
    known = next((each for each in GENERATORS if kernel.name.startswith(f"{each.name} ")), None)
    if known is None:
        return None
    pattern = " ".join(
        [known.name, *(f"{part.symbol}=([-.e0-9]+){part.unit}" for part in known.parameters)]
    )
    found = re.fullmatch(pattern, kernel.name)
    if found is None:
        return None
    try:
        pairs = zip(known.parameters, found.groups(), strict=True)
        return known, {part.name: part.check(float(text)) for part, text in pairs}
    except (ValueError, InvalidValueError):
        return None


def _described(known: Generator, values: Mapping[str, float]) -> str:
    """Return a name that tells kernels of one family apart: "gabor λ=4 θ=0°"."""
    parts = [f"{part.symbol}={_exact(values[part.name])}{part.unit}" for part in known.parameters]
    return " ".join([known.name, *parts])


def _exact(value: float) -> str:
    """Return the shortest text that is read as `value` again."""
    return repr(value).removesuffix(".0")


def _sigma(default: float, help: str) -> Parameter:  # noqa: A002 - the field's name
    return Parameter("sigma", N_("Width"), "σ", default, 0.3, 10.0, 0.1, help)


def _size(default: float) -> Parameter:
    text = N_("Rows and columns of the kernel; a Gaussian needs about six times its width.")
    return Parameter("size", N_("Size"), "n", default, 3, LARGEST_SIZE, 2, text, is_whole=True)


def _angle(low: float, high: float, help: str) -> Parameter:  # noqa: A002 - the field's name
    return Parameter("angle_deg", N_("Angle"), "θ", 0.0, low, high, 1.0, help, unit="°")


_BLUR = N_("How far the blur reaches: the standard deviation.")
_MARR = 'Marr and Hildreth, "Theory of Edge Detection", 1980'

GENERATORS: tuple[Generator, ...] = (
    Generator(
        "gaussian",
        N_("Gaussian"),
        (_sigma(1.4, _BLUR), _size(9)),
        gaussian,
        "exp(−(x² + y²) / 2σ²) / Σ",
        N_("A soft blur of any width."),
        "OpenCV documentation, getGaussianKernel",
    ),
    Generator(
        "laplacian-of-gaussian",
        N_("Laplacian of Gaussian"),
        (_sigma(1.4, _BLUR), _size(9)),
        laplacian_of_gaussian,
        "(x² + y² − 2σ²) / σ⁴ · G(x, y)",
        N_("Blurs first, then finds bends of brightness: edges and blobs of one size."),
        f"{_MARR}; sampled as in MATLAB's fspecial",
    ),
    Generator(
        "difference-of-gaussians",
        N_("Difference of Gaussians"),
        (
            _sigma(1.4, N_("The standard deviation of the narrow Gaussian.")),
            Parameter(
                "ratio",
                N_("Ratio"),
                "k",
                1.6,
                1.1,
                5.0,
                0.1,
                N_("How many times wider the second Gaussian is; 1.6 comes closest to ∇²G."),
            ),
            _size(15),
        ),
        difference_of_gaussians,
        "G(σ) − G(kσ)",
        N_("Keeps the details of one size: what a narrow blur leaves and a wide one takes."),
        _MARR,
    ),
    Generator(
        "gabor",
        N_("Gabor"),
        (
            Parameter(
                "wavelength",
                N_("Wavelength"),
                "λ",
                4.0,
                2.0,
                31.0,
                0.5,
                N_("How far apart the stripes are that it answers to."),
                unit=" px",
            ),
            _angle(0, 180, N_("Where the wave runs: at 0° it answers to upright stripes.")),
            _sigma(2.0, N_("How far the wave reaches along its direction.")),
            Parameter(
                "phase_deg",
                N_("Phase"),
                "ψ",
                0.0,
                -180.0,
                180.0,
                5.0,
                N_("0° answers to bright lines, 180° to dark ones, ±90° to edges."),
                unit="°",
            ),
            Parameter(
                "aspect",
                N_("Aspect"),
                "γ",
                1.0,
                0.2,
                2.0,
                0.1,
                N_("Below 1 it answers to longer stripes, above 1 to shorter ones."),
            ),
            _size(9),
        ),
        gabor,
        "exp(−(x′² + γ²y′²) / 2σ²) · cos(2πx′/λ + ψ)",
        N_("Answers to stripes of one width and direction, as cells of the visual cortex do."),
        'Daugman, "Uncertainty Relation for Resolution …", 1985',
    ),
    Generator(
        "motion-blur",
        N_("Motion blur"),
        (
            Parameter(
                "length",
                N_("Length"),
                "L",
                9.0,
                1.0,
                float(LARGEST_SIZE),
                1.0,
                N_("How far the camera moved while the shutter was open."),
                unit=" px",
            ),
            _angle(0, 180, N_("Where it moved: 0° to the right, 90° upwards.")),
        ),
        motion_blur,
        "1/L · ∫ p(t cos θ, t sin θ) dt, −L/2 ≤ t ≤ L/2",
        N_("The mean along a line, each pixel weighted by how much of the line lies in it."),
        "MATLAB documentation, fspecial (motion)",
    ),
    Generator(
        "disc",
        N_("Disc"),
        (
            Parameter(
                "radius",
                N_("Radius"),
                "r",
                3.0,
                0.5,
                LARGEST_SIZE / 2,
                0.5,
                N_("How far a point of light is spread."),
                unit=" px",
            ),
        ),
        disc,
        "1/πr² · Σ p, x² + y² ≤ r²",
        N_("The mean over a round area: a lens out of focus."),
        "MATLAB documentation, fspecial (disk)",
    ),
    Generator(
        "oriented-derivative",
        N_("Oriented derivative"),
        (
            _sigma(1.0, N_("How far it blurs before it differentiates.")),
            _angle(-180, 180, N_("Where brightening is positive: 0° to the right, 90° upwards.")),
            _size(7),
        ),
        oriented_derivative,
        "(x cos θ + y sin θ) · G(x, y) / Σ",
        N_("Slope in one direction: on an even ramp it gives the step from pixel to pixel."),
        'Freeman and Adelson, "The Design and Use of Steerable Filters", 1991',
    ),
)
