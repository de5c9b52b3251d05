"""A kernel and its settings as a short program for NumPy, OpenCV, SciPy or PyTorch.

The program computes in float64 what `filter_picture` computes within its bound.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from cnnstudio.kernels.correlation import margins
from cnnstudio.kernels.filtering import footprint, laid_weights, scaling
from cnnstudio.kernels.gradients import Grid, axis
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.settings import (
    Activation,
    Border,
    Channels,
    FilterSettings,
    Gradient,
    Pooling,
)


class Library(StrEnum):
    """What a program is written for."""

    NUMPY = "numpy"
    OPENCV = "opencv"
    SCIPY = "scipy"
    PYTORCH = "pytorch"


TITLES = {
    Library.NUMPY: "NumPy",
    Library.OPENCV: "OpenCV",
    Library.SCIPY: "SciPy",
    Library.PYTORCH: "PyTorch",
}
"""Names, the same in every language."""


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """All that a program needs to know."""

    kernel: Kernel
    settings: FilterSettings
    library: Library
    path: str
    is_grey: bool
    ceiling: float

    @property
    def is_colour(self) -> bool:
        """Whether three channels are filtered."""
        return not self.is_grey and len(self.settings.channels.indices) > 1

    @property
    def is_torch(self) -> bool:
        return self.library is Library.PYTORCH

    @property
    def reads_with_opencv(self) -> bool:
        """Pillow reads no colours of more than 8 bits."""
        return self.library is Library.OPENCV or self.ceiling != 255

    @property
    def grid(self) -> Grid:
        """The weights as they lie on the picture."""
        return laid_weights(self.kernel, self.settings)[0]

    @property
    def reach(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """((above, below), (left, right)) of the pixel."""
        height, width = footprint(self.kernel, self.settings)
        return margins(height), margins(width)

    @property
    def strided(self) -> str:
        """What takes every n-th row and column."""
        step = self.settings.stride
        return f"[::{step}, ::{step}]" if step > 1 else ""


def source(
    kernel: Kernel,
    settings: FilterSettings,
    library: Library,
    *,
    path: str = "picture.png",
    is_grey: bool = False,
    ceiling: float = 255.0,
) -> str:
    """Return a program that leaves the result in `values`, (H, W) or (H, W, 3).

    Args:
        kernel: its divisor and offset count.
        settings: border, stride, bias, activation, pooling …
        library: what to write it for.
        path: of the picture.
        is_grey: whether the picture has a single channel.
        ceiling: white in the picture's units: 255, 65535, or 1 for float pictures.
    """
    task = _Task(kernel, settings, library, path, is_grey, ceiling)
    parts = (_heading(task), _reading(task), _kernel(task), _correlate(task), _steps(task))
    first, *others = ("\n".join(part) for part in parts)
    body = "\n\n".join(others[:2]) + "\n\n\n" + "\n\n\n".join(others[2:])
    return f"{first}\n\n{body}\n"


def _heading(task: _Task) -> Iterator[str]:
    # A name may hold anything; escaped, it stays within its comment.
    name, title = _text(task.kernel.name), TITLES[task.library]
    yield f"# The kernel {name} with {title}, as CNN Studio applies it."
    if task.reads_with_opencv:
        yield "import cv2"
    yield "import numpy as np"
    if task.is_torch:
        yield "import torch"
        yield "import torch.nn.functional as F"
    pools = task.settings.pooling is not Pooling.NONE and not task.is_torch
    if pools or task.library is Library.NUMPY:
        yield "from numpy.lib.stride_tricks import sliding_window_view"
    if not task.reads_with_opencv:
        yield "from PIL import Image, ImageOps"
    if task.library is Library.SCIPY:
        yield "from scipy import ndimage"


def _text(value: str) -> str:
    """Return a literal of `value`, in double quotes where that needs no escaping."""
    literal = repr(value)
    return literal if '"' in literal else f'"{literal[1:-1]}"'


def _reading(task: _Task) -> Iterator[str]:
    yield f"path = {_text(task.path)}"
    yield from _decoding_with_opencv(task) if task.reads_with_opencv else _decoding(task)
    yield from _selection(task)
    if not task.is_torch:
        yield "picture = picture.astype(np.float64)"
    elif task.is_colour:
        yield "picture = torch.from_numpy(picture.astype(np.float64)).permute(2, 0, 1)[:, None]"
    else:
        yield "picture = torch.from_numpy(picture.astype(np.float64))[None, None]"


def _decoding(task: _Task) -> Iterator[str]:
    yield "image = ImageOps.exif_transpose(Image.open(path))"
    yield f'picture = np.asarray(image.convert("{"L" if task.is_grey else "RGB"}"))'


def _decoding_with_opencv(task: _Task) -> Iterator[str]:
    if task.is_grey:
        yield "picture = cv2.imread(path, cv2.IMREAD_GRAYSCALE | cv2.IMREAD_ANYDEPTH)"
        return
    yield "picture = cv2.imread(path, cv2.IMREAD_COLOR | cv2.IMREAD_ANYDEPTH)"
    is_luminance = task.settings.channels is Channels.LUMINANCE
    order = "COLOR_BGR2GRAY" if is_luminance else "COLOR_BGR2RGB"
    yield f"picture = cv2.cvtColor(picture, cv2.{order})"


def _selection(task: _Task) -> Iterator[str]:
    channels = task.settings.channels
    if task.is_grey or channels is Channels.EACH:
        return
    if len(channels.indices) == 1:
        yield f"picture = picture[..., {channels.indices[0]}]"
    elif channels is not Channels.LUMINANCE:
        (left_out,) = {0, 1, 2}.difference(channels.indices)
        yield "picture = picture.copy()"
        yield f"picture[..., {left_out}] = 0"
    elif not task.reads_with_opencv:
        yield "red, green, blue = np.moveaxis(picture.astype(np.int64), -1, 0)"
        yield "# The luminance of ITU-R BT.601, rounded as OpenCV does."
        yield "picture = (9798 * red + 19235 * green + 3735 * blue + 16384) >> 15"


def _kernel(task: _Task) -> Iterator[str]:
    if task.settings.convolve:
        yield "# Turned by 180°: convolution, not correlation."
    cells = [[_number(cell) for cell in row] for row in task.grid.tolist()]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    module, make = ("torch", "tensor") if task.is_torch else ("np", "array")
    yield f"kernel = {module}.{make}(["
    for row in cells:
        yield f"    [{', '.join(map(str.rjust, row, widths))}],"
    yield f"], dtype={module}.float64)"


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _correlate(task: _Task) -> Iterator[str]:
    yield "def correlate(picture, kernel):"
    yield '    """Return the sum of weight times value under the kernel, for each pixel."""'
    for line in _CORRELATE[task.library](task):
        yield f"    {line}"


def _with_numpy(task: _Task) -> Iterator[str]:
    step = task.settings.dilation
    if task.settings.border is not Border.VALID:
        mode = {
            Border.ZERO: "constant",
            Border.REPLICATE: "edge",
            Border.REFLECT: "reflect",
            Border.WRAP: "wrap",
        }[task.settings.border]
        sides = (*task.reach, (0, 0)) if task.is_colour else task.reach
        yield f'picture = np.pad(picture, {sides}, mode="{mode}")'
    footprint_text = "kernel.shape" if step == 1 else _size(task)
    dilated = f"[..., ::{step}, ::{step}]" if step > 1 else ""
    yield f"windows = sliding_window_view(picture, {footprint_text}, axis=(0, 1)){dilated}"
    yield f'return np.einsum("...ij,ij->...", windows{task.strided}, kernel)'


def _size(task: _Task) -> str:
    return str(footprint(task.kernel, task.settings))


def _dilation(task: _Task) -> Iterator[str]:
    step = task.settings.dilation
    if step > 1:
        yield f"dilated = np.zeros({_size(task)})"
        yield f"dilated[::{step}, ::{step}] = kernel"
        yield "kernel = dilated"


def _with_opencv(task: _Task) -> Iterator[str]:
    yield from _dilation(task)
    (top, bottom), (left, right) = task.reach
    border = task.settings.border
    if border is Border.WRAP:  # filter2D refuses to wrap
        sides = f"{top}, {bottom}, {left}, {right}"
        yield f"picture = cv2.copyMakeBorder(picture, {sides}, cv2.BORDER_WRAP)"
    name = {
        Border.REPLICATE: "BORDER_REPLICATE",
        Border.REFLECT: "BORDER_REFLECT_101",
    }.get(border, "BORDER_CONSTANT")
    # In the middle by default; of even sizes OpenCV takes the later cell.
    anchor = f", anchor=({left}, {top})" if (top, left) != (bottom, right) else ""
    yield f"sums = cv2.filter2D(picture, -1, kernel{anchor}, borderType=cv2.{name})"
    yield f"return sums{_inner(task)}{task.strided}"


def _with_scipy(task: _Task) -> Iterator[str]:
    yield from _dilation(task)
    mode = {
        Border.REPLICATE: "nearest",
        Border.REFLECT: "mirror",
        Border.WRAP: "wrap",
    }.get(task.settings.border, "constant")
    # Of even sizes SciPy centres on the later cell.
    origin = [before - after for before, after in task.reach]
    if task.is_colour:
        yield "kernel = kernel[..., None]"
        origin.append(0)
    shift = f", origin={tuple(origin)}" if any(origin) else ""
    yield f'sums = ndimage.correlate(picture, kernel, mode="{mode}"{shift})'
    yield f"return sums{_inner(task)}{task.strided}"


def _inner(task: _Task) -> str:
    """Return what cuts off where the kernel reached beyond the picture."""
    border = task.settings.border
    is_padded = border is Border.WRAP and task.library is Library.OPENCV
    if not (is_padded or border is Border.VALID):
        return ""
    cuts = [f"{before or ''}:{-after or ''}" for before, after in task.reach]
    return f"[{', '.join(cuts)}]" if any(cut != ":" for cut in cuts) else ""


def _with_torch(task: _Task) -> Iterator[str]:
    (top, bottom), (left, right) = task.reach
    if task.settings.border is not Border.VALID:
        mode = {
            Border.ZERO: "constant",
            Border.REPLICATE: "replicate",
            Border.REFLECT: "reflect",
            Border.WRAP: "circular",
        }[task.settings.border]
        sides = (left, right, top, bottom)
        yield f'picture = F.pad(picture, {sides}, mode="{mode}")'
    options = {"stride": task.settings.stride, "dilation": task.settings.dilation}
    texts = "".join(f", {name}={number}" for name, number in options.items() if number > 1)
    yield f"return F.conv2d(picture, kernel[None, None]{texts})"


_CORRELATE: dict[Library, Callable[[_Task], Iterable[str]]] = {
    Library.NUMPY: _with_numpy,
    Library.OPENCV: _with_opencv,
    Library.SCIPY: _with_scipy,
    Library.PYTORCH: _with_torch,
}


def _steps(task: _Task) -> Iterator[str]:
    divisor, offset = scaling(task.kernel, task.settings, task.ceiling)
    divided = f" / {_number(divisor)}" if divisor != 1 else ""
    if task.settings.gradient is Gradient.NONE:
        yield f"values = correlate(picture, kernel){divided}"
    else:
        yield from _gradient(task, divided)
    if offset:
        yield f"values = values + {_number(offset)}"
    yield from _activation(task)
    yield from _pooling(task)
    if task.is_torch:
        yield (
            "values = values[:, 0].permute(1, 2, 0)" if task.is_colour else "values = values[0, 0]"
        )
    yield 'print(f"{tuple(values.shape)}: {values.min():g} to {values.max():g}")'


def _gradient(task: _Task, divided: str) -> Iterator[str]:
    turned = "torch.rot90(kernel)" if task.is_torch else "np.rot90(kernel)"
    if task.library is Library.OPENCV:
        turned = "np.ascontiguousarray(np.rot90(kernel))"
    yield f"x = correlate(picture, kernel){divided}"
    yield f"y = correlate(picture, {turned}){divided}  # the same kernel, turned by 90°"
    module = "torch" if task.is_torch else "np"
    if task.settings.gradient is Gradient.MAGNITUDE:
        yield f"values = {module}.hypot(x, y)"
        return
    cosine, sine = axis(task.grid)
    if (cosine, sine) != (1, 0):
        angle = np.degrees(np.arctan2(sine, cosine))
        yield f"# The kernel answers most to what brightens towards {angle:.4g}°: turned to 0°."
    # Adding to 0 leaves no minus zero, whose direction would be 180°.
    yield f"x, y = {_sum(cosine, -sine)}, {_sum(sine, cosine)}"
    angles = "torch.rad2deg(torch.atan2(y, x))" if task.is_torch else "np.degrees(np.arctan2(y, x))"
    yield f"values = {angles}"


def _sum(x: float, y: float) -> str:
    """Return 0 + x · "x" + y · "y", written as short as it can be."""
    terms = ["0.0"]
    for factor, name in ((x, "x"), (y, "y")):
        if factor:
            times = "" if abs(factor) == 1 else f"{_number(abs(factor))} * "
            terms.append(f"{'-' if factor < 0 else '+'} {times}{name}")
    return " ".join(terms)


def _activation(task: _Task) -> Iterator[str]:
    activations = _TORCHS if task.is_torch else _NUMPYS
    if task.settings.activation is not Activation.NONE:
        yield f"values = {activations[task.settings.activation]}"


_NUMPYS = {
    Activation.RELU: "np.maximum(values, 0)",
    Activation.LEAKY_RELU: "np.where(values > 0, values, 0.01 * values)",
    Activation.ELU: "np.where(values > 0, values, np.expm1(np.minimum(values, 0)))",
    Activation.TANH: "np.tanh(values)",
}
_TORCHS = {
    Activation.RELU: "F.relu(values)",
    Activation.LEAKY_RELU: "F.leaky_relu(values, 0.01)",
    Activation.ELU: "F.elu(values)",
    Activation.TANH: "torch.tanh(values)",
}


def _pooling(task: _Task) -> Iterator[str]:
    pooling, size, stride = (
        task.settings.pooling,
        task.settings.pool_size,
        task.settings.pool_stride,
    )
    if pooling is Pooling.NONE:
        return
    if task.is_torch:
        call = _TORCHS_POOLS[pooling].format(size=size, stride=stride)
        yield f"values = {call}"
        return
    strided = f"[::{stride}, ::{stride}]" if stride > 1 else ""
    yield f"windows = sliding_window_view(values, ({size}, {size}), axis=(0, 1)){strided}"
    yield f"values = windows.{_NUMPYS_POOLS[pooling]}(axis=(-2, -1))"


_NUMPYS_POOLS = {Pooling.MAX: "max", Pooling.AVERAGE: "mean", Pooling.MIN: "min"}
_TORCHS_POOLS = {
    Pooling.MAX: "F.max_pool2d(values, {size}, {stride})",
    Pooling.AVERAGE: "F.avg_pool2d(values, {size}, {stride})",
    Pooling.MIN: "-F.max_pool2d(-values, {size}, {stride})",
}
