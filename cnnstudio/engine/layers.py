"""Layers of our own: those that torch lacks.

Exported code carries the source of the classes it uses, so each one stands by
itself: torch is all it needs.
"""

import torch
from torch import nn


class MinPool2d(nn.Module):
    """The smallest value of each window; padding never wins.

    Source: the minimum is the negated maximum of the negated input.
    """

    def __init__(
        self,
        kernel_size: int | tuple[int, int],
        stride: int | tuple[int, int] | None = None,
        padding: int = 0,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.stride = stride
        self.padding = padding

    def forward(self, x: torch.Tensor) -> torch.Tensor:  # (N, C, H, W) -> (N, C, H', W')
        return -nn.functional.max_pool2d(-x, self.kernel_size, self.stride, self.padding)


class ScaledTanh(nn.Module):
    """1.7159 · tanh(2x / 3): keeps variance 1 for inputs of variance 1.

    Source: LeCun et al., Efficient BackProp (1998), section 4.4.
    """

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return 1.7159 * torch.tanh(x * (2.0 / 3.0))
