"""What the page says about a data set, in sentences."""

from cnnstudio.network.blocks.data import Task
from cnnstudio.network.catalog import find_kind
from cnnstudio.project.project import Project
from cnnstudio.text import _, plural
from cnnstudio.ui.data.loaded import LoadedData, PartName


def split_note(data: LoadedData) -> str:
    """Return what the split comes to: "1,438 to train on, 359 to validate with."."""
    texts = {
        PartName.TRAIN: ("{count:,} to train on", "{count:,} to train on"),
        PartName.VALIDATION: ("{count:,} to validate with", "{count:,} to validate with"),
        PartName.TEST: ("{count:,} to test with", "{count:,} to test with"),
    }
    counts = ", ".join(plural(*texts[part.name], len(part.split)) for part in data.parts)
    if data.has_own_parts:
        return _("The folder's own parts: {counts}.").format(counts=counts)
    return _("{counts}.").format(counts=counts)


def sizes_note(data: LoadedData) -> str:
    """Return how large the files of a folder are; empty for other data sets."""
    sizes = data.sizes
    if sizes is None:
        return ""
    if sizes.smallest == sizes.largest:
        text = _("All files have {largest} pixels.")
    else:
        text = _("Files from {smallest} to {largest} pixels.")
    text = text.format(smallest=_size_text(sizes.smallest), largest=_size_text(sizes.largest))
    if not sizes.enlarged_count:
        return text
    few = plural(
        "{count:,} is smaller than Input and enlarged.",
        "{count:,} are smaller than Input and enlarged.",
        sizes.enlarged_count,
    )
    return f"{text} {few}"


def _size_text(size: tuple[int, int]) -> str:
    height, width = size
    return _("{width}×{height}").format(width=width, height=height)


def output_problem(project: Project, title: str, count: int) -> str:
    """Return what Output has against a number of classes; nothing where they go together."""
    for block in project.network.of_kind("output")[:1]:
        values = {**find_kind(block.kind).defaults(), **block.parameters}
        task, classes = Task(values["task"]), int(values["classes"])
        names = {"title": _(title), "count": count, "classes": classes}
        if task is Task.YES_NO and count != 2:
            return _("{title} has {count} classes, but Output answers yes or no.").format(**names)
        if task is Task.CLASSES and count != classes:
            return _("{title} has {count} classes, but Output asks for {classes}.").format(**names)
    return ""
