"""Set CNN Studio up in this checkout and do the daily work in it.

    python3 packaging/dev.py run [ARGUMENT…]       open CNN Studio
    python3 packaging/dev.py test [ARGUMENT…]      run the tests (arguments go to pytest)
    python3 packaging/dev.py check                 format, lint, types, layers
    python3 packaging/dev.py bench [NAME…]         run benchmarks, all without a name
    python3 packaging/dev.py screenshots [DIR]     draw every page, light and dark

Each makes `.venv` and installs what is missing first. Standard library only.
"""

from __future__ import annotations

import os
import shutil
import sys

OLDEST_PYTHON = (3, 11)


def main(arguments: list[str]) -> int:
    """Do what `arguments` ask for and return the exit status."""
    if sys.version_info < OLDEST_PYTHON:
        return _run_newer_python(arguments)
    # Not at the top: an older Python cannot even read these files.
    import dev_verbs

    return dev_verbs.main(arguments, usage=__doc__ or "")


def _run_newer_python(arguments: list[str]) -> int:
    for minor in range(14, 10, -1):
        python = shutil.which("python3.%d" % minor)  # noqa: UP031
        if python:
            os.execv(python, [python, os.path.abspath(__file__), *arguments])  # noqa: PTH100, S606
    received = "%d.%d" % sys.version_info[:2]  # noqa: UP031
    print("CNN Studio needs Python 3.11 or newer; this is Python " + received + ".")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
