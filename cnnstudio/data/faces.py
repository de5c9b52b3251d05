"""The 100 faces and 100 other cut-outs that come with scikit-image."""

import numpy as np

from cnnstudio.data.dataset import DataSet, DataSetInfo, Split
from cnnstudio.data.packaged import packaged_file
from cnnstudio.text import N_

INFO = DataSetInfo(
    name="faces",
    title=N_("Faces"),
    description=N_(
        "100 faces and 100 pieces of background of 25×25 pixels, from Labeled Faces in the "
        "Wild. They come with the program. There is no test part: validation pictures are split "
        "off."
    ),
    source="https://scikit-image.org/docs/stable/api/skimage.data.html#skimage.data.lfw_subset",
    shape=(1, 25, 25),
    # In this order, a network with one unit says yes to a face.
    classes=(N_("no face"), N_("face")),
)

_FACES_FIRST = 100


def read_faces() -> DataSet:
    """Return all the pictures as one training part.

    The file holds greys as floats 0–1; they are rounded to the nearest of 256
    levels.
    """
    path = packaged_file("skimage", "data/lfw_subset.npy")
    stored = np.load(path, allow_pickle=False)  # (200, 25, 25) float64, 0–1
    pictures = np.rint(stored * 255).astype(np.uint8)[:, np.newaxis]
    labels = (np.arange(len(pictures)) < _FACES_FIRST).astype(np.int64)
    return DataSet(INFO.name, INFO.title, INFO.classes, Split(pictures, labels))
