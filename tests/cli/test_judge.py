import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnnstudio import paths
from cnnstudio.cli.program import run
from cnnstudio.project import archive
from cnnstudio.project.presets import load_preset
from cnnstudio.training import runs
from cnnstudio.training.run_list import RunNotes, write_notes
from tests.cli.conftest import Command
from tests.engine.networks import chain, picture


def test_evaluation_has_the_keys_that_scripts_rely_on(cnnstudio: Command, trained: Path) -> None:
    found = cnnstudio("evaluate", trained, "--data", "digits", "--json").json
    assert list(found) == ["split", "examples", "loss", "accuracy", "confusion"]
    assert found["split"] == "validation"
    assert np.sum(found["confusion"]) == found["examples"]
    assert np.trace(found["confusion"]) / found["examples"] == pytest.approx(found["accuracy"])


def test_evaluation_takes_the_runs_own_data_where_none_is_named(
    cnnstudio: Command, trained: Path
) -> None:
    named = cnnstudio("evaluate", trained, "--data", "digits", "--json")
    assert cnnstudio("evaluate", trained, "--json") == named


def test_people_get_accuracy_and_confusion(cnnstudio: Command, trained: Path) -> None:
    lines = cnnstudio("evaluate", trained).output.splitlines()
    assert lines[0].startswith("the validation part, 359 pictures: loss ")
    assert lines[-1].split()[0] == "9"


def test_data_that_does_not_fit_is_refused(cnnstudio: Command, trained: Path) -> None:
    answer = cnnstudio("evaluate", trained, "--data", "shapes")
    assert answer.status == 2
    assert "3×64×64" in answer.sentence


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    """A black and a white picture."""
    paths = [tmp_path / "black.png", tmp_path / "white.png"]
    for path, grey in zip(paths, (0, 255), strict=True):
        Image.new("L", (20, 20), grey).save(path)
    return paths


def test_prediction_gives_each_class_its_probability(
    cnnstudio: Command, trained: Path, pictures: list[Path]
) -> None:
    found = cnnstudio("predict", trained, *pictures, "--json").json
    assert [answer["image"] for answer in found] == list(map(str, pictures))
    for answer in found:
        assert list(answer) == ["image", "label", "probability", "probabilities"]
        assert list(answer["probabilities"]) == list("0123456789")
        assert sum(answer["probabilities"].values()) == pytest.approx(1.0)
        assert answer["probabilities"][answer["label"]] == answer["probability"]
        assert answer["probability"] == max(answer["probabilities"].values())


def test_people_get_a_line_for_each_picture(
    cnnstudio: Command, trained: Path, pictures: list[Path]
) -> None:
    lines = cnnstudio("predict", trained, *pictures).output.splitlines()
    assert [line.split("  ")[0] for line in lines] == list(map(str, pictures))
    for line in lines:
        assert re.fullmatch(r"\d [01]\.\d\d", line.split("  ")[1])


def test_one_picture_is_answered_without_its_path(
    cnnstudio: Command, trained: Path, pictures: list[Path]
) -> None:
    answer = cnnstudio("predict", trained, pictures[0])
    assert re.fullmatch(r"\d [01]\.\d\d\n", answer.output)


def test_a_folder_stands_for_all_pictures_below_it(
    cnnstudio: Command, trained: Path, pictures: list[Path], tmp_path: Path
) -> None:
    folder = tmp_path / "album"
    (folder / "below").mkdir(parents=True)
    moved = [pictures[0].rename(folder / "below" / "b.png"), pictures[1].rename(folder / "c.png")]
    (folder / "notes.txt").write_text("no picture")
    lines = cnnstudio("predict", trained, folder).output.splitlines()
    assert [line.split("  ")[0] for line in lines] == list(map(str, moved))


def test_a_folder_without_pictures_is_refused(
    cnnstudio: Command, trained: Path, tmp_path: Path
) -> None:
    (tmp_path / "album").mkdir()
    answer = cnnstudio("predict", trained, tmp_path / "album")
    assert answer.status == 2
    assert "no pictures" in answer.sentence


@pytest.mark.parametrize("json", [(), ("--json",)])
def test_bad_files_are_named_and_the_good_ones_answered(
    cnnstudio: Command, trained: Path, pictures: list[Path], tmp_path: Path, json: tuple[str, ...]
) -> None:
    bad = [tmp_path / "bad.png", tmp_path / "gone.png"]
    bad[0].write_text("no picture")
    answer = cnnstudio("predict", trained, bad[0], pictures[0], bad[1], *json)
    assert answer.status == 2
    first, second = answer.errors.splitlines()
    assert "bad.png" in first
    assert "gone.png" in second
    (line,) = answer.output.splitlines()
    assert str(pictures[0]) in line


def test_file_that_is_no_picture_is_named(
    cnnstudio: Command, trained: Path, tmp_path: Path
) -> None:
    path = tmp_path / "notes.png"
    path.write_text("no picture")
    answer = cnnstudio("predict", trained, path)
    assert answer.status == 2
    assert "notes.png" in answer.sentence


@pytest.fixture(scope="session")
def copier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run whose network makes each picture again."""
    place = tmp_path_factory.mktemp("copier")
    convolution = ("conv", {"filters": 1, "padding": "same"})
    network = chain(picture(1, 8, 8), convolution, ("output", {"task": "picture"}))
    project = load_preset("starter").replace(network=network)
    archive.save(place / "copier.cnnstudio", project)
    arguments = ("--epochs", "1", "--json", "--output", str(place / "run"))
    assert run(["train", str(place / "copier.cnnstudio"), *arguments]) == 0
    return place / "run"


def test_network_that_makes_pictures_says_how_far_off_each_is(
    cnnstudio: Command, copier: Path, pictures: list[Path]
) -> None:
    found = cnnstudio("predict", copier, *pictures, "--json").json
    assert [list(answer) for answer in found] == [["image", "loss_name", "loss"]] * 2
    assert [answer["loss_name"] for answer in found] == ["mse", "mse"]
    assert found[0]["loss"] != found[1]["loss"]
    lines = cnnstudio("predict", copier, pictures[0].parent).output.splitlines()
    for path, answer, line in zip(pictures, found, lines, strict=True):
        assert line == f"{path}  mean squared error {answer['loss']:.4g}"
    alone = cnnstudio("predict", copier, pictures[1]).output
    assert alone == f"mean squared error {found[1]['loss']:.4g}\n"


def test_damaged_run_is_refused(cnnstudio: Command, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("{")
    answer = cnnstudio("evaluate", tmp_path)
    assert answer.status == 2
    assert "run.json" in answer.sentence


def test_a_run_is_found_by_what_it_is_called(
    cnnstudio: Command, home: Path, trained: Path, tmp_path: Path
) -> None:
    folders = [paths.runs_folder() / "first", tmp_path / "second"]
    for folder in folders:
        shutil.copytree(trained, folder)
        runs.remember(folder)
    write_notes(folders[0], RunNotes(name="my best"))
    write_notes(folders[1], RunNotes(name="Eleven"))
    for name in ("my best", "first", folders[0]):
        assert cnnstudio("evaluate", name).status == 0
    assert cnnstudio("evaluate", "second").status == 0
    answer = cnnstudio("evaluate", runs.read_record(trained).name)
    assert answer.status == 2
    assert "2 runs" in answer.sentence
    assert "first" in answer.sentence
    assert str(folders[1]) in answer.sentence
    assert "no run" in cnnstudio("evaluate", "third").sentence
