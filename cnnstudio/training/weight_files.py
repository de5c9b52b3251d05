"""Whether the weights of a run can be read, told without a library for tensors."""

from pathlib import Path

from safetensors import SafetensorError, safe_open

from cnnstudio.text import _
from cnnstudio.training import runs


def weights_problem(folder: Path) -> str:
    """Return what is wrong with the weights of a run's best epoch, empty where nothing is.

    Only the header is read: it says how long the whole file must be.
    """
    path = folder / runs.BEST
    if not path.is_file():
        return _("{file} is gone.").format(file=runs.BEST)
    try:
        with safe_open(path, framework="np"):
            return ""
    except (SafetensorError, OSError):
        return _("{file} is damaged.").format(file=runs.BEST)
