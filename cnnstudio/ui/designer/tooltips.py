"""Tooltips that wrap: Qt breaks lines only in rich text."""

from html import escape

from cnnstudio.network.blocks.kind import BlockKind
from cnnstudio.text import _


def wrapped(*paragraphs: str) -> str:
    """Return paragraphs as a tooltip that is not wider than a column of text."""
    return "".join(f"<p>{escape(text)}</p>" for text in paragraphs if text)


def kind_tooltip(kind: BlockKind) -> str:
    """Return what a kind does, where it comes from, and how it is added."""
    source = _("Source: {source}").format(source=kind.source) if kind.source else ""
    hint = _("Drag it to the canvas or onto a wire, or double-click to add it.")
    return wrapped(_(kind.explanation), source, hint)
