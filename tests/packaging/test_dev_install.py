import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import requires
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import dev_install
from dev_errors import SetUpError

PACKAGING = Path(dev_install.__file__).parent
PIN = "torch==2.13.0"


def test_every_requirement_is_pinned_also_the_indirect_ones() -> None:
    pins = {canonicalize_name(Requirement(line).name) for line in constraint_lines()}
    project = tomllib.loads((PACKAGING.parent / "pyproject.toml").read_text())["project"]
    direct = [*project["dependencies"], *project["optional-dependencies"]["develop"]]
    waiting, seen = names_in(direct), set[str]()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        waiting |= names_in(requires(name) or []) - seen
    assert seen <= pins


def test_what_may_be_added_is_pinned_too() -> None:
    pins = {canonicalize_name(Requirement(line).name) for line in constraint_lines()}
    project = tomllib.loads((PACKAGING.parent / "pyproject.toml").read_text())["project"]
    assert names_in(chain.from_iterable(project["optional-dependencies"].values())) <= pins


def test_each_pin_names_one_version_without_a_build() -> None:
    """A build such as "+cpu" would shut out the machines that need another."""
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in constraint_lines())


def constraint_lines() -> list[str]:
    lines = (PACKAGING / "constraints.txt").read_text().splitlines()
    return [line for line in lines if not line.startswith("#")]


def names_in(requirements: Iterable[str]) -> set[str]:
    """Return the packages that `requirements` ask for on this machine, without extras."""
    wanted = map(Requirement, requirements)
    return {
        canonicalize_name(one.name)
        for one in wanted
        if one.marker is None or one.marker.evaluate({"extra": ""})
    }


def test_torch_is_pinned_once(tmp_path: Path) -> None:
    constraints = tmp_path / "constraints.txt"
    constraints.write_text("# torch==0\nnumpy==2\ntorch==2.13.0\n")
    assert dev_install.torch_pin(constraints) == PIN


@pytest.mark.skipif(sys.platform == "darwin", reason="there is one build for macOS")
def test_cpu_build_is_asked_for_first_without_a_driver() -> None:
    assert dev_install.torch_candidates(PIN, has_nvidia=False) == ["torch==2.13.0+cpu", PIN]


def test_with_a_driver_the_index_decides() -> None:
    assert dev_install.torch_candidates(PIN, has_nvidia=True) == [PIN]


def test_failure_of_pip_is_told_in_its_own_words() -> None:
    with pytest.raises(SetUpError, match=r"could not install the packages: .*no-such-package"):
        dev_install.pip_install(
            Path(sys.executable), ["--dry-run", "--no-index", "no-such-package"]
        )
