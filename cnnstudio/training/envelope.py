"""What all that crosses the link between window and engine has in common."""

import msgspec


class Message(msgspec.Struct, frozen=True, tag_field="type", tag=True):
    """Anything that crosses the link, with its type's name in it."""
