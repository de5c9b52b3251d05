"""How commands answer: tables for people, JSON for programs, one sentence for errors."""

import sys
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table

from cnnstudio.text import _

# Wide enough for every table: what reads a pipe wants no line broken.
_PIPE_WIDTH = 200


def console(*, to_errors: bool = False) -> Console:
    """Return where text for people goes, as wide as the terminal; a pipe gets no colours."""
    stream = sys.stderr if to_errors else sys.stdout
    width = None if stream.isatty() else _PIPE_WIDTH
    return Console(stderr=to_errors, width=width, highlight=False, markup=False, emoji=False)


def say(sentence: str) -> None:
    """Print a text for people; it wraps where the terminal does, so paths can be copied."""
    console().print(sentence, soft_wrap=True)


def print_error(sentence: str) -> None:
    """Print one sentence on standard error, as a single line."""
    sys.stderr.write(" ".join(sentence.split()) + "\n")


def print_json(value: Any) -> None:
    """Print a line of JSON; what is no number becomes null."""
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()


def print_json_pretty(value: Any) -> None:
    """Print JSON that people can read too."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def table(columns: Sequence[str], *, numbers: Iterable[str] = ()) -> Table:
    """Return an empty table; the columns in `numbers` are set flush right."""
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    right = set(numbers)
    for column in columns:
        made.add_column(column, justify="right" if column in right else "left")
    return made


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Iterable[str] = ()
) -> None:
    """Print a table of texts."""
    made = table(columns, numbers=numbers)
    for row in rows:
        made.add_row(*row)
    console().print(made)


def percent(share: float | None) -> str:
    """Return a share of 1 as "95.3 %", and "–" where there is none."""
    return "–" if share is None else f"{share:.1%}".replace("%", " %")


def decimal(number: float | None) -> str:
    """Return a loss with four places, and "–" where there is none."""
    return "–" if number is None else f"{number:.4f}"


def megabytes(count: int) -> str:
    """Return a number of bytes as "12 MB", at least one."""
    return _("{count:,} MB").format(count=max(1, round(count / 1e6)))
