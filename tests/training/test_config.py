import msgspec
import pytest

from cnnstudio.errors import InvalidValueError, UnknownNameError
from cnnstudio.training.augmentation import COURSE
from cnnstudio.training.config import (
    CHANGEABLE,
    FIELDS,
    TrainingConfig,
    changed,
    changed_while_running,
    changes,
    checked,
    difference,
    is_used,
)


def test_every_field_is_described_once_with_its_default() -> None:
    values = msgspec.structs.asdict(TrainingConfig())
    values.pop("augmentation")
    assert {each.name: each.default for each in FIELDS} == values
    assert all(each.help for each in FIELDS)
    assert set(msgspec.structs.asdict(TrainingConfig())) >= CHANGEABLE


def test_the_defaults_are_allowed() -> None:
    assert checked(TrainingConfig()) == TrainingConfig()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"learning_rate": 1e6}, "Learning rate must be a number from 1e-08 to 100"),
        ({"optimizer": "lion"}, "one of adam, adamw, sgd, rmsprop, adagrad"),
        ({"schedule": "linear"}, "one of constant, step, cosine, one-cycle, plateau"),
        ({"momentum": 1.0}, "Momentum"),
        ({"gradient_clip": float("nan")}, "Clip gradients"),
        ({"early_stopping": 2.5}, "a whole number from 0"),
        ({"epoch": 3}, 'no training setting called "epoch"'),
    ],
)
def test_what_is_not_allowed_is_refused(values: dict[str, object], words: str) -> None:
    with pytest.raises((InvalidValueError, UnknownNameError), match=words):
        changed(TrainingConfig(), **values)


def test_a_run_that_goes_on_takes_only_what_can_be_changed() -> None:
    running = TrainingConfig(seed=1)
    wanted = TrainingConfig(learning_rate=0.5, seed=2, augmentation=COURSE, optimizer="sgd")
    found = changed_while_running(running, changes(TrainingConfig(), wanted))
    assert found == TrainingConfig(learning_rate=0.5, seed=1, augmentation=COURSE)


def test_a_run_that_goes_on_keeps_what_was_not_edited() -> None:
    running = TrainingConfig(epochs=30, batch_size=8)
    edited = changes(TrainingConfig(), TrainingConfig(learning_rate=0.5))
    assert edited == {"learning_rate": 0.5}
    found = changed_while_running(running, edited, more_epochs=5)
    assert found == TrainingConfig(epochs=35, batch_size=8, learning_rate=0.5)


def test_no_more_epochs_are_added_than_a_run_may_have() -> None:
    with pytest.raises(InvalidValueError, match="Epochs"):
        changed_while_running(TrainingConfig(epochs=99_999), {}, more_epochs=5)


def test_a_difference_is_put_in_words() -> None:
    after = TrainingConfig(learning_rate=5e-4, augmentation=COURSE)
    assert difference(TrainingConfig(), after) == (
        "Learning rate 0.001 → 0.0005, Augmentation none → "
        "Flip horizontally, Shear 0.2, Zoom 0.2, Fill edge repeated"
    )
    assert difference(after, after) == ""


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("nesterov", {"optimizer": "sgd"}, True),
        ("nesterov", {"optimizer": "adam"}, False),
        ("momentum", {"optimizer": "rmsprop"}, False),
        ("rms_momentum", {"optimizer": "rmsprop"}, True),
        ("beta2", {"optimizer": "adamw"}, True),
        ("schedule_epochs", {"schedule": "cosine"}, False),
        ("schedule_epochs", {"schedule": "plateau"}, True),
        ("seed", {}, True),
    ],
)
def test_a_form_knows_what_has_an_effect(
    name: str, values: dict[str, object], *, expected: bool
) -> None:
    assert is_used(changed(TrainingConfig(), **values), name) is expected
