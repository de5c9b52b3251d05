"""The form of the inspector: it explains each choice, and says why a field cannot be used."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import Qt

from cnnstudio.network.blocks.parameters import Parameter
from cnnstudio.text import _
from cnnstudio.ui.kernel_lab.words import tip
from cnnstudio.ui.widgets.parameter_fields import ChoiceField
from cnnstudio.ui.widgets.parameter_form import ParameterForm


class SettingsForm(ParameterForm):
    """A row for each parameter; `choices` maps names to the types of their choices."""

    def __init__(
        self,
        parameters: Sequence[Parameter],
        values: Mapping[str, Any],
        choices: Mapping[str, type[Enum]],
    ) -> None:
        super().__init__(parameters, values)
        self._helps = {parameter.name: _(parameter.help) for parameter in parameters}
        self._choices = {name: choices[name] for name in self._helps if name in choices}
        for name in self._choices:
            _explain_items(self.field(name), self._choices[name])

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters."""
        return tuple(self._helps)

    def show_reasons(self, reasons: Mapping[str, str]) -> None:
        """Let fields be used, but those in `reasons`, which say there why not."""
        for name, text in self._helps.items():
            field, reason = self.field(name), reasons.get(name, "")
            field.setEnabled(not reason)
            shown = reason or self._help(name, text)
            field.setToolTip(shown)
            field.setAccessibleDescription(shown)

    def _help(self, name: str, text: str) -> str:
        if name not in self._choices:
            return text
        chosen = tip(self._choices[name](self.field(name).value))
        return f"{text}\n{chosen}"


def _explain_items(field: Any, choice: type[Enum]) -> None:
    assert isinstance(field, ChoiceField)
    for index in range(field.count()):
        field.setItemData(index, tip(choice(field.itemData(index))), Qt.ItemDataRole.ToolTipRole)
