"""Sample pictures are there, without importing the package that carries them."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnstudio.errors import InvalidFileError, UnknownNameError
from cnnstudio.kernels.filtering import filter_picture
from cnnstudio.kernels.kernel import parse_kernel
from cnnstudio.kernels.pictures import SAMPLES, SamplePicture, find_picture, sample


@pytest.mark.parametrize("known", SAMPLES, ids=lambda known: known.name)
def test_each_sample_is_a_picture(known: SamplePicture) -> None:
    picture = find_picture(known.name)
    assert picture.dtype == np.uint8
    assert picture.ndim == 2 or picture.shape[2] == 3
    assert picture.shape[0] * picture.shape[1] <= 2_100_000
    assert known.title


@pytest.mark.parametrize(
    ("name", "shape"),
    [("chelsea", (300, 451, 3)), ("camera", (512, 512)), ("coins", (303, 384))],
)
def test_photographs_are_those_of_scikit_image(name: str, shape: tuple[int, ...]) -> None:
    assert sample(name).is_photograph
    assert find_picture(name).shape == shape


def test_the_package_of_the_photographs_is_not_imported() -> None:
    program = (
        "import sys; from cnnstudio.kernels.pictures import find_picture; find_picture('chelsea');"
        "sys.exit('skimage' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_an_impulse_shows_the_kernel_turned() -> None:
    result = filter_picture(find_picture("impulse"), parse_kernel("1 2; 3 4"))
    assert (result[30:32, 30:32] / 255).tolist() == [[4, 3], [2, 1]]
    assert np.count_nonzero(result) == 4


def test_the_zone_plate_is_finest_at_its_edge() -> None:
    middle = find_picture("zone-plate").astype(int)[128]
    steps = np.abs(np.diff(middle))
    assert steps[:4].min() > 200
    assert steps[126:130].max() < 10


def test_bars_grow_in_width() -> None:
    row = find_picture("bars")[0]
    edges = np.flatnonzero(np.diff(row.astype(int)))
    widths = np.diff(edges)
    assert set(widths.tolist()) >= {1, 2, 4, 8, 16, 32}


def test_noise_is_the_same_at_each_start() -> None:
    assert np.array_equal(find_picture("noise"), find_picture("noise"))


def test_an_unknown_picture_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match=r'picture called "cat".*chelsea'):
        find_picture("cat")


def test_a_path_is_read_as_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.png"
    Image.new("L", (3, 2), 9).save(path)
    assert find_picture(str(path)).tolist() == [[9, 9, 9]] * 2
    with pytest.raises(InvalidFileError, match=r"absent\.png"):
        find_picture("absent.png")
