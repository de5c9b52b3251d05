"""A block kind as it travels from the palette to the canvas."""

from PySide6.QtCore import QMimeData

from cnnstudio.network.catalog import KINDS

GRIP_PX = 6
"""The card hangs from the pointer by this corner: whatever it is held above stays in view."""

MIME_TYPE = "application/x-cnnstudio-block-kind"


def mime_data(kind: str) -> QMimeData:
    """Return what is dragged."""
    data = QMimeData()
    data.setData(MIME_TYPE, kind.encode())
    return data


def dragged_kind(data: QMimeData) -> str | None:
    """Return the kind that is dragged, or None where it is something else."""
    if not data.hasFormat(MIME_TYPE):
        return None
    kind = bytes(data.data(MIME_TYPE).data()).decode(errors="replace")
    return kind if kind in KINDS else None
