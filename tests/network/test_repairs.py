from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cnnstudio.network import edits, repairs, storage
from cnnstudio.network.graph import Network
from cnnstudio.network.repairs import Repair
from cnnstudio.network.shapes import infer_shapes
from tests.network.drawn import networks


def chain(*blocks: tuple[str, dict[str, Any]]) -> Network:
    network = Network()
    for kind, parameters in blocks:
        before = list(network.blocks)
        network = edits.add(network, edits.new_block(network, kind, **parameters))
        if before:
            network = edits.connect(network, before[-1], list(network.blocks)[-1])
    return network


def offered(network: Network, block: str) -> tuple[Repair, ...]:
    problem = infer_shapes(network).blocks[block].problem
    assert problem is not None
    return problem.repairs


SMALL = ("input", {"channels": 2, "height": 6, "width": 6})


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=300)
@given(networks(), st.data())
def test_repair_mends_its_problem_and_leaves_a_sound_network(
    network: Network, data: st.DataObject
) -> None:
    problems = [each for each in infer_shapes(network).problems if each.repairs]
    assume(problems)
    problem = data.draw(st.sampled_from(problems))
    repair = data.draw(st.sampled_from(problem.repairs))
    mended = repairs.apply(network, repair)
    assert storage.validated(mended) == mended
    left = infer_shapes(mended).problem_of(repair.block) if repair.block in mended.blocks else None
    assert left != problem  # of several wrong branches alike, the next is offered


@pytest.mark.parametrize(
    ("blocks", "titles"),
    [
        (("dense", {}), ["Insert Flatten", "Insert Global average"]),
        (
            ("conv", {"kernel": 9, "padding": "valid"}),
            ["Set padding to same", "Set kernel size to 6×6"],
        ),
        (("max_pool", {"kernel": 9}), ["Set window to 6×6"]),
        (("max_pool", {"padding": 2}), ["Set padding to 1"]),
        (("conv", {"groups": 3}), ["Set groups to 1"]),
        (("output", {}), ["Insert Flatten and Dense"]),
        (("padding", {"sides": 7, "border": "reflect"}), ["Set border to zero"]),
    ],
)
def test_problem_offers_repairs_in_words(
    blocks: tuple[str, dict[str, Any]], titles: list[str]
) -> None:
    network = chain(SMALL, blocks)
    assert [repair.title for repair in offered(network, f"{blocks[0]}1")] == titles


def test_inserting_flatten_and_dense_makes_an_output_fit() -> None:
    network = chain(SMALL, ("output", {"classes": 4}))
    (repair,) = offered(network, "output1")
    mended = repairs.apply(network, repair)
    assert infer_shapes(mended).problems == ()
    assert [mended.blocks[name].kind for name in mended.order] == [
        "input",
        "flatten",
        "dense",
        "output",
    ]


def test_skip_of_other_channels_gets_a_convolution_of_1_by_1() -> None:
    network = chain(SMALL, ("conv", {"filters": 8}))
    network = edits.add(network, edits.new_block(network, "add"))
    network = edits.connect(network, "conv1", "add1")
    network = edits.connect(network, "input1", "add1")
    (repair,) = offered(network, "add1")
    assert repair.title == "Insert 1×1 Conv"
    mended = repairs.apply(network, repair)
    assert infer_shapes(mended).blocks["add1"].output == (8, 6, 6)


def test_inserted_block_lies_between_the_two_it_joins() -> None:
    network = edits.move(chain(SMALL, ("dense", {})), {"dense1": (200.0, 100.0)})
    mended = repairs.apply(network, offered(network, "dense1")[0])
    assert mended.blocks["flatten1"].position == (100.0, 50.0)
