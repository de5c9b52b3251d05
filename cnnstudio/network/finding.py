"""Blocks by what is typed: their names, kinds and values, or what is wrong with them."""

import re
from collections.abc import Sequence
from typing import Any

from cnnstudio.network.blocks.parameters import Parameter
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Block
from cnnstudio.network.shapes import ShapeReport
from cnnstudio.text import N_, _

PROBLEM = N_("problem")
"""The word that finds every block with a problem."""

_TIMES = re.compile(r"(?<=\d)[x*](?=\d)")


class Finder:
    """Finds blocks, and keeps what is said of those that stay the same objects."""

    def __init__(self) -> None:
        self._texts: dict[str, tuple[Block, str, str]] = {}

    def find(self, report: ShapeReport, text: str) -> tuple[str, ...]:
        """Return the blocks to which every word of `text` applies, in the order of the network.

        A word is found anywhere in a block's id, name, kind or values, a number only as a whole:
        5 finds 5×5 and not 256. "filters=32" asks for one parameter; a parameter's name alone
        finds nothing, for "padding" means the blocks called so.
        """
        words = _TIMES.sub("×", text.casefold()).split()
        if not words:
            return ()
        patterns = [(re.compile(_pattern(word)), "=" in word) for word in words]
        wrong = {problem.block: problem.message for problem in report.problems}
        on_cycles = report.network.blocks.keys() - report.network.rank.keys()
        return tuple(
            name
            for name in (*report.order, *sorted(on_cycles))
            if self._fits(patterns, report.network.blocks[name], wrong.get(name))
        )

    def _fits(
        self, patterns: Sequence[tuple[re.Pattern[str], bool]], block: Block, problem: str | None
    ) -> bool:
        known = self._texts.get(block.id)
        if known is None or known[0] is not block:
            known = self._texts[block.id] = (block, _names(block), _settings(block))
        _block, names, settings = known
        if problem is not None:
            names = "\n".join((names, _(PROBLEM), problem.casefold()))
        return all(
            pattern.search(settings if is_setting else names) for pattern, is_setting in patterns
        )


def _pattern(word: str) -> str:
    start = r"(?<![\w.])" if word[0].isdigit() else ""
    end = r"(?![\w.])" if word[-1].isdigit() else ""
    return f"{start}{re.escape(word)}{end}"


def _names(block: Block) -> str:
    """Return all that is said of a block, a line each, so that no word spans two of them."""
    kind = find_kind(block.kind)
    lines = [block.id, block.name, _(kind.title), kind.name, kind.keywords, _(kind.family.title)]
    lines += (parameter.text(_value(block, parameter)) for parameter in kind.parameters)
    return "\n".join(lines).casefold()


def _settings(block: Block) -> str:
    parameters = find_kind(block.kind).parameters
    lines = (f"{each.name}={each.text(_value(block, each))}" for each in parameters)
    return "\n".join(lines).casefold()


def _value(block: Block, parameter: Parameter) -> Any:
    return block.parameters.get(parameter.name, parameter.default)
