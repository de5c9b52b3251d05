import msgspec
import pytest

from cnnstudio.data.choice import DataChoice
from cnnstudio.errors import InvalidValueError


def test_default_is_the_embedded_digits() -> None:
    assert DataChoice().name == "digits"


@pytest.mark.parametrize("fraction", [-0.1, 1.0, 1.5, float("nan")])
def test_validation_fraction_leaves_something_to_train_on(fraction: float) -> None:
    with pytest.raises(InvalidValueError, match=r"validation fraction .* got (-?[\d.]+|nan)\."):
        DataChoice(validation_fraction=fraction)


@pytest.mark.parametrize("part", [0.0, -1.0, 1.01, float("nan")])
def test_part_is_above_zero_and_at_most_one(part: float) -> None:
    with pytest.raises(InvalidValueError, match="above 0 and at most 1"):
        DataChoice(part=part)


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_seed_fits_63_bits(seed: int) -> None:
    with pytest.raises(InvalidValueError, match="seed is a whole number"):
        DataChoice(seed=seed)


def test_choice_of_a_folder_names_it() -> None:
    with pytest.raises(InvalidValueError, match="Choose the folder"):
        DataChoice(name="folder")


def test_choice_survives_storage() -> None:
    choice = DataChoice(
        name="folder", folder="/pictures", validation_fraction=0.1, part=0.5, seed=3
    )
    assert msgspec.json.decode(msgspec.json.encode(choice), type=DataChoice) == choice


def test_a_stored_choice_out_of_range_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="got 7"):
        msgspec.json.decode(b'{"type": "DataChoice", "part": 7}', type=DataChoice)
