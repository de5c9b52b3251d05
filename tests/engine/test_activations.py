from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest
import torch
from torch import nn

from cnnstudio.data.choice import DataChoice
from cnnstudio.data.drawing import normalised
from cnnstudio.data.idx import USUAL_NAMES, write_idx
from cnnstudio.engine.activations import Prober
from cnnstudio.engine.build import build
from cnnstudio.engine.control import Control, Wish
from cnnstudio.engine.loop import Running
from cnnstudio.engine.samples import scaled, scaling_of
from cnnstudio.engine.session import load_dataset, train
from cnnstudio.engine.trained import load_trained
from cnnstudio.errors import InvalidNetworkError
from cnnstudio.network.edits import set_parameters
from cnnstudio.network.graph import Network
from cnnstudio.training import runs
from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.messages import (
    Activations,
    BlockMaps,
    BlockValues,
    Drawing,
    FeatureMaps,
    Probe,
)
from tests.engine.networks import chain, dense, picture, starter

FEW = DataChoice(part=0.2)
CONFIG = TrainingConfig(epochs=1, seed=3)


def probe(network: Network | None = None, *, folder: Path | None = None, index: int = 5) -> Probe:
    place = str(folder) if folder else None
    return Probe(7, network or starter(), CONFIG, FEW, index, place, 3)


def painting() -> Network:
    """Return a network that answers with a picture."""
    return chain(
        picture(1, 8, 8),
        ("conv", {"filters": 4, "stride": (2, 2), "padding": "same"}),
        ("transposed", {"filters": 1}),
        ("output", {"task": "picture"}),
    )


def input_of(asked: Probe) -> torch.Tensor:
    dataset = load_dataset(FEW, (1, 8, 8))
    assert dataset.validation is not None
    part = dataset.validation
    pictures = part.pictures[asked.index : asked.index + 1]
    scaling = scaling_of(dataset.train, CONFIG.scaling)
    return scaled(pictures, scaling, maximum=part.maximum)


def values_of(maps: FeatureMaps) -> np.ndarray:
    pixels = np.frombuffer(maps.pixels, np.uint8).reshape(maps.count, maps.height, maps.width)
    return maps.low + pixels / 255 * (maps.high - maps.low)


def assert_shows(answer: Activations, module: nn.Module, asked: Probe) -> None:
    """The answer shows what the module computes, to half a grey level."""
    with torch.no_grad():
        outputs = module.eval().trace(input_of(asked))
    assert [maps.block for maps in answer.maps] == list(outputs)
    for maps in answer.maps:
        output = outputs[maps.block][0]
        expected = output[:3] if output.dim() == 3 else output.view(1, 1, -1)
        level = (maps.high - maps.low) / 255
        np.testing.assert_allclose(values_of(maps), expected, atol=level * 0.51 + 1e-6)
        assert maps.low == pytest.approx(expected.min().item())
        assert maps.high == pytest.approx(expected.max().item())


def test_maps_are_the_numbers_that_the_module_computes() -> None:
    asked = probe()
    answer = Prober().answer(asked)
    assert_shows(answer, build(starter(), seed=CONFIG.seed), asked)
    assert (answer.generation, answer.source) == (7, "initial weights, seed 3")


def test_the_first_maps_are_shown_and_all_are_counted() -> None:
    shown = {maps.block: (maps.count, maps.channels) for maps in Prober().answer(probe()).maps}
    assert shown["conv2"] == (3, 32)
    assert shown["input1"] == (1, 1)
    assert shown["dense1"] == (1, 1)


def test_all_maps_of_one_block_come_with_their_numbers() -> None:
    asked = msgspec.structs.replace(probe(), detail="conv2")
    detail = Prober().answer(asked).detail
    with torch.no_grad():
        output = build(starter(), seed=CONFIG.seed).eval().trace(input_of(asked))["conv2"][0]
    assert isinstance(detail, BlockMaps)
    assert (detail.block, detail.shape) == ("conv2", tuple(output.shape))
    assert len(detail.pixels) == output.numel()
    for figures, plane in zip(detail.figures, output, strict=True):
        found = (figures.least, figures.greatest, figures.mean)
        assert found == pytest.approx(
            (plane.min().item(), plane.max().item(), plane.mean().item()), rel=1e-5
        )
    pixels = np.frombuffer(detail.pixels, np.uint8).reshape(detail.shape)
    level = (detail.high - detail.low) / 255
    np.testing.assert_allclose(detail.low + pixels * level, output, atol=level * 0.51 + 1e-6)


