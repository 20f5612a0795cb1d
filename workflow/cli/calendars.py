"""`disclosure calendar`: the holiday notices shown, imported after a look at what they move, and taken back."""

from typing import ClassVar

import typer

from workflow.cli.spoken import Commands, Parts, SpokenGroup

PARTS: Parts = {
    "workflow.cli.calendar_show": {
        "show": "Show the holiday notices, or the days of one year that are not as the week has them."
    },
    "workflow.cli.calendar_change": {
        "import": "Import a holiday notice, after showing which due days it moves.",
        "undo": "Take back the notice imported last, after showing which due days it moves.",
    },
}


class CalendarCommands(SpokenGroup):
    """The commands about the calendar."""

    parts: ClassVar[Parts] = PARTS


def add_to(app: typer.Typer) -> None:
    """Add the group."""
    app.add_typer(Commands(cls=CalendarCommands, help="Show, import and take back holiday notices."), name="calendar")
