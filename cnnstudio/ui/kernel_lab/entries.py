"""Every kernel that the page offers: presets, generators, and the user's own."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cnnstudio.kernels.analysis import describe
from cnnstudio.kernels.generators import GENERATORS, Generator, generated, recognised
from cnnstudio.kernels.kernel import Kernel
from cnnstudio.kernels.presets import PRESETS, Preset
from cnnstudio.text import _

_PRESET_OF = {known.name: known for known in PRESETS}


class Group(StrEnum):
    """Where a kernel comes from."""

    PRESET = "preset"
    GENERATOR = "generator"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Entry:
    """A kernel as it is offered; the texts are those of the user's language."""

    group: Group
    name: str
    kernel: Kernel
    title: str
    about: str
    also: tuple[str, ...] = ()
    """Other texts under which it is found."""

    @property
    def key(self) -> str:
        """What tells it from all the others."""
        return f"{self.group}/{self.name}"

    @property
    def searched(self) -> str:
        """All that a search looks through, in small letters."""
        return "\n".join((self.name, self.title, self.about, *self.also)).casefold()


def preset_entries() -> Iterator[Entry]:
    """Yield the presets in their order."""
    for known in PRESETS:
        about = f"{_(known.about)}\n{_(known.formula)}\n{source_text(known)}"
        yield Entry(Group.PRESET, known.name, known.kernel, _(known.title), about, known.also)


def generator_entries(kernels: Mapping[str, Kernel]) -> Iterator[Entry]:
    """Yield the generators in their order, with the kernel last made, or that of the defaults."""
    for known in GENERATORS:
        kernel = kernels.get(known.name) or generated(known)
        about = f"{_(known.about)}\n{known.formula}\n{source_text(known)}"
        yield Entry(Group.GENERATOR, known.name, kernel, _(known.title), about)


def own_entries(kernels: Iterable[Kernel]) -> Iterator[Entry]:
    """Yield the kernels that the user keeps."""
    for kernel in kernels:
        about = _("{height}×{width}. {facts}").format(
            height=kernel.height, width=kernel.width, facts=describe(kernel)
        )
        yield Entry(Group.OWN, kernel.name, kernel, kernel.name, about)


def source_text(known: Preset | Generator) -> str:
    """Return where a kernel is described, as a sentence of the page."""
    return _("Source: {source}").format(source=_(known.source))


def origin_of(kernel: Kernel) -> Preset | Generator | None:
    """Return the preset or generator from which a kernel came, changed since or not."""
    found = recognised(kernel)
    return found[0] if found else _PRESET_OF.get(kernel.name)


def is_edited(kernel: Kernel) -> bool:
    """Return whether a kernel differs from what its preset or generator gives."""
    found = recognised(kernel)
    if found is not None:
        return kernel != generated(*found)
    known = _PRESET_OF.get(kernel.name)
    return known is not None and kernel != known.kernel


def kernel_title(kernel: Kernel) -> str:
    """Return what a kernel is called on the page."""
    known = origin_of(kernel)
    if known is None:
        return kernel.name
    title = _(known.title)
    return _("{title}, edited").format(title=title) if is_edited(kernel) else title


def key_of(kernel: Kernel, entries: Iterable[Entry]) -> str:
    """Return the key of the entry that a kernel came from, changed since or not."""
    found = recognised(kernel)
    name = found[0].name if found else kernel.name
    groups = (Group.GENERATOR,) if found else (Group.OWN, Group.PRESET)
    keys = [entry.key for entry in entries if entry.name == name and entry.group in groups]
    return keys[0] if keys else ""
