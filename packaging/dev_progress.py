"""Progress of pip's downloads and installation, in plain lines."""

import re
import sys
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from dev_download import Download, megabytes

_LARGE = 10_000_000
_FETCHING = re.compile(r"\s*(?:Downloading|Using cached|Processing) (\S+)")
_FETCHED = re.compile(r"Progress (\d+) of (\d+)")


class Progress:
    """Reads pip's output with `--progress-bar raw` and tells how far it is.

    A terminal gets one line that changes; a log gets a line for each large file.
    """

    def __init__(self, downloads: Sequence[Download]) -> None:
        self._sizes = {_file_name(x.url): x.size or 0 for x in downloads}
        self._total = sum(self._sizes.values())
        self._before = 0
        self._file = ""
        self._on_terminal = sys.stdout.isatty()

    def read(self, line: str) -> None:
        """Take one line of pip's output."""
        if match := _FETCHING.match(line):
            self._begin(_file_name(match[1]))
        elif match := _FETCHED.match(line):
            self._show(int(match[1]))
        elif line.startswith("Installing collected packages"):
            self._show(self._sizes.get(self._file, 0))
            self.end()
            print("Unpacking them into .venv; this takes about a minute.", flush=True)

    def end(self) -> None:
        """Leave the line that changes."""
        if self._on_terminal and self._file:
            print()
        self._file = ""

    def _begin(self, file: str) -> None:
        if file not in self._sizes:
            return
        self._before += self._sizes.get(self._file, 0)
        self._file = file
        if self._on_terminal:
            self._show(0)
        elif self._sizes[file] >= _LARGE:
            print(f"  {file} ({megabytes(self._sizes[file])})", flush=True)

    def _show(self, fetched: int) -> None:
        if self._on_terminal and self._file:
            done, total = megabytes(self._before + fetched), megabytes(self._total)
            print(f"\r\033[K  {done} of {total}  {self._file[:50]}", end="", flush=True)


def _file_name(url: str) -> str:
    return unquote(PurePosixPath(urlsplit(url).path).name)
