"""`disclosure letters`: the letters and forms there are, how one looks, their register, and an agency's own words."""

from typing import ClassVar

import typer

from workflow.cli.spoken import Commands, Parts, SpokenGroup

PARTS: Parts = {
    "workflow.cli.letter_list": {
        "list": "List every letter and form: what it is, to whom it goes, and whose approval it needs.",
        "register": "List the numbers given to letters in a year, void ones included.",
    },
    "workflow.cli.letter_looks": {
        "preview": "Show a sample of a letter or form, with invented people.",
        "render": "Write a letter or form from a case without issuing it.",
    },
    "workflow.cli.letter_checks": {
        "lint": "Look in a letter of a case for what courts faulted, before it is issued.",
    },
    "workflow.cli.letter_words": {"templates": "Show, try, keep and use the agency's own words of a letter."},
}


class LetterCommands(SpokenGroup):
    """The commands about letters beside the steps of a case."""

    parts: ClassVar[Parts] = PARTS


def add_to(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(
        Commands(
            cls=LetterCommands,
            help="List the letters and forms, look at them before they go out, and change their words.",
        ),
        name="letters",
    )
