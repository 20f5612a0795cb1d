"""A calendar file (RFC 5545) of days by which something has to be done."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT: Final = "-//Disclosure Desk//disclosure//ZH"
ALARM_HOUR: Final = 9
"""Hour of the alarm, in the time zone of whoever reads the calendar: a day has none."""


class DueDay(NamedTuple):
    """A day of the calendar.

    Args:
        uid: The same for the same thing owed, so that a moved day replaces the one before.
        day: The last day.
        summary: What is to be done.
        description: Why, and how many days are left.
        tentative: The day may still move.
        remind_on: The day of the alarm.
    """

    uid: str
    day: date
    summary: str
    description: str
    tentative: bool
    remind_on: date


def feed(days: Iterable[DueDay], title: str, at: datetime) -> bytes:
    """Return the calendar file, lines folded and ended by CRLF; the same bytes for the same days.

    Args:
        days: In the order in which they stand there.
        title: Of the calendar.
        at: When it was made; with a time zone.
    """
    from icalendar import Calendar  # noqa: PLC0415 (it takes a quarter of a second that other exports need not wait for)

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    for one in days:
        calendar.add_component(_event(one, at))
    return bytes(calendar.to_ical())


def _event(one: DueDay, at: datetime) -> "Event":
    from icalendar import Alarm, Event  # noqa: PLC0415 (the same)

    event, alarm = Event(), Alarm()
    event.add("uid", one.uid)
    event.add("dtstamp", at)
    event.add("dtstart", one.day)
    event.add("summary", one.summary)
    event.add("description", one.description)
    event.add("status", "TENTATIVE" if one.tentative else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    alarm.add("action", "DISPLAY")
    alarm.add("description", one.summary)
    alarm.add("trigger", timedelta(days=(one.remind_on - one.day).days, hours=ALARM_HOUR))
    event.add_component(alarm)
    return event
