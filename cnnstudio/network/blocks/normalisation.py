"""Blocks that steady training: normalisation and regularisation."""

from collections.abc import Sequence

from cnnstudio.network.blocks.kind import BlockKind, Family, Values
from cnnstudio.network.blocks.layer import Step, layer
from cnnstudio.network.blocks.parameters import Real
from cnnstudio.network.graph import Shape
from cnnstudio.text import N_


class BatchNorm(BlockKind):
    """Each channel brought to mean 0 and deviation 1 over the batch, then scaled and shifted."""

    name = "batch_norm"
    title = N_("Batch norm")
    family = Family.NORMALISATION
    keywords = "batch normalisation normalization batchnorm2d"
    explanation = N_(
        "Brings each channel to mean 0 and deviation 1 over the batch, then scales and shifts it "
        "by two learned numbers. While predicting, running averages take the batch's place."
    )
    source = "Ioffe and Szegedy, Batch normalization (2015), algorithm 1"
    parameters = (
        Real(
            "momentum",
            N_("Momentum"),
            0.1,
            N_("How much each batch moves the running averages (PyTorch's convention)."),
        ),
        Real(
            "epsilon",
            N_("Epsilon"),
            1e-5,
            N_("Added to the variance, so that nothing is divided by zero."),
            minimum=1e-12,
        ),
    )

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        return inputs[0]

    def weight_count(self, values: Values, inputs: Sequence[Shape]) -> int:
        return 2 * inputs[0][0]

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        module = "BatchNorm2d" if len(inputs[0]) == 3 else "BatchNorm1d"
        optional = (("eps", values["epsilon"], 1e-5), ("momentum", values["momentum"], 0.1))
        changed = {name: value for name, value, default in optional if value != default}
        return (layer(module, num_features=inputs[0][0], **changed),)

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        return ("y = γ · (x − mean) / √(variance + ε) + β",)


class Dropout(BlockKind):
    """Random values set to zero while training."""

    name = "dropout"
    title = N_("Dropout")
    family = Family.NORMALISATION
    keywords = "regularisation regularization"
    explanation = N_(
        "While training, sets a random part of the values to zero and enlarges the others to make "
        "up for it, so that no unit relies on one other. While predicting it does nothing."
    )
    source = "Srivastava et al., Dropout (2014)"
    parameters = (
        Real("rate", N_("Rate"), 0.5, N_("The part of the values that is dropped."), maximum=0.99),
    )

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        return inputs[0]

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        return (layer("Dropout", p=values["rate"]),)

    def summary(self, values: Values) -> str:
        return f"{values['rate']:.0%}"
