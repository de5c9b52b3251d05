import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import dev_environment
from dev_environment import Environment

if sys.platform != "win32":
    import fcntl


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """A checkout whose environment was set up completely."""
    (tmp_path / "packaging").mkdir()
    (tmp_path / "packaging" / "constraints.txt").write_text("torch==2.13.0\n")
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "x"\n[tool.ruff]\nline-length = 9\n'
    )
    made = Environment(tmp_path)
    made.scripts.mkdir(parents=True)
    made.python.touch()
    (made.folder / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.11.7\n")
    made.ready_stamp.write_text(dev_environment.fingerprint(made))
    return made


def test_complete_environment_is_ready_and_left_alone(environment: Environment) -> None:
    assert dev_environment.is_ready(environment)
    assert dev_environment.prepare(environment) == environment.python
    assert not environment.lock.exists()


def test_without_its_python_it_is_not_ready(environment: Environment) -> None:
    environment.python.unlink()
    assert not dev_environment.is_ready(environment)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        pytest.param("packaging/constraints.txt", "torch==2.13.1\n", id="another pin"),
        pytest.param("pyproject.toml", '[project]\nname = "y"\n', id="another project"),
        pytest.param(".venv/pyvenv.cfg", "version = 3.12.1\n", id="another Python"),
    ],
)
def test_what_decides_the_installation_makes_it_stale(
    environment: Environment, file: str, text: str
) -> None:
    (environment.root / file).write_text(text)
    assert not dev_environment.is_ready(environment)


def test_setting_of_a_tool_installs_nothing(environment: Environment) -> None:
    (environment.root / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert dev_environment.is_ready(environment)


def test_moved_checkout_is_set_up_again(environment: Environment, tmp_path: Path) -> None:
    moved = environment.root.rename(tmp_path.with_name("moved"))
    assert not dev_environment.is_ready(Environment(moved))


def test_version_is_read_from_the_environment_itself(environment: Environment) -> None:
    assert dev_environment.python_version(environment) == (3, 11, 7)


def test_clearing_keeps_only_the_lock(environment: Environment) -> None:
    environment.lock.write_text("unfinished")
    (environment.folder / "lib64").symlink_to(environment.scripts)
    dev_environment.clear(environment)
    assert list(environment.folder.iterdir()) == [environment.lock]
    assert environment.lock.read_text() == "unfinished"


def test_second_set_up_waits_for_the_first(environment: Environment) -> None:
    """The first finishes while the second waits, so the second finds all in place."""
    stamp = environment.ready_stamp.read_text()
    environment.ready_stamp.unlink()
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        sys.path.insert(0, sys.argv[1])
        import dev_environment
        print(dev_environment.prepare(dev_environment.Environment(Path(sys.argv[2]))), flush=True)
    """)
    folder = Path(dev_environment.__file__).parent
    with dev_environment.only_one(environment):
        second = subprocess.Popen(
            [sys.executable, "-u", "-c", program, folder, environment.root],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert second.stdout is not None
        assert second.stdout.readline() == "Another set-up is running here: waiting for it.\n"
        environment.ready_stamp.write_text(stamp)
    output, _ = second.communicate(timeout=30)
    assert output == f"{environment.python}\n"
    assert second.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes")
def test_pip_of_a_killed_set_up_still_holds_the_lock(environment: Environment) -> None:
    """Otherwise the next set-up would clear away what pip is still writing."""
    for name in ("begun", "go-on"):
        os.mkfifo(environment.root / name)
    environment.python.write_text(f"#!/bin/sh\ncd {environment.root}\necho >begun\nread x <go-on\n")
    environment.python.chmod(0o755)
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        sys.path.insert(0, sys.argv[1])
        import dev_environment, dev_install
        environment = dev_environment.Environment(Path(sys.argv[2]))
        with dev_environment.only_one(environment):
            dev_install.pip_install(environment.python, [])
    """)
    folder = Path(dev_environment.__file__).parent
    killed = subprocess.Popen([sys.executable, "-c", program, folder, environment.root])
    (environment.root / "begun").read_text()
    killed.kill()
    killed.wait()
    with environment.lock.open("a") as lock:
        with pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        (environment.root / "go-on").write_text("\n")
        fcntl.flock(lock, fcntl.LOCK_EX)
