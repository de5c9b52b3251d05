"""Settings of training as they are written on the command line: NAME=VALUE."""

from collections.abc import Callable, Iterable
from typing import Any

from cnnstudio.network.blocks.parameters import Flag, Integer, Parameter, Real
from cnnstudio.training import augmentation, config
from cnnstudio.training.augmentation import Augmentation


def parsed_settings(texts: Iterable[str]) -> dict[str, Any]:
    """Return the values of `NAME=VALUE` by name; raise `InvalidValueError`."""
    return dict(_parsed(text, config.field) for text in texts)


def parsed_augmentation(text: str) -> Augmentation:
    """Return a preset by name, or what is switched on: "zoom=0.2,horizontal_flip"."""
    is_one_field = any(text == each.name for each in augmentation.FIELDS)
    if not (is_one_field or "=" in text or "," in text):
        return augmentation.preset(text)
    values = dict(_parsed(each.strip(), augmentation.field) for each in text.split(","))
    return augmentation.changed(augmentation.NONE, **values)


def _parsed(text: str, field: Callable[[str], Parameter]) -> tuple[str, Any]:
    name, separator, value = text.partition("=")
    parameter = field(name.strip())
    if isinstance(parameter, Flag) and not separator:
        return parameter.name, True
    return parameter.name, parameter.check(_value(parameter, value.strip()))


def _value(parameter: Parameter, text: str) -> Any:
    try:
        if isinstance(parameter, Integer):
            return int(text)
        if isinstance(parameter, Real):
            return float(text)
    except ValueError:
        return text  # which the parameter refuses with what is allowed
    if isinstance(parameter, Flag):
        return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
    return text
