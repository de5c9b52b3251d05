from inspect import isfunction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnnstudio.errors import InvalidValueError, UnknownNameError
from cnnstudio.network import edits, storage
from cnnstudio.network.catalog import KINDS
from cnnstudio.network.graph import Network, Wire
from cnnstudio.network.shapes import infer_shapes
from tests.network.drawn import networks
from tests.network.drawn_edits import EDITS, edited


def grown(*kinds: str) -> Network:
    """Blocks of these kinds, not connected."""
    network = Network()
    for kind in kinds:
        network = edits.add(network, edits.new_block(network, kind))
    return network


def wired(network: Network, *pairs: tuple[str, str]) -> Network:
    for source, target in pairs:
        network = edits.connect(network, source, target)
    return network


@pytest.fixture
def row() -> Network:
    """input1 → conv1 → relu1 → flatten1."""
    network = grown("input", "conv", "relu", "flatten")
    return wired(network, ("input1", "conv1"), ("conv1", "relu1"), ("relu1", "flatten1"))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=200)
@given(networks(), st.data())
def test_any_edits_leave_a_network_that_can_be_stored(
    network: Network, data: st.DataObject
) -> None:
    """`validated` refuses dangling wires, cycles, doubled ids, skipped and occupied slots."""
    for _edit in range(data.draw(st.integers(1, 6))):
        before = storage.to_builtins(network)
        after = data.draw(edited(network))
        assert storage.validated(after) == after
        assert storage.to_builtins(network) == before, "an edit changed the value it was given"
        network = after


@settings(deadline=None, max_examples=100)
@given(networks(), st.data())
def test_blocks_that_an_edit_does_not_touch_stay_the_same_objects(
    network: Network, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(network.blocks)))
    moved = edits.move(network, {name: (1.0, 2.0)})
    assert all(
        moved.blocks[each] is network.blocks[each] for each in network.blocks if each != name
    )


def test_new_block_has_a_free_id_and_every_parameter() -> None:
    block = edits.new_block(grown("conv", "conv"), "conv", (3.0, 4.0), kernel=5)
    assert (block.id, block.position) == ("conv3", (3.0, 4.0))
    assert block.parameters == {**KINDS["conv"].defaults(), "kernel": (5, 5)}


def test_id_of_a_removed_block_is_free_again() -> None:
    assert edits.free_id(edits.remove(grown("conv", "conv"), ["conv1"]), "conv") == "conv1"


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownNameError, match=r'no block kind called "convolve".*conv'):
        edits.new_block(Network(), "convolve")


@pytest.mark.parametrize(
    ("kind", "parameters", "said"),
    [
        ("conv", {"size": 3}, 'Conv has no parameter "size". It has: filters, kernel'),
        ("flatten", {"size": 3}, 'Flatten has no parameter "size". It has: –.'),
        ("conv", {"filters": 0}, "Filters must be a whole number from 1 to 8,192, not 0."),
        ("conv", {"filters": True}, "Filters must be a whole number"),
        ("conv", {"filters": 2.0}, "Filters must be a whole number"),
        ("conv", {"kernel": (3, 0)}, "Kernel size must be height and width from 1 to 255"),
        ("conv", {"kernel": (3, 3, 3)}, "Kernel size must be height and width"),
        ("conv", {"padding": "full"}, "Padding must be same, valid, or 0 to 1,024"),
        ("conv", {"padding": (1, 1, 1)}, "Padding must be same, valid, or 0 to 1,024"),
        ("conv", {"padding": -1}, "Padding must be same, valid, or 0 to 1,024"),
        ("conv", {"border": "mirror"}, "Border must be one of zero, replicate, reflect, wrap"),
        ("conv", {"bias": 1}, "Bias must be true or false, not 1."),
        ("dense", {"units": "many"}, 'or "classes"'),
        ("dropout", {"rate": 1.0}, "Rate must be a number from 0 to 0.99, not 1.0."),
        ("dropout", {"rate": float("nan")}, "Rate must be a number from 0 to 0.99, not nan."),
        ("output", {"classes": 1}, "Classes must be a whole number from 2 to 65,536, not 1."),
        ("conv", {"kernel": [[1]]}, "Kernel size must be"),
        ("conv", {"border": []}, "Border must be"),
        ("conv", {"padding": {}}, "Padding must be"),
    ],
)
def test_parameter_that_is_not_allowed_is_refused_with_what_is(
    kind: str, parameters: dict[str, Any], said: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        edits.new_block(Network(), kind, **parameters)
    assert said in str(caught.value)


def test_removing_a_block_heals_the_chain(row: Network) -> None:
    healed = edits.remove(row, ["conv1", "relu1"])
    assert healed.wires == (Wire("input1", "flatten1"),)
    torn = edits.remove(row, ["relu1"], heal=False)
    assert torn.wires == (Wire("input1", "conv1"),)


def test_removing_one_branch_of_a_merge_moves_the_others_up() -> None:
    network = grown("input", "conv", "conv", "add")
    network = wired(network, ("input1", "conv1"), ("input1", "conv2"))
    network = wired(network, ("conv1", "add1"), ("conv2", "add1"), ("input1", "add1"))
    torn = edits.remove(network, ["conv1"], heal=False)
    assert [(wire.source, wire.slot) for wire in torn.incoming["add1"]] == [
        ("conv2", 0),
        ("input1", 1),
    ]
    healed = edits.remove(network, ["conv1"])
    assert [(wire.source, wire.slot) for wire in healed.incoming["add1"]] == [
        ("input1", 0),
        ("conv2", 1),
        ("input1", 2),
    ]


def test_removing_a_merge_heals_with_its_first_input() -> None:
    network = wired(grown("input", "relu", "add", "flatten"), ("input1", "relu1"))
    network = wired(network, ("relu1", "add1"), ("input1", "add1"), ("add1", "flatten1"))
    assert edits.remove(network, ["add1"]).incoming["flatten1"] == (Wire("relu1", "flatten1"),)


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("flatten1", "conv1", "A network runs forward only: Conv already leads to Flatten."),
        ("relu1", "relu1", "A network runs forward only"),
        ("input1", "relu1", "ReLU takes 1 input and already has it."),
        ("relu1", "input1", "Input takes no input."),
        ("output1", "conv1", "Output has no output."),
    ],
)
def test_wire_that_is_not_allowed_is_refused_in_words(
    row: Network, source: str, target: str, said: str
) -> None:
    network = edits.add(row, edits.new_block(row, "output"))
    assert said in str(edits.refusal(network, source, target))
    with pytest.raises(InvalidValueError, match=said):
        edits.connect(network, source, target)


