"""What is typed to add a block: words that find its kind, then values for its parameters."""

from typing import Any

from cnnstudio.errors import InvalidValueError
from cnnstudio.network.blocks.kind import BlockKind
from cnnstudio.text import _
from cnnstudio.ui.widgets.parameter_text import parse


def split(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the words and the values: "conv 6 5×5" gives "conv" and ("6", "5×5")."""
    parts = text.replace("@", " ").split()
    first = next((place for place, part in enumerate(parts) if part[0].isdigit()), len(parts))
    return " ".join(parts[:first]), tuple(parts[first:])


def parameters(kind: BlockKind, values: tuple[str, ...]) -> dict[str, Any]:
    """Return values for the first parameters; raise `InvalidValueError` with what is allowed."""
    if len(values) > len(kind.parameters):
        raise InvalidValueError(
            _("{kind} has {count} parameters, not {given}.").format(
                kind=_(kind.title), count=len(kind.parameters), given=len(values)
            )
        )
    return {
        parameter.name: parse(parameter, value)
        for parameter, value in zip(kind.parameters, values, strict=False)
    }
