import pytest

from cnnstudio.data import catalog
from cnnstudio.kernels.presets import PRESETS
from cnnstudio.project.presets import NAMES
from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("command", "names"),
    [
        ("presets", NAMES),
        ("datasets", catalog.names()),
        ("kernels", tuple(preset.name for preset in PRESETS)),
    ],
)
def test_list_has_every_name_and_title(
    cnnstudio: Command, command: str, names: tuple[str, ...]
) -> None:
    found = cnnstudio(command, "--json").json
    assert tuple(entry["name"] for entry in found) == names
    assert all(entry["title"] for entry in found)
    table = cnnstudio(command).output
    assert all(name in table for name in names)


def test_datasets_say_what_their_pictures_are(cnnstudio: Command) -> None:
    digits = cnnstudio("datasets", "--json").json[0]
    assert (digits["name"], digits["shape"], len(digits["classes"])) == ("digits", [1, 8, 8], 10)


def test_kernels_come_with_their_rows(cnnstudio: Command) -> None:
    found = {entry["name"]: entry for entry in cnnstudio("kernels", "--json").json}
    assert found["sobel-x"]["rows"] == [[1, 0, -1], [2, 0, -2], [1, 0, -1]]