def test_of_a_dense_block_come_all_values() -> None:
    asked = msgspec.structs.replace(probe(), detail="dense1")
    detail = Prober().answer(asked).detail
    with torch.no_grad():
        output = build(starter(), seed=CONFIG.seed).eval().trace(input_of(asked))["dense1"][0]
    assert isinstance(detail, BlockValues)
    assert detail.count == len(output)
    np.testing.assert_array_equal(np.frombuffer(detail.values, np.float32), output)


@pytest.mark.parametrize("block", ["", "output1", "nobody"])
def test_a_block_that_gives_out_nothing_has_no_detail(block: str) -> None:
    assert Prober().answer(msgspec.structs.replace(probe(), detail=block)).detail is None


def test_the_picture_is_that_of_the_validation_part() -> None:
    answer = Prober().answer(probe(index=5))
    part = load_dataset(FEW, (1, 8, 8)).validation
    assert part is not None
    shown = np.frombuffer(answer.picture, np.uint8).reshape(answer.picture_shape)
    np.testing.assert_allclose(shown[:, :, 0], part.pictures[5, 0] / 16 * 255, atol=0.5)
    assert answer.label == part.labels[5]
    beyond = Prober().answer(probe(index=5 + len(part)))
    assert (beyond.picture, beyond.label) == (answer.picture, answer.label)


def test_a_drawing_is_brought_to_the_form_of_the_data_set_and_has_no_label() -> None:
    ink = np.zeros((40, 40), np.uint8)
    ink[5:35, 18:22] = 255
    drawing = Drawing(40, 40, ink.tobytes())
    answer = Prober().answer(msgspec.structs.replace(probe(), drawing=drawing))
    shown = np.frombuffer(answer.picture, np.uint8).reshape(answer.picture_shape)
    np.testing.assert_array_equal(shown, normalised(ink, (1, 8, 8), FEW.name).transpose(1, 2, 0))
    assert answer.label is None
    (maps,) = (maps for maps in answer.maps if maps.block == "input1")
    assert np.ptp(values_of(maps)) > 0


def test_probabilities_are_those_of_the_classes() -> None:
    asked = probe()
    with torch.no_grad():
        expected = build(starter(), seed=3).eval()(input_of(asked)).softmax(1)[0]
    answer = Prober().answer(asked)
    assert answer.probabilities == pytest.approx(expected.tolist(), rel=1e-5)
    assert answer.classes == tuple("0123456789")


def test_filters_are_the_weights_for_the_first_channel() -> None:
    module = build(starter(), seed=3)
    answer = Prober().answer(probe())
    assert [each.block for each in answer.filters] == ["conv1", "conv2"]
    for each in answer.filters:
        weights = module.layers_of(each.block)[0].weight[:, 0].detach().numpy()
        found = np.frombuffer(each.values, np.float32).reshape(each.count, each.height, each.width)
        np.testing.assert_array_equal(found, weights)


def test_filters_of_the_block_looked_into_come_for_all_channels() -> None:
    module = build(starter(), seed=3)
    answer = Prober().answer(msgspec.structs.replace(probe(), detail="conv2"))
    one, other = answer.filters
    assert (one.channels, one.planes, other.channels, other.planes) == (1, 1, 16, 16)
    weights = module.layers_of("conv2")[0].weight.detach().numpy()
    found = np.frombuffer(other.values, np.float32).reshape(16, 32, 3, 3)
    np.testing.assert_array_equal(found, weights.transpose(1, 0, 2, 3))


def test_filters_of_a_transposed_convolution_are_counted_by_its_output() -> None:
    module = build(painting(), seed=3)
    (layer,) = (each for each in module.modules() if isinstance(each, nn.ConvTranspose2d))
    *_others, filters = Prober().answer(probe(painting())).filters
    assert (filters.count, filters.channels) == (1, 4)
    weights = layer.weight[0].detach().numpy()  # of the first input channel
    np.testing.assert_array_equal(np.frombuffer(filters.values, np.float32), weights.ravel())


