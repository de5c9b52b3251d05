"""Which networks are one and the same to training."""

from cnnstudio.network.graph import Network, Value


def trains_alike(one: Network, other: Network) -> bool:
    """Return whether two networks differ at most in their blocks' places and names."""
    if one is other:
        return True
    return one.wires == other.wires and _rules(one) == _rules(other)


def _rules(network: Network) -> dict[str, tuple[str, dict[str, Value], bool]]:
    return {
        name: (block.kind, block.parameters, block.is_bypassed)
        for name, block in network.blocks.items()
    }
