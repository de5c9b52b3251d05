"""How a data set is used: its split, the form of its pictures, and the range of their values."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cnnstudio.data.choice import FOLDER, LARGEST_SIDE_PX, DataChoice, Fit
from cnnstudio.errors import InvalidValueError
from cnnstudio.network.blocks.parameters import Choice, Integer, Parameter, Real, Size
from cnnstudio.project.project import Project
from cnnstudio.text import N_, _
from cnnstudio.training import config
from cnnstudio.ui.data.choosing import Choosing, loaded_shape
from cnnstudio.ui.document import Document
from cnnstudio.ui.widgets.parameter_form import ParameterForm
from cnnstudio.ui.widgets.section_label import SectionLabel

_GREY, _COLOUR = "1", "3"

SPLIT: tuple[Parameter, ...] = (
    Real(
        "validation_fraction",
        N_("Validation, %"),
        20.0,
        N_("How much is kept to validate with: drawn from each class in proportion."),
        maximum=90.0,
        step=5.0,
    ),
    Real(
        "part",
        N_("Use only, %"),
        100.0,
        N_("A part of the pictures for quick tries; test pictures are always used whole."),
        minimum=0.1,
        maximum=100.0,
        step=10.0,
    ),
    Integer(
        "seed",
        N_("Seed"),
        0,
        N_("The same seed draws the same pictures on every machine."),
        minimum=0,
        maximum=2**31 - 1,
    ),
)

FORM: tuple[Parameter, ...] = (
    Size(
        "size",
        N_("Size"),
        (64, 64),
        N_("Height and width to which all pictures are brought. Input takes the same."),
        maximum=LARGEST_SIDE_PX,
    ),
    Choice(
        "channels",
        N_("Colours"),
        _COLOUR,
        N_("Colour gives the network three channels, grey one."),
        options=((_COLOUR, N_("colour")), (_GREY, N_("grey"))),
    ),
    Choice(
        "fit",
        N_("Other proportions"),
        Fit.STRETCH.value,
        N_(
            "Stretching changes the proportion, cropping cuts off what is too much, from both "
            "ends, and padding adds black at both ends."
        ),
        options=(
            (Fit.STRETCH.value, N_("stretch")),
            (Fit.CROP.value, N_("crop")),
            (Fit.PAD.value, N_("pad with black")),
        ),
    ),
)

VALUES: tuple[Parameter, ...] = tuple(
    field for field in config.FIELDS if field.name in ("scaling", "class_weights")
)

_PERCENT = ("validation_fraction", "part")
_FIELD_PX = 116


@dataclass(frozen=True, slots=True)
class _Section:
    title: QLabel
    form: ParameterForm


class UsageForm(QWidget):
    """Edits how the document's data set is used, an undo step per gesture."""

    failed = Signal(str)

    def __init__(
        self, document: Document, choosing: Choosing, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._choosing = choosing
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setProperty("tone", "dim")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self.split = self._section(_("Split"), SPLIT, self._on_split_changed)
        self._layout.addWidget(self.note)
        self.form = self._section(_("Pictures from files"), FORM, self._on_form_changed)
        self.values = self._section(_("Values"), VALUES, self._on_values_changed)
        self.show_project(document.project)

    def show_project(self, project: Project) -> None:
        """Show what a project says."""
        self.split.form.show_values(split_values(project.data))
        self.values.form.show_values(
            {field.name: getattr(project.training, field.name) for field in VALUES}
        )
        shape = loaded_shape(project)
        for widget in (self.form.title, self.form.form):
            widget.setVisible(project.data.name == FOLDER)
        if shape is not None:
            channels, *size = shape
            self.form.form.show_values(
                {"size": tuple(size), "channels": str(channels), "fit": project.data.fit.value}
            )

    def show_note(self, text: str) -> None:
        """Say what the split comes to."""
        self.note.setText(text)

    def say_parts(self, *, are_own: bool) -> None:
        """Let the share of the validation part be changed, unless the files decide it."""
        field = self.split.form.field("validation_fraction")
        field.setEnabled(not are_own)
        field.setToolTip(
            _("The folder has parts of its own, which are used as they are.")
            if are_own
            else _(SPLIT[0].help)
        )

    def _section(self, title: str, fields: tuple[Parameter, ...], changed: Any) -> _Section:
        form = ParameterForm(fields, {field.name: field.default for field in fields})
        for field in fields:
            form.field(field.name).setFixedWidth(_FIELD_PX)
        form.changed.connect(changed)
        form.gesture_ended.connect(self._document.end_gesture)
        label = SectionLabel(title)
        self._layout.addSpacing(4)
        self._layout.addWidget(label)
        self._layout.addWidget(form)
        return _Section(label, form)

    def _on_split_changed(self, name: str, value: Any, gesture: str) -> None:
        field = next(field for field in SPLIT if field.name == name)
        value = value / 100 if name in _PERCENT else value
        text = _("Set {title}").format(title=_(field.title).partition(",")[0])
        try:
            self._choosing.change(text, gesture, **{name: value})
        except InvalidValueError as error:
            self.split.form.refuse(name, str(error))

    def _on_form_changed(self, name: str, value: Any, gesture: str) -> None:
        shape = loaded_shape(self._document.project)
        assert shape is not None
        if name == "size":
            self._choosing.resize(_("Set Size of Pictures"), gesture, (shape[0], *value))
        elif name == "channels":
            text = _("Use Grey Pictures") if value == _GREY else _("Use Colour Pictures")
            self._choosing.resize(text, gesture, (int(value), *shape[1:]))
        else:
            self._choosing.change(_("Set Fit of Pictures"), gesture, fit=Fit(value))

    def _on_values_changed(self, name: str, value: Any, gesture: str) -> None:
        project = self._document.project
        edited = config.changed(project.training, **{name: value})
        text = _("Set {title}").format(title=_(config.field(name).title))
        self._document.apply(text, project.replace(training=edited), f"training.{gesture}")


def split_values(choice: DataChoice) -> dict[str, Any]:
    """Return what the fields of the split show; shares in percent, without rounding errors."""
    return {
        "validation_fraction": float(f"{choice.validation_fraction * 100:.10g}"),
        "part": float(f"{choice.part * 100:.10g}"),
        "seed": choice.seed,
    }
