"""Every kernel that has a name, in one table.

A preset is added here and nowhere else: the page, the command line and the tests
read this table.
"""

from dataclasses import dataclass

import numpy as np

from cnnstudio.errors import UnknownNameError
from cnnstudio.kernels.generators import generated, generator
from cnnstudio.kernels.kernel import SOBEL_X, Kernel, parse_kernel
from cnnstudio.text import N_, _

_GONZALEZ = "Gonzalez and Woods, Digital Image Processing"
_SETOSA = "Victor Powell, Image Kernels Explained Visually, setosa.io/ev/image-kernels"
_WIKIPEDIA = 'Wikipedia, "Kernel (image processing)"'
_SOBEL = 'Sobel, "History and Definition of the Sobel Operator", 2014 (presented 1968)'
_PREWITT = 'Prewitt, "Object Enhancement and Extraction", 1970'
_BINOMIAL = 'Burt and Adelson, "The Laplacian Pyramid as a Compact Image Code", 1983'


@dataclass(frozen=True, slots=True)
class Preset:
    """A named kernel. `title` and `about` are English; whoever shows them translates."""

    kernel: Kernel
    title: str
    formula: str
    about: str
    source: str
    also: tuple[str, ...] = ()
    """Other names under which it is known and found."""

    @property
    def name(self) -> str:
        """The name by which commands and projects call it."""
        return self.kernel.name


def _kernel(name: str, rows: str, divisor: float = 1.0) -> Kernel:
    return Kernel(name, parse_kernel(rows).rows, divisor)


def _binomial(name: str, *, centre: float | None = None, divisor: float = 256.0) -> Kernel:
    row = np.array([1.0, 4.0, 6.0, 4.0, 1.0])
    grid = np.outer(row, row)
    if centre is not None:
        grid[2, 2] = centre
    return Kernel(name, tuple(map(tuple, grid.tolist())), divisor)


def _box(size: int) -> Kernel:
    return Kernel(f"box-{size}", ((1.0,) * size,) * size, divisor=float(size * size))


_LOG_9 = """
    0 1 1   2   2   2 1 1 0
    1 2 4   5   5   5 4 2 1
    1 4 5   3   0   3 5 4 1
    2 5 3 -12 -24 -12 3 5 2
    2 5 0 -24 -40 -24 0 5 2
    2 5 3 -12 -24 -12 3 5 2
    1 4 5   3   0   3 5 4 1
    1 2 4   5   5   5 4 2 1
    0 1 1   2   2   2 1 1 0
"""

