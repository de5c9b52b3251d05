"""The inspector while several blocks, or wires, are selected."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from cnnstudio.network.blocks.kind import shape_text
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Wire
from cnnstudio.project.project import Design
from cnnstudio.text import _, plural
from cnnstudio.ui.actions import plain_text
from cnnstudio.ui.designer.number_box import NumberBox
from cnnstudio.ui.designer.selection import Selection
from cnnstudio.ui.designer.several import shared_kind, shared_values
from cnnstudio.ui.theme import HEADING_PX, body_font
from cnnstudio.ui.widgets.parameter_form import ParameterForm
from cnnstudio.ui.widgets.section_label import SectionLabel

_OFFERED = ("edit.delete", "edit.duplicate", "edit.bypass", "view.zoom_selection")
_MOST_WIRES = 12


class SelectionPane(QWidget):
    """What is selected and costs together, a form where it is of one kind, and what can be done.

    `changed(name, value, gesture)` and `stepped(name, steps, gesture)` are as those of the form.
    """

    changed = Signal(str, object, str)
    stepped = Signal(str, int, str)
    gesture_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind: str | None = None
        self._title = QLabel()
        self._title.setFont(body_font(HEADING_PX, bold=True))
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        self._hint.setProperty("tone", "dim")
        self.form: ParameterForm | None = None
        self._form_place = QVBoxLayout()
        self._numbers = NumberBox(_("Selection"))
        self._actions_label = SectionLabel(_("Together"))
        self._actions_place = QVBoxLayout()
        self._actions_place.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._hint)
        layout.addLayout(self._form_place)
        layout.addSpacing(4)
        layout.addWidget(self._numbers)
        layout.addSpacing(8)
        layout.addWidget(self._actions_label)
        layout.addLayout(self._actions_place)

    def offer(self, actions: Mapping[str, QAction]) -> None:
        """Add a button for each of the actions that work on several blocks."""
        for name in _OFFERED:
            self._actions_place.addWidget(_ActionPush(actions[name]))

    def show_selection(self, design: Design, selection: Selection) -> None:
        """Show what is selected in a design."""
        kind = shared_kind(design.network, selection.blocks) if selection.blocks else None
        self._show_form(kind)
        self._title.setText(_title(kind, selection))
        self._hint.setText(_hint(kind, selection))
        self._hint.setVisible(bool(self._hint.text()))
        if self.form is not None:
            self.form.show_values(shared_values(design.network, selection.blocks))
        if selection.blocks:
            self._numbers.show_lines(*_block_lines(design, selection.blocks))
        else:
            self._numbers.show_lines(*_wire_lines(design, selection.wires))

    def refuse(self, name: str, message: str, values: Mapping[str, Any]) -> None:
        """Show `values` again, and below a field why another is not taken."""
        if self.form is not None:
            self.form.show_values(values)
            self.form.refuse(name, message)

    def focus_form(self) -> None:
        """Bring the keyboard to the first field."""
        if self.form is not None:
            self.form.focus_first()

    def _show_form(self, kind: str | None) -> None:
        if kind == self._kind:
            return
        self._kind = kind
        if self.form is not None:
            self._form_place.removeWidget(self.form)
            self.form.deleteLater()
            self.form = None
        if kind is None or not find_kind(kind).parameters:
            return
        self.form = ParameterForm(find_kind(kind).parameters, find_kind(kind).defaults())
        self.form.changed.connect(self.changed)
        self.form.stepped.connect(self.stepped)
        self.form.gesture_ended.connect(self.gesture_ended)
        self._form_place.addWidget(self.form)


class _ActionPush(QPushButton):
    """A button that does what an action does, while the action can be done."""

    def __init__(self, action: QAction) -> None:
        super().__init__(plain_text(action))
        self._action = action
        self.setAccessibleName(plain_text(action))
        self.setToolTip(action.toolTip())
        self.clicked.connect(lambda _is_checked: action.trigger())
        action.changed.connect(self._on_action_changed)
        self._on_action_changed()

    def _on_action_changed(self) -> None:
        self.setEnabled(self._action.isEnabled())


def _title(kind: str | None, selection: Selection) -> str:
    count = len(selection.blocks)
    if not count:
        return plural("{count} wire", "{count} wires", len(selection.wires))
    if kind is None:
        return plural("{count} block", "{count} blocks", count)
    return _("{count} × {kind}").format(count=count, kind=_(find_kind(kind).title))


def _hint(kind: str | None, selection: Selection) -> str:
    if not selection.blocks:
        return ""
    if kind is None:
        return _("Blocks of one kind can be changed together here; these are of several kinds.")
    if not find_kind(kind).parameters:
        return _("Blocks of this kind have no parameters.")
    return _("A change applies to all of them.")


def _block_lines(design: Design, blocks: tuple[str, ...]) -> list[str]:
    kinds = Counter(_(find_kind(design.network.blocks[name].kind).title) for name in blocks)
    reports = [design.report.blocks[name] for name in blocks if name in design.report.blocks]
    parameters = sum(report.weight_count for report in reports)
    work = sum(report.multiply_adds for report in reports)
    shapes = {report.output for report in reports}
    shared = shapes.pop() if len(shapes) == 1 else None
    return [
        *(_("{count} × {kind}").format(count=count, kind=kind) for kind, count in kinds.items()),
        *([_("all put out {shape}").format(shape=shape_text(shared))] if shared else []),
        _("{count} parameters").format(count=f"{parameters:,}"),
        _("{count} multiply-adds").format(count=f"{work:,}"),
    ]


def _wire_lines(design: Design, wires: tuple[Wire, ...]) -> list[str]:
    lines = [_wire_line(design, wire) for wire in sorted(wires, key=str)]
    more = len(lines) - _MOST_WIRES
    rest = [plural("and {count} more", "and {count} more", more)] if more > 0 else []
    return [*lines[:_MOST_WIRES], *rest]


def _wire_line(design: Design, wire: Wire) -> str:
    report = design.report.blocks.get(wire.source)
    shape = report.output if report is not None else None
    return _("{source} → {target}: {shape}").format(
        source=wire.source,
        target=wire.target,
        shape="?" if shape is None else shape_text(shape),
    )
