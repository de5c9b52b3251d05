"""What is loaded by what, asked of a fresh interpreter.

import-linter holds the same rules over the source; this sees what really happens.
"""

import subprocess
import sys

import pytest

HEAVY = {"torch", "PySide6", "sklearn", "skimage", "scipy", "pyqtgraph"}


def loaded_by(module: str) -> set[str]:
    """Return the top-level packages loaded once `module` is imported, with all its modules."""
    program = f"""
import importlib, pkgutil, sys
package = importlib.import_module("{module}")
for found in pkgutil.walk_packages(getattr(package, "__path__", []), "{module}."):
    importlib.import_module(found.name)
print(*sorted({{name.partition(".")[0] for name in sys.modules}}))
"""
    command = [sys.executable, "-c", program]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return set(answer.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "cnnstudio.data",
        "cnnstudio.doctor",
        "cnnstudio.errors",
        "cnnstudio.kernels",
        "cnnstudio.network",
        "cnnstudio.project",
        "cnnstudio.training",
    ],
)
def test_neither_torch_nor_qt_nor_slow_libraries_are_loaded(module: str) -> None:
    assert loaded_by(module) & HEAVY == set()


def test_network_needs_neither_arrays_nor_pictures() -> None:
    assert loaded_by("cnnstudio.network") & {"numpy", "cv2", "PIL", "rich", "typer"} == set()


def test_window_loads_neither_torch_nor_the_engine() -> None:
    """All of `ui` at once: more than the window shows at first, and still without torch."""
    loaded = loaded_by("cnnstudio.ui")
    assert loaded & {"torch", "sklearn", "skimage"} == set()
