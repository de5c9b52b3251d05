"""Receptive fields, held against the gradients that torch computes."""

from collections.abc import Sequence
from typing import Any

import pytest
import torch
from torch.nn import functional

from cnnstudio.engine.build import build
from cnnstudio.network import edits
from cnnstudio.network.blocks.window import padding_sides
from cnnstudio.network.graph import Network
from cnnstudio.network.receptive import ReceptiveField, receptive_field
from cnnstudio.network.shapes import infer_shapes

Blocks = Sequence[tuple[str, dict[str, Any]]]


def chain(*blocks: tuple[str, dict[str, Any]], size: int = 24) -> Network:
    network = Network()
    previous = None
    ends: Blocks = (
        ("input", {"channels": 1, "height": size, "width": size}),
        *blocks,
        ("flatten", {}),
        ("dense", {"units": "classes"}),
        ("output", {"classes": 2}),
    )
    for kind, parameters in ends:
        block = edits.new_block(network, kind, **parameters)
        network = edits.add(network, block)
        network = edits.connect(network, previous, block.id) if previous else network
        previous = block.id
    return network


CONV = ("conv", {"filters": 1, "kernel": (3, 3), "padding": "valid"})
TALL = ("conv", {"filters": 1, "kernel": (5, 1), "padding": "valid"})
DILATED = ("conv", {"filters": 1, "dilation": (2, 2), "padding": "valid"})
STRIDED = ("conv", {"filters": 1, "stride": (2, 2), "padding": "valid"})
POOL = ("average_pool", {})


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param((CONV,), id="one"),
        pytest.param((CONV, CONV, CONV), id="three"),
        pytest.param((STRIDED, CONV), id="stride before"),
        pytest.param((CONV, POOL, CONV, POOL), id="pooling"),
        pytest.param((DILATED, TALL), id="dilation"),
        pytest.param((CONV, ("tanh", {}), CONV), id="pointwise between"),
    ],
)
def test_field_is_where_the_gradient_is(blocks: Blocks) -> None:
    network = chain(*blocks)
    last = network.order[-4]
    torch.manual_seed(1)
    picture = torch.randn(1, 1, 24, 24, requires_grad=True)
    values = build(network).trace(picture)[last]  # (1, 1, H, W)
    values[0, 0, 0, 0].backward()
    assert picture.grad is not None
    rows, columns = torch.nonzero(picture.grad[0, 0], as_tuple=True)
    seen = (int(rows.max() - rows.min()) + 1, int(columns.max() - columns.min()) + 1)
    field = receptive_field(infer_shapes(network), last)
    assert field is not None
    assert field.size == seen


def test_stride_multiplies_along_the_chain() -> None:
    field = receptive_field(infer_shapes(chain(POOL, STRIDED)), "conv1")
    assert field is not None
    assert field.stride == (4.0, 4.0)


def test_flatten_sees_the_whole_picture() -> None:
    field = receptive_field(infer_shapes(chain(CONV)), "flatten1")
    assert field == ReceptiveField(None)


def test_upsampling_brings_neighbours_closer() -> None:
    report = infer_shapes(chain(("upsample", {"factor": 2})))
    assert receptive_field(report, "upsample1") == ReceptiveField((1, 1), (0.5, 0.5))


def test_blocks_without_a_shape_have_no_field() -> None:
    network = edits.remove(chain(CONV), ["input1"])
    report = infer_shapes(network)
    assert all(receptive_field(report, block) is None for block in network.blocks)


@pytest.mark.parametrize(
    ("size", "stride", "left"),
    [(24, 2, (1, 1)), (23, 2, (0, 0)), (24, 4, (6, 6)), (26, 4, (8, 8))],
)
def test_rows_that_a_stride_leaves_out_are_counted(
    size: int, stride: int, left: tuple[int, int]
) -> None:
    conv = ("conv", {"stride": stride, "padding": "valid"})
    assert infer_shapes(chain(conv, size=size)).uncovered("conv1") == left


@pytest.mark.parametrize("size", [7, 8])
@pytest.mark.parametrize("stride", [1, 2, 3, 4])
@pytest.mark.parametrize("dilation", [1, 2])
@pytest.mark.parametrize("padding", ["valid", "same", (0, 1, 2, 3)])
@pytest.mark.parametrize("kernel", [1, 2, 3])
def test_rows_that_are_not_covered_get_no_gradient_in_torch(
    size: int, stride: int, dilation: int, padding: object, kernel: int
) -> None:
    parameters = {"stride": stride, "dilation": dilation, "padding": padding, "kernel": kernel}
    report = infer_shapes(chain(("conv", parameters), size=size))
    picture = torch.ones(1, 1, size, size, requires_grad=True)
    sides = padding_sides(
        report.blocks["conv1"].values["padding"], (kernel, kernel), (dilation, dilation)
    )
    top, bottom, left, right = sides
    padded = functional.pad(picture, (left, right, top, bottom))
    weights = torch.ones(1, 1, kernel, kernel)
    functional.conv2d(padded, weights, stride=stride, dilation=dilation).sum().backward()
    assert picture.grad is not None
    touched = picture.grad[0, 0] != 0
    rows, columns = (int((~touched.any(dim=axis)).sum()) for axis in (1, 0))
    assert report.uncovered("conv1") == (rows, columns)