def test_a_network_that_answers_with_a_picture_has_an_answer_and_its_loss() -> None:
    network, asked = painting(), probe(painting())
    answer = Prober().answer(asked)
    assert (answer.probabilities, answer.picture_shape) == ((), (8, 8, 1))
    assert len(answer.answer) == 64
    module = build(network, seed=asked.config.seed)
    dataset = load_dataset(FEW, (1, 8, 8))
    scaling = scaling_of(dataset.train, asked.config.scaling)
    part = dataset.validation
    assert part is not None
    picture = scaled(part.pictures[5:6], scaling, maximum=part.maximum)
    with torch.no_grad():
        given = module.eval().logits(picture)
    assert answer.loss == pytest.approx(float(((given - picture) ** 2).mean()), rel=1e-5)
    levels = (given[0, 0] * scaling.deviation[0] + scaling.mean[0]) * 255
    expected = levels.clamp(0, 255).numpy()
    found = np.frombuffer(answer.answer, np.uint8).reshape(8, 8)
    np.testing.assert_allclose(found, expected, atol=0.51)


def test_a_map_that_never_varies_is_black() -> None:
    network = chain(
        picture(1, 8, 8), ("conv", {"filters": 2}), "relu", "flatten", dense(10), "output"
    )
    prober = Prober()
    prober.answer(probe(network))
    assert prober._module is not None
    conv = prober._module.layers_of("conv1")[0]
    for name in prober._initial:
        if name.startswith("conv1"):
            prober._initial[name].zero_()
    (maps,) = (each for each in prober.answer(probe(network)).maps if each.block == "conv1")
    assert (maps.low, maps.high) == (0, 0)
    assert not any(maps.pixels)
    assert not conv.weight.any()


def test_a_finished_run_shows_its_best_weights() -> None:
    folder = runs.new_run_folder("probed")
    list(train(starter(), CONFIG, FEW, folder, name="probed"))
    asked = probe(folder=folder)
    answer = Prober().answer(asked)
    assert_shows(answer, load_trained(folder).module, asked)
    assert answer.source == "weights of the run probed"


def test_a_run_of_another_network_leaves_the_initial_weights() -> None:
    folder = runs.new_run_folder("probed")
    list(train(starter(), CONFIG, FEW, folder))
    other = set_parameters(starter(), "conv1", {"filters": 5})
    asked = probe(other, folder=folder)
    answer = Prober().answer(asked)
    assert answer.source == "initial weights, seed 3"
    assert_shows(answer, build(other, seed=3), asked)


def test_newer_weights_of_a_run_are_read_again() -> None:
    folder = runs.new_run_folder("probed")
    prober = Prober()
    assert "initial" in prober.answer(probe(folder=folder)).source
    list(train(starter(), CONFIG, FEW, folder, name="a"))
    first = prober.answer(probe(folder=folder))
    more = msgspec.structs.replace(CONFIG, epochs=4)
    list(train(starter(), more, FEW, folder, name="b", resume=True))
    second = prober.answer(probe(folder=folder))
    assert (first.source, second.source) == ("weights of the run a", "weights of the run b")
    assert first.probabilities != second.probabilities


def shades(root: Path, *classes: str) -> DataChoice:
    """Write a folder of dark pictures of one class, and brighter ones of each after it."""
    for shade, name in enumerate(classes, start=1):
        (root / name).mkdir(parents=True)
        for number in range(6):
            pixels = np.full((8, 8), 50 * shade + number, np.uint8)
            cv2.imwrite(str(root / name / f"{number}.png"), pixels)
    return DataChoice(name="folder", folder=str(root))


BINARY = chain(picture(1, 8, 8), "flatten", dense(2), ("output", {"classes": 2}))


def shown_of(data: DataChoice, folder: Path | None, index: int = 0) -> Activations:
    """Return what comes of one validation picture of a data set."""
    place = str(folder) if folder else None
    return Prober().answer(Probe(1, BINARY, CONFIG, data, index, place, 3))


