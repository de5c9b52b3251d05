import ast
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import dev_verbs

PROGRAM = Path(dev_verbs.__file__).with_name("dev.py")


def dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, PROGRAM, *arguments], check=False, capture_output=True, text=True
    )


def test_without_a_verb_the_verbs_are_shown() -> None:
    answer = dev()
    assert answer.returncode == 2
    assert all(f"dev.py {verb}" in answer.stdout for verb in dev_verbs.VERBS)


def test_help_is_no_mistake() -> None:
    assert dev("--help").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["fly"], 'There is no verb "fly". Known: run, test,', id="verb"),
        pytest.param(["bench", "fly"], 'There is no benchmark "fly". Known: ', id="benchmark"),
        pytest.param(["check", "all"], "check takes no arguments.", id="check"),
        pytest.param(["screenshots", "a", "b"], "one folder at most", id="screenshots"),
    ],
)
def test_mistake_is_told_in_a_sentence(arguments: Sequence[str], told: str) -> None:
    answer = dev(*arguments)
    assert answer.returncode == 2
    assert told in answer.stderr
    assert answer.stdout == ""


def test_benchmarks_are_the_programs_beside_the_tests(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "startup.py").write_text('if __name__ == "__main__":\n    pass\n')
    (tmp_path / "sides.py").write_text("def alternate(): ...\n")
    monkeypatch.setattr(dev_verbs, "BENCHMARKS", tmp_path)
    assert dev_verbs.benchmarks() == ["startup"]


def test_old_python_can_read_the_entry_point_and_say_so() -> None:
    ast.parse(PROGRAM.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_set_up_needs_only_the_standard_library() -> None:
    program = "import sys; sys.path.append(sys.argv[1]); import dev_install, dev_verbs"
    # -S leaves out site-packages, -I the folders that the environment names.
    command = [sys.executable, "-I", "-S", "-c", program, PROGRAM.parent]
    assert subprocess.run(command, check=False).returncode == 0


def test_no_setting_of_the_user_is_within_reach_of_tests() -> None:
    with dev_verbs.own_home() as environment:
        home = Path(environment["CNNSTUDIO_HOME"])
        assert home.is_dir()
        assert os.environ.get("CNNSTUDIO_HOME") != str(home)
    assert not home.exists()
