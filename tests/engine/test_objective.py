import torch
from torch.nn import functional

from cnnstudio.engine.objective import OBJECTIVES
from cnnstudio.network.blocks.data import Task

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
