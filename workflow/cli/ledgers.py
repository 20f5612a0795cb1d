"""`disclosure import` and `disclosure export`: ledgers, proceedings and figures as CSV or XLSX."""

from collections.abc import Callable
from hashlib import file_digest
from pathlib import Path
from typing import Annotated

import typer

from workflow.actions.export_ledger import export_ledger
from workflow.actions.export_others import export_figures, export_proceedings
from workflow.actions.import_ledger import Outcomes, Source, import_ledger
from workflow.actions.import_others import import_figures, import_proceedings
from workflow.cli.desk import Desk, desk_of, readable
from workflow.cli.feed import write_calendar
from workflow.cli.options import Agency, By, Json, SomeFile, Year
from workflow.cli.screen import progress, remark, show, show_json
from workflow.cli.spoken import Commands
from workflow.files.bad_rows import RowError, write_bad_rows
from workflow.files.figures import read_figures
from workflow.files.ledger import read_ledger
from workflow.files.proceedings import read_proceedings
from workflow.rules.errors import BadInput
from workflow.store.people import AgencyRow
from workflow.store.session import Store, Unit

OutFile = Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write, .csv or .xlsx.")]


def add_to(app: typer.Typer) -> None:
    """Add the groups."""
    bringing = Commands(help="Bring in a ledger, proceedings or figures; all rows or none.")
    bringing.command("ledger")(bring_ledger)
    bringing.command("proceedings")(bring_proceedings)
    bringing.command("figures")(bring_figures)
    writing = Commands(help="Write a year's ledger, proceedings or figures, or a calendar file of what you owe.")
    writing.command("ledger")(write_ledger)
    writing.command("proceedings")(write_proceedings)
    writing.command("figures")(write_figures)
    writing.command("calendar")(write_calendar)
    app.add_typer(bringing, name="import")
    app.add_typer(writing, name="export")


def bring_ledger(
    ctx: typer.Context,
    file: SomeFile,
    *,
    skip_bad: Annotated[
        Path | None,
        typer.Option("--skip-bad", metavar="FILE", help="Take the good rows and write the others, with faults, here."),
    ] = None,
    agency: Agency = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """Bring in a ledger of requests that were handled elsewhere.

    All rows or none: every fault is named with its row, column and value, and the exit status is then 1. A file that
    is on record already changes nothing.
    """
    if skip_bad is not None and skip_bad.suffix.lower() not in (".csv", ".xlsx"):
        raise BadInput("{file} is neither .csv nor .xlsx. Choose one of the two.", file=skip_bad.name)

    def bring(desk: Desk, unit: Unit, digest: str) -> Outcomes:
        rows = read_ledger(file, today=desk.today)
        with progress(desk.translate("Rows")) as told:
            done = import_ledger(
                unit,
                desk.agency,
                desk.stamp(),
                rows,
                Source(file.name, digest),
                skip_bad=skip_bad is not None,
                progress=told,
            )
        if skip_bad is not None and done.errors:
            write_bad_rows(done.errors, skip_bad, desk.translate)
        return done

    with desk_of(ctx, agency=agency, user=by) as desk:
        _bring(desk, file, bring, as_json=as_json, skip_bad=skip_bad)


def bring_proceedings(
    ctx: typer.Context, file: SomeFile, *, agency: Agency = "", by: By = "", as_json: Json = False
) -> None:
    """Bring in reconsiderations and suits."""

    def bring(desk: Desk, unit: Unit, _: str) -> Outcomes:
        rows = read_proceedings(file, today=desk.today)
        return import_proceedings(unit, desk.agency, desk.stamp(), rows, file=file.name)

    with desk_of(ctx, agency=agency, user=by) as desk:
        _bring(desk, file, bring, as_json=as_json)


def bring_figures(
    ctx: typer.Context, file: SomeFile, *, year: Year, agency: Agency = "", by: By = "", as_json: Json = False
) -> None:
    """Bring in figures of a year's report that are entered rather than counted."""

    def bring(desk: Desk, unit: Unit, _: str) -> Outcomes:
        return import_figures(unit, desk.agency, desk.stamp(), read_figures(file, year=year), year=year, file=file.name)

    with desk_of(ctx, agency=agency, user=by) as desk:
        _bring(desk, file, bring, as_json=as_json)


def _bring(
    desk: Desk,
    file: Path,
    bring: Callable[[Desk, Unit, str], Outcomes],
    *,
    as_json: bool,
    skip_bad: Path | None = None,
) -> None:
    """Bring a file in within one unit of work, say what came of it, and leave with 1 where bad rows kept it out."""
    with readable(file).open("rb") as opened:
        digest = file_digest(opened, "sha256").hexdigest()
    with desk.store.unit() as unit:
        done = bring(desk, unit, digest)
    if as_json:
        show_json(_json(done, digest, desk))
    else:
        _tell(done, digest, desk, skip_bad)
    if done.errors and skip_bad is None:
        raise typer.Exit(1)


def _tell(done: Outcomes, digest: str, desk: Desk, skip_bad: Path | None) -> None:
    if done.errors and skip_bad is None:
        for error in done.errors:
            remark(_fault(error, desk))
        if done.refused > len(done.errors):
            remark(desk.words("There are {more} more faults.", more=done.refused - len(done.errors)))
        remark(desk.words("Nothing was kept. Correct the {faults} faults and do it again.", faults=done.refused))
        return
    if done.errors:
        remark(desk.words("The rows with {faults} faults are in {file}.", faults=done.refused, file=skip_bad))
    if done.unchanged and not done.added and not done.errors:
        show(desk.words("Nothing new: all {rows} rows are on record already.", rows=done.unchanged))
    else:
        counts = {"added": done.added, "unchanged": done.unchanged}
        show(desk.words("{added} rows added, {unchanged} on record already.", **counts))
    show(f"SHA-256 {digest}")


def _fault(error: RowError, desk: Desk) -> str:
    return BadInput(
        "Row {row}, column {column}, value “{value}”: {problem}",
        row=error.line,
        column=error.column,
        value=error.value,
        problem=error.problem,
    ).text(desk.translate)


def _json(done: Outcomes, digest: str, desk: Desk) -> dict[str, object]:
    return {
        "added": done.added,
        "unchanged": done.unchanged,
        "faults": done.refused,
        "sha256": digest,
        "errors": [
            {
                "row": error.line,
                "column": error.column,
                "value": error.value,
                "problem": error.problem.text(desk.translate),
            }
            for error in done.errors
        ],
    }


def write_ledger(ctx: typer.Context, *, year: Year, out: OutFile, agency: Agency = "", by: By = "") -> None:
    """Write the requests that a year counts, as import ledger takes them back."""
    _write(ctx, export_ledger, year, out, agency, by)


def write_proceedings(ctx: typer.Context, *, year: Year, out: OutFile, agency: Agency = "", by: By = "") -> None:
    """Write the proceedings that a year counts."""
    _write(ctx, export_proceedings, year, out, agency, by)


def write_figures(ctx: typer.Context, *, year: Year, out: OutFile, agency: Agency = "", by: By = "") -> None:
    """Write the figures entered for a year."""
    _write(ctx, export_figures, year, out, agency, by)


def _write(
    ctx: typer.Context,
    export: Callable[[Store, AgencyRow, int, Path], int],
    year: int,
    out: Path,
    agency: str,
    by: str,
) -> None:
    with desk_of(ctx, agency=agency, user=by) as desk:
        rows = export(desk.store, desk.own_agency, year, out)
        show(desk.words("{rows} rows written to {file}.", rows=rows, file=out))
