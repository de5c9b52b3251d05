import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from cnnstudio.errors import InvalidFileError, StorageError
from cnnstudio.project import archive, files
from cnnstudio.project.presets import NAMES, load_preset
from cnnstudio.project.project import Project


@pytest.fixture
def stored() -> dict[str, Any]:
    """The dictionaries and lists of a good project file."""
    return archive.to_builtins(load_preset("starter"))


def decode(raw: Any, path: Path) -> Project:
    return archive.decode(raw if isinstance(raw, bytes) else json.dumps(raw).encode(), path)


@pytest.mark.parametrize("name", NAMES)
def test_project_comes_back_as_it_was_saved(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.cnnstudio"
    project = load_preset(name)
    archive.save(path, project)
    assert archive.load(path) == project


def test_saving_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "1.cnnstudio", tmp_path / "2.cnnstudio"
    archive.save(first, load_preset("small-resnet"))
    archive.save(second, archive.load(first))
    assert first.read_bytes() == second.read_bytes()


def test_file_is_json_with_its_format_at_the_top_and_short_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.cnnstudio"
    archive.save(path, load_preset("lenet5"))
    text = path.read_text("utf-8")
    assert text.startswith('{\n  "format": 1,')
    assert json.loads(text)["network"]["blocks"]["conv1"]["parameters"]["filters"] == 6
    assert max(map(len, text.splitlines())) <= 100


def test_parameters_left_out_take_their_defaults(tmp_path: Path, stored: dict[str, Any]) -> None:
    del stored["network"]["blocks"]["conv1"]["parameters"]
    project = decode(stored, tmp_path)
    assert project.network.blocks["conv1"].parameters["kernel"] == (3, 3)


BROKEN_BYTES = {
    "empty": (b"", "truncated"),
    "not JSON": (b"PK\x03\x04", "malformed"),
    "not UTF-8": (b'{"format": 1, "network": {"blocks": {"\xff": 1}}}', "not a CNN Studio project"),
    "cut off": (b'{"format": 1, "network": {', "truncated"),
    "a list": (b"[]", "Expected `object`"),
    "nested without end": (b'{"format": 1, "x": ' + b"[" * 100_000, "recursion"),
    "no format": (b'{"network": {}}', 'lacks "format": 1'),
    "format 0": (b'{"format": 0}', 'lacks "format": 1'),
    "format in words": (b'{"format": "one"}', "format"),
    "a newer format": (b'{"format": 2, "all": "new"}', "newer CNN Studio: its format is 2"),
    "no network": (b'{"format": 1}', "network"),
    "unknown field": (b'{"format": 1, "network": {}, "layers": []}', "layers"),
    "infinite number": (b'{"format": 1, "network": {}, "data": {"part": 1e999}}', "part"),
}


@pytest.mark.parametrize(("raw", "said"), BROKEN_BYTES.values(), ids=BROKEN_BYTES)
def test_damage_is_refused_in_a_sentence_that_names_the_file(
    tmp_path: Path, raw: bytes, said: str
) -> None:
    path = tmp_path / "mine.cnnstudio"
    path.write_bytes(raw)
    with pytest.raises(InvalidFileError) as caught:
        archive.load(path)
    message = str(caught.value)
    assert str(path) in message
    assert said in message
    assert message.endswith(".")
    assert "\n" not in message


BROKEN_VALUES = {
    "unknown kind": (("network", "blocks", "conv1", "kind"), "convolve", "block kind"),
    "unknown parameter": (("network", "blocks", "conv1", "parameters", "size"), 3, '"size"'),
    "parameter out of range": (
        ("network", "blocks", "conv1", "parameters", "filters"),
        0,
        "whole number from 1",
    ),
    "parameter of a wrong type": (
        ("network", "blocks", "conv1", "parameters", "kernel"),
        "3x3",
        "height and width",
    ),
    "id of another block": (("network", "blocks", "conv1", "id"), "conv2", '"conv2"'),
    "position out of range": (("network", "blocks", "conv1", "position"), [1e300, 0], "position"),
    "wire to nowhere": (("network", "wires", 0, "target"), "conv9", '"conv9"'),
    "wire out of an output": (("network", "wires", 0, "source"), "output1", '"output1"'),
    "slot skipped": (("network", "wires", 0, "slot"), 1, '"conv1"'),
    "occupied input": (("network", "wires", 0, "target"), "conv2", '"conv2"'),
    "circle": (("network", "wires", 0, "source"), "relu1", "circle"),
    "optimizer": (("training", "optimizer"), "magic", "adam, adamw"),
    "epochs": (("training", "epochs"), -1, "Epochs"),
    "unknown setting": (("training", "speed"), 9, "speed"),
    "part": (("data", "part"), 2, "part"),
    "ragged kernel": (("kernels", "kernel", "rows"), [[1, 2], [3]], "rows"),
}


@pytest.mark.parametrize(("place", "value", "said"), BROKEN_VALUES.values(), ids=BROKEN_VALUES)
def test_value_that_is_not_allowed_is_refused(
    tmp_path: Path, stored: dict[str, Any], place: tuple[str | int, ...], value: Any, said: str
) -> None:
    *parents, last = place
    inner = stored
    for key in parents:
        inner = inner[key]
    inner[last] = value
    with pytest.raises(InvalidFileError, match=r"mine\.cnnstudio") as caught:
        decode(stored, tmp_path / "mine.cnnstudio")
    assert said in str(caught.value)


def test_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match="There is no file"):
        archive.load(tmp_path / "none.cnnstudio")


def test_folder_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match="not a file"):
        archive.load(tmp_path)


def test_huge_file_is_refused_without_being_parsed(tmp_path: Path) -> None:
    path = tmp_path / "huge.cnnstudio"
    with path.open("wb") as file:
        file.truncate(files.LARGEST_MB * 2**20 + 1)
    with pytest.raises(InvalidFileError, match="64 MB"):
        archive.load(path)


def test_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.cnnstudio"
    archive.save(path, load_preset("starter"))
    before = path.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"a\.cnnstudio.*No space left"):
        archive.save(path, load_preset("lenet5"))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_writing_into_a_missing_folder_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="could not be written"):
        archive.save(tmp_path / "none" / "a.cnnstudio", load_preset("starter"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_permissions_and_links_outlive_saving(tmp_path: Path) -> None:
    path, link = tmp_path / "a.cnnstudio", tmp_path / "link.cnnstudio"
    archive.save(path, load_preset("starter"))
    path.chmod(0o640)
    link.symlink_to(path)
    archive.save(link, load_preset("lenet5"))
    assert link.is_symlink()
    assert archive.load(path) == load_preset("lenet5")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
