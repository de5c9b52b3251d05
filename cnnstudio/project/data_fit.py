"""Where a network and its data set do not go together: said before a run is tried.

The data sets bring NumPy along: the window imports this after its first paint.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cnnstudio.data import catalog
from cnnstudio.data.choice import FOLDER, DataChoice, Shape
from cnnstudio.data.dataset import DataSetInfo
from cnnstudio.data.folder import target_shape
from cnnstudio.errors import UnknownNameError
from cnnstudio.network.blocks.data import Task
from cnnstudio.network.blocks.kind import SetParameters, shape_text
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Block, Network
from cnnstudio.network.repairs import Repair
from cnnstudio.network.shapes import Problem, missing_end
from cnnstudio.network.structure import inputs, outputs
from cnnstudio.project.project import Project
from cnnstudio.text import _

_SIDES = ("channels", "height", "width")


def data_problems(project: Project) -> tuple[Problem, ...]:
    """Return what Input and Output have against a data set of fixed size, with the repairs.

    Pictures from a folder are brought to Input's size, unless the choice gives them
    one; counting its classes needs the disk: `class_problems` is for who has looked.
    """
    network, data = project.network, project.data
    if data.name == FOLDER:
        return tuple(_folder_problems(network, data))
    try:
        known = catalog.info(data.name)
    except UnknownNameError as error:
        return (Problem(None, str(error)),)
    fitting = (*_input_problems(network, known), *_output_problems(network, known))
    return (*_missing_ends(network, known), *fitting)


def class_problems(network: Network, known: DataSetInfo) -> tuple[Problem, ...]:
    """Return what Output has against the classes of a data set, with the repair."""
    return tuple(_output_problems(network, known))


def _missing_ends(network: Network, known: DataSetInfo) -> Iterator[Problem]:
    """Yield that an end is missing, with what the data set asks of it."""
    if known.shape is not None and not inputs(network):
        yield missing_end("input", **dict(zip(_SIDES, known.shape, strict=True)))
    if not outputs(network) and len(known.classes) > 1:
        yield missing_end("output", classes=len(known.classes))


def _folder_problems(network: Network, data: DataChoice) -> Iterator[Problem]:
    """Yield what Input has against the size and the channels that a choice gives its pictures."""
    for block in network.of_kind("input")[:1]:
        shape = _input_shape(block)
        title = Path(data.folder or "").name
        yield from _shape_problems(block, shape, title, target_shape(data, shape))


def _input_problems(network: Network, known: DataSetInfo) -> Iterator[Problem]:
    for block in network.of_kind("input")[:1]:
        yield from _shape_problems(block, _input_shape(block), _(known.title), known.shape)


def _shape_problems(
    block: Block, shape: Shape, title: str, wanted: Shape | None
) -> Iterator[Problem]:
    if wanted is None or shape == wanted:
        return
    remedy = SetParameters(tuple(zip(_SIDES, wanted, strict=True)))
    text = _("Set Input to {shape}").format(shape=shape_text(wanted))
    yield Problem(
        block.id,
        _("The pictures of {data} are {wanted}, but Input is {shape}.").format(
            data=title, wanted=shape_text(wanted), shape=shape_text(shape)
        ),
        (Repair(block.id, remedy, text),),
    )


def _input_shape(block: Block) -> Shape:
    values = _values(block)
    return values["channels"], values["height"], values["width"]


def _output_problems(network: Network, known: DataSetInfo) -> Iterator[Problem]:
    count = len(known.classes)
    for block in network.of_kind("output")[:1]:
        values = _values(block)
        if not count or _takes(values, count):
            continue
        remedy = SetParameters((("task", Task.CLASSES.value), ("classes", count)))
        title = _("Set Output to {count} classes").format(count=count)
        yield Problem(block.id, _output_message(values, known), (Repair(block.id, remedy, title),))


def _takes(values: dict[str, Any], count: int) -> bool:
    wanted = {Task.CLASSES: int(values["classes"]), Task.YES_NO: 2, Task.PICTURE: count}
    return wanted[Task(values["task"])] == count


def _output_message(values: dict[str, Any], known: DataSetInfo) -> str:
    names = {"data": _(known.title), "count": len(known.classes), "classes": values["classes"]}
    if values["task"] == Task.YES_NO:
        return _("{data} has {count} classes, but Output answers yes or no.").format(**names)
    return _("{data} has {count} classes, but Output asks for {classes}.").format(**names)


def _values(block: Block) -> dict[str, Any]:
    return {**find_kind(block.kind).defaults(), **block.parameters}
