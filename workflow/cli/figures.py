"""`disclosure statistics`: the statutory tables of a year, as tables to read, JSON or CSV."""

import csv
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from workflow.actions.statistics import statistics
from workflow.cli.desk import desk_of
from workflow.cli.options import Agency, By, Out, Year
from workflow.cli.screen import Say, show, table
from workflow.files.forms import form
from workflow.files.sheet_writing import Layout, write_sheet
from workflow.rules.annual_report import as_json
from workflow.rules.errors import BadInput
from workflow.rules.forms import Table

PLANNED = ("xlsx", "docx", "html", "pdf")
HEADER = ("表", "行", "列", "数值", "表名", "行名", "列名")
"""Of the CSV; the first four are what `import figures` takes."""


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("statistics")(count)


def count(
    ctx: typer.Context,
    *,
    year: Year,
    format_id: Annotated[
        str,
        typer.Option("--format", metavar="FORM", help="2008, 2019 or 2021; the year chooses where it is not given."),
    ] = "",
    kind: Annotated[
        str, typer.Option("--as", metavar="KIND", help="json or csv; tables to read where it is not given.")
    ] = "",
    out: Out = None,
    agency: Agency = "",
    by: By = "",
) -> None:
    """Count the statutory tables of a year and test their equations.

    A year is counted as of its 31 December; the running one as of today, and provisionally.
    """
    write = _writer(kind, out)
    with desk_of(ctx, agency=agency, user=by) as desk:
        result = statistics(desk.store, desk.own_agency, year, today=desk.today, format_id=format_id)
        write(result, out, desk.translate)
        if out is not None:
            show(desk.words("Written to {file}.", file=out))


def _writer(kind: str, out: Path | None) -> Callable[[Mapping[str, Any], Path | None, Say], None]:
    """Return what writes the wanted kind, which the name of the file tells where nothing else does."""
    wanted = kind.lower() or (out.suffix.lower().removeprefix(".") if out is not None else "")
    if wanted in PLANNED:
        raise BadInput("Statistics as {kind} are not built yet. Use json or csv.", kind=wanted)
    if wanted not in _WRITERS:
        raise BadInput("There is no kind {kind} of statistics. Use json or csv.", kind=wanted or "-")
    if out is not None and wanted == "csv" and out.suffix.lower() != ".csv":
        raise BadInput("{file} does not end in .csv. Choose such a name.", file=out.name)
    return _WRITERS[wanted]


def _as_json(result: Mapping[str, Any], out: Path | None, _: Say) -> None:
    content = as_json(result)
    if out is None:
        show(content.decode())
        return
    unfinished = out.with_name(f"{out.name}.part")
    try:
        unfinished.write_bytes(content + b"\n")
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)


def _as_csv(result: Mapping[str, Any], out: Path | None, _: Say) -> None:
    rows = _cells(result)
    if out is not None:
        write_sheet(out, Layout(sheet="数字", header=HEADER), rows)
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows)


def _cells(result: Mapping[str, Any]) -> Iterator[list[Any]]:
    own = form(str(result["format"]))
    known = {one.id: one for one in own.tables}
    for table_id, rows in result["tables"].items():
        printed = known.get(table_id)
        for row_id, cells in rows.items():
            row = printed.row(row_id) if printed else None
            for column_id, value in cells.items():
                column = printed.column(column_id) if printed else None
                labels = [one.label_zh if one else "" for one in (row, column)]
                if value is not None:
                    yield [table_id, row_id, column_id, value, printed.title_zh if printed else "", *labels]


def _as_tables(result: Mapping[str, Any], _: Path | None, say: Say) -> None:
    if result.get("provisional"):
        show(say("Provisional: the year is not over; counted as of {day}.").format(day=result["as_of"]))
    for printed in form(str(result["format"])).tables:
        cells = result["tables"].get(printed.id, {})
        if any(value is not None for row in cells.values() for value in row.values()):
            show("", printed.title_zh)
            _show_table(printed, cells)
    checks = result["checks"]
    kept = sum(check["holds"] for check in checks)
    show("", say("Equations: {kept} of {all} hold.").format(kept=kept, all=len(checks)))
    for check in checks:
        if not check["holds"]:
            place = " ".join(str(check[name]) for name in ("table", "row", "column") if name in check)
            show(f"  {check['id']} ({place}): {check['lhs']} {check['op']} {check['rhs']}")
    for outcome, cases in result.get("unmapped", {}).items():
        show(say("{cases} cases with {outcome} have no row in this form.").format(cases=cases, outcome=outcome))


def _show_table(printed: Table, cells: Mapping[str, Mapping[str, Any]]) -> None:
    if len(printed.rows) == 1:
        only = cells.get(printed.rows[0].id, {})
        table(["", ""], [[column.label_zh, _shown(only.get(column.id))] for column in printed.columns])
        return
    rows = [
        [row.label_zh, *(_shown(cells.get(row.id, {}).get(column.id)) for column in printed.columns)]
        for row in printed.rows
    ]
    table(["", *(column.label_zh for column in printed.columns)], rows)


def _shown(value: object) -> str:
    return "" if value is None else str(value)


_WRITERS: dict[str, Callable[[Mapping[str, Any], Path | None, Say], None]] = {
    "": _as_tables,
    "json": _as_json,
    "csv": _as_csv,
}
