"""The right side of the numbers mode: sizes, filters, padding, and what follows them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cnnstudio.errors import InvalidValueError
from cnnstudio.kernels.numbers import Worked
from cnnstudio.kernels.settings import Pooling
from cnnstudio.kernels.sizes import output_length
from cnnstudio.kernels.worksheet import Worksheet
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.inspector import NARROWEST_PX
from cnnstudio.ui.kernel_lab.worksheet.example_list import example_of
from cnnstudio.ui.kernel_lab.worksheet.sheet_edits import SheetEdits
from cnnstudio.ui.kernel_lab.worksheet.sheet_parameters import (
    AFTER,
    FILTERS,
    FLATTEN,
    INPUT,
    PADDING,
    POOLING,
    sheet_values,
)
from cnnstudio.ui.theme import HEADING_PX, body_font
from cnnstudio.ui.widgets.parameter_form import ParameterForm
from cnnstudio.ui.widgets.section_label import SectionLabel

_MINUS = "\N{MINUS SIGN}"


class SheetInspector(QScrollArea):
    """Shows a worksheet's settings; every change goes through `SheetEdits`."""

    def __init__(self, edits: SheetEdits, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edits = edits
        values = sheet_values(edits.sheet)
        self.title = QLabel()
        self.title.setFont(body_font(HEADING_PX, bold=True))
        self.forms = {
            parameters: ParameterForm(parameters, values)
            for parameters in (INPUT, FILTERS, PADDING, AFTER, POOLING, FLATTEN)
        }
        self.same = QPushButton(_("Pad to Same Size"))
        self.same.setToolTip(_("At a stride of 1, the result becomes as large as the input."))
        self.same.setAccessibleName(self.same.text())
        self.about = _text()
        self.sizes = _text()
        self.message = _text("bad")
        self._lay_out()
        self._connect()

    def form_of(self, name: str) -> ParameterForm:
        """Return the form that has a field."""
        for parameters, form in self.forms.items():
            if any(each.name == name for each in parameters):
                return form
        raise KeyError(name)

    def show_sheet(self, sheet: Worksheet, steps: Worked | None) -> None:
        """Show a worksheet's settings; emits nothing."""
        values = sheet_values(sheet)
        for form in self.forms.values():
            form.show_values(values)
        self.forms[POOLING].setVisible(sheet.pooling is not Pooling.NONE)
        for name in ("kernel_height", "kernel_width", "stride"):
            self.forms[FILTERS].field(name).setEnabled(bool(sheet.filters))
        self.same.setEnabled(bool(sheet.filters))
        example = example_of(sheet)
        self.title.setText(_(example.title) if example else _("Your own numbers"))
        self.about.setText(_(example.about) if example else "")
        self.about.setVisible(example is not None)
        self.sizes.setText("\n".join(_sizes(sheet, steps)))
        self.sizes.setVisible(bool(self.sizes.text()))
        self.refuse("")

    def refuse(self, message: str) -> None:
        """Say what is allowed in a cell; nothing where all is well."""
        self.message.setText(message)
        self.message.setVisible(bool(message))

    def _lay_out(self) -> None:
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(8)
        for label in (self.title, self.about, self.message, self.sizes):
            layout.addWidget(label)
        forms = self.forms
        for title, *widgets in (
            (_("Input"), forms[INPUT]),
            (_("Filters"), forms[FILTERS]),
            (_("Padding"), forms[PADDING], self.same),
            (_("After the sums"), forms[AFTER], forms[POOLING], forms[FLATTEN]),
        ):
            layout.addSpacing(8)
            layout.addWidget(SectionLabel(title))
            for widget in widgets:
                layout.addWidget(widget)
        layout.addStretch(1)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(NARROWEST_PX)
        self.setAccessibleName(_("Worksheet settings"))

    def _connect(self) -> None:
        for form in self.forms.values():
            form.changed.connect(self._edits.set_field)
            form.gesture_ended.connect(self._edits.end_gesture)
        self.same.clicked.connect(self._edits.pad_to_same)
        self._edits.refused.connect(self._on_edits_refused)

    def _on_edits_refused(self, name: str, message: str) -> None:
        if name:
            self.form_of(name).refuse(name, message)
        else:
            self.refuse(message)


def _text(tone: str = "dim") -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setProperty("tone", tone)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _sizes(sheet: Worksheet, steps: Worked | None) -> list[str]:
    """Return how rows and columns of the result are counted, and what is left out."""
    if steps is None or sheet.kernel_size is None:
        return list(steps.remarks) if steps else []
    sides = sheet.padding
    rows = _length(sheet.input_size[0], sheet.kernel_size[0], sides.top, sides.bottom, sheet.stride)
    columns = _length(
        sheet.input_size[1], sheet.kernel_size[1], sides.left, sides.right, sheet.stride
    )
    counted = [
        _("Rows: {arithmetic}").format(arithmetic=rows),
        _("Columns: {arithmetic}").format(arithmetic=columns),
    ]
    return [*counted, *steps.remarks]


def _length(length: int, kernel: int, before: int, after: int, stride: int) -> str:
    try:
        result = output_length(length, kernel, before=before, after=after, stride=stride)
    except InvalidValueError:
        return ""
    padding = f" + {before} + {after}" if before or after else ""
    return f"⌊({length}{padding} {_MINUS} {kernel}) / {stride}⌋ + 1 = {result}"
