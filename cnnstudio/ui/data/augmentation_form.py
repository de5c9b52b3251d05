"""What is done to training pictures at random: recipes, and every number with its meaning."""

from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from cnnstudio.project.project import Project
from cnnstudio.text import _
from cnnstudio.training import augmentation as augmenting
from cnnstudio.training import config
from cnnstudio.training.augmentation import Augmentation
from cnnstudio.ui.document import Document
from cnnstudio.ui.theme import SMALL_PX, body_font
from cnnstudio.ui.widgets.buttons import FlatButton
from cnnstudio.ui.widgets.parameter_form import ParameterForm
from cnnstudio.ui.widgets.section_label import SectionLabel

_FIELD_PX = 136
_COLUMNS = 2


class AugmentationForm(QWidget):
    """Edits the augmentation of the document, an undo step per gesture."""

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.recipes = {name: self._recipe(name) for name, *_rest in augmenting.PRESETS}
        self.forms: dict[str, ParameterForm] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(SectionLabel(_("Recipes")))
        layout.addLayout(self._recipe_grid())
        layout.addSpacing(8)
        layout.addWidget(SectionLabel(_("Every picture of every batch anew")))
        for parameter in augmenting.FIELDS:
            layout.addSpacing(4)
            layout.addWidget(self._form(parameter.name))
            layout.addWidget(_meaning(_(parameter.help)))
        layout.addStretch(1)
        self.show_project(document.project)

    def show_project(self, project: Project) -> None:
        """Show what a project says."""
        shown = project.training.augmentation
        for name, value in msgspec.structs.asdict(shown).items():
            self.forms[name].show_values({name: value})
        for name, _title, recipe in augmenting.PRESETS:
            self.recipes[name].setChecked(recipe == shown)

    def use_recipe(self, name: str) -> None:
        """Use one of the ready augmentations."""
        title = next(title for known, title, _value in augmenting.PRESETS if known == name)
        text = _("Augment: {recipe}").format(recipe=_(title))
        self._apply(text, augmenting.preset(name), None)
        self.show_project(self._document.project)  # a click has turned the button off or on

    def _recipe(self, name: str) -> FlatButton:
        title = next(title for known, title, _value in augmenting.PRESETS if known == name)
        button = FlatButton(_(title))
        button.setCheckable(True)
        button.setToolTip(augmenting.described(augmenting.preset(name)))
        button.setAccessibleDescription(button.toolTip())
        button.clicked.connect(lambda _on=False: self.use_recipe(name))
        return button

    def _recipe_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(4)
        left = Qt.AlignmentFlag.AlignLeft
        for place, button in enumerate(self.recipes.values()):
            grid.addWidget(button, place // _COLUMNS, place % _COLUMNS, left)
        grid.setColumnStretch(_COLUMNS, 1)
        return grid

    def _form(self, name: str) -> ParameterForm:
        parameter = augmenting.field(name)
        form = self.forms[name] = ParameterForm([parameter], {name: parameter.default})
        form.field(name).setFixedWidth(_FIELD_PX)
        form.changed.connect(self._on_form_changed)
        form.gesture_ended.connect(self._document.end_gesture)
        return form

    def _on_form_changed(self, name: str, value: Any, gesture: str) -> None:
        edited = augmenting.changed(self._document.project.training.augmentation, **{name: value})
        text = _("Set {title}").format(title=_(augmenting.field(name).title))
        self._apply(text, edited, f"augmentation.{gesture}")

    def _apply(self, text: str, augmentation: Augmentation, gesture: str | None) -> None:
        project = self._document.project
        edited = config.changed(project.training, augmentation=augmentation)
        self._document.apply(text, project.replace(training=edited), gesture)


def _meaning(text: str) -> QLabel:
    """Return what a number means, to stand below its field."""
    label = QLabel(text)
    label.setFont(body_font(SMALL_PX))
    label.setProperty("tone", "dim")
    label.setWordWrap(True)
    return label
