"""The inspector: the selected block's parameters, arithmetic, problem and filters."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.errors import InvalidValueError
from cnnstudio.network.blocks.kind import BlockKind
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Block
from cnnstudio.network.shapes import Problem
from cnnstudio.project.project import Design
from cnnstudio.text import _, plural
from cnnstudio.training.messages import Activations, Filters
from cnnstudio.ui.designer.block_facts import block_facts, network_facts
from cnnstudio.ui.designer.editor import Editor
from cnnstudio.ui.designer.filter_view import FilterView
from cnnstudio.ui.document import Document
from cnnstudio.ui.theme import HEADING_PX, TINY_PX, body_font, number_font
from cnnstudio.ui.widgets.parameter_form import ParameterForm
from cnnstudio.ui.widgets.section_label import SectionLabel

_WIDTH_PX = 292
_MARGIN_PX = 12


class Inspector(QScrollArea):
    """Shows what is selected, and changes it through the editor."""

    def __init__(self, document: Document, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setMinimumWidth(_WIDTH_PX)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Inspector"))
        self._document = document
        self._editor = editor
        self._selection = editor.selection
        self._filters: Mapping[str, Filters] = {}
        self._page: _BlockPage | _OverviewPage | None = None
        self._selection.changed.connect(self._on_selection_changed)
        document.changed.connect(self._on_document_changed)
        self._on_selection_changed()

    def show_activations(self, activations: Activations) -> None:
        """Show the filters that came with an answer to a probe."""
        self._filters = {filters.block: filters for filters in activations.filters}
        if isinstance(self._page, _BlockPage):
            self._page.show_filters(self._filters.get(self._page.block))

    def focus_first_field(self) -> None:
        """Put the cursor into the first parameter of the selected block."""
        if isinstance(self._page, _BlockPage):
            self._page.focus_first_field()

    def _on_selection_changed(self) -> None:
        block = self._selection.block
        if block is None or block not in self._document.design.network.blocks:
            self._show_page(_OverviewPage(self._editor))
        else:
            page = _BlockPage(self._document.design.network.blocks[block], self._editor)
            self._show_page(page)
            page.show_filters(self._filters.get(block))

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if old.report is new.report:
            return
        block = self._selection.block
        if isinstance(self._page, _BlockPage) and block not in new.network.blocks:
            self._show_page(_OverviewPage(self._editor))
        elif self._page is not None:
            self._page.show_design(new)

    def _show_page(self, page: "_BlockPage | _OverviewPage") -> None:
        self._page = page
        page.show_design(self._document.design)
        self.setWidget(page)


class _Page(QWidget):
    """A heading and sections below each other."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        self.rows.setSpacing(8)

    def add_label(self, *, dim: bool = False) -> QLabel:
        """Add a line of text that wraps."""
        label = QLabel(self)
        label.setWordWrap(True)
        if dim:
            label.setProperty("tone", "dim")
        self.rows.addWidget(label)
        return label

    def add_section(self, title: str) -> None:
        """Add the small capitals above a section."""
        self.rows.addSpacing(4)
        self.rows.addWidget(SectionLabel(title, self))


class _BlockPage(_Page):
    """One block."""

    def __init__(self, block: Block, editor: Editor) -> None:
        super().__init__()
        self.block = block.id
        self._editor = editor
        kind = find_kind(block.kind)
        self._add_heading(block, kind)
        self._form = ParameterForm(kind.parameters, block.parameters, self)
        self._form.setVisible(bool(kind.parameters))
        self._form.changed.connect(self._on_form_changed)
        self._form.gesture_ended.connect(editor.document.end_gesture)
        self.rows.addWidget(self._form)
        self._problem = _ProblemBox(editor)
        self.rows.addWidget(self._problem)
        self.add_section(_("Output size"))
        self._facts = _FactBox()
        self.rows.addWidget(self._facts)
        self._filters = FilterView(self)
        self.rows.addWidget(self._filters)
        self.rows.addStretch(1)

    def show_design(self, design: Design) -> None:
        """Show the block as it is now."""
        block = design.network.blocks[self.block]
        self._form.show_values(block.parameters)
        self._problem.show_problem(design.report.problem_of(self.block))
        self._facts.show_lines(block_facts(block, design.report.blocks[self.block]))

    def show_filters(self, filters: Filters | None) -> None:
        """Show the block's filters, or none."""
        self._filters.show_filters(filters)

    def focus_first_field(self) -> None:
        """Put the cursor into the first parameter."""
        first = next(iter(find_kind(self._kind()).parameters), None)
        if first is not None:
            self._form.field(first.name).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _kind(self) -> str:
        return self._editor.network.blocks[self.block].kind

    def _add_heading(self, block: Block, kind: BlockKind) -> None:
        title = QLabel(block.name or _(kind.title), self)
        title.setFont(body_font(HEADING_PX, bold=True))
        name = QLabel(block.id, self)
        name.setFont(number_font())
        name.setProperty("tone", "dim")
        name.setToolTip(_("The block's name in files and in exported code"))
        line = QHBoxLayout()
        line.addWidget(title, 1)
        line.addWidget(name)
        self.rows.addLayout(line)
        explanation = self.add_label(dim=True)
        explanation.setText(_(kind.explanation))
        if kind.source:
            explanation.setToolTip(_("Source: {source}").format(source=kind.source))

    def _on_form_changed(self, name: str, value: Any, gesture: str) -> None:
        try:
            self._editor.set_parameter(self.block, name, value, gesture)
        except InvalidValueError as error:
            self._form.refuse(name, str(error))


