"""`disclosure reminders`: what a person was reminded of, on the desk."""

from collections.abc import Sequence
from typing import Annotated

import typer

from workflow.cli.desk import Desk, desk_of
from workflow.cli.options import By, Json, whole
from workflow.cli.screen import remark, show, show_json, table, titles
from workflow.cli.spoken import Commands
from workflow.rules.errors import BadInput, NotFound
from workflow.rules.regimes import REGIMES, regime_on
from workflow.rules.reminder_texts import Line, left, line, reminder, task
from workflow.store.inbox import Noted, Reader, every_unread, inbox, mark_read

MOST = 10_000

Numbers = Annotated[
    list[str] | None,
    typer.Argument(metavar="NUMBERS", help="Numbers of the cases, or codes of agencies, as the list shows them."),
]
All = Annotated[bool, typer.Option("--all", help="Also what is done, or whose day moved.")]
AllRead = Annotated[bool, typer.Option("--all", help="All that there are.")]
Limit = Annotated[int, typer.Option("--limit", parser=whole, metavar="N", help="Most reminders; 200 if not given.")]


def add_to(app: typer.Typer) -> None:
    """Add the group; called by itself it lists."""
    group = Commands()
    group.callback(invoke_without_command=True, no_args_is_help=False)(list_reminders)
    group.command("read")(read)
    app.add_typer(group, name="reminders")


def list_reminders(
    ctx: typer.Context,
    *,
    every: All = False,
    limit: Limit = 200,
    as_json: Json = False,
    by: By = "",
) -> None:
    """List what you were reminded of and is still owed; mark it as read.

    “*” marks what is unread. A thing owed stands there once, however often it was reminded of; in JSON each reminder
    stands by itself.
    """
    if ctx.invoked_subcommand is not None:
        return
    if not 1 <= limit <= MOST:
        raise BadInput("{limit} reminders cannot be listed. Enter 1 to {most}.", limit=limit, most=MOST)
    with desk_of(ctx, user=by) as desk:
        with desk.store.reading() as connection:
            reader = Reader(desk.user, desk.today, desk.store.calendars.current(connection))
            found = inbox(connection, reader, limit + 1, only_open=not every)
        lines = [(one, _line(one, reader)) for one in found[:limit]]
        if as_json:
            show_json([_json(desk, one, said) for one, said in lines])
            return
        _show(desk, lines)
        if len(found) > limit:
            remark(desk.translate("There are more; a higher --limit shows them."))


def read(ctx: typer.Context, numbers: Numbers = None, *, every: AllRead = False, by: By = "") -> None:
    """Mark reminders as read; what they are about is still owed."""
    if every == bool(numbers):
        raise BadInput("Name the cases whose reminders you have read, or give --all; one of the two.")
    with desk_of(ctx, user=by) as desk, desk.store.unit() as unit:
        keys = None
        if numbers:
            reader = Reader(desk.user, desk.today, desk.store.calendars.current(unit.connection))
            unread = list(every_unread(unit.connection, reader))
            unknown = [number for number in numbers if number not in {one.name for one in unread}]
            if unknown:
                raise NotFound(
                    "There is no unread reminder of {numbers}. List them with: disclosure reminders.", numbers=unknown
                )
            keys = [one.key for one in unread if one.name in numbers]
        count = mark_read(unit, desk.user, keys, desk.now())
        show(desk.words("{count} reminders marked as read.", count=count))


def _line(one: Noted, reader: Reader) -> Line:
    regime = REGIMES.get(one.regime) or regime_on(reader.today)
    return line("" if one.of_agency else one.name, one.owed, reader.today, reader.calendar, regime)


def _show(desk: Desk, lines: Sequence[tuple[Noted, Line]]) -> None:
    say = desk.translate
    if not lines:
        show(say("There is no reminder of anything that is still owed."))
        return
    shown: dict[tuple[str, Line, bool], bool] = {}
    for one, said in lines:
        what = (one.name, said, one.open)
        shown[what] = shown.get(what, False) or one.read_at is None
    rows = [
        [
            "*" if unread else "",
            name,
            task(said.owed).text(say),
            f"{said.owed.due_on}{' ~' if said.owed.provisional else ''}",
            left(said).text(say) if is_open else say("done"),
            said.article,
        ]
        for (name, said, is_open), unread in sorted(shown.items(), key=lambda item: item[0][1].owed.due_on)
    ]
    table(["", *titles(say, "Case", "What", "By when", "Days left", "Article")], rows)


def _json(desk: Desk, one: Noted, said: Line) -> dict[str, object]:
    return {
        "case_no": said.case_no,
        "agency": one.name if one.of_agency else "",
        "duty": one.key.duty,
        "ref": one.key.ref,
        "due_on": one.key.due_on,
        "provisional": one.owed.provisional,
        "left": said.left,
        "article": said.article,
        "rule": one.key.rule,
        "text": reminder(said).text(desk.translate),
        "open": one.open,
        "created_at": one.created_at.isoformat(),
        "read_at": one.read_at and one.read_at.isoformat(),
    }
