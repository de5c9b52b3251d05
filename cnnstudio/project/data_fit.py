"""Where a network and its data set do not go together: said before a run is tried.

The data sets bring NumPy along: the window imports this after its first paint.
"""

from collections.abc import Iterator
from typing import Any

from cnnstudio.data import catalog
from cnnstudio.data.choice import FOLDER
from cnnstudio.data.dataset import DataSetInfo
from cnnstudio.errors import UnknownNameError
from cnnstudio.network.blocks.data import Task
from cnnstudio.network.blocks.kind import SetParameters, shape_text
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Block, Network
from cnnstudio.network.repairs import Repair
from cnnstudio.network.shapes import Problem
from cnnstudio.project.project import Project
from cnnstudio.text import _


def data_problems(project: Project) -> tuple[Problem, ...]:
    """Return what Input and Output have against a data set of fixed size, with the repairs.

    Pictures from a folder are brought to Input's size, and counting its classes
    would need the disk: the engine looks at those.
    """
    network, data = project.network, project.data
    if data.name == FOLDER:
        return ()
    try:
        known = catalog.info(data.name)
    except UnknownNameError as error:
        return (Problem(None, str(error)),)
    return (*_input_problems(network, known), *_output_problems(network, known))


def _input_problems(network: Network, known: DataSetInfo) -> Iterator[Problem]:
    for block in network.of_kind("input")[:1]:
        values = _values(block)
        shape = (values["channels"], values["height"], values["width"])
        if known.shape is None or shape == known.shape:
            continue
        names = ("channels", "height", "width")
        remedy = SetParameters(tuple(zip(names, known.shape, strict=True)))
        title = _("Set Input to {shape}").format(shape=shape_text(known.shape))
        yield Problem(
            block.id,
            _("The pictures of {data} are {wanted}, but Input is {shape}.").format(
                data=_(known.title), wanted=shape_text(known.shape), shape=shape_text(shape)
            ),
            (Repair(block.id, remedy, title),),
        )


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
