from collections.abc import Callable, Sequence

import pytest
import torch
from hypothesis import given, settings
from torch import nn
from torch.nn import functional

from cnnstudio.engine.build import build, checked_report, input_shape
from cnnstudio.errors import InvalidNetworkError
from cnnstudio.network.edits import add, connect, new_block
from cnnstudio.network.graph import Block, Network, Wire
from cnnstudio.project.presets import NAMES, load_preset
from tests.engine.networks import Item, chain, dense, picture, starter, two_classes
from tests.network.drawn import working_networks


@settings(max_examples=50)
@given(working_networks())
def test_every_block_puts_out_the_shape_that_is_drawn(network: Network) -> None:
    report = checked_report(network)
    module = build(network).eval()
    with torch.no_grad():
        outputs = module.trace(torch.randn(2, *input_shape(report)))
    drawn = {block: known.output for block, known in report.blocks.items()}
    for block, output in outputs.items():
        assert tuple(output.shape[1:]) == drawn[block]


@settings(max_examples=50)
@given(working_networks())
def test_the_module_has_as_many_weights_as_are_counted(network: Network) -> None:
    counted = sum(each.numel() for each in build(network).parameters())
    assert counted == checked_report(network).weight_count


@pytest.mark.parametrize("name", NAMES)
def test_forward_ends_where_the_trace_ends(name: str) -> None:
    module = build(load_preset(name).network).eval()
    pictures = torch.randn(2, *input_shape(checked_report(load_preset(name).network)))
    with torch.no_grad():
        *_others, last = module.trace(pictures).values()
        torch.testing.assert_close(module(pictures), last)


def test_the_starter_is_what_one_would_write_by_hand() -> None:
    module = build(starter())
    written = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(512, 64),
        nn.ReLU(),
        nn.Linear(64, 10),
    )
    for name, own, by_hand in zip(
        module.state_dict(), module.parameters(), written.parameters(), strict=True
    ):
        assert own.shape == by_hand.shape, name
        by_hand.data = own.data
    pictures = torch.randn(3, 1, 8, 8)
    torch.testing.assert_close(module(pictures), written(pictures), rtol=0, atol=0)


def test_submodules_are_named_by_the_blocks() -> None:
    names = dict(build(starter()).named_modules())
    assert isinstance(names["conv1"], nn.Conv2d)
    assert isinstance(names["dense2"], nn.Linear)


def test_a_block_of_several_layers_is_a_row_of_them() -> None:
    network = chain(
        picture(1, 8, 8),
        ("conv", {"kernel": (2, 2), "activation": "relu"}),
        "flatten",
        dense("classes"),
        "output",
    )
    block = dict(build(network).named_modules())["conv1"]
    assert [type(layer).__name__ for layer in block] == ["ZeroPad2d", "Conv2d", "ReLU"]


@pytest.mark.parametrize("name", ["forward", "train", "_chain", "class", "task"])
def test_a_block_may_be_called_like_something_of_torch(name: str) -> None:
    plain = two_classes(dense(2), ("output", {"classes": 2}))
    blocks = {
        (name if block.id == "conv1" else block.id): Block(
            name if block.id == "conv1" else block.id, block.kind, block.parameters
        )
        for block in plain.blocks.values()
    }
    wires = tuple(
        Wire(*(name if end == "conv1" else end for end in (wire.source, wire.target)))
        for wire in plain.wires
    )
    module = build(Network(blocks, wires))
    assert module(torch.randn(2, 1, 4, 4)).shape == (2, 2)
    assert isinstance(module.layers_of(name)[0], nn.Conv2d)


def joined(network: Network, items: Sequence[Item], wires: str) -> Network:
    """Return a network with more blocks, and with wires such as "conv1 add1, add1 flatten1"."""
    for item in items:
        kind, parameters = (item, {}) if isinstance(item, str) else item
        network = add(network, new_block(network, kind, **parameters))
    for wire in wires.split(", "):
        source, target = wire.split()
        network = connect(network, source, target)
    return network


def test_a_skip_adds_what_went_around() -> None:
    network = joined(
        chain(picture(2, 4, 4), ("conv", {"filters": 2})),
        (("add", {}), ("flatten", {}), dense(2), ("output", {"classes": 2})),
        "input1 add1, conv1 add1, add1 flatten1, flatten1 dense1, dense1 output1",
    )
    module = build(network)
    pictures = torch.randn(3, 2, 4, 4)
    conv, linear = module.layers_of("conv1")[0], module.layers_of("dense1")[0]
    expected = linear((pictures + conv(pictures)).flatten(1))
    torch.testing.assert_close(module(pictures), expected)


@pytest.mark.parametrize(
    ("end", "task", "fold"),
    [
        (("softmax",), "classes", lambda logits: functional.softmax(logits, dim=1)),
        (("sigmoid",), "yes/no", torch.sigmoid),
        ((), "classes", lambda logits: logits),
        (("sigmoid",), "classes", None),
    ],
    ids=["softmax", "sigmoid", "plain", "sigmoid before classes"],
)
def test_logits_stop_before_what_the_loss_takes_over(
    end: tuple[str, ...], task: str, fold: Callable[[torch.Tensor], torch.Tensor] | None
) -> None:
    units = 1 if task == "yes/no" else 2
    network = two_classes(dense(units), *end, ("output", {"task": task, "classes": 2}))
    module = build(network)
    pictures = torch.randn(3, 1, 4, 4)
    expected = fold(module.logits(pictures)) if fold else module.logits(pictures)
    torch.testing.assert_close(module(pictures), expected)


