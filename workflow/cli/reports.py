"""`disclosure check-report`: a published report tested by the equations that its cells allow."""

import typer

from workflow.cli.options import SomeFile
from workflow.cli.screen import show
from workflow.files.report import check_report
from workflow.rules.annual_report import as_json


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check-report")(check)


def check(file: SomeFile) -> None:
    """Test a published report by the equations that its cells allow.

    Prints JSON with every equation and whether it holds. The exit status is 1 when one fails and 2 when the file cannot
    be read.
    """
    result = check_report(file)
    show(as_json(result).decode())
    checks = result["checks"]
    if isinstance(checks, list) and not all(one["holds"] for one in checks):
        raise typer.Exit(1)