PRESETS: tuple[Preset, ...] = (
    Preset(
        _kernel("identity", "0 0 0; 0 1 0; 0 0 0"),
        N_("Identity"),
        "1 · p",
        N_("Leaves the picture as it is: the place to start a kernel of your own."),
        _WIKIPEDIA,
        also=("none",),
    ),
    Preset(
        SOBEL_X,
        N_("Sobel x"),
        "(1 2 1)ᵀ · (1 0 −1)",
        N_("Differences left to right, smoothed top to bottom: answers to vertical edges."),
        _SOBEL,
        also=("sobel-left", "left sobel"),
    ),
    Preset(
        _kernel("sobel-y", "1 2 1; 0 0 0; -1 -2 -1"),
        N_("Sobel y"),
        "(1 0 −1)ᵀ · (1 2 1)",
        N_("Differences top to bottom, smoothed left to right: answers to horizontal edges."),
        _SOBEL,
        also=("sobel-top", "top sobel"),
    ),
    Preset(
        _kernel("sobel-right", "-1 0 1; -2 0 2; -1 0 1"),
        N_("Sobel right"),
        "(1 2 1)ᵀ · (−1 0 1)",
        N_("Sobel x with its signs turned: positive where it gets brighter to the right."),
        _SETOSA,
        also=("right sobel",),
    ),
    Preset(
        _kernel("sobel-bottom", "-1 -2 -1; 0 0 0; 1 2 1"),
        N_("Sobel bottom"),
        "(−1 0 1)ᵀ · (1 2 1)",
        N_("Sobel y with its signs turned: positive where it gets brighter downwards."),
        _SETOSA,
        also=("bottom sobel",),
    ),
    Preset(
        _kernel("prewitt-x", "1 0 -1; 1 0 -1; 1 0 -1"),
        N_("Prewitt x"),
        "(1 1 1)ᵀ · (1 0 −1)",
        N_("Differences left to right over three rows of equal weight: vertical edges."),
        _PREWITT,
        also=("vertical edge",),
    ),
    Preset(
        _kernel("prewitt-y", "1 1 1; 0 0 0; -1 -1 -1"),
        N_("Prewitt y"),
        "(1 0 −1)ᵀ · (1 1 1)",
        N_("Differences top to bottom over three columns of equal weight: horizontal edges."),
        _PREWITT,
        also=("horizontal edge",),
    ),
    Preset(
        _kernel("scharr-x", "3 0 -3; 10 0 -10; 3 0 -3"),
        N_("Scharr x"),
        "(3 10 3)ᵀ · (1 0 −1)",
        N_("Like Sobel x, with weights that answer more equally to edges of every direction."),
        "Scharr, Optimale Operatoren in der Digitalen Bildverarbeitung, Heidelberg, 2000",
    ),
    Preset(
        _kernel("scharr-y", "3 10 3; 0 0 0; -3 -10 -3"),
        N_("Scharr y"),
        "(1 0 −1)ᵀ · (3 10 3)",
        N_("Like Sobel y, with weights that answer more equally to edges of every direction."),
        "Scharr, Optimale Operatoren in der Digitalen Bildverarbeitung, Heidelberg, 2000",
    ),
    Preset(
        _kernel("roberts", "1 0; 0 -1"),
        N_("Roberts"),
        "p(x, y) − p(x + 1, y + 1)",
        N_("The smallest edge detector: the difference along one diagonal."),
        'Roberts, "Machine Perception of Three-Dimensional Solids", 1963',
        also=("roberts cross",),
    ),
    Preset(
        _kernel("diagonal-edge", "1 0 -1; 0 0 0; -1 0 1"),
        N_("Diagonal edge"),
        "(1 0 −1)ᵀ · (1 0 −1)",
        N_("Answers to corners and diagonal edges; straight edges along an axis give 0."),
        _WIKIPEDIA,
        also=("edge",),
    ),
    Preset(
        _kernel("laplacian", "0 1 0; 1 -4 1; 0 1 0"),
        N_("Laplacian"),
        "∂²p/∂x² + ∂²p/∂y²",
        N_(
            "The neighbours minus four times the pixel: bends of brightness in every direction. "
            "Some courses call it “sharpen”, because subtracting it from the picture sharpens."
        ),
        f"{_GONZALEZ}, section 3.6",
        also=("sharpen (course)", "course-sharpen", "laplacian-4"),
    ),
    Preset(
        _kernel("laplacian-8", "-1 -1 -1; -1 8 -1; -1 -1 -1"),
        N_("Outline"),
        "9 · p − Σ p",
        N_("Eight times the pixel minus its eight neighbours: outlines of every direction."),
        f"{_GONZALEZ}, section 3.6",
        also=("outline", "laplacian of 8 neighbours"),
    ),
    Preset(
        _kernel("sharpen", "0 -1 0; -1 5 -1; 0 -1 0"),
        N_("Sharpen"),
        N_("identity − Laplacian"),
        N_("Adds to each pixel its difference from the four neighbours: crisper edges."),
        f"{_GONZALEZ}, section 3.6",
    ),
    Preset(
        _binomial("unsharp", centre=-476.0, divisor=-256.0),
        N_("Unsharp mask"),
        N_("2 · identity − Gaussian 5×5"),
        N_("Adds to the picture what a Gaussian blur takes away, as in a darkroom."),
        _WIKIPEDIA,
        also=("unsharp mask", "unsharp masking"),
    ),
    Preset(
        _box(3),
        N_("Box blur"),
        "1/9 · Σ p",
        N_("The plain mean of 3×3 pixels."),
        _WIKIPEDIA,
        also=("box-blur", "mean", "average"),
    ),
    Preset(
        _box(5),
        N_("Box blur 5×5"),
        "1/25 · Σ p",
        N_("The plain mean of 5×5 pixels."),
        _WIKIPEDIA,
        also=("box-blur-5",),
    ),
    Preset(
        _box(7),
        N_("Box blur 7×7"),
        "1/49 · Σ p",
        N_("The plain mean of 7×7 pixels."),
        _WIKIPEDIA,
        also=("box-blur-7",),
    ),
    Preset(
        _kernel("gaussian-3", "1 2 1; 2 4 2; 1 2 1", 16.0),
        N_("Gaussian"),
        "1/16 · (1 2 1)ᵀ · (1 2 1)",
        N_("A mean that trusts the centre most: a soft blur without box shapes."),
        _WIKIPEDIA,
        also=("gaussian", "gaussian blur"),
    ),
    Preset(
        _binomial("gaussian-5"),
        N_("Gaussian 5×5"),
        "1/256 · (1 4 6 4 1)ᵀ · (1 4 6 4 1)",
        N_("A wider soft blur; its weights are binomial coefficients."),
        _BINOMIAL,
        also=("gaussian blur 5",),
    ),
    Preset(
        _kernel("emboss", "-2 -1 0; -1 1 1; 0 1 2"),
        N_("Emboss"),
        N_("identity + difference along the diagonal"),
        N_("Brighter towards the lower right: the picture looks like a relief lit from there."),
        _SETOSA,
    ),
    Preset(
        Kernel("motion-blur", tuple(map(tuple, np.eye(9).tolist())), divisor=9.0),
        N_("Motion blur"),
        "1/9 · Σ p(x + i, y + i)",
        N_("The mean along a diagonal: as if the camera had moved while the shutter was open."),
        "Lode Vandevenne, Computer Graphics Tutorial: Image Filtering, lodev.org/cgtutor",
        also=("motion",),
    ),
    Preset(
        _kernel("line-horizontal", "-1 -1 -1; 2 2 2; -1 -1 -1"),
        N_("Horizontal lines"),
        "(−1 2 −1)ᵀ · (1 1 1)",
        N_("Answers to thin horizontal lines that are brighter than what is around them."),
        f"{_GONZALEZ}, section 10.2",
    ),
    Preset(
        _kernel("line-vertical", "-1 2 -1; -1 2 -1; -1 2 -1"),
        N_("Vertical lines"),
        "(1 1 1)ᵀ · (−1 2 −1)",
        N_("Answers to thin vertical lines that are brighter than what is around them."),
        f"{_GONZALEZ}, section 10.2",
    ),
    Preset(
        _kernel("line-rising", "-1 -1 2; -1 2 -1; 2 -1 -1"),
        N_("Rising lines"),
        N_("3 · (the rising diagonal) − Σ p"),
        N_("Answers to thin lines that rise to the right at 45°."),
        f"{_GONZALEZ}, section 10.2",
        also=("line 45°",),
    ),
    Preset(
        _kernel("line-falling", "2 -1 -1; -1 2 -1; -1 -1 2"),
        N_("Falling lines"),
        N_("3 · (the falling diagonal) − Σ p"),
        N_("Answers to thin lines that fall to the right at 45°."),
        f"{_GONZALEZ}, section 10.2",
        also=("line 135°",),
    ),
    Preset(
        _kernel("checker", "1 -1 1; -1 1 -1; 1 -1 1"),
        N_("Checker"),
        "(1 −1 1)ᵀ · (1 −1 1)",
        N_("Answers to a fine chessboard of single pixels; used to show how a kernel matches."),
        N_("The course"),
    ),
    Preset(
        _kernel("diagonal-line", "1 -1 -1; -1 1 -1; -1 -1 1"),
        N_("Diagonal line"),
        N_("2 · (the falling diagonal) − Σ p"),
        N_("Matches a diagonal stroke, such as one arm of an X; a first lesson in features."),
        N_("The course"),
    ),
    Preset(
        Kernel("laplacian-of-gaussian", parse_kernel(_LOG_9).rows),
        N_("Laplacian of Gaussian"),
        "∇²G, σ = 1.4",
        N_("Blurs first, then finds bends of brightness: edges without the noise."),
        'Marr and Hildreth, "Theory of Edge Detection", 1980; the whole numbers are HIPR2\'s',
        also=("log", "marr-hildreth", "mexican hat"),
    ),
    Preset(
        Kernel("gabor", generated(generator("gabor")).rows),
        N_("Gabor"),
        "exp(−(x² + y²)/2σ²) · cos(2πx/λ), λ = 4, σ = 2",
        N_("Answers to vertical stripes four pixels apart, as cells of the visual cortex do."),
        'Daugman, "Uncertainty Relation for Resolution …", 1985',
    ),
)

_BY_NAME = {name: preset for preset in reversed(PRESETS) for name in (*preset.also, preset.name)}


def preset(name: str) -> Preset:
    """Return the preset of a name, or of one of its other names.

    Raises:
        UnknownNameError: there is none; the message lists the names.
    """
    found = _BY_NAME.get(name.strip().lower())
    if found is None:
        raise UnknownNameError(_("kernel"), name, [known.name for known in PRESETS])
    return found


def named_or_typed(text: str) -> Kernel:
    """Return the preset called `text`, or the kernel that it spells out."""
    if text.strip().lower() in _BY_NAME:
        return preset(text).kernel
    looks_like_a_name = text.strip()[:1].isalpha() and not text.strip().startswith(("pi", "sqrt"))
    return preset(text).kernel if looks_like_a_name else parse_kernel(text)
