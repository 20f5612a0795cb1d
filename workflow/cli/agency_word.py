"""`disclosure agency word`: the agency's own Word file for its letters."""

from pathlib import Path
from typing import Annotated

import typer

from workflow.actions.word_templates import remove_word_template, set_word_template
from workflow.cli.desk import desk_of, readable
from workflow.cli.options import Agency, By
from workflow.cli.screen import show
from workflow.rules.errors import BadInput

LONGEST = 3 * 1024 * 1024  # Bytes; more than is taken, so that the check can say so.

File = Annotated[
    Path | None,
    typer.Argument(metavar="FILE", help="A Word file (.docx) with the place {{ body }}.", show_default=False),
]
Remove = Annotated[bool, typer.Option("--remove", help="Use the letters of this program again.")]


def agency_word(
    ctx: typer.Context, file: File = None, *, remove: Remove = False, agency: Agency = "", by: By = ""
) -> None:
    """Have the agency's letters put in its own Word file, with its letterhead and margins."""
    if remove == (file is not None):
        raise BadInput("Give either a Word file or --remove.")
    content = b"" if file is None else _read(file)
    with desk_of(ctx, agency=agency, user=by) as desk:
        with desk.store.unit() as unit:
            if file is None:
                remove_word_template(unit, desk.stamp(), desk.agency.id)
            else:
                set_word_template(unit, desk.stamp(), desk.agency.id, content=content, name=file.name)
        code = desk.agency.code
        if file is None:
            show(desk.words("Letters of the agency {code} are laid out by this program.", code=code))
        else:
            show(desk.words("Letters of the agency {code} are put in the Word file {name}.", code=code, name=file.name))


def _read(file: Path) -> bytes:
    with readable(file).open("rb") as opened:
        return opened.read(LONGEST)
