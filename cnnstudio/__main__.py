"""The entry point: the window without arguments or with a project, else the command line."""

import sys
from collections.abc import Sequence
from pathlib import Path

from cnnstudio import display, text
from cnnstudio.text import _

SUFFIX = ".cnnstudio"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments ask for and return the exit status."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if not given or _is_project(given):
        return _open_window(Path(given[0]) if given else None)
    from cnnstudio.cli.program import run

    return run(given)


def _is_project(arguments: Sequence[str]) -> bool:
    """Whether the only argument is a file; a folder called "train" is no project."""
    return len(arguments) == 1 and (
        arguments[0].endswith(SUFFIX) or Path(arguments[0]).expanduser().is_file()
    )


def _open_window(path: Path | None) -> int:
    if not display.has_display():
        text.choose_language()
        sentence = _(
            "No display was found, so no window can be opened; "
            '"cnnstudio --help" lists what works without one.'
        )
        sys.stderr.write(f"{sentence}\n")
        return 1
    from cnnstudio import app

    return app.run(path.expanduser() if path else None)


if __name__ == "__main__":
    sys.exit(main())
