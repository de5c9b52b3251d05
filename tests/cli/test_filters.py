from pathlib import Path

import cv2
import numpy as np
import pytest

from cnnstudio.kernels.display import HUES, Palette, diverging, shown, viridis
from cnnstudio.kernels.filtering import filter_picture
from cnnstudio.kernels.kernel import parse_kernel
from cnnstudio.kernels.pictures import sample
from cnnstudio.kernels.settings import (
    Activation,
    Channels,
    FilterSettings,
    Gradient,
    Pooling,
    ValueDisplay,
)
from tests.cli.conftest import Command

SOBEL = "1 0 -1; 2 0 -2; 1 0 -1"


@pytest.fixture
def grey(tmp_path: Path) -> Path:
    """A 16-bit grey picture of random values."""
    path = tmp_path / "grey.png"
    values = np.random.default_rng(1).integers(0, 65_536, (40, 30), np.uint16)
    cv2.imwrite(str(path), values)
    return path


def test_npy_holds_the_values_unscaled_as_float32(
    cnnstudio: Command, tmp_path: Path, grey: Path
) -> None:
    target = tmp_path / "out.npy"
    assert cnnstudio("filter", grey, "--kernel", SOBEL, "-o", target).status == 0
    found = np.load(target)
    assert (found.dtype, found.shape) == (np.float32, (40, 30))
    picture = cv2.imread(str(grey), cv2.IMREAD_UNCHANGED)
    assert np.array_equal(found, filter_picture(picture, parse_kernel(SOBEL)))


def test_tiff_holds_colours_in_float32_and_in_their_order(
    cnnstudio: Command, tmp_path: Path
) -> None:
    for suffix in ("npy", "tif"):
        cnnstudio("filter", "chelsea", "--kernel", "sobel-x", "-o", tmp_path / f"out.{suffix}")
    stored = cv2.imread(str(tmp_path / "out.tif"), cv2.IMREAD_UNCHANGED)
    assert stored.dtype == np.float32
    assert np.array_equal(stored[..., ::-1], np.load(tmp_path / "out.npy"))


@pytest.mark.parametrize("depth", [np.uint8, np.uint16])
def test_png_is_cut_to_the_depth_of_the_picture(
    cnnstudio: Command, tmp_path: Path, grey: Path, depth: type
) -> None:
    if depth is np.uint8:
        cv2.imwrite(str(grey), cv2.imread(str(grey), cv2.IMREAD_GRAYSCALE))
    for suffix in ("npy", "png"):
        cnnstudio("filter", grey, "--kernel", SOBEL, "-o", tmp_path / f"out.{suffix}")
    stored = cv2.imread(str(tmp_path / "out.png"), cv2.IMREAD_UNCHANGED)
    expected = np.clip(np.load(tmp_path / "out.npy"), 0, np.iinfo(depth).max)
    assert stored.dtype == depth
    assert np.array_equal(stored, expected)


def test_stride_border_and_dilation_are_applied(
    cnnstudio: Command, tmp_path: Path, grey: Path
) -> None:
    options = ("--border", "valid", "--stride", "2", "--dilation", "2")
    target = tmp_path / "out.npy"
    cnnstudio("filter", grey, "--kernel", "sobel-x", *options, "-o", target)
    assert np.load(target).shape == (18, 13)


def test_identity_gives_the_picture_back(cnnstudio: Command, tmp_path: Path) -> None:
    cnnstudio("filter", "chelsea", "--kernel", "identity", "-o", tmp_path / "out.png")
    stored = cv2.imread(str(tmp_path / "out.png"))
    assert np.array_equal(stored[..., ::-1], sample("chelsea").load())


def test_many_pictures_go_into_a_folder_under_their_names(
    cnnstudio: Command, tmp_path: Path, grey: Path
) -> None:
    folder = tmp_path / "out"
    answer = cnnstudio("filter", grey, "chelsea", "coins", "--kernel", "box-blur", "-o", folder)
    assert answer.status == 0
    assert {path.name for path in folder.iterdir()} == {"grey.png", "chelsea.png", "coins.png"}


def test_format_in_a_folder_can_be_chosen(cnnstudio: Command, tmp_path: Path) -> None:
    options = ("--kernel", "box-blur", "--format", "npy", "-o", tmp_path / "out")
    cnnstudio("filter", "chelsea", *options)
    assert np.load(tmp_path / "out" / "chelsea.npy").dtype == np.float32


