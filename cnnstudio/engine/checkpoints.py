"""Weights and states of a run in safetensors files: numbers with names, never code.

Weights have the names of the module's state. What else a checkpoint holds
begins with "@", which no block's name does.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor, nn, optim

from cnnstudio.engine.devices import device_of, random_states, restore_random_states
from cnnstudio.engine.loop import Position, Training
from cnnstudio.errors import InvalidFileError
from cnnstudio.text import _
from cnnstudio.writing import write_file

_OPTIMIZER = "@optimizer/"
_RANDOM = "@random/"
_POSITION = "position"
_STEPPED_BY = "optimizer"


def save_weights(path: Path, module: nn.Module) -> None:
    """Write the weights and running averages of `module`; raise `StorageError`."""
    save_tensors(path, module.state_dict())


def save_tensors(path: Path, tensors: Mapping[str, Tensor]) -> None:
    """Write tensors by name; raise `StorageError`."""
    write_file(path, save(_contiguous(tensors)))


def copied_weights(module: nn.Module) -> dict[str, Tensor]:
    """Return the weights and running averages as they are now."""
    return {name: each.detach().clone() for name, each in module.state_dict().items()}


def load_weights(path: Path, module: nn.Module) -> None:
    """Read the weights of a file into `module`, whatever else is in it.

    Raises `InvalidFileError` where the file is missing or damaged, or belongs to another network.
    """
    tensors, _metadata = _read(path)
    _fill(path, module, {name: each for name, each in tensors.items() if name[0] != "@"})


def save_checkpoint(path: Path, training: Training) -> None:
    """Write weights, optimiser, random state and position of a run; raise `StorageError`."""
    device = device_of(training.module)
    tensors = {
        **training.module.state_dict(),
        **_optimizer_state(training.module, training.optimizer),
        **{_RANDOM + name: state for name, state in random_states(device).items()},
    }
    metadata = {
        _POSITION: msgspec.json.encode(training.position).decode(),
        _STEPPED_BY: training.config.optimizer,
    }
    write_file(path, save(_contiguous(tensors), metadata=metadata))


def load_checkpoint(path: Path, training: Training) -> None:
    """Put a run back where `save_checkpoint` found it; raise `InvalidFileError`."""
    tensors, metadata = _read(path)
    try:
        position = msgspec.json.decode(metadata[_POSITION], type=Position)
    except (KeyError, msgspec.MsgspecError) as error:
        raise _damaged(path, _("it does not say where the run stood")) from error
    _fill(path, training.module, {name: each for name, each in tensors.items() if name[0] != "@"})
    try:
        # Another optimiser keeps other things in mind and begins with none.
        if metadata.get(_STEPPED_BY) == training.config.optimizer:
            _restore_optimizer(training.module, training.optimizer, _below(tensors, _OPTIMIZER))
        restore_random_states(_below(tensors, _RANDOM), device_of(training.module))
    except (LookupError, RuntimeError, TypeError) as error:  # torch raises these
        reason = _("what the optimizer or the random numbers need is not there as it should be")
        raise _damaged(path, reason) from error
    training.position = position


def misfit(found: Mapping[str, Tensor], wanted: Mapping[str, Tensor]) -> str | None:
    """Return the first weight that one network lacks or has in another shape, or None."""
    for name in (*wanted, *found):
        if name not in wanted or name not in found or wanted[name].shape != found[name].shape:
            return name
    return None


def copy_weights(found: Mapping[str, Tensor], module: nn.Module) -> None:
    """Give `module` the weights in `found`, which fit it, in its own layout and place."""
    with torch.no_grad():
        for name, target in module.state_dict().items():
            target.copy_(found[name])


def _read(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    try:
        with safe_open(path, framework="pt", device="cpu") as file:
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            return tensors, file.metadata() or {}
    except OSError as error:
        raise InvalidFileError(
            _('There are no weights to read in "{path}": {reason}.').format(
                path=path, reason=error.strerror or error
            )
        ) from error
    except SafetensorError as error:
        raise _damaged(path, error) from error


def _fill(path: Path, module: nn.Module, found: Mapping[str, Tensor]) -> None:
    if name := misfit(found, module.state_dict()):
        raise InvalidFileError(
            _('"{path}" holds the weights of another network: {name} differs.').format(
                path=path, name=name
            )
        )
    copy_weights(found, module)


def _optimizer_state(module: nn.Module, optimizer: optim.Optimizer) -> dict[str, Tensor]:
    return {
        f"{_OPTIMIZER}{name}/{key}": value
        for name, parameter in module.named_parameters()
        for key, value in optimizer.state.get(parameter, {}).items()
        if isinstance(value, Tensor)
    }


def _restore_optimizer(
    module: nn.Module, optimizer: optim.Optimizer, found: dict[str, Tensor]
) -> None:
    """Give each parameter its state back, in the parameter's own memory layout.

    The fused optimisers walk parameter and state side by side in memory.
    """
    parameters = dict(module.named_parameters())
    for place, value in found.items():
        name, _slash, key = place.rpartition("/")
        parameter = parameters[name]
        same_layout = torch.empty_like(parameter) if value.dim() else torch.empty_like(value)
        optimizer.state[parameter][key] = same_layout.copy_(value).detach()


def _below(tensors: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {
        name.removeprefix(prefix): each for name, each in tensors.items() if name.startswith(prefix)
    }


def _contiguous(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name: each.detach().contiguous() for name, each in tensors.items()}


def _damaged(path: Path, reason: object) -> InvalidFileError:
    return InvalidFileError(_('"{path}" is damaged: {reason}.').format(path=path, reason=reason))
