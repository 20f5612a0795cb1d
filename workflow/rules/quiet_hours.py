"""When nothing is sent to people: at night and, if so set, on rest days."""

import re
from datetime import UTC, datetime, time, tzinfo

import msgspec

from workflow.rules.calendar import Calendar
from workflow.rules.errors import BadInput

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)


class Quiet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The hours of a day in which nothing is sent, in the agency's time zone.

    Args:
        from_: `HH:MM` at which quiet begins; `from` in JSON.
        to: `HH:MM` at which it ends, the next day where it is not after `from_`; the same time means no quiet hours.
        rest_days: Whether all of a rest day is quiet too.

    Raises:
        BadInput: A time is not written so.

    """

    from_: str = msgspec.field(name="from", default="20:00")
    to: str = "08:00"
    rest_days: bool = True

    def __post_init__(self) -> None:
        for name, value in (("from", self.from_), ("to", self.to)):
            if not _CLOCK.fullmatch(value):
                raise BadInput(
                    "Quiet hours: {name} is {value}. Enter a time like 20:00, from 00:00 to 23:59.",
                    name=name,
                    value=value,
                )


def quiet_until(at: datetime, quiet: Quiet, zone: tzinfo, calendar: Calendar) -> datetime | None:
    """Return the instant (UTC) at which quiet ends that holds at the instant `at`; None where it is not quiet then.

    Raises:
        ValueError: `at` has no time zone.
        CalendarGap: The day of `at` lies before the calendar.

    """
    if at.utcoffset() is None:
        raise ValueError("An instant has a time zone.")
    local = at.astimezone(zone)
    end = local
    while (later := _later(end, quiet, calendar)) is not None:
        end = later
    return None if end is local else end.astimezone(UTC)


def _later(local: datetime, quiet: Quiet, calendar: Calendar) -> datetime | None:
    """Return the end of the quiet hours or rest days that `local` lies in; another stretch may follow at once."""
    if quiet.rest_days and not calendar.is_working(local.date()):
        return datetime.combine(calendar.add(local.date(), 1), time.min, local.tzinfo)
    begins, ends, now = time.fromisoformat(quiet.from_), time.fromisoformat(quiet.to), local.time()
    if begins <= now < ends or (now < ends < begins):
        return local.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    if ends < begins <= now:
        tomorrow = local.date().fromordinal(local.toordinal() + 1)
        return datetime.combine(tomorrow, ends, local.tzinfo)
    return None
