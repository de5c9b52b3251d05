import numpy as np
import pytest
import torch
from sklearn.metrics import confusion_matrix
from torch.nn import functional

from cnnstudio.engine.evaluate import confusion, evaluating, predict, score
from cnnstudio.training.config import TrainingConfig
from tests.engine.networks import bright_and_dark, dense, training, two_classes

CLASSES = two_classes(dense(4), "batch_norm", "dropout", dense(2), ("output", {"classes": 2}))


def test_scores_do_not_depend_on_the_batches_they_are_taken_in() -> None:
    running = training(CLASSES, bright_and_dark(700), TrainingConfig())
    measured = score(running.module, running.train)
    running.module.eval()
    with torch.no_grad():
        logits = running.module.logits(running.train.part(0, 700))
    assert measured is not None
    assert measured.examples == 700
    expected = functional.cross_entropy(logits, running.train.labels).item()
    assert measured.loss == pytest.approx(expected, rel=1e-5)
    hits = (logits.argmax(1) == running.train.labels).sum().item()
    assert measured.accuracy == hits / 700


def test_scoring_ends_when_it_is_no_longer_wanted() -> None:
    running = training(CLASSES, bright_and_dark(700), TrainingConfig())
    assert score(running.module, running.train, is_wanted=lambda: False) is None


def test_evaluating_leaves_the_module_and_its_averages_as_they_were() -> None:
    running = training(CLASSES, bright_and_dark(), TrainingConfig())
    running.module.train()
    before = {name: each.clone() for name, each in running.module.state_dict().items()}
    score(running.module, running.train)
    assert running.module.training
    for name, state in running.module.state_dict().items():
        assert torch.equal(state, before[name])


def test_the_mode_is_put_back_also_after_an_error() -> None:
    module = torch.nn.Dropout()
    modes = []

    def fail() -> None:
        with evaluating(module):
            modes.append(module.training)
            raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        fail()
    assert modes == [False]
    assert module.training


@pytest.mark.parametrize("task", ["classes", "yes/no"])
def test_confusion_counts_truth_in_rows(task: str) -> None:
    units = 1 if task == "yes/no" else 2
    network = two_classes(dense(units), ("output", {"task": task, "classes": 2}))
    running = training(network, bright_and_dark(300), TrainingConfig(seed=2))
    counts = confusion(running.module, running.train)
    answers = predict(running.module, running.train.part(0, 300)).argmax(1)
    expected = confusion_matrix(running.train.labels, answers, labels=[0, 1])
    np.testing.assert_array_equal(counts, expected)


def test_probabilities_add_up_to_one() -> None:
    running = training(CLASSES, bright_and_dark(), TrainingConfig())
    total = predict(running.module, running.train.part(0, 40)).sum(1)
    torch.testing.assert_close(total, torch.ones(40))
