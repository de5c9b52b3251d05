"""What happens inside the layers at a step, looked at now and then."""

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor, nn

from cnnstudio.engine.build import NetworkModule
from cnnstudio.engine.evaluate import evaluating
from cnnstudio.training.messages import LayerState

# Units are dead when no picture of these wakes them.
_PICTURES = 64


class Watch:
    """Looks at one step: `before` the optimiser moves the weights, and `after`.

    It draws no random numbers and leaves no trace, so that a run does not depend
    on when it was looked at.
    """

    def __init__(self, module: NetworkModule) -> None:
        self._module = module
        self._weights = {
            block: weights for block in module.blocks if (weights := _of(module, block))
        }
        self._gradients: dict[str, Tensor] = {}
        self._copies: dict[str, list[Tensor]] = {}

    def before(self) -> None:
        """Look at the gradients, and keep the weights."""
        with torch.no_grad():
            for block, weights in self._weights.items():
                self._gradients[block] = _norm(
                    [each.grad for each in weights if each.grad is not None]
                )
                self._copies[block] = [each.clone() for each in weights]

    def after(self, pictures: Tensor) -> tuple[LayerState, ...]:
        """Return what was seen, with the share of units that `pictures` (N, C, H, W) leave dead."""
        dead = self._dead(pictures[:_PICTURES])
        states = []
        with torch.no_grad():
            for block, weights in self._weights.items():
                pairs = zip(weights, self._copies[block], strict=True)
                changes = [now - earlier for now, earlier in pairs]
                norms = torch.stack([self._gradients[block], _norm(changes), _norm(weights)])
                gradient, change, length = norms.tolist()
                states.append(LayerState(block, gradient, change, length, dead.pop(block, None)))
        self._copies.clear()
        states += [LayerState(block, dead=share) for block, share in dead.items()]
        return tuple(states)

    def _dead(self, pictures: Tensor) -> dict[str, float]:
        """Return the share of dead units of each block that ends in ReLU."""
        with evaluating(self._module):
            outputs = self._module.trace(pictures)
        return {block: _dead_share(outputs[block]) for block in _rectified(self._module)}


def first_not_finite(module: NetworkModule, pictures: Tensor) -> str | None:
    """Return the first block of which a value is no finite number, or None."""
    with evaluating(module):
        for block, output in module.trace(pictures).items():
            if not torch.isfinite(output).all():
                return block
    return None


def is_finite(module: nn.Module) -> bool:
    """Return whether all weights and running averages are finite numbers."""
    with torch.no_grad():
        return all(bool(torch.isfinite(each).all()) for each in module.state_dict().values())


def _rectified(module: NetworkModule) -> Iterator[str]:
    for block in module.blocks:
        layers = module.layers_of(block)
        if layers and isinstance(layers[-1], nn.ReLU):
            yield block


def _dead_share(output: Tensor) -> float:
    """Return the share of units, or of maps, that are 0 everywhere: of (N, F) or (N, C, H, W)."""
    is_zero = (output == 0).all(dim=0)
    return float(
        is_zero.flatten(1).all(dim=1).float().mean()
        if is_zero.dim() > 1
        else is_zero.float().mean()
    )


def _norm(tensors: Sequence[Tensor]) -> Tensor:
    """Return the length of all values together, a scalar."""
    norms = [torch.linalg.vector_norm(each) for each in tensors]
    return torch.linalg.vector_norm(torch.stack(norms)) if norms else torch.zeros(())


def _of(module: NetworkModule, block: str) -> list[Tensor]:
    """Return the weights of one block."""
    return [each for layer in module.layers_of(block) for each in layer.parameters()]
