"""`disclosure case bundle`: the whole file of a case as one PDF and one archive."""

from pathlib import Path
from typing import Annotated

import typer

from workflow.actions.bind_file import bind_file
from workflow.cli.desk import desk_of
from workflow.cli.options import Agency, By, CaseNo, Json
from workflow.cli.screen import remark, show, show_json


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("bundle")(bundle)


def bundle(
    ctx: typer.Context,
    case_no: CaseNo,
    *,
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Folder to write to; made where it is not there.")
    ],
    agency: Agency = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """Write the case file as one PDF and one ZIP; it is put on record.

    The PDF holds cover, list, every paper in the order of the file, and the note at its end, with bookmarks and page
    numbers. The ZIP holds every file as it was kept, with a list and digests. What cannot be bound is named, has a page
    that says why, and is in the ZIP.
    """
    with desk_of(ctx, agency=agency, user=by) as desk:
        case_id, version = desk.case(case_no)
        made = bind_file(desk.store, case_id, desk.call(version), fonts=desk.fonts, folder=out)
        problems = [problem.text(desk.translate) for problem in made.problems]
        for problem in problems:
            remark(problem)
        if as_json:
            show_json(
                {"pdf": made.pdf, "zip": made.archive, "pages": made.pages, "files": made.files, "problems": problems}
            )
            return
        show(desk.words("{pages} pages: {file}", pages=made.pages, file=made.pdf))
        show(desk.words("{files} files: {file}", files=made.files, file=made.archive))
