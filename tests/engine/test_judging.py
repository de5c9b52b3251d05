import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from sklearn.metrics import (
    confusion_matrix,
    precision_recall_fscore_support,
    roc_auc_score,
    roc_curve,
)

from cnnstudio.engine import judging

CLASSES = 4
answers = st.lists(
    st.tuples(st.integers(0, CLASSES - 1), st.integers(0, CLASSES - 1)), min_size=1, max_size=60
)


@given(answers)
def test_class_scores_are_those_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    labels, predicted = np.array(pairs, np.int32).T
    every = list(range(CLASSES))
    counts = judging.confusion_counts(labels, predicted, CLASSES)
    assert counts.tolist() == confusion_matrix(labels, predicted, labels=every).tolist()
    known = precision_recall_fscore_support(labels, predicted, labels=every, zero_division=0)
    found = judging.class_scores(counts, "abcd")
    columns = zip(*((each.precision, each.recall, each.f1) for each in found), strict=True)
    for ours, theirs in zip(columns, known[:3], strict=True):
        assert list(ours) == pytest.approx(theirs.tolist())
    assert [each.support for each in found] == known[3].tolist()
    assert [each.name for each in found] == list("abcd")


# Few different values, so that many thresholds are shared.
scores = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 8).map(lambda value: value / 8)),
    min_size=2,
    max_size=60,
).filter(lambda pairs: len({label for label, _score in pairs}) == 2)


@given(scores)
def test_the_roc_curve_is_that_of_scikit_learn(pairs: list[tuple[int, float]]) -> None:
    labels = np.array([label for label, _score in pairs], np.int32)
    values = np.array([score for _label, score in pairs], np.float32)
    curve = judging.roc_curve(labels, values)
    assert curve is not None
    assert curve.area == pytest.approx(roc_auc_score(labels, values))
    alarms, hits, _thresholds = roc_curve(labels, values, drop_intermediate=False)
    ours = np.interp(alarms, curve.false_positive_rates, curve.true_positive_rates)
    rises = np.diff(alarms, prepend=-1) > 0
    last = np.append(rises[1:], True)
    assert ours[last] == pytest.approx(hits[last])


def test_one_class_alone_has_no_roc_curve() -> None:
    assert judging.roc_curve(np.zeros(3, np.int32), np.ones(3, np.float32)) is None


@given(
    arrays.arrays(
        np.float32,
        st.tuples(st.integers(1, 20), st.integers(2, 6)),
        elements=st.floats(0, 1, width=32),
    )
)
def test_the_second_guess_is_the_likeliest_of_the_rest(
    probabilities: np.ndarray[tuple[int, int], np.dtype[np.float32]],
) -> None:
    found = judging.guesses(probabilities)
    rows = np.arange(len(probabilities))
    assert (found.first_probabilities == probabilities.max(axis=1)).all()
    rest = probabilities.copy()
    rest[rows, found.first] = -1
    assert (found.second_probabilities == rest.max(axis=1)).all()
    assert (found.first != found.second).all()
