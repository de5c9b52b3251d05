"""Dense blocks."""

from collections.abc import Sequence

from cnnstudio.network.blocks.activation import (
    NONE,
    activation_choice,
    activation_layers,
    activation_title,
)
from cnnstudio.network.blocks.kind import BlockKind, Family, Misfit, Values, insert, shape_text
from cnnstudio.network.blocks.layer import Step, layer
from cnnstudio.network.blocks.parameters import Flag, Units
from cnnstudio.network.graph import Shape, Value
from cnnstudio.text import N_, _, plural


class Dense(BlockKind):
    """Every unit sees every input."""

    name = "dense"
    title = N_("Dense")
    family = Family.DENSE
    keywords = "linear fully connected units"
    explanation = N_(
        "Every unit weighs all inputs and adds a bias. At the end of a network, one unit for each "
        'class; "classes" follows the Output.'
    )
    equation = "y[u] = b[u] + Σ w[u, i] · x[i]"
    source = "Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.1"
    parameters = (
        Units(
            "units",
            N_("Units"),
            64,
            N_('How many values come out; "classes" for as many as the Output has.'),
        ),
        Flag("bias", N_("Bias"), True, N_("A learned number added to each unit.")),
        activation_choice(),
    )

    def output_shape(self, values: Values, inputs: Sequence[Shape]) -> Shape:
        if len(inputs[0]) != 1:
            raise Misfit(
                _("Dense needs a vector, not {shape}.").format(shape=shape_text(inputs[0])),
                insert("flatten"),
                insert("global_average"),
            )
        return (values["units"],)

    def weight_count(self, values: Values, inputs: Sequence[Shape]) -> int:
        units = int(values["units"])
        return units * inputs[0][0] + (units if values["bias"] else 0)

    def multiply_adds(self, values: Values, inputs: Sequence[Shape]) -> int:
        return int(values["units"]) * inputs[0][0]

    def layers(self, values: Values, inputs: Sequence[Shape]) -> tuple[Step, ...]:
        arguments: dict[str, Value] = {
            "in_features": inputs[0][0],
            "out_features": values["units"],
        }
        if not values["bias"]:
            arguments["bias"] = False
        return (layer("Linear", **arguments), *activation_layers(values["activation"]))

    def summary(self, values: Values) -> str:
        parts = [_units_text(values["units"])]
        if values["activation"] != NONE:
            parts.append(_(activation_title(values["activation"])))
        return ", ".join(parts)

    def formula(self, values: Values, inputs: Sequence[Shape]) -> tuple[str, ...]:
        units, features = values["units"], inputs[0][0]
        bias = f" + {units}" if values["bias"] else ""
        weights = self.weight_count(values, inputs)
        return (
            _("{sum} = {count} parameters").format(
                sum=f"{units} · {features}{bias}", count=f"{weights:,}"
            ),
        )


def _units_text(units: int | str) -> str:
    if isinstance(units, str):
        return _("one unit per class")
    return plural("{count} unit", "{count} units", units)
