"""Every block kind by name. A new kind is one line here."""

from types import MappingProxyType

from cnnstudio.errors import UnknownNameError
from cnnstudio.network.blocks.activation import FUNCTIONS, Activation
from cnnstudio.network.blocks.convolution import Conv
from cnnstudio.network.blocks.data import Input, Output
from cnnstudio.network.blocks.dense import Dense
from cnnstudio.network.blocks.kind import BlockKind
from cnnstudio.network.blocks.merge import Add, Concat
from cnnstudio.network.blocks.normalisation import BatchNorm, Dropout
from cnnstudio.network.blocks.pooling import AveragePool, GlobalAverage, MaxPool
from cnnstudio.network.blocks.shape import Flatten, Pad
from cnnstudio.text import N_, _

_ALL: tuple[BlockKind, ...] = (
    Input(),
    Output(),
    Conv(),
    MaxPool(),
    AveragePool(),
    GlobalAverage(),
    *(Activation(function) for function in FUNCTIONS),
    BatchNorm(),
    Dropout(),
    Flatten(),
    Pad(),
    Dense(),
    Add(),
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
