import msgspec
import pytest

from cnnstudio.data.choice import FOLDER, DataChoice, Fit
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


@pytest.mark.parametrize("size", [(0, 8), (8, 4097), (-1, -1)])
def test_sides_of_pictures_are_within_what_input_allows(size: tuple[int, int]) -> None:
    with pytest.raises(InvalidValueError, match="1 to 4096 pixels high and wide"):
        DataChoice(size=size)


@pytest.mark.parametrize("channels", [0, 2, 4])
def test_pictures_are_grey_or_in_colour(channels: int) -> None:
    with pytest.raises(InvalidValueError, match=f"3, colour; got {channels}"):
        DataChoice(channels=channels)


def test_choice_survives_storage() -> None:
    choice = DataChoice(
        name="folder",
        folder="/pictures",
        validation_fraction=0.1,
        part=0.5,
        seed=3,
        fit=Fit.CROP,
        size=(32, 48),
        channels=1,
    )
    assert msgspec.json.decode(msgspec.json.encode(choice), type=DataChoice) == choice


def test_a_stored_choice_out_of_range_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="got 7"):
        msgspec.json.decode(b'{"type": "DataChoice", "part": 7}', type=DataChoice)


def test_a_choice_stored_before_pictures_could_be_cropped_stretches_them() -> None:
    stored = b'{"type":"DataChoice","name":"folder","folder":"/p","validation_fraction":0.2}'
    choice = msgspec.json.decode(stored, type=DataChoice)
    assert (choice.fit, choice.size, choice.channels) == (Fit.STRETCH, None, None)


def test_pictures_of_ones_own_are_named_after_their_folder() -> None:
    assert DataChoice(name=FOLDER, folder="/home/ada/cats-and-dogs").short_name == "cats-and-dogs"
    assert DataChoice(name=FOLDER).short_name == FOLDER
    assert DataChoice(name="mnist", folder="/data").short_name == "mnist"
