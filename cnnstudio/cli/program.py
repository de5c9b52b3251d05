"""The program `cnnstudio` with its commands, and what becomes of errors."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from cnnstudio import __version__, paths, text
from cnnstudio.cli import doctor, export, filters, judge, lists, summary, train
from cnnstudio.cli.output import print_error
from cnnstudio.errors import NotDownloadedError, StudioError, UnknownNameError
from cnnstudio.text import N_, _

INTERRUPTED = 130
"""The exit status after Ctrl+C, as shells have it."""

COMMANDS: tuple[tuple[str, Callable[..., None], str], ...] = (
    ("train", train.train, N_("Train a network and keep the run, or go on with one.")),
    ("evaluate", judge.evaluate, N_("Measure what a run is worth on a data set.")),
    ("predict", judge.predict, N_("Say what a run takes pictures for, or how well it makes them.")),
    ("summary", summary.summary, N_("List a network's blocks, shapes, parameters, problems.")),
    ("export", export.export, N_("Write a network as PyTorch source with its weights.")),
    ("filter", filters.filter_pictures, N_("Filter pictures with a kernel.")),
    ("presets", lists.presets, N_("List the networks that ship with CNN Studio.")),
    ("datasets", lists.datasets, N_("List the data sets known by name.")),
    ("kernels", lists.kernels, N_("List the kernels known by name.")),
    ("doctor", doctor.doctor, N_("Check this machine, and say how to get what is missing.")),
)

_HELP = N_(
    "Build, see and train convolutional networks. Without a command the window opens; "
    '"cnnstudio FILE" opens it with a project.'
)


def run(arguments: Sequence[str]) -> int:
    """Carry out a command and return the exit status; every error is one sentence."""
    text.choose_language()
    try:
        status = _command().main(list(arguments), prog_name="cnnstudio", standalone_mode=False)
    except TyperException as error:
        print_error(error.format_message())
        return error.exit_code
    except NotDownloadedError as error:
        command = f"cnnstudio datasets --download {error.name}"
        print_error(_("{message} Command: {command}").format(message=error, command=command))
        return error.exit_status
    except StudioError as error:
        print_error(str(error))
        return error.exit_status
    except (KeyboardInterrupt, typer.Abort):
        print_error(_("Broken off."))
        return INTERRUPTED
    except BrokenPipeError:
        # What read the output has ended, as `head` does; Python must not try again on exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001 - the top: nothing else would say it in words
        print_error(_unexpected(error))
        return 1
    return status if isinstance(status, int) else 0


class _Commands(TyperGroup):
    """The commands; another word is answered in a sentence that also thinks of files."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            raise UnknownNameError(_("command or file"), args[0], self.commands)
        return super().resolve_command(ctx, args)


def _command() -> Any:
    """Return the program with its help in the user's language."""
    app = typer.Typer(cls=_Commands, add_completion=False, rich_markup_mode=None)
    app.callback(help=_HELP)(_options)
    for name, function, help_text in COMMANDS:
        app.command(name, help=help_text)(function)
    command: Any = typer.main.get_command(app)
    for each in (command, *command.commands.values()):
        each.help = _(each.help)
        for parameter in each.params:
            parameter.help = parameter.help and _(parameter.help)
    return command


def _print_version(*, wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"CNN Studio {__version__}\n")
        raise typer.Exit


def _options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=lambda wanted: _print_version(wanted=wanted),
            help=N_("Print the version and exit."),
        ),
    ] = False,
) -> None:
    """Take the options that stand before the command."""


def _unexpected(error: Exception) -> str:
    """Keep the traceback of an error that nobody expected; return what a person is told."""
    path = paths.cache_folder() / "commands.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as log:
        log.writelines(traceback.format_exception(error))
    return _("Something went wrong ({kind}); {path} has the details.").format(
        kind=type(error).__name__, path=path
    )
