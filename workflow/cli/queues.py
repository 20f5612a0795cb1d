"""`disclosure queue`: the open cases by what has to be done next."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, NamedTuple

import typer

from workflow.cli.desk import Desk, desk_of
from workflow.cli.options import Agency, By, Json, whole
from workflow.cli.screen import remark, show, show_json, table, titles
from workflow.rules.errors import BadInput
from workflow.rules.obligation import Obligation, obligation
from workflow.store.queues import Queued, queue

MOST = 10_000


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("queue")(show_queue)


class Line(NamedTuple):
    """A case of the queue with what comes next; `left` in working days, negative when the day is past."""

    row: Queued
    next: Obligation
    left: int | None
    provisional: bool


def show_queue(
    ctx: typer.Context,
    *,
    mine: Annotated[bool, typer.Option("--mine", help="Only the cases given to the person who acts.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only those whose next day is past.")] = False,
    limit: Annotated[int, typer.Option("--limit", parser=whole, metavar="N", help="Most cases; 50 if not given.")] = 50,
    as_json: Json = False,
    agency: Agency = "",
    by: By = "",
) -> None:
    """List the open cases by what has to be done next.

    For each: the case, its state, who must act, what, by when, and the working days left. “~” marks a day beyond the
    announced holidays.
    """
    if not 1 <= limit <= MOST:
        raise BadInput("{limit} cases cannot be listed. Enter 1 to {most}.", limit=limit, most=MOST)
    with desk_of(ctx, agency=agency, user=by) as desk:
        today = desk.today
        with desk.store.reading() as connection:
            rows = queue(
                connection,
                [desk.own_agency.id],
                limit=limit + 1,
                assignee=desk.user if mine else None,
                before=today if overdue else None,
            )
        lines = [_line(desk, row, today) for row in rows[:limit]]
        if as_json:
            show_json([_json(line) for line in lines])
            return
        _show(desk, lines)
        if len(rows) > limit:
            remark(desk.translate("There are more; --limit shows them."))


def _line(desk: Desk, row: Queued, today: date) -> Line:
    following = obligation(row.case, today)
    calendar = desk.store.calendars(row.case.calendar)
    if following.by is None:
        return Line(row, following, None, provisional=False)
    left = calendar.used(today, following.by) or -calendar.used(following.by, today)
    return Line(row, following, left, provisional=calendar.provisional(following.by))


def _show(desk: Desk, lines: Sequence[Line]) -> None:
    say = desk.translate
    if not lines:
        show(say("Nothing is open here."))
        return
    header = titles(say, "Case", "State", "Who must act", "What", "By when", "Days left", "Assignee")
    rows = [
        [
            line.row.case.case_no,
            say(line.row.case.state.value),
            say(line.next.who.value),
            say(line.next.what.value) if line.next.what else "",
            f"{line.next.by or '-'}{' ~' if line.provisional else ''}",
            "-" if line.left is None else str(line.left),
            line.row.assignee,
        ]
        for line in lines
    ]
    table(header, rows)


def _json(line: Line) -> dict[str, object]:
    case, following = line.row.case, line.next
    return {
        "case_no": case.case_no,
        "version": case.version,
        "state": case.state.value,
        "clock": case.clock_status,
        "due_on": case.due_on,
        "who": following.who.value,
        "what": following.what and following.what.value,
        "by": following.by,
        "left": line.left,
        "provisional": line.provisional,
        "assignee": line.row.assignee,
    }
