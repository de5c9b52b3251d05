"""The `doctor` command: what this machine lacks, and how to get it."""

import typer

from cnnstudio.cli.options import AsJson
from cnnstudio.cli.output import console, print_json_pretty
from cnnstudio.text import _, plural


def doctor(*, as_json: AsJson = False) -> None:
    """Check this machine and say what is missing and how to get it."""
    from cnnstudio.doctor import State, examine

    findings = examine()
    bad = [finding for finding in findings if finding.state is State.BAD]
    if as_json:
        print_json_pretty(
            [
                {
                    "subject": finding.subject,
                    "state": finding.state.value,
                    "detail": finding.detail,
                    "remedy": finding.remedy,
                }
                for finding in findings
            ]
        )
    else:
        signs = {
            State.GOOD: ("✓", "green"),
            State.LIMITED: ("!", "yellow"),
            State.BAD: ("✗", "red"),
        }
        output = console()
        for finding in findings:
            sign, colour = signs[finding.state]
            output.print(sign, style=colour, end=" ")
            output.print(f"{finding.subject}: {finding.detail}")
            if finding.remedy:
                output.print(f"  → {finding.remedy}", style="bold")
        if not bad:
            output.print(_("Everything that CNN Studio needs is there."))
        else:
            output.print(plural("{count} thing to mend.", "{count} things to mend.", len(bad)))
    if bad:
        raise typer.Exit(1)
