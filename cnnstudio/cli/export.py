"""The `export` command: PyTorch source, weights, and the lines that bring them together."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cnnstudio.cli.options import Preset
from cnnstudio.cli.output import say
from cnnstudio.cli.selection import Chosen, choose_project, choose_run
from cnnstudio.errors import UserError
from cnnstudio.network.blocks.data import Task
from cnnstudio.network.code import class_name_of, gives_probabilities, source
from cnnstudio.network.graph import Network
from cnnstudio.network.shapes import infer_shapes
from cnnstudio.text import N_, _
from cnnstudio.training.run_list import name_of
from cnnstudio.training.runs import RunRecord
from cnnstudio.writing import make_folder, write_file

if TYPE_CHECKING:
    from cnnstudio.engine.build import NetworkModule

MODEL, WEIGHTS, LOADER = "model.py", "weights.safetensors", "load.py"

_LOADER = """\
from safetensors.torch import load_file
from model import {name}

model = {name}()
model.load_state_dict(load_file("{weights}"))
model.eval()
"""
_SCALING = """\

# Takes pictures (N, C, H, W) from 0 to 1, scaled like this:
# mean = torch.tensor({mean}).view(-1, 1, 1)
# deviation = torch.tensor({deviation}).view(-1, 1, 1)
# answers = model((pictures - mean) / deviation)
"""
_CLASSES = """\
# Classes: {classes}
"""


@dataclass(frozen=True, slots=True)
class _Exported:
    """A network with weights, what to call it, and the run it comes from, if any."""

    network: Network
    module: "NetworkModule"
    name: str
    origin: str
    record: RunRecord | None = None


def export(
    subject: Annotated[
        str | None,
        typer.Argument(metavar="RUN|PROJECT", help=N_("A run's folder or name, or a project.")),
    ] = None,
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help=N_("A new or empty folder."))
    ],
    preset: Preset = None,
) -> None:
    """Write model.py, weights.safetensors, and load.py, which brings them together."""
    exported = _chosen(subject, preset)
    folder = _empty_folder(output.expanduser())
    loader = _loader(exported)
    _write(exported, folder, loader)
    say(_("{origin} is in {folder}.").format(origin=exported.origin, folder=folder))
    say("")
    say(loader)


def _chosen(subject: str | None, preset: str | None) -> _Exported:
    if preset is not None or subject is None or Path(subject).expanduser().is_file():
        return _untrained(choose_project(Path(subject) if subject else None, preset))
    return _trained(choose_run(subject))


def _untrained(chosen: Chosen) -> _Exported:
    from cnnstudio.engine.build import build

    network, training = chosen.project.network, chosen.project.training
    module = build(network, initialization=training.initialization, seed=training.seed)
    return _Exported(network, module, chosen.name, _("The network, not trained yet,"))


def _trained(folder: Path) -> _Exported:
    from cnnstudio.engine.trained import load_trained

    trained = load_trained(folder)
    origin = _("The best epoch of the run") if trained.is_best else _("The end of the run")
    record = trained.record
    return _Exported(
        record.network, trained.module, name_of(folder, record) or "network", origin, record
    )


def _empty_folder(folder: Path) -> Path:
    make_folder(folder)
    if any(folder.iterdir()):
        raise UserError(
            _('The folder "{folder}" is not empty. Name a new or an empty one.').format(
                folder=folder
            )
        )
    return folder


def _loader(exported: _Exported) -> str:
    """Return the lines that load the weights, and how pictures are scaled for them."""
    text = _LOADER.format(name=class_name_of(exported.name), weights=WEIGHTS)
    record = exported.record
    if record is not None:
        scaling = record.scaling
        text += _SCALING.format(mean=list(scaling.mean), deviation=list(scaling.deviation))
    text += "\n" if record is None else ""
    text += "".join(f"# {line}\n" for line in _meaning(exported))
    if record is None or exported.module.task is Task.PICTURE:
        return text
    return text + _CLASSES.format(classes=", ".join(record.classes))


def _meaning(exported: _Exported) -> list[str]:
    """Return what the answers are, in lines."""
    task = exported.module.task
    if task is Task.PICTURE:
        scaled = "" if exported.record is None else ", scaled as they are"
        return [f"The answers are pictures (N, C, H, W) like those that go in{scaled}."]
    is_folded = gives_probabilities(exported.network, infer_shapes(exported.network))
    if task is Task.YES_NO:
        unit = _unit(exported.record)
        if is_folded:
            return [f"The answers (N, 1) are {unit}.", "model.logits(…) stops before the sigmoid."]
        return ["The answers (N, 1) are logits: model(…).sigmoid() is", f"{unit}."]
    if is_folded:
        return [
            "The answers (N, classes) are probabilities that add up to 1.",
            "model.logits(…) stops before the softmax.",
        ]
    return [
        "The answers (N, classes) are logits: model(…).softmax(dim=1) makes probabilities of them."
    ]


def _unit(record: RunRecord | None) -> str:
    """Return what the single unit of yes or no stands for."""
    if record is None:
        return "the probability of the second class"
    first, second = record.classes
    return f'the probability of "{second}"; that of "{first}" is the rest up to 1'


def _write(exported: _Exported, folder: Path, loader: str) -> None:
    from safetensors.torch import save

    report = infer_shapes(exported.network)
    text = source(exported.network, report, class_name=class_name_of(exported.name))
    write_file(folder / MODEL, text.encode())
    weights = {name: each.contiguous() for name, each in exported.module.state_dict().items()}
    write_file(folder / WEIGHTS, save(weights))
    write_file(folder / LOADER, loader.encode())
