"""The `summary` command: blocks, shapes, parameters, multiply-adds and problems."""

from typing import Any

from cnnstudio.cli.options import AsJson, Preset, ProjectFile
from cnnstudio.cli.output import print_json_pretty, print_table, say
from cnnstudio.cli.selection import choose_project
from cnnstudio.network.blocks.kind import shape_text
from cnnstudio.network.catalog import find_kind
from cnnstudio.network.shapes import ShapeReport, infer_shapes
from cnnstudio.text import _, plural


def summary(project: ProjectFile = None, *, preset: Preset = None, as_json: AsJson = False) -> None:
    """Say what a network consists of and what it costs."""
    report = infer_shapes(choose_project(project, preset).project.network)
    if as_json:
        print_json_pretty(described(report))
    else:
        _print(report)


def described(report: ShapeReport) -> dict[str, Any]:
    """Return what `--json` prints."""
    return {
        "blocks": [_block(report, name) for name in report.order],
        "parameters": report.weight_count,
        "multiply_adds": report.multiply_adds,
        "problems": [
            {"block": problem.block, "message": problem.message} for problem in report.problems
        ],
    }


def _block(report: ShapeReport, name: str) -> dict[str, Any]:
    block, known = report.network.blocks[name], report.blocks[name]
    return {
        "id": name,
        "kind": block.kind,
        "title": block.name or _(find_kind(block.kind).title),
        "output_shape": known.output,
        "parameters": known.weight_count,
        "multiply_adds": known.multiply_adds,
    }


def _print(report: ShapeReport) -> None:
    rows = [
        (
            block["id"],
            block["title"],
            find_kind(block["kind"]).summary(report.blocks[block["id"]].values),
            shape_text(block["output_shape"]) if block["output_shape"] else "–",
            f"{block['parameters']:,}",
            f"{block['multiply_adds']:,}",
        )
        for block in described(report)["blocks"]
    ]
    columns = (
        _("Block"),
        _("Kind"),
        _("Settings"),
        _("Output shape"),
        _("Parameters"),
        _("Multiply-adds"),
    )
    print_table(columns, rows, numbers=columns[3:])
    say(
        _("{parameters} parameters, {multiply_adds} multiply-adds for one picture").format(
            parameters=f"{report.weight_count:,}", multiply_adds=f"{report.multiply_adds:,}"
        )
    )
    if report.problems:
        say("")
        say(plural("{count} problem:", "{count} problems:", len(report.problems)))
    for problem in report.problems:
        say(f"  {problem.block or '–'}: {problem.message}")
