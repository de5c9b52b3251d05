"""The pictures show what torch computes."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from torch import Tensor, nn
from torch.nn import functional

from cnnstudio.engine.layers import ScaledTanh
from cnnstudio.network.blocks.kind import Family
from cnnstudio.network.catalog import KINDS, find_kind
from cnnstudio.ui.designer.pictures import table
from cnnstudio.ui.designer.pictures.sketch import Array, Bars, Curve, Net, Planes, Sketch
from cnnstudio.ui.designer.pictures.table import SKETCHES, sketch_of


def tensor(values: Array) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(values))[None]  # (1, C, H, W)


def planes(sketch: Sketch, place: int) -> Array:
    part = sketch.parts[place]
    assert isinstance(part, Planes)
    return part.values


def conv(maps: Tensor, *kernels: Array) -> Tensor:
    weights = torch.from_numpy(np.stack(kernels))[:, None]
    return functional.conv2d(maps, weights, groups=len(kernels))


SOBEL = table.SOBEL

OPERATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "conv": lambda x: conv(x, SOBEL),
    "depthwise": lambda x: conv(x, SOBEL, np.ascontiguousarray(SOBEL.T)),
    "max_pool": nn.MaxPool2d(2),
    "average_pool": nn.AvgPool2d(2),
    "min_pool": lambda x: -nn.MaxPool2d(2)(-x),
    "adaptive_pool": nn.AdaptiveAvgPool2d(3),
    "batch_norm": lambda x: functional.batch_norm(x[0, 0], None, None, training=True)[None, None],
    "layer_norm": lambda x: functional.layer_norm(x[0, 0], (6,))[None, None],
    "group_norm": lambda x: functional.group_norm(x[0, 0], 2)[None, None],
    "padding": nn.ZeroPad2d(1),
    "crop": nn.ZeroPad2d(-2),
    "upsample": nn.Upsample(scale_factor=2),
    "flatten": lambda x: nn.Flatten()(x)[None, None],
    "reshape": nn.Unflatten(3, (3, 3)),
}


def test_every_kind_of_the_catalogue_has_a_picture() -> None:
    assert SKETCHES.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", OPERATIONS)
def test_planes_are_what_torch_makes_of_them(kind: str) -> None:
    sketch = sketch_of(kind)
    wanted = OPERATIONS[kind](tensor(planes(sketch, 0))).squeeze()
    assert_allclose(planes(sketch, 1).squeeze(), wanted.numpy(), atol=1e-9)


@pytest.mark.parametrize(("kind", "module"), [("global_average", "Avg"), ("global_max", "Max")])
def test_global_pooling_leaves_one_value_for_each_map(kind: str, module: str) -> None:
    sketch = sketch_of(kind)
    wanted = getattr(nn, f"Adaptive{module}Pool2d")(1)(tensor(planes(sketch, 0)))
    assert_allclose(planes(sketch, 1).squeeze(), wanted.squeeze().numpy())


def test_transposed_convolution_is_torchs_up_to_its_brightness() -> None:
    sketch = sketch_of("transposed")
    stamp = np.array([[0.4, 0.8, 0.4], [0.8, 1.0, 0.8], [0.4, 0.8, 0.4]])
    weights = torch.from_numpy(stamp)[None, None]
    wanted = functional.conv_transpose2d(tensor(planes(sketch, 0)), weights, stride=2)
    assert_allclose(planes(sketch, 1), (wanted / wanted.max())[0].numpy())


def test_separable_convolution_is_depthwise_and_pointwise() -> None:
    sketch = sketch_of("separable")
    filtered = OPERATIONS["depthwise"](tensor(planes(sketch, 0)))
    assert_allclose(planes(sketch, 1), filtered[0].numpy())
    mixing = torch.tensor([0.5, -0.5], dtype=torch.float64).reshape(1, 2, 1, 1)
    assert_allclose(planes(sketch, 2), functional.conv2d(filtered, mixing)[0].numpy())


CURVES = [kind.name for kind in KINDS.values() if kind.family is Family.ACTIVATION]


@pytest.mark.parametrize("kind", [kind for kind in CURVES if kind != "softmax"])
def test_curve_is_the_layers_own(kind: str) -> None:
    (curve,) = sketch_of(kind).parts
    assert isinstance(curve, Curve)
    (step,) = find_kind(kind).layers(find_kind(kind).defaults(), [(1, 1, 1)])
    arguments = dict(step.arguments)
    module = ScaledTanh() if step.name == "ScaledTanh" else getattr(nn, step.name)(**arguments)
    wanted = module.double()(torch.from_numpy(curve.x))
    assert_allclose(curve.y, wanted.detach().numpy(), atol=1e-7)


def test_softmax_and_local_response_are_torchs() -> None:
    before, after = sketch_of("softmax").parts
    assert isinstance(before, Bars)
    assert isinstance(after, Bars)
    assert_allclose(after.values, torch.from_numpy(before.values).softmax(0).numpy())
    before, after = sketch_of("local_response_norm").parts
    assert isinstance(before, Bars)
    assert isinstance(after, Bars)
    values = torch.from_numpy(before.values).reshape(1, -1, 1, 1)
    wanted = functional.local_response_norm(values, 5, alpha=1.0, beta=0.75, k=1.0)
    assert_allclose(after.values, wanted.flatten().numpy())


@pytest.mark.parametrize("kind", ["dropout", "spatial_dropout"])
def test_dropout_keeps_the_sum_to_be_expected(kind: str) -> None:
    before, after = planes(sketch_of(kind), 0), planes(sketch_of(kind), 1)
    kept = after != 0
    share = np.mean([plane.any() for plane in after]) if kind == "spatial_dropout" else 0.5
    assert_allclose(after[kept] * share, before[kept])


def test_merges_join_their_branches() -> None:
    add, multiply, concat = (sketch_of(kind) for kind in ("add", "multiply", "concat"))
    assert_allclose(planes(add, 2), planes(add, 0) + planes(add, 1))
    assert_allclose(planes(multiply, 2), planes(multiply, 0) * planes(multiply, 1))
    assert_allclose(planes(concat, 2), np.concatenate([planes(concat, 0), planes(concat, 1)]))


def test_dense_multiplies_by_its_weights() -> None:
    (net,) = sketch_of("dense").parts
    assert isinstance(net, Net)
    wanted = functional.linear(torch.from_numpy(net.inputs), torch.from_numpy(net.weights))
    assert_allclose(net.outputs, wanted.numpy())
