"""The descriptions of fields, found by name."""

from collections.abc import Iterable

from cnnstudio.errors import UnknownNameError
from cnnstudio.network.blocks.parameters import Parameter


def find_field(fields: Iterable[Parameter], name: str, what: str) -> Parameter:
    """Return the description of a field; `what` says what `UnknownNameError` calls it."""
    known = {each.name: each for each in fields}
    if name not in known:
        raise UnknownNameError(what, name, known)
    return known[name]
