"""`disclosure export calendar`: what a person owes, as a calendar file."""

import sys
from collections.abc import Iterator

import typer

from workflow.cli.desk import Desk, desk_of
from workflow.cli.options import By, Out
from workflow.cli.screen import show
from workflow.files.icalendar_feed import DueDay, feed
from workflow.rules.calendar import Calendar
from workflow.rules.regimes import REGIMES, regime_on
from workflow.rules.reminder_days import remind_day
from workflow.rules.reminder_texts import line, reminder, task
from workflow.store.obligations import Outstanding, obligations

BEFORE = -3
"""The alarm comes that many working days before the day."""

DOMAIN = "disclosure-desk"


def write_calendar(ctx: typer.Context, *, out: Out = None, by: By = "") -> None:
    """Write what you owe as a calendar file (iCalendar, RFC 5545) that calendar programs read.

    A day that may still move with the holiday notice is tentative. Brought in again, a day that moved replaces the old
    one. It names cases by their number and nobody.
    """
    with desk_of(ctx, user=by) as desk:
        with desk.store.reading() as connection:
            calendar = desk.store.calendars.current(connection)
            found = obligations(connection, desk.user, today=desk.today, calendar=calendar)
        content = feed(_days(desk, found, calendar), desk.translate("What I owe"), desk.now())
        if out is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            return
        unfinished = out.with_name(f"{out.name}.part")
        try:
            unfinished.write_bytes(content)
            unfinished.replace(out)
        finally:
            unfinished.unlink(missing_ok=True)
        show(desk.words("{rows} days written to {file}.", rows=len(found), file=out))


def _days(desk: Desk, found: list[Outstanding], calendar: Calendar) -> Iterator[DueDay]:
    say = desk.translate
    for one in found:
        regime = REGIMES.get(one.regime) or regime_on(desk.today)
        said = line(one.name, one.owed, desk.today, calendar, regime)
        yield DueDay(
            uid=f"{one.subject_id}-{one.owed.duty}-{one.owed.ref}@{DOMAIN}",
            day=one.owed.due_on,
            summary=desk.words("{case_no}: {task}", case_no=one.name, task=task(one.owed).text(say)),
            description=reminder(said).text(say),
            tentative=one.owed.provisional,
            remind_on=remind_day(one.owed.due_on, BEFORE, calendar),
        )
