"""What a plot can show of a run."""

from enum import Enum

from cnnstudio.text import N_
from cnnstudio.training.history import Quantity

CurveKind = Quantity | None
"""A quantity of the whole network, or None for the gradients of its blocks."""

TITLES: dict[CurveKind, str] = {
    Quantity.LOSS: N_("Loss"),
    Quantity.ACCURACY: N_("Accuracy"),
    Quantity.LEARNING_RATE: N_("Learning rate"),
    None: N_("Gradient norms"),
    Quantity.STEP_TIME: N_("Time per step, ms"),
}


class Smoothing(Enum):
    """The weight of the past in the smoothed curve: 0.9 averages over some ten steps."""

    NONE = 0.0
    LIGHT = 0.6
    MEDIUM = 0.9
    STRONG = 0.99


SMOOTHING_TITLES = {
    Smoothing.NONE: N_("No smoothing"),
    Smoothing.LIGHT: N_("Light smoothing"),
    Smoothing.MEDIUM: N_("Medium smoothing"),
    Smoothing.STRONG: N_("Strong smoothing"),
}

SMOOTHED = frozenset({Quantity.LOSS, Quantity.ACCURACY, Quantity.STEP_TIME})
"""Quantities that jump from step to step."""
