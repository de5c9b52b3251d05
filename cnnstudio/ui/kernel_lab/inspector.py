"""The right side of the page: the kernel, how it is applied, and what can be said about it."""

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from cnnstudio.kernels.analysis import describe
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.settings import KernelLabState, Pooling
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.edits import Edits
from cnnstudio.ui.kernel_lab.kernel_panel import KernelPanel, preset_of
from cnnstudio.ui.kernel_lab.parameters import CALCULATION, POOLING, SHOW
from cnnstudio.ui.widgets.parameter_form import ParameterForm
from cnnstudio.ui.widgets.section_label import SectionLabel

NARROWEST_PX = 296
USUAL_WIDTH_PX = 296
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
        values = _values(edits.state)
        self.calculation = ParameterForm(CALCULATION, values)
        self.pooling = ParameterForm(POOLING, values)
        self.display = ParameterForm(SHOW, values)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setProperty("tone", "dim")
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._state = edits.state
        self._values: dict[str, object] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._lay_out()
        self._connect()
        self.show_state(edits.state)

    def show_state(self, state: KernelLabState) -> None:
        """Show a state; emits nothing."""
        values = _values(state)
        self.kernel.hold_kernel(state.kernel)
        self.kernel.show_held()
        self._state = state
        self._pause.start()
        if values == self._values:
            return
        self._values = values
        for form in self._forms():
            form.show_values(values)
        self.pooling.setVisible(state.settings.pooling is not Pooling.NONE)
        for name in ("divisor", "offset"):
            self.calculation.field(name).setEnabled(not state.settings.normalise)

    def _show_about(self) -> None:
        self.about.setText(about(self._state.kernel))

    def _forms(self) -> tuple[ParameterForm, ...]:
        return self.calculation, self.pooling, self.display

    def _lay_out(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self.kernel)
        for title, *widgets in (
            (_("Calculation"), self.calculation, self.pooling),
            (_("Show"), self.display),
            (_("About"), self.about),
        ):
            layout.addSpacing(8)
            layout.addWidget(SectionLabel(title))
            for widget in widgets:
                layout.addWidget(widget)
        layout.addStretch(1)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(NARROWEST_PX)
        self.setAccessibleName(_("Inspector"))

    def _connect(self) -> None:
        for form in self._forms():
            form.changed.connect(self._edits.set_field)
            form.gesture_ended.connect(self._edits.end_gesture)
        self._pause.timeout.connect(self._show_about)
        self._edits.refused.connect(self._on_edits_refused)

    def _on_edits_refused(self, name: str, message: str) -> None:
        if name:
            form = self.pooling if name.startswith("pool_") else self.calculation
            form.refuse(name, message)
        else:
            self.kernel.refuse(message)


def about(kernel: Kernel) -> str:
    """Return what a kernel does and where it comes from; edited ones have their numbers only."""
    known = preset_of(kernel)
    if known is None or kernel != known.kernel:
        return describe(kernel)
    source = _("Source: {source}").format(source=_(known.source))
    return f"{_(known.about)} {describe(kernel)}\n\n{_(known.formula)}\n{source}"


def _values(state: KernelLabState) -> dict[str, object]:
    kernel = {"divisor": state.kernel.divisor, "offset": state.kernel.offset}
    return {**msgspec.structs.asdict(state.settings), **kernel, "values": state.values}
