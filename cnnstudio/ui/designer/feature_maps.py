"""Feature maps and the input's picture as images for the cards."""

from dataclasses import dataclass, replace

from PySide6.QtGui import QImage

from cnnstudio.network.graph import Shape
from cnnstudio.text import _
from cnnstudio.training.messages import Activations, FeatureMaps
from cnnstudio.ui.designer.colour_maps import greys, ranged
from cnnstudio.ui.theme import themes


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """The images of one block; `shape` is (channels, height, width), a vector being one row."""

    shape: Shape
    images: tuple[QImage, ...]
    text: str
    is_picture: bool = False
    is_void: bool = False

    def voided(self) -> "Thumbnails":
        """Return them as frames of their size, without what was in them."""
        return replace(self, text=_("Nothing to show now."), is_void=True)

    def fit(self, output: Shape | None) -> bool:
        """Whether they still show an output of this shape."""
        if self.is_void:
            return False
        if output is not None and len(output) == 1:
            return self.shape[1:] == (1, *output)
        return self.shape == output


def thumbnails(activations: Activations) -> dict[str, Thumbnails]:
    """Return the images by block."""
    return {maps.block: _of_maps(maps, activations) for maps in activations.maps}


def picture_thumbnails(activations: Activations) -> Thumbnails:
    """Return the picture that entered the network, for the Input."""
    height, width, channels = activations.picture_shape
    text = _("The picture that enters, {height}×{width}. {source}").format(
        height=height, width=width, source=activations.source
    )
    image = _picture(activations.picture, height, width, channels)
    return Thumbnails((channels, height, width), (image,), text, is_picture=True)


def _of_maps(maps: FeatureMaps, activations: Activations) -> Thumbnails:
    size = maps.height * maps.width
    colours = ranged(themes.current, maps.low, maps.high)
    images = tuple(
        _indexed(maps.pixels[start : start + size], maps.height, maps.width, colours)
        for start in range(0, maps.count * size, size)
    )
    return Thumbnails(
        (maps.channels, maps.height, maps.width),
        images,
        _text_of(maps).format(
            count=maps.count,
            width=maps.width,
            channels=maps.channels,
            low=maps.low,
            high=maps.high,
            source=activations.source,
        ),
    )


def _text_of(maps: FeatureMaps) -> str:
    is_vector = maps.height == 1 and maps.channels == 1
    if maps.low < 0:
        if is_vector:
            return _("{width} values; blue {low:.3g}, orange {high:.3g}. {source}")
        return _("{count} of {channels} feature maps; blue {low:.3g}, orange {high:.3g}. {source}")
    if is_vector:
        return _("{width} values; dark {low:.3g}, bright {high:.3g}. {source}")
    return _("{count} of {channels} feature maps; dark {low:.3g}, bright {high:.3g}. {source}")


def _picture(pixels: bytes, height: int, width: int, channels: int) -> QImage:
    if channels == 3:
        rgb = QImage(pixels, width, height, 3 * width, QImage.Format.Format_RGB888)
        return rgb.convertToFormat(QImage.Format.Format_RGB32)
    return _indexed(pixels[::channels], height, width, greys())


def _indexed(pixels: bytes, height: int, width: int, colours: tuple[int, ...]) -> QImage:
    image = QImage(pixels, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable(list(colours))
    return image.convertToFormat(QImage.Format.Format_RGB32)  # copies: the bytes may go
