import pytest
import torch
from torch import nn
from torch.nn import functional

from cnnstudio.engine.objective import (
    OBJECTIVES,
    Classes,
    Picture,
    YesNo,
    judging_objective,
    training_objective,
)
from cnnstudio.network.blocks.data import Task
from cnnstudio.training.config import TrainingConfig

LABELS = torch.tensor([0, 1, 1, 0])
PICTURES = torch.rand(4, 1, 2, 2)


def test_classes_are_judged_by_cross_entropy() -> None:
    objective = OBJECTIVES[Task.CLASSES]
    logits = torch.tensor([[2.0, 1.0], [0.0, 3.0], [4.0, 1.0], [-1.0, -2.0]])
    targets = objective.targets(LABELS)
    chosen = logits.softmax(1)[range(4), LABELS]
    torch.testing.assert_close(objective.loss(logits, targets, PICTURES), -chosen.log().mean())
    assert objective.hits(logits, targets).tolist() == [True, True, False, True]
    torch.testing.assert_close(objective.probabilities(logits), logits.softmax(1))


def test_yes_or_no_is_judged_by_binary_cross_entropy() -> None:
    objective = OBJECTIVES[Task.YES_NO]
    logits = torch.tensor([[-2.0], [3.0], [-0.5], [0.25]])
    targets = objective.targets(LABELS)
    yes = torch.sigmoid(logits[:, 0])
    expected = functional.binary_cross_entropy(yes, LABELS.float())
    torch.testing.assert_close(objective.loss(logits, targets, PICTURES), expected)
    assert objective.hits(logits, targets).tolist() == [True, True, False, False]
    torch.testing.assert_close(objective.probabilities(logits), torch.stack([1 - yes, yes], 1))


def test_a_picture_is_judged_by_its_distance_from_the_input() -> None:
    objective = OBJECTIVES[Task.PICTURE]
    answer = PICTURES + 0.5
    targets = objective.targets(LABELS)
    torch.testing.assert_close(objective.loss(answer, targets, PICTURES), torch.tensor(0.25))
    assert objective.probabilities(answer).shape == (4, 0)


WEIGHTS = torch.tensor([0.5, 2.0])
LOGITS = torch.tensor([[2.0, 1.0], [0.0, 3.0], [4.0, 1.0], [-1.0, -2.0]])
UNIT = torch.tensor([[-2.0], [3.0], [-0.5], [0.25]])


def mean(losses: torch.Tensor, weights: torch.Tensor | None) -> torch.Tensor:
    heavy = torch.ones(4) if weights is None else weights[LABELS]
    return (losses * heavy).sum() / heavy.sum()


@pytest.mark.parametrize("weights", [None, WEIGHTS], ids=["even", "weighed"])
@pytest.mark.parametrize("smoothing", [0.0, 0.2])
@pytest.mark.parametrize("kind", ["auto", "cross-entropy", "binary", "mse"])
def test_losses_of_classes(kind: str, smoothing: float, weights: torch.Tensor | None) -> None:
    objective = Classes(kind, smoothing=smoothing, weights=weights)
    wanted = functional.one_hot(LABELS, 2) * (1 - smoothing) + smoothing / 2
    units = LOGITS.sigmoid()
    expected = {
        "binary": -(wanted * units.log() + (1 - wanted) * (1 - units).log()).mean(1),
        "mse": (LOGITS.softmax(1) - wanted).square().mean(1),
    }
    found = objective.loss(LOGITS, objective.targets(LABELS), PICTURES)
    if kind in expected:
        torch.testing.assert_close(found, mean(expected[kind], weights))
    else:
        oracle = nn.CrossEntropyLoss(weight=weights, label_smoothing=smoothing)
        torch.testing.assert_close(found, oracle(LOGITS, LABELS))


@pytest.mark.parametrize("weights", [None, WEIGHTS], ids=["even", "weighed"])
@pytest.mark.parametrize("smoothing", [0.0, 0.2])
@pytest.mark.parametrize("kind", ["auto", "cross-entropy", "binary", "mse"])
def test_losses_of_yes_or_no(kind: str, smoothing: float, weights: torch.Tensor | None) -> None:
    objective = YesNo(kind, smoothing=smoothing, weights=weights)
    wanted = LABELS * (1 - smoothing) + smoothing / 2
    yes = UNIT[:, 0].sigmoid()
    losses = (yes - wanted).square()
    if kind != "mse":
        losses = functional.binary_cross_entropy(yes, wanted, reduction="none")
    found = objective.loss(UNIT, objective.targets(LABELS), PICTURES)
    torch.testing.assert_close(found, mean(losses, weights))


def test_pictures_may_be_judged_by_their_absolute_distance() -> None:
    answer = PICTURES + torch.tensor([0.5, -1.0]).repeat(2)[:, None, None, None]
    assert Picture("mae").loss(answer, LABELS, PICTURES).item() == pytest.approx(0.75)


@pytest.mark.parametrize("task", list(Task))
def test_judging_knows_neither_smoothing_nor_weights(task: Task) -> None:
    config = TrainingConfig(label_smoothing=0.3, loss="mse")
    trained = training_objective(task, config, (0.5, 2.0), torch.device("cpu"))
    judging = judging_objective(task, config)
    assert (trained.kind, trained.smoothing) == ("mse", 0.3)
    assert trained.weights is not None
    assert (judging.kind, judging.smoothing, judging.weights) == ("mse", 0.0, None)


@pytest.mark.parametrize("kind", ["mse", "mae"])
def test_the_losses_of_pictures_average_to_the_loss_of_all(kind: str) -> None:
    answers, pictures = torch.rand(5, 3, 4, 4), torch.rand(5, 3, 4, 4)
    objective = Picture(kind)
    each = objective.each(answers, pictures)
    assert each.shape == (5,)
    torch.testing.assert_close(each.mean(), objective.loss(answers, pictures, pictures))
