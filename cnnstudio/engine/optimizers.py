"""The optimisers, and which implementations of each a device has."""

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn, optim

from cnnstudio.training.config import TrainingConfig
from cnnstudio.training.plan import Implementation

_FUSED = {"adam", "adamw", "sgd"}


def make_optimizer(
    parameters: Iterable[nn.Parameter], config: TrainingConfig, implementation: Implementation
) -> optim.Optimizer:
    """Return the optimiser that `config` asks for; rules are torch's."""
    shared: dict[str, Any] = {
        "params": list(parameters),
        "lr": config.learning_rate,
        "weight_decay": config.weight_decay,
        "foreach": implementation is Implementation.FOREACH,
    }
    if config.optimizer in _FUSED:
        shared["fused"] = implementation is Implementation.FUSED
    match config.optimizer:
        case "adam" | "adamw":
            kind = optim.Adam if config.optimizer == "adam" else optim.AdamW
            return kind(betas=(config.beta1, config.beta2), eps=config.epsilon, **shared)
        case "rmsprop":
            return optim.RMSprop(
                alpha=config.rms_smoothing,
                momentum=config.rms_momentum,
                eps=config.epsilon,
                **shared,
            )
        case "adagrad":
            return optim.Adagrad(eps=config.epsilon, **shared)
    # Without momentum there is nothing to look ahead along.
    nesterov = config.nesterov and config.momentum > 0
    return optim.SGD(momentum=config.momentum, nesterov=nesterov, **shared)


def step_unless(optimizer: optim.Optimizer, is_bad: Tensor) -> None:
    """Take a step, but leave the weights as they are where `is_bad`, a bool scalar, is true.

    Its value stays where it is: looking at it would wait for the device. Without a
    fused implementation only what momentum carries on still moves.
    """
    if optimizer.defaults.get("fused"):
        # The way in which torch.amp.GradScaler has a step left out.
        optimizer.found_inf = is_bad.float()  # type: ignore[attr-defined]
    else:
        for group in optimizer.param_groups:
            for weights in group["params"]:
                if weights.grad is not None:
                    weights.grad.masked_fill_(is_bad, 0.0)
    optimizer.step()


def implementations(optimizer: str, device: torch.device) -> tuple[Implementation, ...]:
    """Return the implementations that may be tried, the one that is usually fastest first."""
    others = (Implementation.FOREACH, Implementation.LOOP)
    has_fused = optimizer in _FUSED and device.type in ("cpu", "cuda", "mps")
    return (Implementation.FUSED, *others) if has_fused else others
