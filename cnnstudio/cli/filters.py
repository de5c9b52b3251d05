"""The `filter` command: pictures through a kernel, one file or many."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import track

from cnnstudio.cli.output import console, say
from cnnstudio.errors import UnknownNameError, UserError
from cnnstudio.text import N_, _, plural
from cnnstudio.writing import make_folder, write_file

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cnnstudio.kernels.settings import Border

FORMATS = ("npy", "png", "tif", "tiff")


def filter_pictures(
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
    stride: Annotated[int, typer.Option(help=N_("Take every so many rows and columns."))] = 1,
    dilation: Annotated[int, typer.Option(help=N_("Distance between the kernel's cells."))] = 1,
    normalise: Annotated[
        bool,
        typer.Option("--normalise", help=N_("Divide by the sum, or add mid-grey where it is 0.")),
    ] = False,
    file_format: Annotated[
        str, typer.Option("--format", metavar="NAME", help=N_("npy, png or tif, in a folder."))
    ] = "png",
) -> None:
    """Filter pictures; values stay in the picture's units, .npy and .tif hold them as float32."""
    from cnnstudio.kernels.filtering import filter_picture
    from cnnstudio.kernels.presets import named_or_typed
    from cnnstudio.kernels.settings import FilterSettings

    weights = named_or_typed(kernel)
    settings = FilterSettings(
        border=_border(border), stride=stride, dilation=dilation, normalise=normalise
    )
    targets = _targets(images, output.expanduser(), file_format)
    pairs = list(zip(images, targets, strict=True))
    bar = console(to_errors=True)
    for image, target in track(
        pairs, _("Filtering"), console=bar, transient=True, disable=not bar.is_terminal
    ):
        picture = _read(image)
        write_file(target, _encoded(filter_picture(picture, weights, settings), picture, target))
    say(_written(targets))


def _border(name: str) -> "Border":
    from cnnstudio.kernels.settings import Border

    if name not in {border.value for border in Border}:
        raise UnknownNameError(_("border"), name, [border.value for border in Border])
    return Border(name)


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


def _encoded(values: "NDArray[Any]", picture: "NDArray[Any]", target: Path) -> bytes:
    """Return the bytes of a file: .npy and .tif as float32, .png cut to what `picture` can hold."""
    import cv2
    import numpy as np

    if target.suffix.lower() == ".npy":
        buffer = BytesIO()
        np.save(buffer, values, allow_pickle=False)
        return buffer.getvalue()
    if target.suffix.lower() == ".png":
        values = _whole_numbers(values, picture)
    bgr = cv2.cvtColor(values, cv2.COLOR_RGB2BGR) if values.ndim == 3 else values
    _done, encoded = cv2.imencode(target.suffix, bgr)
    return encoded.tobytes()


def _whole_numbers(values: "NDArray[Any]", picture: "NDArray[Any]") -> "NDArray[Any]":
    """Return the values rounded and cut to the depth of `picture`; float pictures become 16 bit."""
    import numpy as np

    from cnnstudio.kernels.samples import samples_of

    depth = np.uint8 if picture.dtype == np.uint8 else np.uint16
    most = np.iinfo(depth).max
    scale = most / samples_of(picture).ceiling
    return np.clip(np.rint(values * scale), 0, most).astype(depth)


def _written(targets: Sequence[Path]) -> str:
    if len(targets) == 1:
        return _("Written to {path}.").format(path=targets[0])
    return plural(
        "{count} picture is in the folder.", "{count} pictures are in the folder.", len(targets)
    )
