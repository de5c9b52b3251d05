"""Kernels go out into files and come back, and the shelf keeps what it is given."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnstudio.errors import InvalidFileError, InvalidValueError, StorageError, UnknownNameError
from cnnstudio.kernels import files
from cnnstudio.kernels.kernel import Kernel, weights
from cnnstudio.kernels.presets import PRESETS, Preset, preset

SOFT = Kernel("soft edges", ((1.0, 2.0, 1.0), (0.0, -4.5, 1 / 3)), divisor=16.0, offset=127.5)

many_kernels = st.builds(
    lambda rows, divisor, offset, name: Kernel(name, rows, divisor, offset),
    st.integers(1, 5).flatmap(
        lambda width: st.lists(
            st.tuples(*[st.floats(-1e9, 1e9)] * width), min_size=1, max_size=5
        ).map(tuple)
    ),
    st.sampled_from([1.0, 9.0, -0.25]),
    st.sampled_from([0.0, -3.5]),
    st.text(min_size=1),
)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CNNSTUDIO_HOME", str(tmp_path / "home"))


def there_and_back(path: Path, kernel: Kernel) -> Kernel:
    files.export_kernel(path, kernel)
    return files.import_kernel(path)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kernel=many_kernels)
def test_json_keeps_every_bit(tmp_path: Path, kernel: Kernel) -> None:
    assert there_and_back(tmp_path / "kernel.json", kernel) == kernel


@pytest.mark.parametrize("ending", ["csv", "txt"])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kernel=many_kernels)
def test_tables_keep_the_numbers_that_are_applied(
    tmp_path: Path, ending: str, kernel: Kernel
) -> None:
    if np.abs(weights(kernel) / kernel.divisor).max() > 1e9:
        return
    read = there_and_back(tmp_path / f"kernel.{ending}", kernel)
    assert np.array_equal(weights(read), weights(kernel) / kernel.divisor)
    assert (read.divisor, read.offset) == (1, kernel.offset)


@pytest.mark.parametrize("known", PRESETS, ids=lambda known: known.name)
@pytest.mark.parametrize(("ending", "separator"), [("txt", None), ("csv", ",")])
def test_numpy_reads_the_tables(
    tmp_path: Path, known: Preset, ending: str, separator: str | None
) -> None:
    path = tmp_path / f"kernel.{ending}"
    files.export_kernel(path, known.kernel)
    loaded = np.loadtxt(path, delimiter=separator, ndmin=2)
    assert np.array_equal(loaded, weights(known.kernel) / known.kernel.divisor)


def test_what_numpy_writes_is_read(tmp_path: Path) -> None:
    grid = np.random.default_rng(61).normal(size=(4, 5))
    np.savetxt(tmp_path / "own.txt", grid)
    np.savetxt(tmp_path / "own.csv", grid, delimiter=",")
    for name in ("own.txt", "own.csv"):
        kernel = files.import_kernel(tmp_path / name)
        assert np.array_equal(weights(kernel), grid)
        assert kernel.name == "own"


def test_names_and_offsets_travel_with_tables(tmp_path: Path) -> None:
    read = there_and_back(tmp_path / "a.csv", SOFT)
    assert (read.name, read.offset) == ("soft edges", 127.5)


def test_the_json_can_be_read_by_people_and_programs(tmp_path: Path) -> None:
    path = tmp_path / "kernel.json"
    files.export_kernel(path, preset("gaussian-3").kernel)
    assert "    [2.0,4.0,2.0],\n" in path.read_text()
    assert json.loads(path.read_text()) == {
        "format": 1,
        "name": "gaussian-3",
        "rows": [[1, 2, 1], [2, 4, 2], [1, 2, 1]],
        "divisor": 16,
        "offset": 0,
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "needs at least one number"),
        (b"hello", '"hello" is not a number'),
        (b"1 2\n3", "these have 2, 1"),
        (b'{"rows": [[1, 2], [3]]}', "these have 2, 1"),
        (b'{"rows": [["x"]]}', "Expected `float`, got `str`"),
        (b'{"name": "k"}', "missing required field `rows`"),
        (b'{"rows": [[1]], "divisor": 0}', "The divisor is 0"),
        (b'{"format": 2, "rows": [[1]]}', "its format is 2"),
        (b'{"rows": [[1', "truncated"),
        (b'{"rows": [[1e400]]}', "out of range"),
        (b'{"rows": ' + b"[" * 5000, "holds no kernel"),
        (b'{"more": ' + b"[" * 900_000, "holds no kernel"),
        (b"\xff\xfe1\x00", "is not a text file"),
        (b"1 " * 600_000, "is too large for a kernel"),
    ],
)
def test_a_file_without_a_kernel_is_named_in_a_sentence(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "strange.json"
    path.write_bytes(content)
    with pytest.raises(InvalidFileError, match=words) as refused:
        files.import_kernel(path)
    assert "strange.json" in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("name", ["absent.json", "."])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidFileError, match="There is no file"):
        files.import_kernel(tmp_path / name)


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError, match=r"allowed are \.json, \.csv, \.txt"):
        files.export_kernel(tmp_path / "kernel.xls", SOFT)


def test_the_shelf_is_empty_at_first() -> None:
    assert files.shelf() == files.Shelf((), ())


def test_kernels_are_kept_by_name_and_replaced() -> None:
    files.keep_kernel(SOFT)
    files.keep_kernel(Kernel("Another", ((1.0,),)))
    changed = Kernel("soft edges", ((7.0,),))
    files.keep_kernel(changed)
    assert files.shelf().kernels == (Kernel("Another", ((1.0,),)), changed)


NAMES = [
    "a",
    "A",
    "ä",
    "\u0131",
    "../../etc",
    "CON",
    "a/b",
    "a\\b",
    "a b",
    "a-b",
    ".",
    "名前",
    "😀",
]


def test_every_name_has_its_own_place() -> None:
    for number, name in enumerate(NAMES):
        files.keep_kernel(Kernel(name, ((float(number),),)))
    kept = {kernel.name: kernel.rows[0][0] for kernel in files.shelf().kernels}
    assert kept == dict(zip(NAMES, range(len(NAMES)), strict=True))
    for name in NAMES:
        files.remove_kernel(name)
    assert files.shelf() == files.Shelf((), ())


def test_spellings_of_one_name_are_one_name() -> None:
    files.keep_kernel(Kernel(" cafe\u0301 ", ((1.0,),)))
    assert files.keep_kernel(Kernel("caf\u00e9", ((2.0,),))).name == "caf\u00e9"
    assert len(files.shelf().kernels) == 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "1 to 60 characters"),
        ("  ", "1 to 60 characters"),
        ("a\nb", "in one line"),
        ("x" * 61, "1 to 60 characters"),
        ("\udcff", "in one line"),
        ("Sobel-X", '"Sobel-X" is the name of a preset'),
        ("outline", "is the name of a preset"),
    ],
)
def test_a_name_that_is_not_allowed_is_refused(name: str, words: str) -> None:
    with pytest.raises(InvalidValueError, match=words):
        files.keep_kernel(Kernel(name, ((1.0,),)))


def test_a_kernel_is_renamed() -> None:
    kept = files.keep_kernel(SOFT)
    renamed = files.rename_kernel(kept, "softer")
    assert files.shelf().kernels == (renamed,)
    assert renamed.rows == SOFT.rows
    assert files.rename_kernel(renamed, "softer") == renamed
    assert files.shelf().kernels == (renamed,)


def test_a_damaged_kernel_is_reported_and_the_others_are_there(tmp_path: Path) -> None:
    files.keep_kernel(SOFT)
    (tmp_path / "home" / "data" / "kernels" / "broken.json").write_text("{")
    shelf = files.shelf()
    assert shelf.kernels == (SOFT,)
    assert len(shelf.problems) == 1
    assert "broken.json" in shelf.problems[0]


def test_kept_kernels_are_found_by_name_before_presets_and_typed_ones() -> None:
    files.keep_kernel(SOFT)
    assert files.find_kernel("soft edges") == SOFT
    assert files.find_kernel("sobel-x") == preset("sobel-x").kernel
    assert files.find_kernel("1 0 -1").rows == ((1, 0, -1),)
    with pytest.raises(UnknownNameError):
        files.find_kernel("hard edges")


@pytest.mark.parametrize(
    "act", [files.keep_kernel, lambda kernel: files.remove_kernel(kernel.name)]
)
def test_a_folder_that_cannot_be_used_is_told(
    tmp_path: Path, act: Callable[[Kernel], object]
) -> None:
    (tmp_path / "home").write_text("a file in the way")
    with pytest.raises(StorageError, match="could not be"):
        act(SOFT)
