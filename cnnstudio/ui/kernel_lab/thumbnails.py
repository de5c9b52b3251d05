"""The current picture through each preset, as small as the list shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QImage

from cnnstudio.kernels.display import Palette, shown
from cnnstudio.kernels.filtering import filter_picture
from cnnstudio.kernels.presets import PRESETS
from cnnstudio.kernels.samples import Image, samples_of
from cnnstudio.kernels.settings import Border, Channels, FilterSettings
from cnnstudio.ui.kernel_lab.edits import suited_display
from cnnstudio.ui.kernel_lab.picture_image import qimage
from cnnstudio.ui.kernel_lab.preset_delegate import THUMBNAIL_PX
from cnnstudio.ui.kernel_lab.rendering import Picture

_PIXELS_PER_POINT = 2
_PERCENTILE = 99.0
"""Of the magnitudes: what is larger has the full colour, or the rest would be faint."""
_SETTINGS = FilterSettings(border=Border.REPLICATE, channels=Channels.LUMINANCE)


@dataclass(frozen=True, slots=True, eq=False)
class ThumbnailRequest:
    """The picture and the theme's colours."""

    picture: Picture
    palette: Palette


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """What one preset makes of the picture."""

    request: ThumbnailRequest
    name: str
    image: QImage


def make_thumbnails(request: ThumbnailRequest) -> Iterator[Thumbnail]:
    """Yield a thumbnail for each preset, in the presets' order."""
    samples = samples_of(_cut(request.picture.image), Channels.LUMINANCE)
    for preset in PRESETS:
        values = filter_picture(samples, preset.kernel, _SETTINGS)
        display = suited_display(preset.kernel)
        limit = float(np.percentile(np.abs(values), _PERCENTILE))
        coloured = shown(values, display, request.palette, ceiling=samples.ceiling, limit=limit)
        yield Thumbnail(request, preset.name, qimage(coloured.pixels).copy())


def _cut(image: Image) -> Image:
    """Return the middle of a picture in the shape and size of a thumbnail."""
    import cv2

    width, height = (_PIXELS_PER_POINT * n for n in THUMBNAIL_PX.toTuple())
    scale = max(width / image.shape[1], height / image.shape[0])
    cut_height, cut_width = round(height / scale), round(width / scale)
    top, left = (image.shape[0] - cut_height) // 2, (image.shape[1] - cut_width) // 2
    part = image[top : top + cut_height, left : left + cut_width]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST
    return cv2.resize(part, (width, height), interpolation=way)
