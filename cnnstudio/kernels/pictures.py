"""The sample pictures, by name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from cnnstudio.errors import FailureError, UnknownNameError
from cnnstudio.kernels import synthetic
from cnnstudio.text import N_, _

Picture = NDArray[Any]
"""(H, W) or (H, W, 3) RGB; uint8, uint16 or float32."""


@dataclass(frozen=True, slots=True)
class SamplePicture:
    """A picture that comes with the program; `title` is English, to be translated."""

    name: str
    title: str
    load: Callable[[], Picture]
    is_photograph: bool
    file: str = ""
    """What it is called in scikit-image; empty where it is drawn."""


def _photograph(name: str, title: str, file: str) -> SamplePicture:
    return SamplePicture(name, title, partial(_packaged, file), is_photograph=True, file=file)


def _drawn(name: str, title: str, draw: Callable[[], Picture]) -> SamplePicture:
    return SamplePicture(name, title, draw, is_photograph=False)


def _packaged_path(file: str) -> Path:
    spec = find_spec("skimage")
    return Path(spec.origin or "").parent / "data" / file if spec else Path(file)


def _packaged(file: str) -> Picture:
    """Return a photograph of scikit-image, which takes a second to import and is not."""
    from cnnstudio.kernels.picture_files import load_picture

    path = _packaged_path(file)
    if not path.is_file():
        raise FailureError(
            _(
                'The picture "{file}" of the package {package} is missing. Install {package}.'
            ).format(file=file, package="scikit-image")
        )
    return load_picture(path)


SAMPLES: tuple[SamplePicture, ...] = (
    _photograph("chelsea", N_("Cat"), "chelsea.png"),
    _photograph("camera", N_("Cameraman"), "camera.png"),
    _photograph("astronaut", N_("Astronaut"), "astronaut.png"),
    _photograph("coffee", N_("Coffee"), "coffee.png"),
    _photograph("coins", N_("Coins"), "coins.png"),
    _photograph("rocket", N_("Rocket"), "rocket.jpg"),
    _photograph("hubble", N_("Deep field"), "hubble_deep_field.jpg"),
    _photograph("moon", N_("Moon"), "moon.png"),
    _photograph("retina", N_("Retina"), "retina.jpg"),
    _photograph("page", N_("Page"), "page.png"),
    _photograph("text", N_("Text"), "text.png"),
    _photograph("brick", N_("Brick"), "brick.png"),
    _photograph("grass", N_("Grass"), "grass.png"),
    _photograph("gravel", N_("Gravel"), "gravel.png"),
    _drawn("step-edge", N_("Step edge"), synthetic.step_edge),
    _drawn("bars", N_("Bars"), synthetic.bars),
    _drawn("checker", N_("Chessboard"), synthetic.checker),
    _drawn("zone-plate", N_("Zone plate"), synthetic.zone_plate),
    _drawn("impulse", N_("Single pixel"), synthetic.impulse),
    _drawn("ramp", N_("Grey ramp"), synthetic.ramp),
    _drawn("noise", N_("Noise"), synthetic.noise),
)

_BY_NAME = {sample.name: sample for sample in SAMPLES}


def sample(name: str) -> SamplePicture:
    """Return the sample picture of a name.

    Raises:
        UnknownNameError: there is none; the message lists the names.
    """
    found = _BY_NAME.get(name)
    if found is None:
        raise UnknownNameError(_("picture"), name, _BY_NAME)
    return found


def find_picture(name: str) -> Picture:
    """Return the sample picture called `name`, or the picture in the file of that path."""
    from cnnstudio.kernels.picture_files import load_picture

    return load_picture(Path(name)) if _is_path(name) else sample(name).load()


def picture_path(name: str) -> Path | None:
    """Return the file that holds the picture called `name`; None where it is drawn."""
    if _is_path(name):
        return Path(name)
    file = sample(name).file
    return _packaged_path(file) if file else None


def _is_path(name: str) -> bool:
    return Path(name).name != name or "." in name
