"""Every block kind by name. A new kind is one line here."""

from types import MappingProxyType

from cnnstudio.errors import UnknownNameError
from cnnstudio.network.blocks.activation import FUNCTIONS, Activation
from cnnstudio.network.blocks.convolution import Conv
from cnnstudio.network.blocks.data import Input, Output
from cnnstudio.network.blocks.dense import Dense
from cnnstudio.network.blocks.kind import BlockKind
from cnnstudio.network.blocks.merge import Add, Concat, Multiply
from cnnstudio.network.blocks.normalisation import (
    BatchNorm,
    Dropout,
    GroupNorm,
    LayerNorm,
    LocalResponseNorm,
    SpatialDropout,
)
from cnnstudio.network.blocks.pooling import (
    Adaptive,
    AveragePool,
    GlobalAverage,
    GlobalMax,
    MaxPool,
    MinPool,
)
from cnnstudio.network.blocks.resize import Crop, Reshape, Upsample
from cnnstudio.network.blocks.separable import Depthwise, Separable
from cnnstudio.network.blocks.shape import Flatten, Pad
from cnnstudio.network.blocks.transposed import Transposed
from cnnstudio.text import N_, _

_ALL: tuple[BlockKind, ...] = (
    Input(),
    Output(),
    Conv(),
    Depthwise(),
    Separable(),
    Transposed(),
    MaxPool(),
    AveragePool(),
    MinPool(),
    GlobalAverage(),
    GlobalMax(),
    Adaptive(),
    *(Activation(function) for function in FUNCTIONS),
    BatchNorm(),
    LayerNorm(),
    GroupNorm(),
    LocalResponseNorm(),
    Dropout(),
    SpatialDropout(),
    Flatten(),
    Reshape(),
    Pad(),
    Crop(),
    Upsample(),
    Dense(),
    Add(),
    Multiply(),
    Concat(),
)

KINDS = MappingProxyType({kind.name: kind for kind in _ALL})
"""The block kinds by name, in the order of the palette."""

_BLOCK_KIND = N_("block kind")


def find_kind(name: str) -> BlockKind:
    """Return the kind called `name`; raise `UnknownNameError` where there is none."""
    if name not in KINDS:
        raise UnknownNameError(_(_BLOCK_KIND), name, KINDS)
    return KINDS[name]
