"""Programs for all four libraries run, and give what the page shows."""

import ast
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from cnnstudio.kernels.code import TITLES, Library, source
from cnnstudio.kernels.filtering import filter_picture, footprint
from cnnstudio.kernels.kernel import Kernel, weights
from cnnstudio.kernels.picture_files import load_picture
from cnnstudio.kernels.presets import preset
from cnnstudio.kernels.settings import (
    Activation,
    Border,
    Channels,
    FilterSettings,
    Gradient,
    Pooling,
)
from tests.kernels.oracles import EPSILON

RUNNER = """
import pathlib, runpy, sys
import numpy as np
for program in sorted(pathlib.Path(sys.argv[1]).glob("*.py")):
    values = runpy.run_path(str(program))["values"]
    np.save(program.with_suffix(".npy"), np.asarray(values))
"""
"""One process for all programs of a library: importing torch takes seconds."""


@dataclass(frozen=True)
class Case:
    """A picture's file, a kernel and settings."""

    path: Path
    picture: np.ndarray
    kernel: Kernel
    chosen: FilterSettings

    def program(self, library: Library) -> str:
        ceiling = {"uint8": 255.0, "uint16": 65535.0, "float32": 1.0}[self.picture.dtype.name]
        return source(
            self.kernel,
            self.chosen,
            library,
            path=str(self.path),
            is_grey=self.picture.ndim == 2,
            ceiling=ceiling,
        )

    def tolerance(self) -> float:
        """Return how far float32 may be from float64 anywhere in the result."""
        divisor = abs(self.kernel.divisor)
        if self.chosen.normalise:
            divisor = abs(weights(self.kernel).sum()) or divisor
        largest = np.abs(weights(self.kernel)).sum() * np.abs(self.picture).max() / divisor
        return (
            8 * EPSILON * (float(largest) + abs(self.kernel.offset) + abs(self.chosen.bias) + 360)
        )


def pictures(folder: Path) -> list[Path]:
    """Write a picture of each kind."""
    rng = np.random.default_rng(51)
    colour = rng.integers(0, 256, (21, 26, 3), dtype=np.uint8)
    kinds = {
        "colour.png": colour,
        "grey.png": colour[..., 0],
        "deep.png": rng.integers(0, 65536, (21, 26, 3), dtype=np.uint16),
        "deep-grey.png": rng.integers(0, 65536, (21, 26), dtype=np.uint16),
        "values.tif": rng.normal(size=(21, 26, 3)).astype(np.float32),
    }
    for name, picture in kinds.items():
        cv2.imwrite(str(folder / name), picture)
    return [folder / name for name in ("colour.png", "grey.png", *kinds)]


def kernel_of(rng: np.random.Generator) -> Kernel:
    cells = rng.integers(1, 6, 2)
    rows = rng.integers(-9, 10, cells) if rng.random() < 0.7 else rng.normal(size=cells)
    divisor = float(rng.choice([1.0, 9.0, -4.0]))
    return Kernel("drawn", tuple(map(tuple, rows.tolist())), divisor, float(rng.integers(-3, 4)))


def settings_of(rng: np.random.Generator) -> FilterSettings:
    def one_of(choices: object) -> object:
        members = list(choices)
        return members[rng.integers(len(members))]

    return FilterSettings(
        border=one_of(Border),
        stride=int(rng.integers(1, 4)),
        dilation=int(rng.integers(1, 3)),
        convolve=bool(rng.random() < 0.3),
        normalise=bool(rng.random() < 0.3),
        bias=float(rng.choice([0.0, 0.5, -20.0])),
        activation=one_of(Activation),
        pooling=one_of(Pooling),
        pool_size=int(rng.integers(1, 4)),
        pool_stride=int(rng.integers(1, 4)),
        channels=one_of(Channels),
        gradient=one_of(Gradient),
    )


def is_certain(case: Case) -> bool:
    """Return whether float32 and float64 agree, however they round."""
    total = weights(case.kernel).sum()
    if case.chosen.normalise and 0 < abs(total) < 0.1:
        return False  # divided by next to nothing
    is_whole = np.array_equal(weights(case.kernel), np.rint(weights(case.kernel)))
    # What is 0 may have any direction, unless it is exactly 0 in both.
    return case.chosen.gradient is not Gradient.DIRECTION or (
        is_whole and case.picture.dtype != np.float32
    )


def generated_cases(folder: Path, count: int) -> list[Case]:
    rng = np.random.default_rng(52)
    paths = pictures(folder)
    cases = []
    while len(cases) < count:
        path = paths[rng.integers(len(paths))]
        case = Case(path, load_picture(path), kernel_of(rng), settings_of(rng))
        if is_certain(case):
            cases.append(case)
    return cases


@pytest.mark.parametrize("library", Library)
def test_each_program_gives_what_the_page_shows(tmp_path: Path, library: Library) -> None:
    cases = generated_cases(tmp_path, 150)
    programs = tmp_path / "programs"
    programs.mkdir()
    for number, case in enumerate(cases):
        (programs / f"{number:03}.py").write_text(case.program(library), encoding="utf-8")
    subprocess.run([sys.executable, "-c", RUNNER, programs], check=True, capture_output=True)
    for number, case in enumerate(cases):
        result = np.load(programs / f"{number:03}.npy")
        expected = filter_picture(case.picture, case.kernel, case.chosen)
        assert result.shape == expected.shape, case
        difference = np.abs(result - expected)
        assert difference.max() <= case.tolerance(), case


@pytest.mark.parametrize("library", Library)
def test_a_plain_kernel_makes_a_short_program(library: Library) -> None:
    chosen = FilterSettings(channels=Channels.LUMINANCE)
    program = source(preset("sobel-x").kernel, chosen, library, path="cat.jpg")
    assert program.startswith(f'# The kernel "sobel-x" with {TITLES[library]}')
    assert 'path = "cat.jpg"' in program
    assert "    [1, 0, -1],\n    [2, 0, -2],\n" in program
    assert len(program.splitlines()) < 35
    assert max(map(len, program.splitlines())) <= 100
    for unused in ("pool", "relu", "stride=", "dilat", "rot90", "::"):
        assert unused not in program


@pytest.mark.parametrize("library", Library)
@pytest.mark.parametrize(
    "hostile",
    ['"""\nraise SystemExit', "a\nraise SystemExit", "\\", "\"'", "\u2028x", "\udcff", "é\x00"],
)
def test_names_and_paths_stay_what_they_are(library: Library, hostile: str) -> None:
    kernel = Kernel(hostile, ((1.0,),))
    program = source(kernel, FilterSettings(), library, path=hostile)
    program.encode()
    tree = ast.parse(program)
    assert not any(isinstance(node, ast.Raise) for node in ast.walk(tree))
    paths = [
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "path"
    ]
    assert paths == [hostile]


def test_every_weight_is_printed_to_the_last_digit() -> None:
    rows = np.random.default_rng(53).normal(size=(5, 5))
    kernel = Kernel("k", tuple(map(tuple, rows.tolist())))
    program = source(kernel, FilterSettings(), Library.NUMPY)
    printed = program[program.index("np.array(") + 9 : program.index(", dtype=")]
    assert np.array_equal(ast.literal_eval(printed), rows)


def test_a_row_of_a_pair_stands_in_its_square() -> None:
    chosen = FilterSettings(gradient=Gradient.MAGNITUDE)
    kernel = Kernel("k", ((-1.0, 0.0, 1.0),))
    assert footprint(kernel, chosen) == (3, 3)
    assert "[ 0, 0, 0]" in source(kernel, chosen, Library.NUMPY)
