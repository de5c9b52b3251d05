"""The `filter` command: pictures through a kernel, one file or many."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
from rich.progress import track

from cnnstudio.cli.output import console, say
from cnnstudio.errors import UnknownNameError, UserError
from cnnstudio.text import N_, _, plural
from cnnstudio.writing import make_folder, write_file

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cnnstudio.kernels.display import Pixels, Values
    from cnnstudio.kernels.kernel import Kernel
    from cnnstudio.kernels.settings import FilterSettings, ValueDisplay

FORMATS = ("npy", "png", "tif", "tiff")
_BELOW, _ZERO, _ABOVE = (42, 107, 176), (255, 255, 255), (217, 100, 30)

Choice = TypeVar("Choice", bound=StrEnum)


def filter_pictures(  # noqa: PLR0913 - an argument for each option
    images: Annotated[list[str], typer.Argument(metavar="IMAGE…", help=N_("Files with pictures."))],
    *,
    kernel: Annotated[
        str,
        typer.Option(metavar="NAME|ROWS", help=N_('A name, or rows: "1 0 -1; 2 0 -2; 1 0 -1".')),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="OUT",
            help=N_("A file (.npy, .png, .tif), or a folder for one file each."),
        ),
    ],
    border: Annotated[
        str, typer.Option(metavar="NAME", help=N_("zero, replicate, reflect, wrap or valid."))
    ] = "zero",
    channels: Annotated[
        str,
        typer.Option(metavar="NAME", help=N_("each, luminance, red, green, blue, red+green, …")),
    ] = "each",
    gradient: Annotated[
        str,
        typer.Option(metavar="NAME", help=N_("magnitude or direction, of the kernel's pair.")),
    ] = "none",
    convolve: Annotated[
        bool, typer.Option("--convolve", help=N_("Turn the kernel first: true convolution."))
    ] = False,
    stride: Annotated[int, typer.Option(help=N_("Take every so many rows and columns."))] = 1,
    dilation: Annotated[int, typer.Option(help=N_("Distance between the kernel's cells."))] = 1,
    normalise: Annotated[
        bool,
        typer.Option("--normalise", help=N_("Divide by the sum, or add mid-grey where it is 0.")),
    ] = False,
    bias: Annotated[float, typer.Option(help=N_("Is added to each sum."))] = 0.0,
    activation: Annotated[
        str, typer.Option(metavar="NAME", help=N_("none, relu, leaky_relu, elu or tanh."))
    ] = "none",
    pooling: Annotated[
        str, typer.Option(metavar="NAME", help=N_("none, max, average or min."))
    ] = "none",
    pool_size: Annotated[int, typer.Option(help=N_("Rows and columns of a pooling window."))] = 2,
    pool_stride: Annotated[int, typer.Option(help=N_("From one window to the next."))] = 2,
    values: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help=N_(
                "How a .png shows them: signed, absolute, offset or automatic in 8 bits, or "
                "clamped to what the picture can hold."
            ),
        ),
    ] = "clamped",
    file_format: Annotated[
        str, typer.Option("--format", metavar="NAME", help=N_("npy, png or tif, in a folder."))
    ] = "png",
) -> None:
    """Filter pictures; values stay in the picture's units, .npy and .tif hold them as float32."""
    from cnnstudio.kernels import choices
    from cnnstudio.kernels.filtering import filter_picture
    from cnnstudio.kernels.result_files import save_npy, save_png, save_tiff
    from cnnstudio.kernels.settings import FilterSettings

    weights = _kernel(kernel)
    settings = FilterSettings(
        border=_chosen(choices.Border, border, _("border")),
        stride=stride,
        dilation=dilation,
        convolve=convolve,
        normalise=normalise,
        bias=bias,
        activation=_chosen(choices.Activation, activation, _("activation")),
        pooling=_chosen(choices.Pooling, pooling, _("pooling")),
        pool_size=pool_size,
        pool_stride=pool_stride,
        channels=_chosen(choices.Channels, channels, _("choice of channels")),
        gradient=_chosen(choices.Gradient, gradient, _("gradient")),
    )
    display = _chosen(choices.ValueDisplay, values, _("way to show values"))
    targets = _targets(images, output.expanduser(), file_format)
    pairs = list(zip(images, targets, strict=True))
    bar = console(to_errors=True)
    for image, target in track(
        pairs, _("Filtering"), console=bar, transient=True, disable=not bar.is_terminal
    ):
        picture = _read(image)
        result = filter_picture(picture, weights, settings)
        if target.suffix.lower() != ".png":
            (save_npy if target.suffix.lower() == ".npy" else save_tiff)(target, result)
        elif display is choices.ValueDisplay.CLAMPED:
            write_file(target, _as_picture(result, picture))
        else:
            save_png(target, _as_colours(result, picture, settings, display))
    say(_written(targets))