@settings(max_examples=50)
@given(working_networks())
def test_logits_are_the_numbers_of_the_drawn_order_bit_by_bit(network: Network) -> None:
    module = build(network).eval()
    pictures = torch.randn(2, *input_shape(checked_report(network)))
    with torch.no_grad():
        drawn, logits = module(pictures), module.logits(pictures)
    folded = (logits, logits.softmax(dim=1), logits.sigmoid())
    assert any(torch.equal(drawn, each) for each in folded)


@pytest.mark.parametrize("pool", [("max_pool", "flatten"), ("global_max",)], ids=lambda ids: ids[0])
def test_relu_after_max_pooling_leaves_gradients_as_they_are_bit_by_bit(
    pool: tuple[str, ...],
) -> None:
    conv = ("conv", {"filters": 8, "activation": "relu"})
    network = chain(picture(3, 16, 16), conv, conv, *pool, dense(2), ("output", {"classes": 2}))
    plain = torch.randn(4, 3, 2, 2).repeat_interleave(8, dim=2).repeat_interleave(8, dim=3)
    for pictures in (torch.randn(4, 3, 16, 16), plain):  # plain ones have windows of one value
        module, as_drawn = build(network), build(network)
        module.logits(pictures).square().sum().backward()
        as_drawn(pictures).square().sum().backward()
        for fast, drawn in zip(module.parameters(), as_drawn.parameters(), strict=True):
            assert fast.grad is not None
            assert drawn.grad is not None
            assert torch.equal(fast.grad, drawn.grad)


def test_relu_stays_where_something_else_takes_its_values_too() -> None:
    """A skip around the pooling: exchanged, it would add values that are below zero."""
    pool = ("max_pool", {"kernel": (3, 3), "stride": (1, 1), "padding": 1})
    network = joined(
        chain(picture(2, 6, 6), ("conv", {"filters": 2}), "relu"),
        (pool, ("add", {}), ("flatten", {}), dense(2), ("output", {"classes": 2})),
        "relu1 max_pool1, relu1 add1, max_pool1 add1, "
        "add1 flatten1, flatten1 dense1, dense1 output1",
    )
    module = build(network)
    pictures = torch.randn(3, 2, 6, 6)
    assert torch.equal(module.logits(pictures), module(pictures))


def test_an_activation_of_a_last_dense_is_folded_too() -> None:
    network = two_classes(
        ("dense", {"units": 2, "activation": "softmax"}), ("output", {"classes": 2})
    )
    module = build(network)
    pictures = torch.randn(3, 1, 4, 4)
    torch.testing.assert_close(module.logits(pictures).softmax(1), module(pictures))
    assert not torch.allclose(module.logits(pictures), module(pictures))


@pytest.mark.parametrize("initialization", ["pytorch", "kaiming", "xavier", "lecun"])
def test_the_same_seed_draws_the_same_weights(initialization: str) -> None:
    first, same, other = (
        build(starter(), initialization=initialization, seed=seed).state_dict()
        for seed in (1, 1, 2)
    )
    for name, weights in first.items():
        assert torch.equal(weights, same[name])
    assert not torch.equal(first["conv1.weight"], other["conv1.weight"])


def test_building_leaves_the_random_state_as_it_is() -> None:
    before = torch.get_rng_state()
    build(starter(), initialization="kaiming", seed=5)
    assert torch.equal(torch.get_rng_state(), before)


def test_the_courses_weights_lie_within_a_share_of_the_fan_in() -> None:
    module = build(starter(), initialization="lecun")
    for block, fan_in in (("conv2", 16 * 9), ("dense1", 512)):
        layer = module.layers_of(block)[0]
        assert isinstance(layer, nn.Conv2d | nn.Linear)
        assert all(weights.abs().max() <= 2.4 / fan_in for weights in layer.parameters())
        assert layer.weight.std().item() == pytest.approx(2.4 / fan_in / 3**0.5, rel=0.05)


@pytest.mark.parametrize(
    ("initialization", "deviation"),
    # conv2 sees 16 · 9 values and feeds 32 · 9.
    [("kaiming", (2 / 144) ** 0.5), ("xavier", (2 / (144 + 288)) ** 0.5)],
)
def test_weights_spread_as_their_authors_say(initialization: str, deviation: float) -> None:
    conv = build(starter(), initialization=initialization).layers_of("conv2")[0]
    assert conv.weight.std().item() == pytest.approx(deviation, rel=0.05)
    assert not conv.bias.any()


def test_torchs_own_initialisation_is_that_of_its_layers() -> None:
    module = build(two_classes(dense(2), ("output", {"classes": 2})), seed=3)
    torch.manual_seed(3)
    assert torch.equal(module.layers_of("conv1")[0].weight, nn.Conv2d(1, 3, 3, padding=1).weight)


def test_a_network_with_a_problem_is_refused_with_its_words() -> None:
    with pytest.raises(InvalidNetworkError, match="Dense needs a vector"):
        build(chain(picture(1, 4, 4), dense("classes"), "output"))
