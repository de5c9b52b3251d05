"""Tooltips that wrap: Qt breaks lines only in rich text."""

from html import escape

from PySide6.QtCore import QSize

from cnnstudio.network.blocks.kind import BlockKind
from cnnstudio.text import _
from cnnstudio.ui.designer.pictures.kind_picture import picture_html

_PICTURE = QSize(248, 92)


def wrapped(*paragraphs: str) -> str:
    """Return paragraphs as a tooltip that is not wider than a column of text."""
    return "".join(f"<p>{escape(text)}</p>" for text in paragraphs if text)


def kind_tooltip(kind: BlockKind, ratio: float = 1.0) -> str:
    """Return what a kind does, also as a picture, and how it is added.

    `ratio` is that of the display's pixels to points.
    """
    picture = picture_html(kind.name, _PICTURE, ratio)
    hint = _("Drag it to the canvas or onto a wire, or double-click to add it. F1 tells more.")
    return f"<p>{picture}</p>{wrapped(_(kind.explanation), hint)}"
