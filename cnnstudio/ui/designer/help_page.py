"""One page of help: all there is to know about a kind of block."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from cnnstudio.network.blocks.kind import BlockKind
from cnnstudio.network.blocks.parameters import Parameter
from cnnstudio.network.catalog import find_kind
from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.ui.designer.help_facts import Numbers, block_numbers, example_numbers, ports
from cnnstudio.ui.designer.number_box import NumberBox
from cnnstudio.ui.designer.pictures.kind_picture import KindPicture, caption
from cnnstudio.ui.theme import HEADING_PX, body_font
from cnnstudio.ui.widgets.section_label import SectionLabel

_PICTURE = QSize(400, 132)


class HelpPage(QScrollArea):
    """Picture, explanation, formula, shape rule, parameters, ports and source."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Help"))
        self.kind = ""
        self.title = QLabel()
        self.title.setFont(body_font(HEADING_PX + 3, bold=True))
        self.picture = KindPicture(_PICTURE)
        self.caption = _text("dim")
        self.explanation = _text()
        self.equation = NumberBox(_("Formula"))
        self.shape_label = SectionLabel(_("Shape"))
        self.shape = NumberBox(_("Shape"))
        self.parameters_label = SectionLabel(_("Parameters"))
        self.parameters = QVBoxLayout()
        self.parameters.setSpacing(10)
        self.ports = _text()
        self.source = _text("dim")
        self._lay_out()

    def show_block(self, design: Design, block: str) -> None:
        """Show the kind of a block with the block's own numbers."""
        self._show(find_kind(design.network.blocks[block].kind), block_numbers(design, block))

    def show_kind(self, name: str) -> None:
        """Show a kind at its defaults."""
        kind = find_kind(name)
        self._show(kind, example_numbers(kind))

    def _show(self, kind: BlockKind, numbers: Numbers) -> None:
        if kind.name != self.kind:
            self.verticalScrollBar().setValue(0)
        self.kind = kind.name
        self.title.setText(_(kind.title))
        self.picture.show_kind(kind.name)
        self.caption.setText(caption(kind.name))
        self.explanation.setText(_(kind.explanation))
        self.equation.show_lines(kind.equation)
        self.shape_label.setText(numbers.title)
        self.shape.show_lines(*numbers.lines)
        self._show_parameters(kind, numbers)
        self.ports.setText(ports(kind))
        self.source.setText(kind.source)
        self.setAccessibleDescription(f"{_(kind.title)}. {_(kind.explanation)}")

    def _show_parameters(self, kind: BlockKind, numbers: Numbers) -> None:
        while (item := self.parameters.takeAt(0)) is not None:
            if (line := item.widget()) is not None:
                line.hide()
                line.deleteLater()
        self.parameters_label.setVisible(bool(kind.parameters))
        for parameter in kind.parameters:
            line = _text()
            line.setTextFormat(Qt.TextFormat.RichText)
            line.setText(_described(parameter, numbers))
            self.parameters.addWidget(line)

    def _lay_out(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(20, 16, 20, 20)
        layout.setSpacing(8)
        for widget in (self.title, self.explanation):
            layout.addWidget(widget)
        layout.addSpacing(4)
        layout.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        self.caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.caption)
        _add_section(layout, SectionLabel(_("Formula")), self.equation)
        _add_section(layout, self.shape_label, self.shape)
        _add_section(layout, self.parameters_label)
        layout.addLayout(self.parameters)
        _add_section(layout, SectionLabel(_("Inputs and outputs")), self.ports)
        _add_section(layout, SectionLabel(_("Source")), self.source)
        layout.addStretch(1)
        self.setWidget(content)


def _add_section(layout: QVBoxLayout, *widgets: QWidget) -> None:
    layout.addSpacing(10)
    for widget in widgets:
        layout.addWidget(widget)


def _text(tone: str = "") -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setProperty("tone", tone)
    return label


def _described(parameter: Parameter, numbers: Numbers) -> str:
    return _("<b>{title}</b> {value}<br>{help}<br>Allowed: {allowed}.").format(
        title=escape(_(parameter.title)),
        value=escape(parameter.text(numbers.values[parameter.name])),
        help=escape(_(parameter.help)),
        allowed=escape(parameter.allowed()),
    )