@pytest.fixture
def cats_and_dogs(tmp_path: Path) -> Path:
    """The folder of a run that has learnt cats and dogs."""
    folder = runs.new_run_folder("probed")
    list(train(BINARY, CONFIG, shades(tmp_path / "learnt", "cat", "dog"), folder))
    return folder


@pytest.mark.parametrize("names", [("cat", "dog"), ("dog", "eel"), ("ant", "bee", "cat")])
def test_classes_are_those_of_the_run_whose_weights_are_shown(
    cats_and_dogs: Path, tmp_path: Path, names: tuple[str, ...]
) -> None:
    data = shades(tmp_path / "open", *names)
    part = load_dataset(data, (1, 8, 8)).validation
    assert part is not None
    for index, label in enumerate(part.labels):
        answer = shown_of(data, cats_and_dogs, index)
        assert answer.classes == ("cat", "dog")
        assert len(answer.probabilities) == 2
        assert answer.label == {"cat": 0, "dog": 1}.get(names[label])


def test_classes_of_initial_weights_are_those_of_the_data_set(
    cats_and_dogs: Path, tmp_path: Path
) -> None:
    data = shades(tmp_path / "open", "ant", "bee")
    assert shown_of(data, None).classes == ("ant", "bee")
    with pytest.raises(InvalidNetworkError, match="has 3 classes, but Output asks for 2"):
        shown_of(shades(tmp_path / "more", "ant", "bee", "cat"), None)


def test_labels_without_names_are_those_of_the_run(cats_and_dogs: Path, tmp_path: Path) -> None:
    folder = tmp_path / "idx"
    folder.mkdir()
    for start in (0, 2):
        write_idx(folder / USUAL_NAMES[start], np.full((20, 8, 8), 200, np.uint8))
        write_idx(folder / USUAL_NAMES[start + 1], (np.arange(20) % 2).astype(np.uint8))
    data = DataChoice(name="folder", folder=str(folder))
    part = load_dataset(data, (1, 8, 8)).validation
    assert part is not None
    answer = shown_of(data, cats_and_dogs)
    assert (answer.classes, answer.label) == (("cat", "dog"), part.labels[0])


def test_a_network_that_answers_with_a_picture_keeps_the_classes_of_the_data(
    tmp_path: Path,
) -> None:
    folder = runs.new_run_folder("probed")
    list(train(painting(), CONFIG, FEW, folder))
    data = shades(tmp_path / "open", "ant", "bee")
    answer = Prober().answer(Probe(1, painting(), CONFIG, data, 0, str(folder), 3))
    assert (answer.classes, answer.probabilities) == (("ant", "bee"), ())
    assert answer.source.startswith("weights of the run")


def test_looking_at_a_run_does_not_disturb_it() -> None:
    """Also where it is looked at before every batch, with batch norm and dropout in it."""
    network = chain(
        picture(1, 8, 8),
        ("conv", {"filters": 4}),
        "batch_norm",
        "relu",
        "flatten",
        "dropout",
        dense(10),
        "output",
    )

    class Looking(Control):
        prober = Prober()
        answers: list[Activations] = []  # noqa: RUF012

        def wish(self) -> Wish:
            if isinstance(self.running, Running):
                self.answers.append(self.prober.answer(probe(network, folder=looked), self.running))
            return Wish.GO_ON

    alone, looked = runs.new_run_folder("alone"), runs.new_run_folder("looked")
    list(train(network, CONFIG, FEW, alone))
    list(train(network, CONFIG, FEW, looked, control=Looking()))
    assert (alone / runs.BEST).read_bytes() == (looked / runs.BEST).read_bytes()
    assert Looking.answers[0].source == "weights in training, step 0"
    assert Looking.answers[0].classes == runs.read_record(looked).classes
    assert Looking.answers[0].probabilities != Looking.answers[-1].probabilities


def test_a_network_with_a_problem_is_refused() -> None:
    with pytest.raises(InvalidNetworkError, match="Dense needs a vector"):
        Prober().answer(probe(chain(picture(1, 8, 8), dense(10), "output")))


def test_answers_travel_as_small_messages() -> None:
    answer = Prober().answer(probe())
    packed = msgspec.msgpack.encode(answer)
    assert msgspec.msgpack.decode(packed, type=Activations) == answer
    assert len(packed) < 30_000
