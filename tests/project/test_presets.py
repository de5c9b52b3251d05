import pytest

from cnnstudio import paths
from cnnstudio.errors import UnknownNameError
from cnnstudio.network.shapes import infer_shapes
from cnnstudio.project.presets import NAMES, STARTER, PresetInfo, load_preset, presets
from cnnstudio.training import config
from cnnstudio.training.augmentation import COURSE

PARAMETERS = {
    "starter": 38_282,
    "lenet5": 61_706,
    "course-25-50": 137_660,
    "course-16-36": 242_062,
    "cat-or-dog": 813_217,
    "tiny-vgg": 19_920,
    "small-resnet": 19_994,
    "autoencoder": 10_291,
    "mlp": 238_510,
}


def test_every_preset_file_is_named_and_every_name_has_a_file() -> None:
    files = {path.stem for path in paths.resource("networks").glob("*.json")}
    assert files == set(NAMES)
    assert [info.name for info in presets()] == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_preset_has_no_problem_and_the_published_parameter_count(name: str) -> None:
    project = load_preset(name)
    report = infer_shapes(project.network)
    assert report.problems == ()
    assert report.weight_count == PARAMETERS[name]
    assert config.checked(project.training) == project.training


@pytest.mark.parametrize("info", presets(), ids=lambda info: info.name)
def test_preset_says_what_it_is_and_where_it_comes_from(info: PresetInfo) -> None:
    assert info.title
    assert info.description.endswith(".")
    assert info.source


def test_starter_is_the_network_the_goals_are_measured_with() -> None:
    project = load_preset(STARTER)
    assert infer_shapes(project.network).multiply_adds == 337_536
    assert project.data.name == "digits"
    assert project.training == config.TrainingConfig(
        epochs=6, batch_size=32, optimizer="adam", learning_rate=3e-3
    )


def test_lenet5_standardises_its_inputs() -> None:
    training = load_preset("lenet5").training
    assert (training.scaling, training.learning_rate) == ("standardise", 1e-3)


def test_cat_or_dog_starts_as_in_keras() -> None:
    training = load_preset("cat-or-dog").training
    assert (training.initialization, training.scaling) == ("xavier", "unit")
    assert training.augmentation == COURSE


def test_unknown_preset_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match=r'no preset called "lenet".*starter, lenet5'):
        load_preset("lenet")
