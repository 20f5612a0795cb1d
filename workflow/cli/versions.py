"""`disclosure version`."""

from importlib.metadata import version

import typer

from workflow.cli.options import Json
from workflow.cli.screen import facts, show_json
from workflow.language import translator
from workflow.store.revision import HEAD


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("version")(show_version)


def show_version(ctx: typer.Context, *, as_json: Json = False) -> None:
    """Print the version of the program and of the schema that it works with."""
    installed = version("disclosure-desk")
    if as_json:
        show_json({"version": installed, "schema": HEAD})
        return
    say = translator(ctx.obj.language)
    facts({say("Disclosure Desk"): installed, say("Schema"): HEAD})
