"""The inspector's view of one block."""

from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.network.blocks.kind import BlockKind
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Shape
from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.training.messages import Activations, LayerReport, LayerState
from cnnstudio.ui.designer.activity_text import long_text
from cnnstudio.ui.designer.block_facts import block_facts
from cnnstudio.ui.designer.filter_view import FilterView
from cnnstudio.ui.designer.number_box import NumberBox
from cnnstudio.ui.designer.output_view import OutputView
from cnnstudio.ui.designer.pictures.kind_picture import KindPicture
from cnnstudio.ui.designer.problem_box import ProblemBox
from cnnstudio.ui.theme import HEADING_PX, body_font
from cnnstudio.ui.widgets.elided_label import ElidedLabel
from cnnstudio.ui.widgets.parameter_form import ParameterForm
from cnnstudio.ui.widgets.section_label import SectionLabel

_PICTURE = QSize(84, 44)


class BlockPane(QWidget):
    """Title, explanation, problem, form, shape rule, filters and output of a block.

    `changed(block, name, value, gesture)` carries another value of a parameter.
    """

    changed = Signal(str, str, object, str)
    gesture_ended = Signal()
    repair_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._block = ""
        self._kind = ""
        self._shape: Shape | None = None
        self._activations: Activations | None = None
        self.picture = KindPicture(_PICTURE)
        self.title = ElidedLabel()
        self.title.setFont(body_font(HEADING_PX, bold=True))
        self.id = _dim_label()
        self.explanation = _dim_label()
        self.explanation.setWordWrap(True)
        self.problem = ProblemBox()
        self.form: ParameterForm | None = None
        self.numbers_label = SectionLabel(_("Output size"))
        self.numbers = NumberBox(_("Output size"))
        self.activity = _dim_label()
        self.activity.setWordWrap(True)
        self.activity.hide()
        self._states: dict[str, LayerState] = {}
        self.filters = FilterView()
        self.output = OutputView()
        self._lay_out()
        self.problem.repair_chosen.connect(self.repair_chosen)

    def show_block(self, design: Design, block: str) -> None:
        """Show a block of a design."""
        found = design.network.blocks[block]
        kind = find_kind(found.kind)
        if (block, found.kind) != (self._block, self._kind):
            self._block, self._kind = block, found.kind
            self._show_kind(kind, block)
        self.title.setText(found.name or _(kind.title))
        self.problem.show_problem(design.report.problem_of(block), design.report)
        if self.form is not None:
            self.form.show_values({**kind.defaults(), **found.parameters})
        loss = design.project.training.loss
        self.numbers.show_lines(*block_facts(found, design.report, loss=loss))
        self._shape = design.report.blocks[block].output
        self._show_activity()
        self._show_activations()

    def show_activations(self, activations: Activations | None) -> None:
        """Show the filters and the output that the engine reported."""
        self._activations = activations
        self._show_activations()

    def show_layers(self, report: LayerReport | None) -> None:
        """Tell what goes on in the block while a run trains, or nothing."""
        self._states = {} if report is None else {each.block: each for each in report.layers}
        self._show_activity()

    def focus_form(self) -> None:
        """Bring the keyboard to the first field."""
        if self.form is not None:
            self.form.focus_first()

    def _show_kind(self, kind: BlockKind, block: str) -> None:
        self.picture.show_kind(kind.name)
        self.id.setText(_("block {id}").format(id=block))
        self.explanation.setText(_(kind.explanation))
        if self.form is not None:
            self._form_place.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None
        if kind.parameters:
            self.form = ParameterForm(kind.parameters, kind.defaults())
            self.form.changed.connect(self._on_form_changed)
            self.form.gesture_ended.connect(self.gesture_ended)
            self._form_place.addWidget(self.form)

    def _show_activity(self) -> None:
        state = self._states.get(self._block)
        text = long_text(state) if state is not None else ""
        self.activity.setText(text)
        self.activity.setVisible(bool(text))

    def _show_activations(self) -> None:
        known = () if self._activations is None else self._activations.filters
        self.filters.show_filters(next((each for each in known if each.block == self._block), None))
        self.output.show_output(self._activations, self._block, self._shape)

    def _on_form_changed(self, name: str, value: Any, gesture: str) -> None:
        self.changed.emit(self._block, name, value, gesture)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.title)
        names.addWidget(self.id)
        header = QHBoxLayout()
        header.setSpacing(12)
        header.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        header.addLayout(names, 1)
        self._form_place = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(header)
        layout.addWidget(self.explanation)
        layout.addWidget(self.problem)
        layout.addLayout(self._form_place)
        layout.addSpacing(8)
        below = (self.numbers_label, self.numbers, self.activity, self.filters, self.output)
        for widget in below:
            layout.addWidget(widget)


def _dim_label() -> QLabel:
    label = QLabel()
    label.setProperty("tone", "dim")
    return label
