"""What there is: presets, data sets, kernels."""

from typing import Annotated, Any

import msgspec
import typer

from cnnstudio.cli.download import fetch
from cnnstudio.cli.options import AsJson
from cnnstudio.cli.output import megabytes, print_json_pretty, print_table
from cnnstudio.text import N_, _


def presets(*, as_json: AsJson = False) -> None:
    """List the networks that ship with the program."""
    found = _presets()
    if as_json:
        print_json_pretty(found)
        return
    columns = (_("Name"), _("Title"), _("Parameters"), _("Data set"))
    rows = [
        (preset["name"], preset["title"], f"{preset['parameters']:,}", preset["data"])
        for preset in found
    ]
    print_table(columns, rows, numbers=columns[2:3])


def _presets() -> list[dict[str, Any]]:
    from cnnstudio.network.shapes import infer_shapes
    from cnnstudio.project.presets import load_preset
    from cnnstudio.project.presets import presets as known

    return [
        {
            **msgspec.structs.asdict(info),
            "title": _(info.title),
            "description": _(info.description),
            "parameters": infer_shapes(load_preset(info.name).network).weight_count,
            "data": load_preset(info.name).data.name,
        }
        for info in known()
    ]


def datasets(
    *,
    download: Annotated[
        str | None,
        typer.Option(metavar="NAME", help=N_("Download this data set, or go on with it.")),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the data sets that are known by name, or download one."""
    if download is not None:
        fetch(download)
    found = _datasets()
    if as_json:
        print_json_pretty(found)
        return
    if download is not None:
        return
    columns = (_("Name"), _("Title"), _("Pictures"), _("Classes"), _("State"))
    rows = [
        (
            dataset["name"],
            dataset["title"],
            "×".join(map(str, dataset["shape"] or ())),
            str(len(dataset["classes"])),
            _state(dataset),
        )
        for dataset in found
    ]
    print_table(columns, rows, numbers=columns[2:4])


def _datasets() -> list[dict[str, Any]]:
    from cnnstudio.data import catalog
    from cnnstudio.data.choice import DataChoice

    return [
        {
            "name": info.name,
            "title": _(info.title),
            "description": _(info.description),
            "source": info.source,
            "shape": info.shape,
            "classes": [_(name) for name in info.classes],
            "needs_folder": info.needs_folder,
            "is_available": catalog.is_available(DataChoice(name=info.name)),
            "download_bytes": (
                catalog.REMOTES[info.name].size_bytes if info.name in catalog.REMOTES else None
            ),
        }
        for info in map(catalog.info, catalog.names())
    ]


def _state(dataset: dict[str, Any]) -> str:
    if dataset["download_bytes"] is None:
        return _("built in")
    if dataset["is_available"]:
        return _("downloaded")
    return _("to download, {size}").format(size=megabytes(dataset["download_bytes"]))


def kernels(*, as_json: AsJson = False) -> None:
    """List the kernels that are known by name."""
    found = _kernels()
    if as_json:
        print_json_pretty(found)
        return
    columns = (_("Name"), _("Title"), _("Size"), _("Description"))
    rows = [
        (
            kernel["name"],
            kernel["title"],
            f"{len(kernel['rows'])}×{len(kernel['rows'][0])}",
            kernel["description"],
        )
        for kernel in found
    ]
    print_table(columns, rows)


def _kernels() -> list[dict[str, Any]]:
    from cnnstudio.kernels.presets import PRESETS

    return [
        {
            "name": preset.name,
            "title": _(preset.title),
            "also": preset.also,
            "rows": preset.kernel.rows,
            "divisor": preset.kernel.divisor,
            "offset": preset.kernel.offset,
            "description": _(preset.about),
            "source": preset.source,
        }
        for preset in PRESETS
    ]
