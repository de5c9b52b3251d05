"""What the start page says of each network that ships with the program."""

from dataclasses import dataclass

from cnnstudio.network.blocks.data import Task
from cnnstudio.network.blocks.kind import shape_text
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Network
from cnnstudio.network.shapes import ShapeReport, infer_shapes
from cnnstudio.network.structure import inputs, outputs
from cnnstudio.project import presets
from cnnstudio.project.presets import PresetInfo
from cnnstudio.text import _, plural
from cnnstudio.ui.status_bar import short_count


@dataclass(frozen=True, slots=True)
class Example:
    """A network with its words; all of them are translated.

    `short_sizes` are the sizes rounded, for a card.
    """

    name: str
    title: str
    description: str
    source: str
    network: Network
    sizes: str
    short_sizes: str
    ends: str
    data: str

    @property
    def text(self) -> str:
        """All that is said of it, for those who do not see the picture."""
        parts = (self.title, self.sizes, self.ends, self.data, self.description, self.source)
        return ". ".join(part.rstrip(".") for part in parts) + "."

    def has(self, words: str) -> bool:
        """Whether all words are found in what is said of it, its name or its layers."""
        layers = {_(find_kind(block.kind).title) for block in self.network.blocks.values()}
        found = " ".join((self.name, self.text, *layers)).casefold()
        return all(word in found for word in words.casefold().split())


def examples() -> list[Example]:
    """Return all networks, in the order of the presets."""
    return [_example(info) for info in presets.presets()]


def _example(info: PresetInfo) -> Example:
    project = presets.load_preset(info.name)
    report = infer_shapes(project.network)
    return Example(
        name=info.name,
        title=_(info.title),
        description=_(info.description),
        source=info.source,
        network=project.network,
        sizes=_sizes(report, f"{report.weight_count:,}"),
        short_sizes=_sizes(report, short_count(report.weight_count)),
        ends=_ends(report),
        data=_data_title(project.data.name),
    )


def _sizes(report: ShapeReport, parameters: str) -> str:
    return _("{parameters} parameters · {count} multiply-adds").format(
        parameters=parameters, count=short_count(report.multiply_adds)
    )


def _ends(report: ShapeReport) -> str:
    """Return what goes in and what comes out: "1 × 28 × 28 → 10 classes"."""
    (start,), (end,) = inputs(report.network), outputs(report.network)
    values = report.blocks[end.id].values
    answers = {
        Task.CLASSES: plural("{count} class", "{count} classes", values["classes"]),
        Task.YES_NO: _("yes or no"),
        Task.PICTURE: _("a picture"),
    }
    shape = shape_text(report.blocks[start.id].output or ())
    return _("{input} → {output}").format(input=shape, output=answers[Task(values["task"])])


def _data_title(name: str) -> str:
    # Imported late: the data sets bring NumPy along.
    from cnnstudio.data import catalog
    from cnnstudio.data.choice import FOLDER

    return _("Your own pictures") if name == FOLDER else _(catalog.info(name).title)
