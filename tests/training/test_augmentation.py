from typing import Any

import msgspec
import pytest

from cnnstudio.errors import InvalidValueError, UnknownNameError
from cnnstudio.training import augmentation, config
from cnnstudio.training.augmentation import (
    COURSE,
    FIELDS,
    NONE,
    PRESETS,
    Augmentation,
    changed,
    checked,
    described,
    preset,
)
from cnnstudio.training.config import TrainingConfig


def test_every_field_is_described_once_with_its_default() -> None:
    assert {each.name: each.default for each in FIELDS} == msgspec.structs.asdict(NONE)
    assert all(each.help for each in FIELDS)


@pytest.mark.parametrize("each", [value for *_names, value in PRESETS])
def test_presets_are_allowed(each: Augmentation) -> None:
    assert checked(each) == each


def test_the_courses_recipe_is_keras_own() -> None:
    assert preset("course") == Augmentation(shear=0.2, zoom=0.2, horizontal_flip=True)


def test_an_unknown_preset_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match=r'"flips".*none, course'):
        preset("flips")


@pytest.mark.parametrize(
    ("name", "value"),
    [("zoom", 1.0), ("rotation", -1), ("shear", "0.2"), ("fill", "wrap"), ("horizontal_flip", 1)],
)
def test_what_is_out_of_range_is_refused(name: str, value: Any) -> None:
    with pytest.raises(InvalidValueError, match=augmentation.field(name).title):
        changed(NONE, **{name: value})


def test_a_configuration_checks_its_augmentation() -> None:
    with pytest.raises(InvalidValueError, match="Zoom"):
        config.checked(TrainingConfig(augmentation=Augmentation(zoom=2.0)))


def test_a_configuration_from_before_augmentation_can_be_read() -> None:
    assert msgspec.json.decode(b'{"epochs": 3}', type=TrainingConfig).augmentation == NONE


@pytest.mark.parametrize(
    ("value", "moves", "colours"),
    [
        (NONE, False, False),
        (Augmentation(fill="zero"), False, False),
        (COURSE, True, False),
        (Augmentation(noise=0.1), False, True),
    ],
)
def test_it_says_what_it_touches(value: Augmentation, *, moves: bool, colours: bool) -> None:
    assert (value.moves, value.colours, value.is_on) == (moves, colours, moves or colours)


def test_it_is_described_by_what_is_used() -> None:
    assert described(NONE) == "none"
    assert described(COURSE) == "Flip horizontally, Shear 0.2, Zoom 0.2, Fill edge repeated"
    assert described(Augmentation(noise=0.1, fill="zero")) == "Noise 0.1"
