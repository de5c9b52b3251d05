"""The inspector while several blocks, or wires, are selected."""

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from cnnstudio.network.blocks.kind import shape_text
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Wire
from cnnstudio.project.project import Design
from cnnstudio.text import _, plural
from cnnstudio.ui.designer.number_box import NumberBox
from cnnstudio.ui.designer.selection import Selection
from cnnstudio.ui.theme import HEADING_PX, body_font


class SelectionPane(QWidget):
    """What is selected, what it costs together, and a button that deletes it."""

    delete_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel()
        self._title.setFont(body_font(HEADING_PX, bold=True))
        self._numbers = NumberBox(_("Selection"))
        self._delete = QPushButton(_("Delete"))
        self._delete.setAccessibleName(_("Delete"))
        self._delete.clicked.connect(lambda _is_checked: self.delete_requested.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self._title, self._numbers, self._delete):
            layout.addWidget(widget)

    def show_selection(self, design: Design, selection: Selection) -> None:
        """Show what is selected in a design."""
        if selection.blocks:
            self._title.setText(plural("{count} block", "{count} blocks", len(selection.blocks)))
            self._numbers.show_lines(*_block_lines(design, selection.blocks))
        else:
            self._title.setText(plural("{count} wire", "{count} wires", len(selection.wires)))
            lines = [_wire_line(design, wire) for wire in sorted(selection.wires, key=str)]
            self._numbers.show_lines(*lines)


def _block_lines(design: Design, blocks: tuple[str, ...]) -> list[str]:
    kinds = Counter(_(find_kind(design.network.blocks[name].kind).title) for name in blocks)
    reports = [design.report.blocks[name] for name in blocks if name in design.report.blocks]
    parameters = sum(report.weight_count for report in reports)
    work = sum(report.multiply_adds for report in reports)
    return [
        *(_("{count} × {kind}").format(count=count, kind=kind) for kind, count in kinds.items()),
        _("{count} parameters").format(count=f"{parameters:,}"),
        _("{count} multiply-adds").format(count=f"{work:,}"),
    ]


def _wire_line(design: Design, wire: Wire) -> str:
    report = design.report.blocks.get(wire.source)
    shape = report.output if report is not None else None
    return _("{source} → {target}: {shape}").format(
        source=wire.source,
        target=wire.target,
        shape="?" if shape is None else shape_text(shape),
    )
