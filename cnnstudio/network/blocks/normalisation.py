"""Blocks that steady training: normalisation and regularisation."""

from collections.abc import Sequence
from math import gcd, prod

from cnnstudio.network.blocks.kind import (
    WHOLE_PICTURE,
    BlockKind,
    Family,
    Misfit,
    Reach,
    Values,
    change,
    picture,
)
from cnnstudio.network.blocks.layer import Step, layer
from cnnstudio.network.blocks.parameters import Integer, Real
from cnnstudio.network.graph import Shape
from cnnstudio.text import N_, _, plural

_OVER_BATCH = "y = γ[c] · (x − mean[c]) / √(variance[c] + ε) + β[c]"
_OVER_EXAMPLE = "y = γ · (x − mean) / √(variance + ε) + β"
_OVER_GROUP = "y = γ[c] · (x − mean[g]) / √(variance[g] + ε) + β[c]"
_EPSILON = Real(
    "epsilon",
    N_("Epsilon"),
    1e-5,
    N_("Added to the variance, so that nothing is divided by zero."),
    minimum=1e-12,
)


def _epsilon(values: Values) -> dict[str, float]:
    return {} if values["epsilon"] == _EPSILON.default else {"eps": values["epsilon"]}


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
    equation = _OVER_BATCH
    source = "Ioffe and Szegedy, Batch normalization (2015), algorithm 1"
    parameters = (
        Real(
            "momentum",
            N_("Momentum"),
            0.1,
            N_("How much each batch moves the running averages (PyTorch's convention)."),
        ),
        _EPSILON,
    )

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        return inputs[0]

    def weight_count(self, values: Values, inputs: Sequence[Shape]) -> int:
        return 2 * inputs[0][0]

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        module = "BatchNorm2d" if len(inputs[0]) == 3 else "BatchNorm1d"
        momentum = {} if values["momentum"] == 0.1 else {"momentum": values["momentum"]}
        return (layer(module, num_features=inputs[0][0], **_epsilon(values), **momentum),)

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        return (_("{count} means and deviations, one for each channel").format(count=inputs[0][0]),)


class LayerNorm(BlockKind):
    """All values of one example brought to mean 0 and deviation 1."""

    name = "layer_norm"
    title = N_("Layer norm")
    family = Family.NORMALISATION
    keywords = "layer normalisation normalization"
    explanation = N_(
        "Brings all values of one example to mean 0 and deviation 1, then scales and shifts each "
        "value by learned numbers. It does the same while training and predicting."
    )
    equation = _OVER_EXAMPLE
    source = "Ba, Kiros and Hinton, Layer normalization (2016)"
    parameters = (_EPSILON,)

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        return inputs[0]

    def weight_count(self, values: Values, inputs: Sequence[Shape]) -> int:
        return 2 * prod(inputs[0])

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        return (layer("LayerNorm", normalized_shape=tuple(inputs[0]), **_epsilon(values)),)

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        product = " · ".join(map(str, inputs[0]))
        return (
            _("one mean and deviation of {product} = {count} values").format(
                product=product, count=f"{prod(inputs[0]):,}"
            ),
        )

    def reach(self, values: Values) -> Reach | None:
        return WHOLE_PICTURE


class GroupNorm(BlockKind):
    """Groups of channels of one example brought to mean 0 and deviation 1."""

    name = "group_norm"
    title = N_("Group norm")
    family = Family.NORMALISATION
    keywords = "group normalisation normalization instance"
    explanation = N_(
        "Brings groups of channels of one example to mean 0 and deviation 1, then scales and "
        "shifts each channel. It works with small batches, where batch norm does not."
    )
    equation = _OVER_GROUP
    source = "Wu and He, Group normalization (2018)"
    parameters = (
        Integer("groups", N_("Groups"), 4, N_("Must divide the channels."), maximum=8_192),
        _EPSILON,
    )

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        channels, groups = inputs[0][0], values["groups"]
        if channels % groups:
            raise Misfit(
                _("Groups must divide the channels: {groups} does not divide {channels}.").format(
                    groups=groups, channels=channels
                ),
                change(groups=gcd(groups, channels)),
            )
        return inputs[0]

    def weight_count(self, values: Values, inputs: Sequence[Shape]) -> int:
        return 2 * inputs[0][0]

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        arguments = {"num_groups": values["groups"], "num_channels": inputs[0][0]}
        return (layer("GroupNorm", **arguments, **_epsilon(values)),)

    def summary(self, values: Values) -> str:
        return plural("{count} group", "{count} groups", values["groups"])

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        channels, groups = inputs[0][0], values["groups"]
        return (f"{channels} / {groups} = {channels // groups}",)

    def reach(self, values: Values) -> Reach | None:
        return WHOLE_PICTURE


class LocalResponseNorm(BlockKind):
    """Each value divided by the size of its neighbours in other channels."""

    name = "local_response_norm"
    title = N_("Local response")
    family = Family.NORMALISATION
    keywords = "lrn local response normalisation normalization alexnet"
    explanation = N_(
        "Divides each value by the strength of the same place in neighbouring channels, so that "
        "strong answers silence weak ones. Nothing is learned; AlexNet used it."
    )
    equation = "y = x / (k + α/n · Σ x²)^β"
    source = "Krizhevsky, Sutskever and Hinton, ImageNet classification (2012), section 3.3"
    parameters = (
        Integer("channels", N_("Neighbours"), 5, N_("Channels that count."), maximum=1_024),
        Real("alpha", N_("Alpha"), 1e-4, N_("How strongly neighbours count."), maximum=100.0),
        Real("beta", N_("Beta"), 0.75, N_("The exponent."), maximum=10.0),
        Real("k", N_("k"), 1.0, N_("Added before the exponent."), minimum=1e-6, maximum=100.0),
    )

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        return picture(self.title, inputs)

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        return (
            layer(
                "LocalResponseNorm",
                size=values["channels"],
                alpha=values["alpha"],
                beta=values["beta"],
                k=values["k"],
            ),
        )

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        k, alpha, beta = (f"{values[name]:g}" for name in ("k", "alpha", "beta"))
        return (f"y = x / ({k} + {alpha}/{values['channels']} · Σ x²)^{beta}",)


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
    equation = "y = m · x / (1 − p), m = 0 with probability p, else 1"
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

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        rate = values["rate"]
        return (f"1 / (1 − {rate:g}) = {1 / (1 - rate):.4g}",)


class SpatialDropout(Dropout):
    """Whole random feature maps set to zero while training."""

    name = "spatial_dropout"
    title = N_("Spatial dropout")
    keywords = "regularisation regularization dropout2d channel"
    explanation = N_(
        "Like dropout, but sets whole feature maps to zero while training. Neighbouring pixels say "
        "much the same, so dropping single ones changes little."
    )
    equation = "y[c] = m[c] · x[c] / (1 − p), m[c] = 0 with probability p, else 1"
    source = "Tompson et al., Efficient object localization (2014), section 3.2"

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        return picture(self.title, inputs)

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        return (layer("Dropout2d", p=values["rate"]),)
