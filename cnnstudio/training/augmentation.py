"""What is done to training pictures at random, so that no epoch shows the same ones again."""

from typing import Any

import msgspec

from cnnstudio.errors import UnknownNameError
from cnnstudio.network.blocks.parameters import Choice, Flag, Parameter, Real
from cnnstudio.text import N_, _
from cnnstudio.training.fields import find_field


class Augmentation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How far training pictures are changed. `FIELDS` says what each number means.

    Each picture of each batch has numbers of its own, drawn evenly from the
    range; a 0 or False changes nothing. In this order: crop, flips, zoom, shear,
    shift and rotation, as one step about the middle; contrast; brightness;
    noise; cutout. Afterwards comes the input scaling of the configuration.
    """

    horizontal_flip: bool = False
    vertical_flip: bool = False
    rotation: float = 0.0
    shear: float = 0.0
    zoom: float = 0.0
    shift_x: float = 0.0
    shift_y: float = 0.0
    crop: float = 0.0
    fill: str = "replicate"
    brightness: float = 0.0
    contrast: float = 0.0
    noise: float = 0.0
    cutout: float = 0.0

    @property
    def moves(self) -> bool:
        """Whether pixels change their places."""
        sizes = (self.rotation, self.shear, self.zoom, self.shift_x, self.shift_y, self.crop)
        return self.horizontal_flip or self.vertical_flip or any(sizes)

    @property
    def colours(self) -> bool:
        """Whether pixels change their values."""
        return any((self.brightness, self.contrast, self.noise, self.cutout))

    @property
    def is_on(self) -> bool:
        """Whether anything is changed at all."""
        return self.moves or self.colours


FIELDS: tuple[Parameter, ...] = (
    Flag(
        "horizontal_flip",
        N_("Flip horizontally"),
        default=False,
        help=N_("Left and right change places in every other picture."),
    ),
    Flag(
        "vertical_flip",
        N_("Flip vertically"),
        default=False,
        help=N_("Top and bottom change places in every other picture."),
    ),
    Real(
        "rotation",
        N_("Rotation"),
        0.0,
        N_("In degrees: 10 turns by up to 10° to either side."),
        maximum=180.0,
        step=1.0,
    ),
    Real(
        "shear",
        N_("Shear"),
        0.0,
        N_(
            "In degrees, as Keras' shear_range: 10 slants by up to 10° to either side. "
            "The 0.2 of many recipes is next to nothing."
        ),
        maximum=60.0,
        step=1.0,
    ),
    Real(
        "zoom",
        N_("Zoom"),
        0.0,
        N_(
            "As Keras' zoom_range: 0.2 shows from 0.8 to 1.2 of the picture, "
            "height and width each for itself."
        ),
        maximum=0.9,
        step=0.05,
    ),
    Real(
        "shift_x",
        N_("Shift sideways"),
        0.0,
        N_("As a share of the width: 0.1 moves by up to a tenth, left or right."),
        step=0.05,
    ),
    Real(
        "shift_y",
        N_("Shift up and down"),
        0.0,
        N_("As a share of the height: 0.1 moves by up to a tenth, up or down."),
        step=0.05,
    ),
    Real(
        "crop",
        N_("Random crop"),
        0.0,
        N_("0.2 shows a part from 0.8 to 1 of each side, from anywhere in the picture, enlarged."),
        maximum=0.9,
        step=0.05,
    ),
    Choice(
        "fill",
        N_("Fill"),
        "replicate",
        N_("What stands where a moved picture has no pixels. Keras repeats the edge: nearest."),
        options=(
            ("replicate", N_("edge repeated")),
            ("reflect", N_("mirrored")),
            ("zero", N_("black")),
        ),
    ),
    Real(
        "brightness",
        N_("Brightness"),
        0.0,
        N_("0.2 multiplies all values by 0.8 to 1.2."),
        step=0.05,
    ),
    Real(
        "contrast",
        N_("Contrast"),
        0.0,
        N_("0.2 multiplies the distance from the picture's mean by 0.8 to 1.2."),
        step=0.05,
    ),
    Real(
        "noise",
        N_("Noise"),
        0.0,
        N_("The deviation of what is added to each value; black is 0 and white 1."),
        step=0.01,
    ),
    Real(
        "cutout",
        N_("Cutout"),
        0.0,
        N_("0.25 blackens a box of a quarter of each side, its middle anywhere."),
        step=0.05,
    ),
)
"""One description per field: the form and the check follow it."""

NONE = Augmentation()

# Source: the course's training of its network for cats and dogs, which follows
# https://blog.keras.io/building-powerful-image-classification-models-using-very-little-data.html.
COURSE = Augmentation(shear=0.2, zoom=0.2, horizontal_flip=True)

PRESETS: tuple[tuple[str, str, Augmentation], ...] = (
    ("none", N_("None"), NONE),
    ("course", N_("The course's recipe"), COURSE),
    (
        "photographs",
        N_("Photographs"),
        Augmentation(horizontal_flip=True, rotation=15.0, crop=0.2, brightness=0.2, contrast=0.2),
    ),
    (
        "handwriting",
        N_("Handwriting"),
        Augmentation(rotation=10.0, shear=10.0, zoom=0.1, shift_x=0.1, shift_y=0.1, fill="zero"),
    ),
)
"""Ready augmentations: name, title and value."""


def field(name: str) -> Parameter:
    """Return the description of one field; raise `UnknownNameError` for another name."""
    return find_field(FIELDS, name, _("augmentation"))


def preset(name: str) -> Augmentation:
    """Return one of `PRESETS`; raise `UnknownNameError` for another name."""
    known = {each: augmentation for each, _title, augmentation in PRESETS}
    if name not in known:
        raise UnknownNameError(_("augmentation"), name, known)
    return known[name]


def changed(augmentation: Augmentation, **values: Any) -> Augmentation:
    """Return `augmentation` with some fields changed; raise `InvalidValueError` for bad values."""
    normal = {name: field(name).check(value) for name, value in values.items()}
    return msgspec.structs.replace(augmentation, **normal)


def checked(augmentation: Augmentation) -> Augmentation:
    """Return it in normal form; raise `InvalidValueError` where a value is not allowed."""
    return changed(augmentation, **msgspec.structs.asdict(augmentation))


def described(augmentation: Augmentation) -> str:
    """Return what is done, in words: "Shear 0.2, Zoom 0.2, Flip horizontally"."""
    if not augmentation.is_on:
        return _("none")
    return ", ".join(_short(each, getattr(augmentation, each.name)) for each in _used(augmentation))


def _used(augmentation: Augmentation) -> list[Parameter]:
    return [
        each
        for each in FIELDS
        if getattr(augmentation, each.name) and (each.name != "fill" or augmentation.moves)
    ]


def _short(parameter: Parameter, value: Any) -> str:
    if isinstance(parameter, Flag):
        return _(parameter.title)
    return _("{title} {value}").format(title=_(parameter.title), value=parameter.text(value))
