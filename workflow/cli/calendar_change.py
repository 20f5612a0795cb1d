"""`disclosure calendar import` and `undo`: looked at first, agreed to, then every open case is counted again."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

import typer

from workflow.actions.calendar_change import Change, Move, import_notice, undo_notice
from workflow.cli.desk import Desk, desk_of
from workflow.cli.options import Agency, By, DryRun, Json, SomeFile, Yes, day
from workflow.cli.screen import agreed, remark, show, show_json, table
from workflow.files.calendars import read_notice_file
from workflow.store.session import Unit

MOST_SHOWN = 200  # Moved cases in the table; JSON has all.


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import")(bring_notice)
    app.command("undo")(take_back)


def bring_notice(
    ctx: typer.Context,
    file: SomeFile,
    *,
    title: Annotated[str, typer.Option("--notice", metavar="TEXT", help="Title of the notice as published.")] = "",
    known_on: Annotated[
        date | None,
        typer.Option("--known-on", parser=day, metavar="DATE", help="Day since when it is known; today if not given."),
    ] = None,
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="Where it was published.")] = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    agency: Agency = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """Import a holiday notice, after showing which due days it moves.

    The file is JSON: {"2027": {"holidays": ["2027-01-01", …], "workdays": [...]}} with --notice, or a notice with all
    its fields. Nothing is imported while the notice has problems.
    """
    with desk_of(ctx, agency=agency, user=by) as desk:
        notice = read_notice_file(file, title=title, source=source, known_on=known_on or desk.today)

        def change(unit: Unit, *, trial: bool) -> Change:
            return import_notice(unit, desk.stamp(), notice, dry_run=trial)

        question = desk.words("Put {title} in force?", title=notice.title)
        _change(desk, change, question, dry_run=dry_run, yes=yes, as_json=as_json)


def take_back(
    ctx: typer.Context,
    *,
    dry_run: DryRun = False,
    yes: Yes = False,
    agency: Agency = "",
    by: By = "",
    as_json: Json = False,
) -> None:
    """Take back the notice imported last, after showing which due days it moves."""
    with desk_of(ctx, agency=agency, user=by) as desk:

        def change(unit: Unit, *, trial: bool) -> Change:
            return undo_notice(unit, desk.stamp(), dry_run=trial)

        question = desk.translate("Take the last notice back?")
        _change(desk, change, question, dry_run=dry_run, yes=yes, as_json=as_json)


def _change(
    desk: Desk, change: Callable[..., Change], question: str, *, dry_run: bool, yes: bool, as_json: bool
) -> None:
    """Show what a change would do; without problems and with leave, do it."""
    with desk.store.unit() as unit:
        looked = change(unit, trial=True)
    if looked.problems:
        for problem in looked.problems:
            remark(problem.text(desk.translate))
        remark(desk.translate("Nothing was changed. Correct the file and do it again."))
        raise typer.Exit(1)
    if not as_json:
        _show(desk, looked)
    if dry_run or not agreed(question, desk.translate, yes=yes):
        _done(desk, looked, kept=False, as_json=as_json)
        return
    with desk.store.unit() as unit:
        done = change(unit, trial=False)
    _done(desk, done, kept=True, as_json=as_json)


def _show(desk: Desk, looked: Change) -> None:
    say = desk.translate
    rows = [_row(move, desk) for move in looked.moved[:MOST_SHOWN]]
    if rows:
        table([say("Agency"), say("Case"), say("Due day before"), say("Due day after"), ""], rows)
    show(
        desk.words(
            "{moved} due days move, {overdue} cases become overdue, {counted} open cases are counted again.",
            moved=len(looked.moved),
            overdue=sum(move.overdue for move in looked.moved),
            counted=len(looked.moves),
        ),
        desk.words("Announced until {day}.", day=looked.after.horizon),
    )


def _row(move: Move, desk: Desk) -> list[str]:
    overdue = desk.translate("overdue") if move.overdue else ""
    return [move.agency, move.case_no, str(move.before or "-"), str(move.after or "-"), overdue]


def _done(desk: Desk, change: Change, *, kept: bool, as_json: bool) -> None:
    if not as_json:
        version = change.after.version
        done = desk.words("Done: the holiday calendar is {version} now.", version=version)
        show(done if kept else desk.translate("Nothing was changed."))
        return
    show_json(
        {
            "kept": kept,
            "before": change.before.version,
            "after": change.after.version,
            "horizon": change.after.horizon,
            "counted": len(change.moves),
            "moved": [move._asdict() for move in change.moved],
        }
    )