def test_wire_into_a_single_input_can_take_the_old_ones_place(row: Network) -> None:
    network = edits.connect(row, "input1", "relu1", replace=True)
    assert network.incoming["relu1"] == (Wire("input1", "relu1"),)
    assert len(network.wires) == 3


def test_merge_takes_wires_into_slots_in_turn_and_keeps_them_when_replacing() -> None:
    network = grown("input", "relu", "add")
    network = wired(network, ("input1", "relu1"), ("relu1", "add1"))
    network = edits.connect(network, "input1", "add1", replace=True)
    assert [wire.slot for wire in network.incoming["add1"]] == [0, 1]


def test_merge_has_an_end() -> None:
    network = grown("input", "concat")
    network = wired(network, *[("input1", "concat1")] * KINDS["concat"].most_inputs)
    assert edits.refusal(network, "input1", "concat1") is not None


def test_inserting_puts_a_block_in_the_middle_of_a_wire(row: Network) -> None:
    wire = row.outgoing["conv1"][0]
    network = edits.insert(row, edits.new_block(row, "batch_norm"), wire)
    assert network.order == ("input1", "conv1", "batch_norm1", "relu1", "flatten1")


def test_inserting_keeps_the_slot_of_a_merge() -> None:
    network = wired(grown("input", "add"), ("input1", "add1"), ("input1", "add1"))
    network = edits.insert(network, edits.new_block(network, "relu"), Wire("input1", "add1", 0))
    assert [wire.source for wire in network.incoming["add1"]] == ["relu1", "input1"]


@pytest.mark.parametrize("kind", ["input", "output"])
def test_ends_cannot_be_inserted(row: Network, kind: str) -> None:
    with pytest.raises(InvalidValueError, match="stands at an end"):
        edits.insert(row, edits.new_block(row, kind), row.wires[0])


def test_setting_the_same_value_returns_the_same_network(row: Network) -> None:
    assert edits.set_parameters(row, "conv1", {"kernel": 3}) is row


@pytest.mark.parametrize(
    ("task", "classes", "expected"),
    [
        ("classes", 7, {"task": "classes", "classes": 7}),
        ("yes/no", 2, {"task": "yes/no", "classes": 2}),
        ("yes/no", 3, {"task": "classes", "classes": 3}),
        ("classes", 2, {"task": "classes", "classes": 2}),
        ("classes", None, {"task": "picture", "classes": 10}),
        ("picture", 5, {"task": "picture", "classes": 5}),
    ],
)
def test_fitting_to_data_sets_input_and_output(
    task: str, classes: int | None, expected: dict[str, Any]
) -> None:
    network = edits.set_parameters(grown("input", "output"), "output1", {"task": task})
    fitted = edits.fit_to_data(network, (3, 32, 24), classes)
    assert fitted.blocks["input1"].parameters == {"channels": 3, "height": 32, "width": 24}
    assert fitted.blocks["output1"].parameters == expected


def test_fitted_network_with_a_dense_of_classes_has_no_problem() -> None:
    network = grown("input", "flatten", "dense", "output")
    network = edits.set_parameters(network, "dense1", {"units": "classes"})
    network = wired(network, ("input1", "flatten1"), ("flatten1", "dense1"), ("dense1", "output1"))
    assert infer_shapes(edits.fit_to_data(network, (1, 8, 8), 4)).problems == ()


def test_every_edit_is_among_those_that_walks_are_made_of() -> None:
    public = {name: each for name, each in vars(edits).items() if isfunction(each)}
    changing = {
        name
        for name, each in public.items()
        if each.__annotations__.get("return") is Network and not name.startswith("_")
    }
    assert changing
    assert changing <= EDITS.keys()
