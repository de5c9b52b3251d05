"""How a network is trained: a value that is saved with the project and with each run."""

from typing import Any

import msgspec

from cnnstudio.errors import InvalidValueError
from cnnstudio.network.blocks.parameters import Choice, Integer, Parameter, Real
from cnnstudio.text import N_, _
from cnnstudio.training import augmentation as augmenting
from cnnstudio.training.augmentation import Augmentation


class TrainingConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of a run. `FIELDS` says what each may be; `checked` holds it to that.

    `augmentation` has fields of its own, in `training.augmentation`.
    """

    epochs: int = 6
    batch_size: int = 32
    optimizer: str = "adam"
    learning_rate: float = 1e-3
    momentum: float = 0.9
    weight_decay: float = 0.0
    initialization: str = "pytorch"
    scaling: str = "standardise"
    seed: int = 0
    device: str = "auto"
    augmentation: Augmentation = augmenting.NONE


FIELDS: tuple[Parameter, ...] = (
    Integer("epochs", N_("Epochs"), 6, N_("How often every picture is seen."), maximum=100_000),
    Integer(
        "batch_size",
        N_("Batch size"),
        32,
        N_("How many pictures are seen before the weights move. 32 is a good start."),
    ),
    Choice(
        "optimizer",
        N_("Optimizer"),
        "adam",
        N_("How gradients become steps. Adam needs the least tuning."),
        options=(
            ("adam", N_("Adam")),
            ("adamw", N_("AdamW")),
            ("sgd", N_("SGD with momentum")),
            ("rmsprop", N_("RMSprop")),
        ),
    ),
    Real(
        "learning_rate",
        N_("Learning rate"),
        1e-3,
        N_("The size of each step. Too large: the loss jumps or explodes; too small: it crawls."),
        minimum=1e-8,
        maximum=100.0,
    ),
    Real(
        "momentum",
        N_("Momentum"),
        0.9,
        N_("How much of the last step is kept; used by SGD and RMSprop."),
        maximum=0.9999,
    ),
    Real(
        "weight_decay",
        N_("Weight decay"),
        0.0,
        N_("Pulls weights towards zero, against overfitting. 0 switches it off."),
        maximum=10.0,
    ),
    Choice(
        "initialization",
        N_("Initial weights"),
        "pytorch",
        N_("How the weights are drawn before the first step."),
        options=(
            ("pytorch", N_("PyTorch's default")),
            ("kaiming", N_("Kaiming normal")),
            ("xavier", N_("Xavier uniform, zero bias (Keras)")),
        ),
    ),
    Choice(
        "scaling",
        N_("Input scaling"),
        "standardise",
        N_("Standardise: mean 0 and deviation 1 over the training pictures, per channel."),
        options=(("standardise", N_("standardise")), ("unit", N_("0 to 1"))),
    ),
    Integer(
        "seed",
        N_("Seed"),
        0,
        N_("The same seed gives the same weights and order of pictures."),
        minimum=0,
        maximum=2**31 - 1,
    ),
    Choice(
        "device",
        N_("Device"),
        "auto",
        N_("Automatic takes a GPU where there is one."),
        options=(
            ("auto", N_("automatic")),
            ("cpu", N_("CPU")),
            ("cuda", N_("CUDA")),
            ("mps", N_("Apple MPS")),
        ),
    ),
)
"""One description per field: the form, the check and the command line follow it."""


def field(name: str) -> Parameter:
    """Return the description of one field; raise `InvalidValueError` for another name."""
    for each in FIELDS:
        if each.name == name:
            return each
    known = ", ".join(each.name for each in FIELDS)
    raise InvalidValueError(
        _('There is no training setting "{name}". Known: {known}.').format(name=name, known=known)
    )


def changed(config: TrainingConfig, **values: Any) -> TrainingConfig:
    """Return `config` with some fields changed; raise `InvalidValueError` for bad values."""
    normal = {name: _checked_value(name, value) for name, value in values.items()}
    return msgspec.structs.replace(config, **normal)


def checked(config: TrainingConfig) -> TrainingConfig:
    """Return `config` in normal form; raise `InvalidValueError` where a value is not allowed."""
    return changed(config, **msgspec.structs.asdict(config))


def _checked_value(name: str, value: Any) -> Any:
    if name == "augmentation":
        return augmenting.checked(value)
    return field(name).check(value)
