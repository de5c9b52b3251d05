from pathlib import Path

from cnnstudio.network import edits
from cnnstudio.project import archive
from cnnstudio.project.presets import load_preset
from tests.cli.conftest import Command


def test_json_has_the_keys_that_scripts_rely_on(cnnstudio: Command) -> None:
    found = cnnstudio("summary", "--preset", "starter", "--json").json
    assert list(found) == ["blocks", "parameters", "multiply_adds", "problems"]
    assert found["blocks"][1] == {
        "id": "conv1",
        "kind": "conv",
        "title": "Conv",
        "output_shape": [16, 8, 8],
        "parameters": 160,
        "multiply_adds": 9_216,
    }
    assert (found["parameters"], found["multiply_adds"]) == (38_282, 337_536)
    assert found["problems"] == []


def test_project_with_a_problem_still_has_a_summary(cnnstudio: Command, tmp_path: Path) -> None:
    project = load_preset("starter")
    broken = edits.remove(project.network, ["flatten1"])
    path = tmp_path / "mine.cnnstudio"
    archive.save(path, project.replace(network=broken))
    answer = cnnstudio("summary", path, "--json")
    assert answer.status == 0
    assert answer.json["problems"] == [
        {"block": "dense1", "message": "Dense needs a vector, not 32 × 4 × 4."}
    ]
    assert answer.json["blocks"][-1]["output_shape"] is None


def test_table_names_blocks_totals_and_problems(cnnstudio: Command) -> None:
    output = cnnstudio("summary", "--preset", "lenet5").output
    assert "conv2" in output
    assert "16 × 10 × 10" in output
    assert "61,706 parameters, 416,520 multiply-adds for one picture" in output
