"""The open project under long sequences of edits, undone and redone at random."""

import gc
import weakref

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from pytestqt.qtbot import QtBot

from cnnstudio.network.catalog import find_kind
from cnnstudio.network.graph import Network
from cnnstudio.network.shapes import infer_shapes
from cnnstudio.project.presets import NAMES, load_preset
from cnnstudio.project.project import Design, Project
from cnnstudio.ui.document import GESTURE_PAUSE_MS, Document
from tests.network.drawn_edits import edited

pytestmark = pytest.mark.gui

STEPS = 200
MOST_BLOCKS = 30
"""Where a walk has grown beyond, it goes back: small networks are edited more thoroughly."""

MOVES = st.sampled_from(["edit"] * 6 + ["undo", "redo", "pause"])
GESTURES = st.sampled_from([None, None, "nudge", "conv1.filters"])


@pytest.mark.slow
@settings(
    max_examples=60,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink so much takes minutes
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
@given(st.data())
def test_any_200_edits_are_undone_and_redone_to_identical_values(data: DataObject) -> None:
    document = Document(load_preset(data.draw(st.sampled_from(NAMES))))
    first = document.project
    for _step in range(STEPS):
        take_step(data, document)
        assert_is_sound(document.design.network)
        assert_is_fresh(document.design)
    stack = document.undo_stack
    stack.setIndex(stack.count())
    last = document.project
    down = [walked(document, index) for index in reversed(range(stack.count()))]
    assert document.project == first
    up = [walked(document, index) for index in range(stack.count() + 1)]
    assert document.project == last
    assert up[:-1] == down[::-1]


def take_step(data: DataObject, document: Document) -> None:
    move, stack = data.draw(MOVES), document.undo_stack
    if move == "undo" or len(document.design.network.blocks) > MOST_BLOCKS:
        stack.undo()
    elif move == "redo":
        stack.redo()
    elif move == "pause":
        document.end_gesture()
    else:
        network = data.draw(edited(document.design.network))
        document.apply("Edit", document.project.replace(network=network), data.draw(GESTURES))


def walked(document: Document, index: int) -> Project:
    """Go to a place of the undo stack, and hold what is shown there against a fresh look."""
    document.undo_stack.setIndex(index)
    assert_is_fresh(document.design)
    return document.project


def assert_is_sound(network: Network) -> None:
    """No wire dangles or has company in a single input, nothing runs in circles, ids are unique."""
    assert all(name == block.id for name, block in network.blocks.items())
    for wire in network.wires:
        assert wire.target in network.blocks
        assert find_kind(network.blocks[wire.source].kind).has_output
    for name, block in network.blocks.items():
        slots = sorted(wire.slot for wire in network.wires if wire.target == name)
        assert slots == list(range(len(slots)))
        assert len(slots) <= find_kind(block.kind).most_inputs
    assert_runs_forward(network)


def assert_runs_forward(network: Network) -> None:
    """Take away what nothing feeds, again and again, until nothing is left."""
    left = set(network.blocks)
    while left:
        fed = {wire.target for wire in network.wires if wire.source in left}
        assert left - fed, "blocks feed each other in a circle"
        left &= fed


def assert_is_fresh(design: Design) -> None:
    """The shapes that were inferred edit by edit are those that one look at the network finds."""
    fresh = infer_shapes(Network(design.network.blocks, design.network.wires))
    assert design.report.blocks == fresh.blocks
    assert design.report.problems == fresh.problems
    for total in ("weight_count", "multiply_adds", "value_count"):
        assert getattr(design.report, total) == getattr(fresh, total)


def test_a_held_gesture_outlasts_the_pause(qtbot: QtBot) -> None:
    document = Document()
    document.hold_gesture()
    for picture in ("coins", "page"):
        document.apply("Choose", _showing(document, picture), "picture")
        qtbot.wait(GESTURE_PAUSE_MS + 50)
    assert document.undo_stack.count() == 1
    document.end_gesture()
    document.apply("Choose", _showing(document, "brick"), "picture")
    assert document.undo_stack.count() == 2


def test_what_a_gesture_has_passed_is_not_kept() -> None:
    document, before = Document(), _designs()
    for step in range(20):
        document.apply("Choose", _showing(document, f"picture-{step}"), "picture")
    assert document.undo_stack.count() == 1
    assert _designs() - before == 1


def _designs() -> int:
    """Return how many designs there are in memory."""
    gc.collect()
    return sum(type(each) is Design for each in gc.get_objects())


def test_a_document_in_a_cycle_is_collected_after_its_commands() -> None:
    document = Document()
    gc.collect()
    # What has been frozen is put behind what was made meanwhile: the commands are taken first.
    gc.freeze()
    try:
        for picture in ("coins", "page", "brick"):
            document.apply("Choose", _showing(document, picture))
        gc.collect()
    finally:
        gc.unfreeze()
    document.itself = document  # type: ignore[attr-defined]
    gone = weakref.ref(document)
    del document
    gc.collect()
    assert gone() is None


def test_a_gesture_that_ends_where_it_began_leaves_no_entry() -> None:
    document = Document()
    first = document.project.kernels.picture
    for picture in ("coins", first, "page", first):
        document.apply("Choose", _showing(document, picture), "picture")
    assert document.undo_stack.count() == 0
    assert not document.is_edited
    document.apply("Choose", _showing(document, "coins"), "picture")
    document.undo_stack.undo()
    assert document.project.kernels.picture == first


def _showing(document: Document, picture: str) -> Project:
    kernels = msgspec.structs.replace(document.project.kernels, picture=picture)
    return document.project.replace(kernels=kernels)
