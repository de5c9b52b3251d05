"""The verbs of `dev.py`: run, test, check, bench, screenshots."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # cnnstudio itself is not installed yet

import dev_packages  # noqa: E402
from cnnstudio.display import has_display  # noqa: E402
from dev_environment import Environment, prepare  # noqa: E402
from dev_errors import SetUpError  # noqa: E402

BENCHMARKS = ROOT / "tests" / "benchmarks"
INTERRUPTED = 130

_CHECKS = {
    "ruff format": ("-m", "ruff", "format", "--check", "."),
    "ruff check": ("-m", "ruff", "check", "."),
    "mypy": ("-m", "mypy"),
    # import-linter cannot be started as a module.
    "lint-imports": ("-c", "from importlinter.cli import lint_imports_command as run; run()"),
}


def main(arguments: Sequence[str], *, usage: str) -> int:
    """Carry out `arguments`, a verb and what follows it, and return the exit status."""
    # In a pipe, too, our lines come before those of the programs that we start; and a
    # Windows code page without "─" is no reason to fail.
    cast(TextIOWrapper, sys.stdout).reconfigure(line_buffering=True, errors="replace")
    if not arguments or arguments[0] in {"-h", "--help"}:
        print(usage.strip())
        return 0 if arguments else 2
    verb, *rest = arguments
    if verb not in VERBS:
        return _refuse(f'There is no verb "{verb}". Known: {", ".join(VERBS)}.')
    try:
        return VERBS[verb](rest)
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nBroken off. The next call mends what was left half done.", file=sys.stderr)
        return INTERRUPTED


def run(arguments: Sequence[str]) -> int:
    """Open CNN Studio; without a display, do its main job in the terminal."""
    shown = has_display()
    # `run train …` and its like open no window.
    opens_window = not arguments or Path(arguments[0]).exists()
    python = _ready_python(window=shown and opens_window)
    if not shown and not arguments:
        print("No display was found: training the starter network here instead.")
        arguments = ["train", "--preset", "starter", "--data", "digits", "--curves"]
    return _become([str(python), "-m", "cnnstudio", *arguments])


def test(arguments: Sequence[str]) -> int:
    """Run the tests; `arguments` go to pytest."""
    python = _ready_python(window=True)
    workers = str(min(os.cpu_count() or 1, 8))
    command = [str(python), "-m", "pytest", "-n", workers, "--dist", "worksteal", *arguments]
    with own_home() as environment:
        environment["QT_QPA_PLATFORM"] = "offscreen"
        return subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode


def check(arguments: Sequence[str]) -> int:
    """Run every check of the source, also when one fails, and sum up."""
    if arguments:
        return _refuse("check takes no arguments.")
    python = _ready_python(window=False)
    failed = []
    for name, command in _CHECKS.items():
        print(f"── {name}")
        if subprocess.run([str(python), *command], check=False, cwd=ROOT).returncode:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def bench(arguments: Sequence[str]) -> int:
    """Run the benchmarks named, or all of them."""
    known = benchmarks()
    unknown = [name for name in arguments if name not in known]
    if unknown:
        return _refuse(f'There is no benchmark "{unknown[0]}". Known: {", ".join(known)}.')
    python = _ready_python(window=True)
    failed = []
    with own_home() as environment:
        if not has_display():
            environment["QT_QPA_PLATFORM"] = "offscreen"
        for name in arguments or known:
            print(f"── {name}")
            command = [python, BENCHMARKS / f"{name}.py"]
            if subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode:
                failed.append(name)
    if failed:
        print(f"Failed: {', '.join(failed)}.")
    return 1 if failed else 0


def benchmarks() -> list[str]:
    """Return the names of the programs in tests/benchmarks; what they share is none."""
    programs = (path for path in BENCHMARKS.glob("*.py") if "__main__" in path.read_text("utf-8"))
    return sorted(path.stem for path in programs)


def screenshots(arguments: Sequence[str]) -> int:
    """Draw every page, light and dark, into the folder named."""
    if len(arguments) > 1:
        return _refuse("screenshots takes one folder at most.")
    folder = Path(arguments[0] if arguments else ROOT / "screenshots").resolve()
    python = _ready_python(window=True)
    program = ROOT / "packaging" / "screenshots.py"
    with own_home() as environment:
        return subprocess.run([python, program, folder], check=False, env=environment).returncode


VERBS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "screenshots": screenshots,
}


def _ready_python(*, window: bool) -> Path:
    dev_packages.provide(window=window)
    return prepare(Environment(ROOT))


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _become(command: list[str]) -> int:
    if sys.platform == "win32":
        # Windows would return to the prompt at once.
        return subprocess.run(command, check=False).returncode
    return os.execv(command[0], command)  # noqa: S606 - no shell is wanted


@contextmanager
def own_home() -> Iterator[dict[str, str]]:
    """Give an environment whose settings, runs and caches are not the user's."""
    with tempfile.TemporaryDirectory(prefix="cnnstudio-") as folder:
        yield {**os.environ, "CNNSTUDIO_HOME": folder}
