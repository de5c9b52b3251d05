"""Downloading a data set on the terminal."""

from pathlib import Path

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from cnnstudio.cli.output import console, say
from cnnstudio.errors import InvalidValueError
from cnnstudio.text import _

INTERRUPTED = 130


def fetch(name: str) -> None:
    """Download a data set, with a bar where a person watches; Ctrl+C keeps what has come.

    Raises `InvalidValueError` where there is nothing to download.
    """
    from cnnstudio.data import catalog

    title = _(catalog.info(name).title)
    if name not in catalog.REMOTES:
        raise InvalidValueError(
            _("{title} needs no download. What can be downloaded: {names}.").format(
                title=title, names=", ".join(catalog.REMOTES)
            )
        )
    try:
        folder = _fetched(name, title)
    except KeyboardInterrupt:
        say(_("Broken off. What has come is kept: the same command goes on from there."))
        raise typer.Exit(INTERRUPTED) from None
    say(_('{title} is in the folder "{folder}".').format(title=title, folder=folder))


def _fetched(name: str, title: str) -> Path:
    """Download, and return the folder of the files."""
    from cnnstudio.data import catalog
    from cnnstudio.data.choice import DataChoice

    screen = console(to_errors=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
    )
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task(title, total=catalog.REMOTES[name].size_bytes)
        catalog.download(
            name, progress=lambda done, total: bar.update(task, completed=done, total=total)
        )
    return catalog.files_folder(DataChoice(name=name))
