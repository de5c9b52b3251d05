from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from cnnstudio.training import runs
from cnnstudio.training.weight_files import weights_problem


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """The weights of a run in `tmp_path`."""
    path = tmp_path / runs.BEST
    save_file({"conv1.weight": np.zeros((6, 1, 5, 5), np.float32)}, path)
    return path


def test_whole_weights_have_no_problem(weights: Path) -> None:
    assert weights_problem(weights.parent) == ""


@pytest.mark.parametrize("length", [0, 5, 200], ids=["empty", "in the header", "in the numbers"])
def test_weights_that_were_cut_off_are_damaged(weights: Path, length: int) -> None:
    weights.write_bytes(weights.read_bytes()[:length])
    assert weights_problem(weights.parent) == "best.safetensors is damaged."


def test_weights_that_are_gone_are_said_to_be(tmp_path: Path) -> None:
    assert weights_problem(tmp_path) == "best.safetensors is gone."
