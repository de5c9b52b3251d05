"""How large things become, layer by layer: a line for each, with its arithmetic."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.kernels.sizes import Kind, Shape, SizeExample, Step, length_in_words
from cnnstudio.text import _
from cnnstudio.ui.theme import BODY_PX, HEADING_PX, body_font, number_font, themes

_SHAPE_PX = HEADING_PX + 5


class SizesView(QWidget):
    """Shows one chain of layers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._content: QWidget | None = None
        self.setAccessibleName(_("Sizes, layer by layer"))
        themes.changed.connect(self.update)

    def show_example(self, example: SizeExample) -> None:
        """Show another chain."""
        if self._content is not None:
            self._column.removeWidget(self._content)
            self._content.deleteLater()
        self._content = _chain(example)
        self._column.addWidget(self._content, 0, Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleDescription("; ".join(lines_of(example)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), themes.current.canvas)
        painter.end()


def lines_of(example: SizeExample) -> list[str]:
    """Return each step in words."""
    shapes = (example.shape, *example.shapes())
    texts = [
        _("{layer}: {shape}").format(layer=layer_text(step), shape=shape_text(after))
        for step, after in zip(example.steps, shapes[1:], strict=True)
    ]
    return [_("Input: {shape}").format(shape=shape_text(example.shape)), *texts]


def _chain(example: SizeExample) -> QWidget:
    content = QWidget()
    grid = QGridLayout(content)
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(18)
    heading = _label(_(example.title))
    heading.setFont(body_font(HEADING_PX + 3, bold=True))
    grid.addWidget(heading, 0, 0, 1, 3)
    _add_line(grid, 1, _("Input"), example.shape, "")
    shapes = (example.shape, *example.shapes())
    for line, (step, shape, after) in enumerate(
        zip(example.steps, shapes[:-1], shapes[1:], strict=True), 2
    ):
        _add_line(grid, line, layer_text(step), after, arithmetic_text(step, shape))
    return content


def _add_line(grid: QGridLayout, line: int, name: str, shape: Shape, arithmetic: str) -> None:
    layer, size, words = _label(name), _label(shape_text(shape)), _label(arithmetic)
    layer.setFont(body_font(HEADING_PX))
    size.setFont(number_font(_SHAPE_PX, bold=True))
    words.setFont(number_font(BODY_PX))
    words.setProperty("tone", "dim")
    for column, label in enumerate((layer, size, words)):
        grid.addWidget(label, line, column)


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def shape_text(shape: Shape) -> str:
    """Return a shape: "25 × 26 × 26"."""
    return " × ".join(map(str, shape))


def layer_text(step: Step) -> str:
    """Return what a layer is called, with what matters."""
    match step.kind:
        case Kind.CONVOLUTION:
            return _("Convolution, {count} filters of {side} × {side}").format(
                count=step.count, side=step.side
            )
        case Kind.POOLING:
            return _("Max pooling, {side} × {side}").format(side=step.side)
        case Kind.FLATTEN:
            return _("Flatten")
    return _("Dense, {count} units").format(count=step.count)


def arithmetic_text(step: Step, shape: Shape) -> str:
    """Return how the size after a layer follows from the shape before it."""
    match step.kind:
        case Kind.FLATTEN:
            return f"{' · '.join(map(str, shape))}"
        case Kind.DENSE:
            return _("as many as it has units")
    return length_in_words(shape[1], step.side, padding=step.padding, stride=step.stride)