class _OverviewPage(_Page):
    """Nothing or several blocks selected: the network, or what can be done with them."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self._title = self.add_label()
        self._title.setFont(body_font(HEADING_PX, bold=True))
        self._hint = self.add_label(dim=True)
        self._facts = _FactBox()
        self.rows.addWidget(self._facts)
        self._delete = QPushButton(self)
        self._delete.clicked.connect(editor.delete_selection)
        self.rows.addWidget(self._delete, 0, Qt.AlignmentFlag.AlignLeft)
        self.rows.addStretch(1)

    def show_design(self, design: Design) -> None:
        """Show the network's totals, or how much is selected."""
        blocks, wires = self._editor.selection.blocks, self._editor.selection.wires
        self._title.setText(_overview_title(len(blocks), len(wires)))
        self._hint.setText(_overview_hint(len(blocks), len(wires)))
        self._facts.setVisible(not blocks and not wires)
        self._facts.show_lines(network_facts(design.report))
        self._delete.setVisible(bool(blocks or wires))
        self._delete.setText(_("Delete"))
        self._delete.setAccessibleName(_("Delete the selection"))


def _overview_title(blocks: int, wires: int) -> str:
    if blocks:
        return plural("{count} block selected", "{count} blocks selected", blocks)
    if wires:
        return plural("{count} wire selected", "{count} wires selected", wires)
    return _("Network")


def _overview_hint(blocks: int, wires: int) -> str:
    if blocks:
        return _("Drag them together, nudge them with the arrow keys, or delete them.")
    if wires:
        return _("Delete removes the wire and leaves the blocks.")
    return _("Select a block to see and change its parameters. Drag new ones from the left.")


class _ProblemBox(QWidget):
    """A problem in words, with a button for each repair."""

    def __init__(self, editor: Editor) -> None:
        super().__init__()
        self._editor = editor
        self._problem: Problem | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        self._message = QLabel(self)
        self._message.setWordWrap(True)
        self._message.setProperty("tone", "bad")
        self._rows.addWidget(self._message)
        self._buttons: list[QPushButton] = []
        self.hide()

    def show_problem(self, problem: Problem | None) -> None:
        """Show a problem, or nothing."""
        self.setVisible(problem is not None)
        if problem == self._problem:
            return
        self._problem = problem
        for button in self._buttons:
            button.deleteLater()
        self._buttons = []
        if problem is None:
            return
        self._message.setText(problem.message)
        self._message.setAccessibleName(problem.message)
        for repair in problem.repairs:
            button = QPushButton(repair.title, self)
            button.setAccessibleName(repair.title)
            button.clicked.connect(lambda _checked=False, each=repair: self._editor.repair(each))
            self._rows.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self._buttons.append(button)


class _FactBox(QFrame):
    """Numbers in the monospaced face, on the colour of a field."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("facts")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        self._text = QLabel(self)
        self._text.setFont(number_font(TINY_PX))
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self._text)

    def show_lines(self, lines: tuple[str, ...]) -> None:
        """Show these lines."""
        self._text.setText("\n".join(lines))
        self._text.setAccessibleName(", ".join(lines))
