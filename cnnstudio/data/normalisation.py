"""Which numbers pictures become before a network sees them."""

from enum import StrEnum

from cnnstudio.data.dataset import Split, Statistics, statistics


class Normalisation(StrEnum):
    """The range that pictures, mapped to 0–1, are brought to.

    `UNIT` leaves them at 0–1. `SYMMETRIC` spreads them over −1–1. `STANDARDISE`
    gives each channel the mean 0 and the deviation 1 over the training pictures.
    """

    STANDARDISE = "standardise"
    UNIT = "unit"
    SYMMETRIC = "symmetric"


def normalisation(split: Split, kind: Normalisation) -> Statistics:
    """Return what to subtract from each channel of 0–1, and what to divide it by then.

    `split` is the training part: validation, test and prediction use its numbers
    too. A channel that never varies is only shifted.
    """
    channels = split.shape[0]
    if kind is Normalisation.UNIT:
        return Statistics((0.0,) * channels, (1.0,) * channels)
    if kind is Normalisation.SYMMETRIC:
        return Statistics((0.5,) * channels, (0.5,) * channels)
    known = statistics(split)
    return Statistics(known.mean, tuple(deviation or 1.0 for deviation in known.deviation))
