"""Which data set a project uses, and how it is split and brought to size."""

from enum import StrEnum
from pathlib import Path

import msgspec

from cnnstudio.errors import InvalidValueError
from cnnstudio.text import _

FOLDER = "folder"
"""The name of a choice whose pictures come from a folder of the user's own, once chosen."""

LARGEST_SIDE_PX = 4_096

Shape = tuple[int, int, int]
"""The channels, height and width of one picture."""

_MAXIMUM_SEED = 2**63 - 1


class Fit(StrEnum):
    """How a picture file comes to a size whose sides are in another proportion.

    Stretching changes the proportion, cropping cuts off what is too much, from
    both ends, and padding adds black at both ends.
    """

    STRETCH = "stretch"
    CROP = "crop"
    PAD = "pad"


class DataChoice(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """A data set by name, with what of it is used; stored in the project.

    `folder` is where the files lie, for a data set that is read from files.
    `part` is the share of the training and validation pictures in use; test
    pictures are always used whole, so that results stay comparable. `seed`
    decides which pictures those are, which of them validate, and the pictures
    of a generated data set.

    The last three are for folders of pictures: `fit`; `size`, height and width
    in pixels, and `channels`, 1 for grey and 3 for colour, which follow the
    network where they are None.
    """

    name: str = "digits"
    folder: str | None = None
    validation_fraction: float = 0.2
    part: float = 1.0
    seed: int = 0
    fit: Fit = Fit.STRETCH
    size: tuple[int, int] | None = None
    channels: int | None = None

    @property
    def short_name(self) -> str:
        """The name of the data set; that of the folder where the pictures are the user's own."""
        is_own = self.name == FOLDER and self.folder is not None
        return (Path(self.folder or "").name if is_own else "") or self.name

    def __post_init__(self) -> None:
        _check_range(self)
        _check_form(self)


def _check_range(choice: DataChoice) -> None:
    if not 0 <= choice.validation_fraction < 1:
        raise InvalidValueError(
            _("The validation fraction is from 0 up to, but not including, 1; got {value}.").format(
                value=choice.validation_fraction
            )
        )
    if not 0 < choice.part <= 1:
        raise InvalidValueError(
            _("The part of a data set in use is above 0 and at most 1; got {value}.").format(
                value=choice.part
            )
        )
    if not 0 <= choice.seed <= _MAXIMUM_SEED:
        raise InvalidValueError(
            _("A seed is a whole number from 0 to {maximum}; got {value}.").format(
                maximum=_MAXIMUM_SEED, value=choice.seed
            )
        )


def _check_form(choice: DataChoice) -> None:
    for side in choice.size or ():
        if not 1 <= side <= LARGEST_SIDE_PX:
            raise InvalidValueError(
                _("Pictures are 1 to {most} pixels high and wide; got {value}.").format(
                    most=LARGEST_SIDE_PX, value=side
                )
            )
    if choice.channels not in (None, 1, 3):
        raise InvalidValueError(
            _("Pictures have 1 channel, grey, or 3, colour; got {value}.").format(
                value=choice.channels
            )
        )
