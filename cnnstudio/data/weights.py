"""How much each class counts, where some have more pictures than others."""

import numpy as np
from numpy.typing import NDArray

from cnnstudio.data.dataset import Labels


def class_weights(labels: Labels, class_count: int) -> NDArray[np.float64]:
    """Return the weight of each class, (class_count,): all classes count the same in total.

    `labels`: (N,) integers below `class_count`. A class with n of the N pictures
    weighs N / (K n), K being the number of classes that have pictures, so that
    the mean over all pictures is 1; one without pictures weighs 0.

    Source: https://scikit-learn.org/stable/modules/generated/sklearn.utils.class_weight.compute_class_weight.html,
    "balanced".
    """
    counts = np.bincount(labels, minlength=class_count)
    present = counts > 0
    weights = np.zeros(class_count)
    weights[present] = len(labels) / (present.sum() * counts[present])
    return weights