def test_two_results_of_one_name_are_refused_before_anything_is_written(
    cnnstudio: Command, tmp_path: Path, grey: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "grey.png").write_bytes(grey.read_bytes())
    folder = tmp_path / "out"
    answer = cnnstudio("filter", grey, other / "grey.png", "--kernel", "box-blur", "-o", folder)
    assert answer.status == 2
    assert "grey.png" in answer.sentence
    assert not folder.exists()


def test_file_where_a_folder_is_needed_is_refused(
    cnnstudio: Command, tmp_path: Path, grey: Path
) -> None:
    answer = cnnstudio("filter", grey, "chelsea", "--kernel", "box-blur", "-o", grey)
    assert answer.status == 2
    assert "need a folder" in answer.sentence


def test_file_that_is_no_picture_is_named(cnnstudio: Command, tmp_path: Path) -> None:
    path = tmp_path / "notes.png"
    path.write_text("not a picture")
    answer = cnnstudio("filter", path, "--kernel", "box-blur", "-o", tmp_path / "out.png")
    assert answer.status == 2
    assert "notes.png" in answer.sentence


def test_all_that_the_window_computes_can_be_asked_for(
    cnnstudio: Command, tmp_path: Path, grey: Path
) -> None:
    options = (
        *("--activation", "relu", "--bias", "-5", "--convolve", "--gradient", "magnitude"),
        *("--pooling", "min", "--pool-size", "3", "--pool-stride", "2", "--channels", "luminance"),
    )
    target = tmp_path / "out.npy"
    assert cnnstudio("filter", "chelsea", "--kernel", SOBEL, *options, "-o", target).status == 0
    settings = FilterSettings(
        convolve=True,
        bias=-5.0,
        activation=Activation.RELU,
        pooling=Pooling.MIN,
        pool_size=3,
        pool_stride=2,
        channels=Channels.LUMINANCE,
        gradient=Gradient.MAGNITUDE,
    )
    expected = filter_picture(sample("chelsea").load(), parse_kernel(SOBEL), settings)
    assert np.array_equal(np.load(target), expected)


@pytest.mark.parametrize("options", [("--values", "signed"), ("--values", "automatic")])
def test_a_png_holds_the_colours_that_the_window_shows(
    cnnstudio: Command, tmp_path: Path, options: tuple[str, str]
) -> None:
    target = tmp_path / "out.png"
    done = cnnstudio("filter", "checker", "--kernel", SOBEL, *options, "-o", target)
    assert done.status == 0, done.errors
    values = filter_picture(sample("checker").load(), parse_kernel(SOBEL))
    palette = Palette(diverging((42, 107, 176), (255, 255, 255), (217, 100, 30)), viridis())
    expected = shown(values, ValueDisplay(options[1]), palette).pixels
    assert np.array_equal(cv2.imread(str(target)), expected[..., :3])


def test_a_direction_is_a_colour_of_the_circle(cnnstudio: Command, tmp_path: Path) -> None:
    target = tmp_path / "out.png"
    options = ("--gradient", "direction", "--channels", "luminance", "--values", "signed")
    assert cnnstudio("filter", "chelsea", "--kernel", SOBEL, *options, "-o", target).status == 0
    colours = cv2.imread(str(target)).reshape(-1, 3)[:, ::-1]
    assert {tuple(colour) for colour in colours.tolist()} <= {tuple(c) for c in HUES.tolist()}


def test_a_kernel_can_be_in_a_file(cnnstudio: Command, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("1,0,-1\n2,0,-2\n1,0,-1\n")
    for name, kernel in (("a", str(path)), ("b", SOBEL)):
        cnnstudio("filter", "checker", "--kernel", kernel, "-o", tmp_path / f"{name}.npy")
    assert np.array_equal(np.load(tmp_path / "a.npy"), np.load(tmp_path / "b.npy"))


@pytest.mark.parametrize(
    ("option", "kind"),
    [
        ("--pooling", "pooling"),
        ("--activation", "activation"),
        ("--channels", "choice of channels"),
        ("--gradient", "gradient"),
        ("--values", "way to show values"),
    ],
)
def test_a_name_that_is_none_is_refused_with_the_names(
    cnnstudio: Command, tmp_path: Path, option: str, kind: str
) -> None:
    target = tmp_path / "out.png"
    done = cnnstudio("filter", "checker", "--kernel", SOBEL, option, "sharp", "-o", target)
    assert done.status == 2
    assert f'There is no {kind} called "sharp"' in done.sentence
    assert not target.exists()
