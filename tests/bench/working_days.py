"""The twentieth working day after a day, beside chinese_calendar, which walks from day to day."""

import random
from datetime import date, timedelta

import chinese_calendar

from workflow.files.calendars import shipped_notices
from workflow.rules.calendar import build

from .racing import Bar, Size, Table, median, race, timed, times_as_fast

OURS, THEIRS = "Calendar.add(day, 20)", "chinese_calendar.find_workday(20, day)"
_MOST = 1e-6  # Seconds.
_AGAIN = 200  # Ours is over the same days so much sooner that it goes over them again.


def measure(size: Size) -> list[Table]:
    """Count twenty working days from days of the years that both know."""
    calendar = build(shipped_notices())
    bits = random.Random(20)
    first = date(2008, 1, 1)
    days = [first + timedelta(bits.randrange(6500)) for _ in range(size.rows(1000))]
    add, find = calendar.add, chinese_calendar.find_workday

    def ours() -> None:
        for _ in range(_AGAIN):
            for day in days:
                add(day, 20)

    def theirs() -> None:
        for day in days:
            find(20, day)

    times = race({OURS: timed(ours, len(days) * _AGAIN), THEIRS: timed(theirs, len(days))}, size.rounds)
    rows = {name: {"µs": median(times, name) * 1e6} for name in times}
    bars = [
        Bar("µs a day", median(times, OURS) * 1e6, _MOST * 1e6, at_least=False),
        Bar("x chinese_calendar", times_as_fast(times, OURS, THEIRS), 500),
    ]
    return [Table("Twenty working days from a day", rows, bars)]
