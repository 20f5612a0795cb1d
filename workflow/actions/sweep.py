"""Sweep: find out who is to be reminded of what by today, and put the messages on their way.

Sweeps may come late, twice or side by side: the days since the last one are caught up, a reminder is known by its key,
and one transaction holds what was found and how far it came.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from workflow.rules.calendar import Calendar
from workflow.rules.quiet_hours import quiet_until
from workflow.rules.reminder_days import daily_marks, marks
from workflow.rules.reminders import Rule, rules_of
from workflow.store import beats
from workflow.store.books import Book, books
from workflow.store.obligations import agencies_owe
from workflow.store.people import AgencyRow, agencies
from workflow.store.reach import reachable
from workflow.store.session import Store, Unit, local_day, zone_of
from workflow.store.sweeping import Marked, Matter, Number, Sweeping, anything_fresh

BEAT = "sweep"
LEASE = timedelta(minutes=2)
"""A sweep over a province takes seconds."""


class Swept(NamedTuple):
    """What a sweep did.

    Args:
        number: Which sweep it was; 0 where another worker held the lease.
        owed: Duties that it looked at.
        reminders: New reminders.
        messages: Messages put on their way.
        until: The day up to which everything is reminded of.
    """

    number: int
    owed: int = 0
    reminders: int = 0
    messages: int = 0
    until: date | None = None


def sweep(store: Store, holder: str, now: datetime, default: Sequence[Rule]) -> Swept:
    """Remind of everything that is due by now and was not yet reminded of.

    Args:
        store: The record.
        holder: The worker.
        now: The present instant.
        default: Rules of agencies that have none of their own.
    """
    with store.unit() as unit:
        beat = beats.take(unit, BEAT, holder, now, LEASE)
    if beat is None:
        return Swept(0)
    with store.unit() as unit:
        calendar = unit.calendar()
        offices = agencies(unit.connection)
        today = max((local_day(now, zone_of(office.timezone)) for office in offices), default=now.date())
        after = min(beat.until_on or today - timedelta(days=1), today)
        done = _swept(unit, beat, now, calendar, offices, default, after, today)
        note = f"{done.reminders} {done.messages}"
        if not beats.done(unit, BEAT, holder, now, until_on=today, note=note):
            unit.rollback()
            return Swept(0)
    return done


def _swept(
    unit: Unit,
    beat: beats.Beat,
    now: datetime,
    calendar: Calendar,
    offices: Sequence[AgencyRow],
    default: Sequence[Rule],
    after: date,
    today: date,
) -> Swept:
    """Sweep the days in `(after, today]`; where today was swept already, only what was written since."""
    only_fresh = after == today
    if only_fresh and not anything_fresh(unit):
        return Swept(beat.turns, until=today)
    since = today - timedelta(days=1) if only_fresh else after
    known = books(unit.connection, default)
    distinct = _distinct(known.values(), default)
    wanted = [mark for number, rules in enumerate(distinct) for mark in marked(number, rules, calendar, since, today)]
    outage = sum(map(calendar.is_working, _days_after(after, today))) > 1  # A weekend without a sweep is none.
    sweeping = Sweeping(unit, Number(beat.turns, now, outage))
    numbers = {id(rules): number for number, rules in enumerate(distinct)}
    others = {one: number for one, book in known.items() if (number := numbers[id(book.rules)])}
    sweeping.prepare(wanted, others, reachable(unit.connection))
    matters = [] if only_fresh else list(_matters(offices, calendar, after, today))
    owed = sweeping.find(matters, only_fresh=only_fresh)
    reminders = sweeping.remind() if owed else 0
    messages = sweeping.dispatch(_quiet(offices, known, sweeping.homes(), calendar, now)) if reminders else 0
    return Swept(beat.turns, owed, reminders, messages, today)


def _days_after(after: date, until: date) -> Iterator[date]:
    return (after + timedelta(days=number) for number in range(1, (until - after).days + 1))


def marked(book: int, rules: Collection[Rule], calendar: Calendar, after: date, until: date) -> Iterator[Marked]:
    """Yield the due days that rules remind of on a day in `(after, until]`."""
    for duty, own in rules_of(rules).items():
        for rule in own:
            for due_from, due_until, day in _days(rule, calendar, after, until):
                for role in rule.roles:
                    for channel in rule.channels:
                        yield Marked(
                            book,
                            str(duty),
                            rule.id,
                            role,
                            channel,
                            rule.digest,
                            rule.daily,
                            due_from,
                            due_until,
                            day,
                        )


def _days(rule: Rule, calendar: Calendar, after: date, until: date) -> Iterator[tuple[date, date, date]]:
    """Yield first and last due day, and the day of the reminder."""
    if rule.daily:
        for daily in daily_marks([rule.offset], after, until, calendar):
            yield date.min, daily.due_until, daily.day
        return
    for mark in marks([rule.offset], after, until, calendar):
        yield mark.due_on, mark.due_on, mark.day


def _distinct(known: Collection[Book], default: Sequence[Rule]) -> list[Sequence[Rule]]:
    """Return the rules of all books, each once; those of agencies that have none of their own come first."""
    own = {id(book.rules): book.rules for book in known if book.agency_id is not None}
    shipped = next((book.rules for book in known if book.agency_id is None), default)
    return [shipped, *own.values()]


def _matters(offices: Sequence[AgencyRow], calendar: Calendar, after: date, today: date) -> Iterator[Matter]:
    """Yield what agencies owe apart from their cases."""
    for office, owed in agencies_owe(offices, today=today, calendar=calendar):
        yield Matter(office.id, str(owed.duty), owed.ref, owed.due_on, after)


def _quiet(
    offices: Sequence[AgencyRow], known: Mapping[UUID, Book], homes: Sequence[UUID], calendar: Calendar, now: datetime
) -> dict[UUID, datetime]:
    """Return when the people of each agency may be written to."""
    zones: dict[UUID, ZoneInfo] = {office.id: zone_of(office.timezone) for office in offices}
    return {home: quiet_until(now, known[home].quiet, zones[home], calendar) or now for home in homes}
