"""The right side of the page: the kernel, how it is applied, and what can be said about it."""

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cnnstudio.kernels.analysis import describe
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.settings import KernelLabState, Pooling
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.edits import Edits
from cnnstudio.ui.kernel_lab.entries import is_edited, origin_of, source_text
from cnnstudio.ui.kernel_lab.generator_panel import GeneratorPanel
from cnnstudio.ui.kernel_lab.kernel_panel import KernelPanel
from cnnstudio.ui.kernel_lab.meaning import reasons
from cnnstudio.ui.kernel_lab.parameters import CHOICES, FILTER, LAYER, POOLING, SCALING, SHOW
from cnnstudio.ui.kernel_lab.settings_form import SettingsForm
from cnnstudio.ui.widgets.buttons import ToolbarButton
from cnnstudio.ui.widgets.collapsible import Collapsible
from cnnstudio.ui.widgets.parameter_fields import Field

NARROWEST_PX = 296
USUAL_WIDTH_PX = 296
_WIDEST_PX = 240
_PAUSE_MS = 80
"""The text about a kernel may change its height; laid out anew, it comes after the result."""


class Inspector(QScrollArea):
    """Shows the state; every change goes through `Edits`."""

    def __init__(
        self, edits: Edits, actions: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._edits = edits
        self.kernel = KernelPanel(edits, actions)
        self.generator = GeneratorPanel(edits)
        values = _values(edits.state)
        self.scaling, self.calculation, self.layer, self.pooling, self.display = self._forms = [
            SettingsForm(parameters, values, CHOICES)
            for parameters in (SCALING, FILTER, LAYER, POOLING, SHOW)
        ]
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setProperty("tone", "dim")
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.uses = _use_buttons(actions)
        self._normalise = actions["kernel.normalise"]
        self.sections = self._sections()
        self._state = edits.state
        self._is_grey = False
        self._shown: tuple[dict[str, object], dict[str, str]] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._lay_out()
        self._connect()
        self.show_state(edits.state)

    def show_state(self, state: KernelLabState) -> None:
        """Show a state; emits nothing."""
        self.kernel.hold_kernel(state.kernel)
        self.kernel.show_held()
        self._state = state
        self._pause.start()
        self.sections["generator"].setVisible(self.generator.show_kernel(state.kernel))
        self._show_fields()

    def show_picture(self, *, is_grey: bool) -> None:
        """Offer what a grey or a colour picture has."""
        if is_grey != self._is_grey:
            self._is_grey = is_grey
            self._show_fields()

    def field(self, name: str) -> Field:
        """Return the field of a name."""
        return self._form(name).field(name)

    def message(self, name: str) -> str:
        """Return what stands below a field, or nothing."""
        return self._form(name).message(name)

    def saveState(self) -> QByteArray:
        """Return which sections are folded away, for `restoreState`."""
        folded = [name for name, section in self.sections.items() if not section.is_open]
        return QByteArray(" ".join(folded).encode())

    def restoreState(self, state: QByteArray) -> None:
        """Fold away the sections that were."""
        folded = bytes(state.data()).decode().split()
        for name, section in self.sections.items():
            section.set_open(name not in folded)

    def _show_fields(self) -> None:
        shown = _values(self._state), reasons(self._state, is_grey=self._is_grey)
        if shown == self._shown:
            return
        self._shown = shown
        for form in self._forms:
            form.show_values(shown[0])
            form.show_reasons(shown[1])
        self._normalise.setChecked(self._state.settings.normalise)
        self._normalise.setEnabled("normalise" not in shown[1])
        self.pooling.setVisible(self._state.settings.pooling is not Pooling.NONE)

    def _show_about(self) -> None:
        self.about.setText(about(self._state.kernel))

    def _form(self, name: str) -> SettingsForm:
        return next(form for form in self._forms if name in form.names)

    def _sections(self) -> dict[str, Collapsible]:
        sections = {}
        for name, title, *widgets in (
            ("generator", _("Generator"), self.generator),
            ("scaling", _("Scaling"), self.scaling),
            ("calculation", _("Calculation"), self.calculation),
            ("layer", _("Layer"), self.layer, self.pooling),
            ("show", _("Show"), self.display),
            ("use", _("Use"), self.uses),
            ("about", _("About"), self.about),
        ):
            sections[name] = Collapsible(title)
            sections[name].add(*widgets)
        return sections

    def _lay_out(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.kernel)
        for section in self.sections.values():
            layout.addWidget(section)
        layout.addStretch(1)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(NARROWEST_PX)
        self.setAccessibleName(_("Inspector"))

    def _connect(self) -> None:
        for form in self._forms:
            form.changed.connect(self._edits.set_field)
            form.gesture_ended.connect(self._edits.end_gesture)
        self._normalise.triggered.connect(lambda is_on: self._edits.set_field("normalise", is_on))
        self._pause.timeout.connect(self._show_about)
        self._edits.refused.connect(self._on_edits_refused)

    def _on_edits_refused(self, name: str, message: str) -> None:
        if name:
            self._form(name).refuse(name, message)
        else:
            self.kernel.refuse(message)


def about(kernel: Kernel) -> str:
    """Return what a kernel does and where it comes from; edited ones have their numbers only."""
    known = origin_of(kernel)
    if known is None or is_edited(kernel):
        return describe(kernel)
    return f"{_(known.about)} {describe(kernel)}\n\n{_(known.formula)}\n{source_text(known)}"


def _use_buttons(actions: Mapping[str, QAction]) -> QWidget:
    """Return what can be made of the kernel, as a row of buttons."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for name in ("kernel.keep", "kernel.code", "kernel.export"):
        button = ToolbarButton(actions[name])
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setMaximumWidth(_WIDEST_PX)
        layout.addWidget(button)
    return row


def _values(state: KernelLabState) -> dict[str, object]:
    kernel = {"divisor": state.kernel.divisor, "offset": state.kernel.offset}
    return {**msgspec.structs.asdict(state.settings), **kernel, "values": state.values}
