"""What torch can compute on here, and the state of its random numbers."""

import torch

from cnnstudio.errors import InvalidValueError
from cnnstudio.text import _

_CPU_STATE = "cpu"
_CUDA_STATE = "cuda"


def available_devices() -> tuple[str, ...]:
    """Return the devices that a configuration may name on this machine, the best first."""
    found = []
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    return (*found, "cpu")


def choose_device(name: str) -> torch.device:
    """Return the device called `name`, or the best one for "auto"."""
    available = available_devices()
    if name == "auto":
        return torch.device(available[0])
    if name not in available:
        raise InvalidValueError(
            _('There is no device "{name}" on this machine. There is: {known}.').format(
                name=name, known=", ".join(("auto", *available))
            )
        )
    return torch.device(name)


def device_of(module: torch.nn.Module) -> torch.device:
    """Return where the weights of `module` are."""
    return next(module.parameters()).device


def random_states(device: torch.device) -> dict[str, torch.Tensor]:
    """Return the states of torch's random numbers that a run draws from, by name."""
    states = {_CPU_STATE: torch.get_rng_state()}
    if device.type == "cuda":
        states[_CUDA_STATE] = torch.cuda.get_rng_state(device)
    return states


def restore_random_states(states: dict[str, torch.Tensor], device: torch.device) -> None:
    """Put torch's random numbers back where `random_states` found them."""
    torch.set_rng_state(states[_CPU_STATE])
    if device.type == "cuda" and _CUDA_STATE in states:
        torch.cuda.set_rng_state(states[_CUDA_STATE], device)
