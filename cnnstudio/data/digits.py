"""The 1,797 handwritten digits that come with scikit-learn.

They are the test part of a database at UCI, whose training part is not in the
package: so there is nothing to test with that was not trained on.
"""

import gzip

import numpy as np

from cnnstudio.data.dataset import DataSet, DataSetInfo, Split
from cnnstudio.data.packaged import packaged_file
from cnnstudio.text import N_

# A pixel counts the inked ones among 4×4 of the scan.
_INK_MAXIMUM = 16

INFO = DataSetInfo(
    name="digits",
    title=N_("Handwritten digits"),
    description=N_(
        "1,797 digits of 8×8 pixels, written by 13 people. They come with the program. "
        "There is no test part: validation pictures are split off."
    ),
    source="https://scikit-learn.org/stable/modules/generated/sklearn.datasets.load_digits.html",
    shape=(1, 8, 8),
    classes=tuple("0123456789"),
)


def read_digits() -> DataSet:
    """Return all the digits as one training part; a pixel is 0–16."""
    with gzip.open(packaged_file("sklearn", "datasets/data/digits.csv.gz"), "rt") as file:
        table = np.loadtxt(file, delimiter=",", dtype=np.uint8)
    pictures = np.ascontiguousarray(table[:, :-1]).reshape(-1, 1, 8, 8)
    labels = table[:, -1].astype(np.int64)
    return DataSet(INFO.name, INFO.title, INFO.classes, Split(pictures, labels, _INK_MAXIMUM))
