"""What is known of runs, in rows of words: one column for each run, differences marked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import msgspec

from cnnstudio.network.blocks.kind import shape_text
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Block
from cnnstudio.network.shapes import ShapeReport, infer_shapes
from cnnstudio.text import N_, _, plural
from cnnstudio.training import config
from cnnstudio.training.comparison import aligned, same_wiring
from cnnstudio.training.run_list import RunEntry
from cnnstudio.training.runs import RunRecord
from cnnstudio.ui.runs import words
from cnnstudio.ui.training.progress_text import seconds_text

NOTHING = "–"
"""Stands where a run has nothing to say."""


class Section(Enum):
    """The groups of facts; the value is the title, to be passed through `_()`."""

    RESULT = N_("Result")
    SETTINGS = N_("Settings")
    NETWORK = N_("Network")
    DATA = N_("Data")
    MACHINE = N_("Machine")


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: a title, and a value for each run.

    With `is_unlike` the runs differ in what the values are too short to say.
    """

    section: Section
    title: str
    values: tuple[str, ...]
    is_unlike: bool = False

    @property
    def differs(self) -> bool:
        """Whether the runs are not alike in this."""
        return self.is_unlike or len(set(self.values)) > 1


def facts_of(entries: Sequence[RunEntry]) -> tuple[Fact, ...]:
    """Return all that is known of runs with records."""
    records = [entry.record for entry in entries if entry.record is not None]
    if not records:
        return ()
    return (
        *_results(records),
        *_settings(records),
        *_networks(records),
        *_data(records),
        *_machines(records),
    )


def _row(
    section: Section,
    title: str,
    records: Sequence[RunRecord],
    value: Callable[[RunRecord], str],
) -> Fact:
    return Fact(section, title, tuple(value(record) or NOTHING for record in records))


def _results(records: Sequence[RunRecord]) -> Iterator[Fact]:
    rows: tuple[tuple[str, Callable[[RunRecord], str]], ...] = (
        (_("Best accuracy"), _accuracy),
        (_("Loss at best epoch"), lambda record: f"{record.best.loss:.4f}" if record.best else ""),
        (_("Best epoch"), lambda record: str(record.best.epoch) if record.best else ""),
        (_("Epochs done"), _epochs),
        (_("Time"), lambda record: seconds_text(record.seconds)),
    )
    for title, value in rows:
        yield _row(Section.RESULT, title, records, value)


def _accuracy(record: RunRecord) -> str:
    best = record.best
    return f"{best.accuracy:.2%}" if best and best.accuracy is not None else ""


def _epochs(record: RunRecord) -> str:
    return _("{done} of {wanted}").format(done=record.epochs_done, wanted=record.config.epochs)


def _settings(records: Sequence[RunRecord]) -> Iterator[Fact]:
    values = [msgspec.structs.asdict(record.config) for record in records]
    for field in config.FIELDS:
        if not any(config.is_used(record.config, field.name) for record in records):
            continue
        texts = tuple(field.text(each[field.name]) for each in values)
        yield Fact(Section.SETTINGS, _(field.title), texts)


def _networks(records: Sequence[RunRecord]) -> Iterator[Fact]:
    networks = [record.network for record in records]
    reports = [infer_shapes(network) for network in networks]
    counts = tuple(f"{report.weight_count:,}" for report in reports)
    yield Fact(Section.NETWORK, _("Parameters"), counts)
    products = tuple(f"{report.multiply_adds:,}" for report in reports)
    yield Fact(Section.NETWORK, _("Multiply-adds"), products)
    for row in aligned(networks):
        kinds = {block.kind for block in row if block is not None}
        is_one_kind = len(kinds) == 1
        title = _(find_kind(min(kinds)).title) if is_one_kind else _("Block")
        texts = tuple(
            _block_text(block, report, names_kind=not is_one_kind)
            for block, report in zip(row, reports, strict=True)
        )
        yield Fact(Section.NETWORK, title, texts)
    if len(networks) > 1 and not same_wiring(networks):
        wires = tuple(
            plural("{count} wire", "{count} wires", len(network.wires)) for network in networks
        )
        yield Fact(Section.NETWORK, _("Joined differently"), wires, is_unlike=True)


def _block_text(block: Block | None, report: ShapeReport, *, names_kind: bool) -> str:
    """Return "16 @ 3×3, same → 16×8×8", after the kind where the row's title lacks it."""
    if block is None:
        return NOTHING
    known, kind = report.blocks[block.id], find_kind(block.kind)
    name = block.name or (_(kind.title) if names_kind else "")
    parts = [part for part in (name, kind.summary(known.values)) if part]
    if block.is_bypassed:
        parts.append(_("bypassed"))
    said = " · ".join(parts)
    if known.output is None or not kind.has_output:
        return said or NOTHING
    shape = shape_text(known.output).replace(" ", "")
    return _("{block} → {shape}").format(block=said, shape=shape) if said else f"→ {shape}"


def _data(records: Sequence[RunRecord]) -> Iterator[Fact]:
    rows: tuple[tuple[str, Callable[[RunRecord], str]], ...] = (
        (_("Data set"), lambda record: words.data_title(record.data)),
        (_("Folder"), lambda record: record.data.folder or ""),
        (_("Classes"), _classes),
        (_("For validation"), lambda record: f"{record.data.validation_fraction:.0%}"),
        (_("Part in use"), lambda record: f"{record.data.part:.0%}"),
        (_("Seed of the split"), lambda record: str(record.data.seed)),
        (_("Mean"), lambda record: _numbers(record.scaling.mean)),
        (_("Deviation"), lambda record: _numbers(record.scaling.deviation)),
    )
    for title, value in rows:
        fact = _row(Section.DATA, title, records, value)
        if any(each != NOTHING for each in fact.values):
            yield fact


def _classes(record: RunRecord) -> str:
    names = ", ".join(record.classes)
    return f"{len(record.classes)}: {names}" if names else ""


def _numbers(values: Sequence[float]) -> str:
    return " ".join(f"{value:.4f}" for value in values)


def _machines(records: Sequence[RunRecord]) -> Iterator[Fact]:
    yield _row(Section.MACHINE, _("Device used"), records, lambda record: record.device)
    yield _row(
        Section.MACHINE,
        _("Plan"),
        records,
        lambda record: record.plan.text(record.config.optimizer),
    )
    for name in dict.fromkeys(name for record in records for name in record.versions):
        versions = tuple(record.versions.get(name, NOTHING) for record in records)
        yield Fact(Section.MACHINE, name, versions)
