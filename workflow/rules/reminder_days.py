"""On which day a rule reminds of a due day, and, the other way round, of which due days a span of days reminds.

A sweep does not look at cases one by one: it asks `marks` for the pairs of due day and offset that fall into its span
and joins them with the stored due days. Sweeps may overlap, and after a change of the calendar they should start over
some days back: what was sent is known by its case, duty, rule and due day.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from workflow.rules.calendar import Calendar
from workflow.rules.errors import CalendarGap


class Mark(NamedTuple):
    """Everything due on `due_on` is reminded of on `day` by the rules with this offset, in working days."""

    offset: int
    due_on: date
    day: date


class Daily(NamedTuple):
    """Everything due by `due_until` and still owed is reminded of on `day` by the daily rules with this offset."""

    offset: int
    due_until: date
    day: date


def days_left(today: date, due_on: date, calendar: Calendar) -> int:
    """Return the working days in `(today, due_on]`, or minus those in `(due_on, today]` once the day is over.

    The one count for lists, letters and reminders, and the same as `Clock.remaining`. It is 0 on the due day and on
    rest days right after it: whether the day is over is asked of the days, not of the count.

    Raises:
        CalendarGap: The earlier day lies before the calendar.

    """
    if today <= due_on:
        return calendar.used(today, due_on)
    return -calendar.used(due_on, today)


def remind_day(due_on: date, offset: int, calendar: Calendar) -> date:
    """Return the working day on which something due on `due_on` is reminded of.

    Args:
        due_on: May be a rest day.
        offset: -n is the n-th working day before `due_on`, n the n-th after it, and 0 the day itself or, where it is a
            rest day, the last working day before it.
        calendar: Working days as announced.

    Raises:
        CalendarGap: The day lies before the calendar.

    """
    place = calendar.used(calendar.first_day, due_on) + offset
    if offset < 0 and not calendar.is_working(due_on):
        place += 1  # The last working day before is the first of those before it.
    return _at(place, due_on, calendar)


def marks(offsets: Iterable[int], after: date, until: date, calendar: Calendar) -> list[Mark]:
    """Return every due day and offset whose remind day lies in `(after, until]`, by offset and due day.

    Args:
        offsets: Of the rules; repeated ones count once.
        after: Last day of the sweep before this one.
        until: Today.
        calendar: Working days as announced.

    Raises:
        CalendarGap: `after` lies before the calendar.

    """
    first = calendar.used(calendar.first_day, after) + 1
    places = range(first, first + calendar.used(after, until))
    days = [calendar.add(calendar.first_day, place) for place in places]
    return [
        Mark(offset, date.fromordinal(due), day)
        for offset in sorted(set(offsets))
        for place, day in zip(places, days, strict=True)
        for due in range(*_due_days(place, offset, calendar))
    ]


def daily_marks(offsets: Iterable[int], after: date, until: date, calendar: Calendar) -> list[Daily]:
    """Return what daily rules remind of in `(after, until]`: at most once for each offset, on its last working day.

    Days on which no sweep ran are not made up for one by one: one reminder says that the day is over. So `day` is part
    of what a sent daily reminder is known by.

    Raises:
        CalendarGap: `after` lies before the calendar.

    """
    if not calendar.used(after, until):
        return []
    place = calendar.used(calendar.first_day, until)
    day = calendar.add(calendar.first_day, place)
    return list(_daily(sorted(set(offsets)), place, day, calendar))


def _daily(offsets: Iterable[int], place: int, day: date, calendar: Calendar) -> Iterator[Daily]:
    for offset in offsets:
        _, end = _due_days(place, offset, calendar)
        if end > calendar.first_day.toordinal():
            yield Daily(offset, date.fromordinal(end - 1), day)


def _due_days(place: int, offset: int, calendar: Calendar) -> tuple[int, int]:
    """Return the ordinals of the first due day that is reminded of on a working day, and of the one after the last.

    A due day that is a rest day goes with the working day before it, but counted back from it is one nearer to it: so
    the due days behind a negative offset end with a working day, and behind the others begin with one.
    """
    if offset < 0:
        return _ordinal(place - offset - 1, calendar) + 1, _ordinal(place - offset, calendar) + 1
    return _ordinal(place - offset, calendar), _ordinal(place - offset + 1, calendar)


def _ordinal(place: int, calendar: Calendar) -> int:
    """Return the ordinal of a working day by its place; the first day of the calendar stands for what lies before."""
    return (calendar.add(calendar.first_day, place) if place > 0 else calendar.first_day).toordinal()


def _at(place: int, due_on: date, calendar: Calendar) -> date:
    if place > 0:
        return calendar.add(calendar.first_day, place)
    if place == 0 and calendar.is_working(calendar.first_day):
        return calendar.first_day
    raise CalendarGap(
        "The day to remind of {due_on} lies before {first}, the first day of the calendar. Enter a later day.",
        due_on=due_on,
        first=calendar.first_day,
    )
