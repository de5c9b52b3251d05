"""Changing several blocks of one kind at once: all of them, or none."""

from collections.abc import Callable, Sequence
from typing import Any

from cnnstudio.errors import InvalidValueError
from cnnstudio.network import edits
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Block, Network
from cnnstudio.network.shapes import ShapeReport, infer_shapes
from cnnstudio.text import _
from cnnstudio.ui.designer.editor import Editor
from cnnstudio.ui.widgets.parameter_fields import SEVERAL
from cnnstudio.ui.widgets.parameter_text import stepped


def shared_kind(network: Network, blocks: Sequence[str]) -> str | None:
    """Return the kind that all of these blocks are of, or None."""
    kinds = {network.blocks[name].kind for name in blocks}
    return kinds.pop() if len(kinds) == 1 else None


def shared_values(network: Network, blocks: Sequence[str]) -> dict[str, Any]:
    """Return the value of each parameter that all of one kind's blocks have, or `SEVERAL`."""
    kind = find_kind(network.blocks[blocks[0]].kind)
    shared: dict[str, Any] = {}
    for parameter in kind.parameters:
        values = {_value(network.blocks[name], parameter.name) for name in blocks}
        shared[parameter.name] = values.pop() if len(values) == 1 else SEVERAL
    return shared


def set_together(
    editor: Editor, blocks: Sequence[str], name: str, value: Any, *, gesture: str
) -> None:
    """Give one parameter of all `blocks` the same value, as one undo step.

    Raises `InvalidValueError` with the block that does not allow it; nothing is changed then.
    """
    _change(editor, blocks, name, lambda _old: value, gesture=gesture)


def step_together(
    editor: Editor, blocks: Sequence[str], name: str, steps: int, *, gesture: str
) -> None:
    """Move one parameter of all `blocks`, each from its own value; else as `set_together`."""
    parameter = find_kind(editor.network.blocks[blocks[0]].kind).parameter(name)
    _change(editor, blocks, name, lambda old: stepped(parameter, old, steps), gesture=gesture)


def _change(
    editor: Editor,
    blocks: Sequence[str],
    name: str,
    value_of: Callable[[Any], Any],
    *,
    gesture: str,
) -> None:
    before = after = editor.network
    for block in blocks:
        value = value_of(_value(before.blocks[block], name))
        after = edits.set_parameters(after, block, {name: value})
    _check(editor.document.design.report, after, blocks)
    kind = find_kind(before.blocks[blocks[0]].kind)
    text = _("Change {parameter} of {count} blocks").format(
        parameter=_(kind.parameter(name).title), count=len(blocks)
    )
    editor.apply(text, after, f"{' '.join(blocks)}.{gesture}")


def _check(before: ShapeReport, network: Network, blocks: Sequence[str]) -> None:
    """Raise where a block that was right becomes wrong by its own change."""
    after = infer_shapes(network, before)
    for block in blocks:
        problem = after.blocks[block].problem
        if problem is not None and before.blocks[block].problem is None:
            raise InvalidValueError(
                _("{block} does not allow it: {problem} Nothing was changed.").format(
                    block=network.blocks[block].name or block, problem=problem.message
                )
            )


def _value(block: Block, name: str) -> Any:
    return block.parameters.get(name, find_kind(block.kind).parameter(name).default)
