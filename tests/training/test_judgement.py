import csv

import numpy as np
import pytest

from cnnstudio.training.judgement import (
    Judgement,
    Order,
    answers_table,
    confusion_table,
    scores_table,
)
from cnnstudio.training.tasks import ClassScore, Evaluated, Part

LABELS = [0, 0, 1, 1, 1]
PREDICTED = [0, 1, 1, 1, 0]
FIRST = [0.9, 0.6, 0.7, 0.99, 0.95]


def judgement() -> Judgement:
    """Return five answers about cats and dogs."""
    first = np.array(FIRST, np.float32)
    right = np.array(LABELS) == np.array(PREDICTED)
    return Judgement(
        Evaluated(
            source="weights",
            part=Part.VALIDATION,
            parts=(Part.VALIDATION,),
            examples=5,
            loss=0.5,
            loss_name="cross-entropy",
            accuracy=0.6,
            classes=("cats", "dogs, big"),
            scores=(
                ClassScore("cats", 0.5, 0.5, 0.5, 2),
                ClassScore("dogs, big", 2 / 3, 2 / 3, 2 / 3, 3),
            ),
            roc=None,
            labels=np.array(LABELS, np.int32).tobytes(),
            predicted=np.array(PREDICTED, np.int32).tobytes(),
            second=(1 - np.array(PREDICTED, np.int32)).astype(np.int32).tobytes(),
            label_probabilities=np.where(right, first, 1 - first).astype(np.float32).tobytes(),
            predicted_probabilities=first.tobytes(),
            second_probabilities=(1 - first).tobytes(),
        )
    )


def test_the_confusion_counts_what_was_taken_for_what() -> None:
    assert judgement().confusion.tolist() == [[1, 1], [1, 2]]


def test_a_cell_has_its_pictures() -> None:
    found = judgement()
    assert found.in_cell(0, 1).tolist() == [1]
    assert found.in_cell(1, 1).tolist() == [2, 3]
    assert found.wrong.tolist() == [1, 4]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.MOST_WRONG, [4, 1, 2, 0, 3]),
        (Order.LEAST_SURE, [1, 2, 0, 4, 3]),
        (Order.AS_STORED, [0, 1, 2, 3, 4]),
    ],
)
def test_examples_can_be_ordered(order: Order, expected: list[int]) -> None:
    assert judgement().ordered(np.arange(5), order).tolist() == expected


def test_tables_can_be_read_again() -> None:
    found = judgement()
    assert list(csv.reader(confusion_table(found).splitlines())) == [
        ["true class", "cats", "dogs, big"],
        ["cats", "1", "1"],
        ["dogs, big", "1", "2"],
    ]
    assert list(csv.reader(scores_table(found).splitlines()))[1] == [
        "cats",
        "0.5",
        "0.5",
        "0.5",
        "2",
    ]
    answers = list(csv.DictReader(answers_table(found).splitlines()))
    assert [each["first guess"] for each in answers][:2] == ["cats", "dogs, big"]
    assert float(answers[4]["probability of the true class"]) == pytest.approx(0.05)


def test_answers_name_their_files_where_there_are_any() -> None:
    files = [f"/pets/{number}.png" for number in range(5)]
    rows = list(csv.DictReader(answers_table(judgement(), files).splitlines()))
    assert [row["file"] for row in rows] == files
    assert "file" not in answers_table(judgement()).splitlines()[0]
