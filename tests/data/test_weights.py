import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.utils.class_weight import compute_class_weight

from cnnstudio.data.weights import class_weights


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_weights_are_those_that_scikit_learn_calls_balanced(sizes: list[int]) -> None:
    labels = np.repeat(np.arange(len(sizes)), sizes)
    expected = compute_class_weight("balanced", classes=np.arange(len(sizes)), y=labels)
    weights = class_weights(labels, len(sizes))
    assert weights == pytest.approx(expected)
    assert weights[labels].mean() == pytest.approx(1)


def test_a_class_without_pictures_weighs_nothing_and_changes_no_other() -> None:
    weights = class_weights(np.array([0, 0, 0, 2], np.int16), 4)
    assert weights.tolist() == pytest.approx([4 / 6, 0, 2, 0])
