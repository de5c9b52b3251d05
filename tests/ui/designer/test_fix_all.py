"""The action that applies every repair that is the only choice."""

import pytest

from cnnstudio.app import Studio
from cnnstudio.network import edits
from cnnstudio.network.graph import Network

pytestmark = pytest.mark.gui


def give(studio: Studio, network: Network) -> None:
    studio.document.apply("Change", studio.document.project.replace(network=network))


def test_all_that_is_certain_is_mended_in_one_step(studio: Studio) -> None:
    action = studio.window.actions_by_id["network.fix_all"]
    assert not action.isEnabled()
    good = studio.document.design.network
    bad = good
    for _each in range(2):
        dead_end = edits.free_id(bad, "relu")
        bad = edits.add(bad, edits.new_block(bad, "relu"))
        bad = edits.connect(bad, "input1", dead_end)
    give(studio, edits.set_parameters(bad, good.of_kind("conv")[0].id, {"groups": 3}))
    broken, steps = studio.document.project, studio.document.undo_stack.count()
    assert len(studio.document.design.report.problems) >= 2
    assert action.isEnabled()
    action.trigger()
    assert studio.document.design.report.problems == ()
    assert studio.document.undo_stack.count() == steps + 1
    assert not action.isEnabled()
    studio.window.actions_by_id["edit.undo"].trigger()
    assert studio.document.project == broken
    assert action.isEnabled()


def test_a_choice_between_repairs_is_left_to_the_person(studio: Studio) -> None:
    network = studio.document.design.network
    give(studio, edits.remove(network, [each.id for each in network.of_kind("flatten")]))
    problem = studio.document.design.report.problems[0]
    assert len(problem.repairs) > 1
    assert not studio.window.actions_by_id["network.fix_all"].isEnabled()
