"""How a network is trained: a value that is saved with the project and with each run."""

from collections.abc import Mapping
from typing import Any

import msgspec

from cnnstudio.network.blocks.parameters import Choice, Flag, Integer, Parameter, Real
from cnnstudio.text import N_, _
from cnnstudio.training import augmentation as augmenting
from cnnstudio.training.augmentation import Augmentation
from cnnstudio.training.fields import find_field


class TrainingConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of a run. `FIELDS` says what each may be; `checked` holds it to that.

    `augmentation` has fields of its own, in `training.augmentation`.
    """

    epochs: int = 6
    batch_size: int = 32
    optimizer: str = "adam"
    learning_rate: float = 1e-3
    schedule: str = "constant"
    schedule_epochs: int = 5
    schedule_factor: float = 0.1
    momentum: float = 0.9
    nesterov: bool = False
    beta1: float = 0.9
    beta2: float = 0.999
    rms_smoothing: float = 0.99
    rms_momentum: float = 0.0
    epsilon: float = 1e-8
    weight_decay: float = 0.0
    gradient_clip: float = 0.0
    loss: str = "auto"
    label_smoothing: float = 0.0
    class_weights: bool = False
    early_stopping: int = 0
    initialization: str = "pytorch"
    scaling: str = "standardise"
    seed: int = 0
    device: str = "auto"
    precision: str = "auto"
    tensorboard: bool = False
    augmentation: Augmentation = augmenting.NONE


CHANGEABLE = frozenset(
    {"epochs", "batch_size", "learning_rate", "weight_decay", "gradient_clip", "early_stopping"}
    | {"augmentation"}
)
"""The settings that may be changed while a run goes on."""

Settings = dict[str, int | float | Augmentation]
"""New values of some of `CHANGEABLE`, by name."""

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
            ("adagrad", N_("Adagrad")),
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
    Choice(
        "schedule",
        N_("Schedule"),
        "constant",
        N_(
            "How the learning rate changes: in steps, along a cosine to 0, up and down in one "
            "cycle, or lower whenever nothing gets better."
        ),
        options=(
            ("constant", N_("constant")),
            ("step", N_("steps")),
            ("cosine", N_("cosine")),
            ("one-cycle", N_("one cycle")),
            ("plateau", N_("lower on a plateau")),
        ),
    ),
    Integer(
        "schedule_epochs",
        N_("Epochs per step"),
        5,
        N_(
            "Steps: how many epochs each lasts. Plateau: after how many epochs without a better "
            "one the learning rate is lowered."
        ),
        maximum=100_000,
    ),
    Real(
        "schedule_factor",
        N_("Step factor"),
        0.1,
        N_("What the learning rate is multiplied by at each step, or on a plateau."),
        minimum=1e-4,
        maximum=0.99,
    ),
    Real(
        "momentum",
        N_("Momentum"),
        0.9,
        N_("How much of the last step is kept, so that steps in one direction add up."),
        maximum=0.9999,
    ),
    Flag(
        "nesterov",
        N_("Nesterov"),
        default=False,
        help=N_("SGD looks ahead along its momentum, which often settles sooner."),
    ),
    Real(
        "beta1",
        N_("Beta 1"),
        0.9,
        N_("Adam: how much of the mean of earlier gradients is kept."),
        maximum=0.9999,
        step=0.01,
    ),
    Real(
        "beta2",
        N_("Beta 2"),
        0.999,
        N_("Adam: how much of the mean of earlier squared gradients is kept."),
        maximum=0.99999,
        step=0.001,
    ),
    Real(
        "rms_smoothing",
        N_("Smoothing"),
        0.99,
        N_("RMSprop: how much of the mean of earlier squared gradients is kept."),
        maximum=0.99999,
        step=0.01,
    ),
    Real(
        "rms_momentum",
        N_("Momentum"),
        0.0,
        N_("RMSprop: how much of the last step is kept. 0, as in PyTorch and Keras, for none."),
        maximum=0.9999,
    ),
    Real(
        "epsilon",
        N_("Epsilon"),
        1e-8,
        N_("Is added where Adam, RMSprop and Adagrad divide, so that it is never by 0."),
        minimum=1e-16,
    ),
    Real(
        "weight_decay",
        N_("Weight decay"),
        0.0,
        N_("Pulls weights towards zero, against overfitting; 0.01 suits AdamW. 0: off."),
        maximum=10.0,
    ),
    Real(
        "gradient_clip",
        N_("Clip gradients"),
        0.0,
        N_("The largest norm of all gradients together; a larger one is scaled down. 0: off."),
        maximum=1e6,
    ),
    Choice(
        "loss",
        N_("Loss"),
        "auto",
        N_(
            "Automatic follows Output: cross-entropy for classes and yes/no, mean squared error "
            "for pictures."
        ),
        options=(
            ("auto", N_("automatic")),
            ("cross-entropy", N_("cross-entropy")),
            ("binary", N_("binary cross-entropy")),
            ("mse", N_("mean squared error")),
            ("mae", N_("mean absolute error")),
        ),
    ),
    Real(
        "label_smoothing",
        N_("Label smoothing"),
        0.0,
        N_("Spreads this share of the certainty over all classes, against overconfidence."),
        maximum=0.9,
        step=0.05,
    ),
    Flag(
        "class_weights",
        N_("Weigh classes"),
        default=False,
        help=N_("Classes with few pictures count more, so that all count the same in total."),
    ),
    Integer(
        "early_stopping",
        N_("Early stopping"),
        0,
        N_("Ends the run after so many epochs without a better one. 0 switches it off."),
        minimum=0,
        maximum=100_000,
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
            ("lecun", N_("uniform ±2.4 / fan-in (the course)")),
        ),
    ),
    Choice(
        "scaling",
        N_("Input scaling"),
        "standardise",
        N_(
            "Standardise: mean 0 and deviation 1 over the training pictures, per channel. "
            "0 to 1 is what Keras' rescale=1/255 gives."
        ),
        options=(
            ("standardise", N_("standardise")),
            ("unit", N_("0 to 1")),
            ("symmetric", N_("−1 to 1")),
        ),
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
    Choice(
        "precision",
        N_("Precision"),
        "auto",
        N_(
            "Mixed: layers compute with 16 bits, weights and loss keep 32. Automatic takes it "
            "where training is at least a quarter faster with it, on CUDA and on some processors."
        ),
        options=(
            ("auto", N_("automatic")),
            ("float32", N_("32 bits")),
            ("bfloat16", N_("mixed, 16 bits")),
        ),
    ),
    Flag(
        "tensorboard",
        N_("TensorBoard"),
        default=False,
        help=N_(
            "Also writes the curves as event files into the folder of the run. Needs the package "
            "TensorBoard: pip install cnnstudio[tensorboard]."
        ),
    ),
)
"""One description per field: the form, the check and the command line follow it."""


_NEEDED_BY: dict[str, tuple[str, frozenset[str]]] = {
    "schedule_epochs": ("schedule", frozenset({"step", "plateau"})),
    "schedule_factor": ("schedule", frozenset({"step", "plateau"})),
    "momentum": ("optimizer", frozenset({"sgd"})),
    "rms_momentum": ("optimizer", frozenset({"rmsprop"})),
    "nesterov": ("optimizer", frozenset({"sgd"})),
    "beta1": ("optimizer", frozenset({"adam", "adamw"})),
    "beta2": ("optimizer", frozenset({"adam", "adamw"})),
    "rms_smoothing": ("optimizer", frozenset({"rmsprop"})),
    "epsilon": ("optimizer", frozenset({"adam", "adamw", "rmsprop", "adagrad"})),
}


def is_used(config: TrainingConfig, name: str) -> bool:
    """Return whether a field has an effect, as the others stand; a form may hide it if not."""
    if name not in _NEEDED_BY:
        return True
    other, values = _NEEDED_BY[name]
    return getattr(config, other) in values


_USUAL_RATES = {"sgd": 1e-2, "adagrad": 1e-2}


def gentler_rate(config: TrainingConfig) -> float:
    """Return a learning rate for a run that one of `config` has ruined: a tenth, or the usual."""
    return min(config.learning_rate / 10, _USUAL_RATES.get(config.optimizer, 1e-3))


def field(name: str) -> Parameter:
    """Return the description of one field; raise `UnknownNameError` for another name."""
    return find_field(FIELDS, name, _("training setting"))


def changed(config: TrainingConfig, **values: Any) -> TrainingConfig:
    """Return `config` with some fields changed; raise `InvalidValueError` for bad values."""
    normal = {name: _checked_value(name, value) for name, value in values.items()}
    return msgspec.structs.replace(config, **normal)


def checked(config: TrainingConfig) -> TrainingConfig:
    """Return `config` in normal form; raise `InvalidValueError` where a value is not allowed."""
    return changed(config, **msgspec.structs.asdict(config))


def changes(before: TrainingConfig, after: TrainingConfig) -> Settings:
    """Return what `after` has otherwise than `before`, of `CHANGEABLE`."""
    return {
        name: getattr(after, name)
        for name in sorted(CHANGEABLE)
        if getattr(before, name) != getattr(after, name)
    }


def changed_while_running(
    config: TrainingConfig, settings: Mapping[str, Any], *, more_epochs: int = 0
) -> TrainingConfig:
    """Return `config` with new `settings`, and with more epochs than it would have then.

    What is not in `CHANGEABLE` waits for another run. Raises `InvalidValueError`.
    """
    values = {name: value for name, value in settings.items() if name in CHANGEABLE}
    known = changed(config, **values)
    return changed(known, epochs=known.epochs + more_epochs)


def difference(before: TrainingConfig, after: TrainingConfig) -> str:
    """Return what was changed, in words: "Learning rate 0.001 → 0.0005"."""
    return ", ".join(
        _("{title} {before} → {after}").format(
            title=_(each.title),
            before=each.text(getattr(before, each.name)),
            after=each.text(getattr(after, each.name)),
        )
        for each in (*FIELDS, _AUGMENTATION)
        if getattr(before, each.name) != getattr(after, each.name)
    )


class _Described(Parameter):
    """A value that says itself what it is."""

    def text(self, value: Any) -> str:
        return augmenting.described(value)


_AUGMENTATION = _Described("augmentation", N_("Augmentation"), augmenting.NONE)


def _checked_value(name: str, value: Any) -> Any:
    if name == "augmentation":
        return augmenting.checked(value)
    return field(name).check(value)