def _kernel(text: str) -> "Kernel":
    """Return the kernel in a file, the kept or ready one of a name, or the one spelt out."""
    from cnnstudio.kernels.files import find_kernel, import_kernel

    path = Path(text).expanduser()
    return import_kernel(path) if path.suffix and path.is_file() else find_kernel(text)


def _chosen(choices: type[Choice], name: str, kind: str) -> Choice:
    names = [choice.value for choice in choices]
    if name not in names:
        raise UnknownNameError(kind, name, names)
    return choices(name)


def _targets(images: Sequence[str], output: Path, file_format: str) -> list[Path]:
    """Return a file for each picture: `output` itself, or in that folder under its name."""
    if len(images) == 1 and output.suffix and not output.is_dir():
        _check_format(output.suffix.removeprefix("."))
        return [output]
    _check_format(file_format)
    if output.is_file():
        raise UserError(
            _('"{path}" is a file; {count} results need a folder.').format(
                path=output, count=len(images)
            )
        )
    targets = [output / f"{Path(image).stem}.{file_format}" for image in images]
    for place, target in enumerate(targets):
        if target in targets[:place]:
            raise UserError(
                _('Two of the pictures would both be written to "{path}". Rename one.').format(
                    path=target
                )
            )
    make_folder(output)
    return targets


def _check_format(name: str) -> None:
    if name.lower() not in FORMATS:
        raise UnknownNameError(_("format for filtered pictures"), name, FORMATS)


def _read(image: str) -> "NDArray[Any]":
    """Return the picture in a file, or the sample picture of that name."""
    from cnnstudio.kernels.picture_files import load_picture
    from cnnstudio.kernels.pictures import find_picture

    path = Path(image).expanduser()
    return load_picture(path) if path.is_file() else find_picture(image)


def _as_picture(values: "Values", picture: "NDArray[Any]") -> bytes:
    """Return a .png, rounded and cut to the depth of `picture`; float pictures become 16 bit."""
    import cv2
    import numpy as np

    from cnnstudio.kernels.samples import samples_of

    depth = np.uint8 if picture.dtype == np.uint8 else np.uint16
    most = np.iinfo(depth).max
    whole = np.clip(np.rint(values * (most / samples_of(picture).ceiling)), 0, most).astype(depth)
    bgr = cv2.cvtColor(whole, cv2.COLOR_RGB2BGR) if whole.ndim == 3 else whole
    _done, encoded = cv2.imencode(".png", bgr)
    return encoded.tobytes()


def _as_colours(
    values: "Values",
    picture: "NDArray[Any]",
    settings: "FilterSettings",
    display: "ValueDisplay",
) -> "Pixels":
    """Return the values in the colours in which the window shows them, in its light theme."""
    from cnnstudio.kernels import display as colours
    from cnnstudio.kernels.choices import Gradient
    from cnnstudio.kernels.samples import samples_of

    palette = colours.Palette(colours.diverging(_BELOW, _ZERO, _ABOVE), colours.viridis())
    if settings.gradient is Gradient.DIRECTION:
        return colours.shown_directions(values, palette).pixels
    ceiling = samples_of(picture).ceiling
    return colours.shown(values, display, palette, ceiling=ceiling).pixels


def _written(targets: Sequence[Path]) -> str:
    if len(targets) == 1:
        return _("Written to {path}.").format(path=targets[0])
    return plural(
        "{count} picture is in the folder.", "{count} pictures are in the folder.", len(targets)
    )
