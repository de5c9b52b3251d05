"""The `train` command: the engine's session in this process, its reports on the terminal."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from cnnstudio.cli.options import AsJson, Data, Preset, ProjectFile
from cnnstudio.cli.orders import Order, continued_run, new_run
from cnnstudio.cli.settings import parsed_augmentation, parsed_settings
from cnnstudio.cli.training_view import JsonView, TerminalView, View
from cnnstudio.errors import UserError
from cnnstudio.text import N_, _
from cnnstudio.training import runs
from cnnstudio.training.messages import Outcome, RunEnded

if TYPE_CHECKING:
    from cnnstudio.engine.control import Control

_EXIT_STATUS = {Outcome.FINISHED: 0, Outcome.STOPPED: 130}
"""Of how a run ended, as shells have it after Ctrl+C; 1 for all others."""


def train(  # noqa: PLR0913 - an argument for each option
    project: ProjectFile = None,
    *,
    preset: Preset = None,
    data: Data = None,
    resume: Annotated[
        str | None,
        typer.Option(
            metavar="RUN",
            help=N_("Go on with a run from its last checkpoint; --epochs counts those done too."),
        ),
    ] = None,
    epochs: Annotated[int | None, typer.Option(help=N_("How often every picture is seen."))] = None,
    batch_size: Annotated[int | None, typer.Option(help=N_("Pictures in each step."))] = None,
    optimizer: Annotated[
        str | None, typer.Option(metavar="NAME", help=N_("adam, adamw, sgd, rmsprop or adagrad."))
    ] = None,
    lr: Annotated[float | None, typer.Option(help=N_("The learning rate."))] = None,
    schedule: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=N_("constant, step, cosine, one-cycle or plateau.")),
    ] = None,
    augment: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|VALUES",
            help=N_("none, course, photographs, handwriting, or zoom=0.2,horizontal_flip,…"),
        ),
    ] = None,
    early_stopping: Annotated[
        int | None, typer.Option(help=N_("End after so many epochs without a better one."))
    ] = None,
    class_weights: Annotated[
        bool | None, typer.Option(help=N_("Let all classes count the same."))
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="NAME=VALUE", help=N_("Any other setting, such as momentum=0.95.")
        ),
    ] = None,
    seed: Annotated[int | None, typer.Option(help=N_("Decides weights and order."))] = None,
    device: Annotated[
        str | None, typer.Option(metavar="NAME", help=N_("auto, cpu, cuda or mps."))
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="DIR", help=N_("A new or empty folder for the run."))
    ] = None,
    curves: Annotated[
        bool, typer.Option("--curves", help=N_("Draw the curves into the run as curves.png."))
    ] = False,
    tensorboard: Annotated[
        bool | None,
        typer.Option("--tensorboard", help=N_("Write event files for TensorBoard into the run.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Train the network of a project or preset, without either the starter; or go on with a run."""
    changes = {
        "epochs": epochs,
        "batch_size": batch_size,
        "optimizer": optimizer,
        "learning_rate": lr,
        "schedule": schedule,
        "augmentation": parsed_augmentation(augment) if augment else None,
        "early_stopping": early_stopping,
        "class_weights": class_weights,
        "seed": seed,
        "device": device,
        "tensorboard": tensorboard,
    }
    given = {name: value for name, value in changes.items() if value is not None}
    if not (project or preset or data or resume or settings or given):
        raise UserError(
            _("Name a network, pictures or both, such as: {example}").format(
                example="cnnstudio train --preset starter --data digits"
            )
        )
    given = {**parsed_settings(settings or ()), **given}
    if resume is None:
        order = new_run(project, preset, data, given)
    else:
        beside = {"PROJECT": project, "--preset": preset, "--data": data, "--output": output}
        order = continued_run(resume, beside, given)
    view: View = JsonView() if as_json else TerminalView(order.project.training.batch_size)
    with view:
        ended = _run(order, output, view)
        picture = _curves(Path(ended.folder)) if curves and ended.best_epoch else None
        view.finish(ended, picture)
    if status := _EXIT_STATUS.get(ended.outcome, 1):
        raise typer.Exit(status)


def _run(order: Order, output: Path | None, view: View) -> RunEnded:
    """Train into a folder, and show each report; return the last one."""
    from cnnstudio.engine.control import Control
    from cnnstudio.engine.session import train as reports_of

    class Terminal(Control):
        def note_progress(self, done: int, total: int) -> None:
            view.note_loading(done, total)

    control, project = Terminal(), order.project
    with _stopping(control):
        for report in reports_of(
            project.network,
            project.training,
            project.data,
            order.resumed or _new_folder(output, order.name),
            name=order.name,
            resume=order.resumed is not None,
            control=control,
        ):
            view.show(report)
            if isinstance(report, RunEnded):
                return report
    raise AssertionError


def _new_folder(output: Path | None, name: str) -> Path:
    return runs.claim_folder(output) if output else runs.new_run_folder(name)


@contextmanager
def _stopping(control: "Control") -> Iterator[None]:
    """Let Ctrl+C end the run between two steps; pressed again, it breaks it off."""

    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        control.stop()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _curves(folder: Path) -> Path:
    from cnnstudio.cli.curves import draw_curves
    from cnnstudio.training.history import read_history

    return draw_curves(read_history(folder), folder / "curves.png")
