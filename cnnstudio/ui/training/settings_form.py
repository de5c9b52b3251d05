"""The settings of training, in two columns of one form each."""

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from cnnstudio.network.blocks.parameters import Parameter
from cnnstudio.project.project import Design
from cnnstudio.text import _
from cnnstudio.training import config
from cnnstudio.ui.document import Document
from cnnstudio.ui.widgets.parameter_form import ParameterForm

_COLUMN_PX = 320
_FIELD_PX = 176


class SettingsForm(QScrollArea):
    """Shows the document's training configuration and edits it, an undo step per gesture."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.setWidgetResizable(True)
        self.setAccessibleName(_("Training settings"))
        half = (len(config.FIELDS) + 1) // 2
        self.forms = tuple(
            self._form(fields) for fields in (config.FIELDS[:half], config.FIELDS[half:])
        )
        content = QWidget()
        layout = QHBoxLayout(content)
        layout.setContentsMargins(0, 4, 12, 8)
        layout.setSpacing(32)
        for form in self.forms:
            form.setFixedWidth(_COLUMN_PX)
            layout.addWidget(form)
        layout.addStretch(1)
        self.setWidget(content)
        document.changed.connect(self._on_document_changed)

    def _form(self, fields: tuple[Parameter, ...]) -> ParameterForm:
        values = msgspec.structs.asdict(self._document.project.training)
        form = ParameterForm(fields, values)
        for field in fields:
            form.field(field.name).setFixedWidth(_FIELD_PX)
        form.changed.connect(self._on_form_changed)
        form.gesture_ended.connect(self._document.end_gesture)
        return form

    def _on_form_changed(self, name: str, value: object, gesture: str) -> None:
        project = self._document.project
        edited = config.changed(project.training, **{name: value})
        text = _("Set {title}").format(title=_(config.field(name).title))
        self._document.apply(text, project.replace(training=edited), f"training.{gesture}")

    def _on_document_changed(self, old: Design, new: Design) -> None:
        if old.project.training != new.project.training:
            for form in self.forms:
                form.show_values(msgspec.structs.asdict(new.project.training))
