"""Activations: one function applied to every value."""

from collections.abc import Sequence
from dataclasses import dataclass

from cnnstudio.network.blocks.kind import BlockKind, Family, Values
from cnnstudio.network.blocks.layer import Layer, Step, layer
from cnnstudio.network.blocks.parameters import Choice, Parameter, Real
from cnnstudio.network.graph import Shape
from cnnstudio.text import N_


@dataclass(frozen=True, slots=True)
class Function:
    """An activation: its torch class, its rule, and what it does."""

    name: str
    title: str
    torch_name: str
    rule: str
    explanation: str
    source: str
    parameter: Real | None = None
    argument: str = ""
    weights: int = 0
    own: bool = False


_SLOPE = Real(
    "slope",
    N_("Slope"),
    0.01,
    N_("How much of a negative value passes: 0.01 lets one hundredth through."),
    maximum=10.0,
)
_ALPHA = Real(
    "alpha", N_("Alpha"), 1.0, N_("Large negative values approach minus alpha."), maximum=100.0
)

FUNCTIONS = (
    Function(
        "relu",
        N_("ReLU"),
        "ReLU",
        "max(0, x)",
        N_("Sets negative values to zero and leaves the others. Cheap, and gradients stay alive."),
        "Nair and Hinton, Rectified linear units improve restricted Boltzmann machines (2010)",
    ),
    Function(
        "leaky_relu",
        N_("LeakyReLU"),
        "LeakyReLU",
        "x > 0: x, else slope · x",
        N_("Like ReLU, but lets a little of each negative value through. So no unit dies."),
        "Maas, Hannun and Ng, Rectifier nonlinearities improve acoustic models (2013)",
        _SLOPE,
        "negative_slope",
    ),
    Function(
        "elu",
        N_("ELU"),
        "ELU",
        "x > 0: x, else α · (eˣ − 1)",
        N_("Smooth below zero, down to minus alpha. Brings the mean of a layer closer to zero."),
        "Clevert, Unterthiner and Hochreiter, Exponential linear units (2015)",
        _ALPHA,
        "alpha",
    ),
    Function(
        "prelu",
        N_("PReLU"),
        "PReLU",
        "x > 0: x, else a · x",
        N_("Like LeakyReLU, but the network learns how much of a negative passes. One weight."),
        "He et al., Delving deep into rectifiers (2015), section 2.1",
        Real("start", N_("First slope"), 0.25, N_("The slope before training."), maximum=10.0),
        "init",
        weights=1,
    ),
    Function(
        "tanh",
        N_("Tanh"),
        "Tanh",
        "tanh(x)",
        N_("Squeezes values into −1 to 1, zero stays zero. The activation of the first LeNets."),
        "LeCun et al., Efficient BackProp (1998), section 4.4",
    ),
    Function(
        "scaled_tanh",
        N_("Scaled tanh"),
        "ScaledTanh",
        "1.7159 · tanh(2x / 3)",
        N_("Tanh stretched so that 1 stays 1. The activation of the original LeNet-5."),
        "LeCun et al., Efficient BackProp (1998), section 4.4",
        own=True,
    ),
    Function(
        "softplus",
        N_("Softplus"),
        "Softplus",
        "ln(1 + eˣ)",
        N_("A smooth ReLU that is never quite zero. Its slope is the sigmoid."),
        "Dugas et al., Incorporating second-order functional knowledge (2000)",
    ),
    Function(
        "hard_swish",
        N_("Hard swish"),
        "Hardswish",
        "x · min(max(x + 3, 0), 6) / 6",
        N_("SiLU with a sigmoid of straight pieces. Nearly the same, cheaper on small machines."),
        "Howard et al., Searching for MobileNetV3 (2019), section 5.2",
    ),
    Function(
        "sigmoid",
        N_("Sigmoid"),
        "Sigmoid",
        "1 / (1 + e⁻ˣ)",
        N_("Squeezes values into 0 to 1. One such value answers a yes-or-no question."),
        "Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.2.2.2",
    ),
    Function(
        "softmax",
        N_("Softmax"),
        "Softmax",
        "eˣᵢ / Σ eˣⱼ",
        N_("Turns the values of all classes into probabilities. They add up to 1."),
        "Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.2.2.3",
    ),
    Function(
        "gelu",
        N_("GELU"),
        "GELU",
        "x · Φ(x)",
        N_("Weighs each value by the chance that a normal variable lies below it. A smooth ReLU."),
        "Hendrycks and Gimpel, Gaussian error linear units (2016)",
    ),
    Function(
        "silu",
        N_("SiLU"),
        "SiLU",
        "x / (1 + e⁻ˣ)",
        N_("Multiplies each value by its own sigmoid. Smooth, and slightly negative below zero."),
        "Elfwing, Uchibe and Doya, Sigmoid-weighted linear units (2017)",
    ),
)

NONE = "none"
_BY_NAME = {function.name: function for function in FUNCTIONS}


class Activation(BlockKind):
    """A block that applies one of `FUNCTIONS`."""

    family = Family.ACTIVATION
    keywords = "activation nonlinearity"

    def __init__(self, function: Function) -> None:
        self.name = function.name
        self.title = function.title
        self.explanation = function.explanation
        self.equation = f"y = {function.rule}"
        self.source = function.source
        self.parameters = (function.parameter,) if function.parameter else ()
        self._function = function

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        return inputs[0]

    def weight_count(self, values: Values, inputs: Sequence[Shape]) -> int:
        return self._function.weights

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        return (_layer(self._function, values),)

    def summary(self, values: Values) -> str:
        return self._function.rule

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        return (self.equation,)


def _layer(function: Function, values: Values) -> Layer:
    if function.name == "softmax":
        return layer("Softmax", dim=1)  # over channels or features; axis 0 is the batch
    if function.parameter is None:
        return Layer(function.torch_name, own=function.own)
    return layer(function.torch_name, **{function.argument: values[function.parameter.name]})


def activation_choice(default: str = NONE) -> Parameter:
    """Return the parameter by which Conv and Dense carry their own activation.

    Activations with weights are blocks only: the weights would have no card to be seen on.
    """
    plain = [(each.name, each.title) for each in FUNCTIONS if not each.weights]
    options = ((NONE, N_("none")), *plain)
    return Choice(
        "activation",
        N_("Activation"),
        default,
        N_("Applied to every output value, as a block of its own would."),
        options=options,
    )


def activation_layers(name: str) -> tuple[Layer, ...]:
    """Return the layer of the activation called `name` at its defaults; nothing for "none"."""
    if name == NONE:
        return ()
    function = _BY_NAME[name]
    values = {function.parameter.name: function.parameter.default} if function.parameter else {}
    return (_layer(function, values),)


def activation_title(name: str) -> str:
    """Return the title of the activation called `name`, to be passed through `_()`."""
    return _BY_NAME[name].title
