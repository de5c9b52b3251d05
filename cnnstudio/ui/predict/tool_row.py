"""A row of tools above what they are for."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


def with_tools(below: QWidget, *tools: QWidget) -> QWidget:
    """Return a widget with tools above it, from the left."""
    whole = QWidget()
    row = QHBoxLayout()
    row.setSpacing(8)
    for tool in tools:
        row.addWidget(tool)
    row.addStretch(1)
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.addLayout(row)
    layout.addWidget(below, 1)
    return whole
