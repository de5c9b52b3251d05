"""Installing the pinned packages with pip, the size of the download said first."""

import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from dev_download import Download, answers, describe_size, measure
from dev_errors import SetUpError
from dev_progress import Progress

# Where pip looks for torch besides its own configuration, for those who want another
# build than the one that their package index has.
TORCH_INDEX_VARIABLE = "CNNSTUDIO_TORCH_INDEX"
# On Linux the common index has torch with CUDA only, 3 GB that a machine without an
# NVIDIA driver cannot use. Source: "Get started" on PyTorch's site, Linux, pip, CPU.
_CPU_INDEX = "https://download.pytorch.org/whl/cpu"

_INSTALLER = ("pip", "hatchling", "editables")
# Measured on Linux: 1.8 GB installed from 0.47 GB of wheels.
_UNPACKED_PER_FETCHED = 4.5


def install(python: Path, root: Path, constraints: Path) -> None:
    """Install CNN Studio in editable form with all it needs, as `constraints` pin it."""
    print("Preparing the installer.")
    pinned = ["--constraint", str(constraints)]
    pip_install(python, [*pinned, "--quiet", *_INSTALLER])
    print("Finding out what has to be fetched.")
    wanted = ["--no-build-isolation", *pinned, "--editable", f"{root}[develop]"]
    wanted, downloads = _choose_torch(python, wanted, torch_pin(constraints))
    _announce(downloads, root)
    log = root / ".venv" / "set-up.log"
    pip_install(python, wanted, progress=Progress(downloads), log=log)
    print("Everything is in place.")


def torch_pin(constraints: Path) -> str:
    """Return the requirement of torch in `constraints`, such as "torch==2.13.0"."""
    lines = constraints.read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if line.startswith("torch=="))


def torch_candidates(pin: str, *, has_nvidia: bool) -> list[str]:
    """Return the builds of torch to ask for, the preferred one first.

    The indexes that carry CPU builds call them "+cpu". On macOS, and on Windows with
    the common index, the plain build is the CPU build already.
    """
    return [pin] if has_nvidia or sys.platform == "darwin" else [f"{pin}+cpu", pin]


def has_nvidia_driver() -> bool:
    """Return whether the library that every NVIDIA driver brings can be loaded."""
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    return True


def _choose_torch(python: Path, wanted: list[str], pin: str) -> tuple[list[str], list[Download]]:
    """Return `wanted` with the preferred build of torch that there is, and what pip fetches."""
    *preferred, last = torch_candidates(pin, has_nvidia=has_nvidia_driver())
    for torch in preferred:
        for index in _indexes():
            complete = [*wanted, torch, *index]
            try:
                return complete, _plan(python, complete)
            except SetUpError as error:
                # Only "this build is not there" names it; all else would hit the last too.
                if torch not in str(error):
                    raise
    complete = [*wanted, last, *_named_index()]
    return complete, _plan(python, complete)


def _plan(python: Path, wanted: list[str]) -> list[Download]:
    """Return what pip would fetch to have all that is `wanted`."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        pip_install(python, ["--dry-run", "--quiet", "--report", str(report), *wanted])
        return measure(json.loads(report.read_text(encoding="utf-8")))


def _indexes() -> Iterator[list[str]]:
    """Where to look for a CPU build: as pip is configured, then at PyTorch's own index."""
    yield _named_index()
    if sys.platform == "linux" and not _named_index() and answers(_CPU_INDEX):
        yield ["--extra-index-url", _CPU_INDEX]


def _named_index() -> list[str]:
    index = os.environ.get(TORCH_INDEX_VARIABLE)
    return ["--extra-index-url", index] if index else []


def _announce(downloads: Sequence[Download], root: Path) -> None:
    print(describe_size(downloads))
    if any(download.name.startswith("nvidia-") for download in downloads) and not (
        has_nvidia_driver()
    ):
        print(
            "Your package index has torch only as the large CUDA build, no NVIDIA driver was "
            f"found, and PyTorch's own index does not answer. To save some gigabytes stop here, "
            f"set {TORCH_INDEX_VARIABLE} to an index of CPU builds, and start again."
        )
    needed = sum(download.size or 0 for download in downloads) * _UNPACKED_PER_FETCHED
    free = shutil.disk_usage(root).free
    if needed > free:
        raise SetUpError(
            f"The packages need about {needed / 1e9:.1f} GB on the disk of {root}, "
            f"where {free / 1e9:.1f} GB are free."
        )


def pip_install(
    python: Path,
    arguments: Sequence[str],
    *,
    progress: Progress | None = None,
    log: Path | None = None,
) -> None:
    """Run `pip install` with `arguments`, its output told through `progress` and kept in `log`."""
    command = [str(python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    if progress:
        command += ["--progress-bar", "raw"]
    lines = []
    with subprocess.Popen(
        [*command, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
        # pip inherits the lock: should this process be killed, the next waits for pip's end.
        close_fds=False,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if progress:
                progress.read(line)
    if progress:
        progress.end()
    if log:
        log.write_text("".join(lines), encoding="utf-8")
    if process.returncode:
        raise SetUpError(_failure(lines))


def _failure(lines: Sequence[str]) -> str:
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    said = errors or [line.strip() for line in lines[-5:]]
    return "pip could not install the packages: " + " ".join(said)
