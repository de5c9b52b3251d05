"""Threads that wait for each other must leave the cores to other programs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_PRINT = "import cnnstudio.engine.worker, os; print(os.environ['GOMP_SPINCOUNT'])"


@pytest.mark.parametrize(("chosen", "kept"), [({}, "1000"), ({"GOMP_SPINCOUNT": "7"}, "7")])
def test_threads_wait_briefly_unless_the_person_says_otherwise(
    chosen: dict[str, str], kept: str
) -> None:
    usual = {name: value for name, value in os.environ.items() if name != "GOMP_SPINCOUNT"}
    done = subprocess.run(
        [sys.executable, "-c", _PRINT],
        env={**usual, **chosen},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == kept


def test_it_is_said_before_torch_is_loaded() -> None:
    code = "import sys, cnnstudio.engine; print('torch' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
