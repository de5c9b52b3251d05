"""The arguments that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from cnnstudio.text import N_

ProjectFile = Annotated[
    Path | None, typer.Argument(metavar="PROJECT", help=N_("A .cnnstudio file."))
]
Preset = Annotated[
    str | None,
    typer.Option("--preset", metavar="NAME", help=N_("A network that ships with CNN Studio.")),
]
Run = Annotated[
    str, typer.Argument(metavar="RUN", help=N_("The folder of a run, or its name among the runs."))
]
Data = Annotated[
    str | None,
    typer.Option("--data", metavar="NAME|FOLDER", help=N_("A data set, or a folder of pictures.")),
]
AsJson = Annotated[
    bool, typer.Option("--json", help=N_("Print JSON on standard output and nothing else."))
]
