import numpy as np
from sklearn.datasets import load_digits

from cnnstudio.data.digits import INFO, read_digits


def test_digits_are_those_of_scikit_learn() -> None:
    digits = read_digits()
    expected = load_digits()
    assert np.array_equal(digits.train.pictures[:, 0], expected.images)
    assert np.array_equal(digits.train.labels, expected.target)
    assert digits.classes == tuple(str(name) for name in expected.target_names)


def test_digits_are_scaled_by_sixteenths_and_have_no_test_part() -> None:
    digits = read_digits()
    assert digits.train.maximum == digits.train.pictures.max() == 16
    assert digits.train.pictures.flags.c_contiguous
    assert digits.shape == INFO.shape
    assert digits.test is None
