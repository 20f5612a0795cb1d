from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.files.calendars import shipped_notices
from workflow.rules.calendar import Calendar, as_known_on, build
from workflow.rules.clock import ClockEvent, EventType, read
from workflow.rules.errors import CalendarGap
from workflow.rules.reminder_days import Daily, Mark, daily_marks, days_left, marks, remind_day

CALENDAR = build(shipped_notices())
ONE_DAY = timedelta(days=1)
OFFSETS = st.integers(-60, 60)
DAYS = st.dates(date(2010, 1, 1), date(2028, 12, 31))


def naive_day(due_on: date, offset: int, calendar: Calendar) -> date:
    """Walk from the due day to the remind day, one calendar day after the other."""
    day = due_on
    if offset == 0:
        while not calendar.is_working(day):
            day -= ONE_DAY
    for _ in range(abs(offset)):
        day += ONE_DAY if offset > 0 else -ONE_DAY
        while not calendar.is_working(day):
            day += ONE_DAY if offset > 0 else -ONE_DAY
    return day


@pytest.mark.parametrize(
    ("due_on", "offset", "day"),
    [
        (date(2026, 3, 16), -1, date(2026, 3, 13)),
        (date(2026, 3, 16), 0, date(2026, 3, 16)),
        (date(2026, 3, 16), 3, date(2026, 3, 19)),
        (date(2026, 2, 24), -1, date(2026, 2, 14)),  # Spring Festival, after a Saturday worked in lieu.
        (date(2026, 2, 24), -5, date(2026, 2, 10)),
        (date(2026, 10, 8), -1, date(2026, 9, 30)),  # National Day.
        (date(2027, 1, 31), 0, date(2027, 1, 29)),  # A report is due on a Sunday.
        (date(2027, 1, 31), -1, date(2027, 1, 29)),
        (date(2027, 1, 31), -2, date(2027, 1, 28)),
        (date(2027, 1, 31), 1, date(2027, 2, 1)),
        (date(2026, 1, 4), -1, date(2025, 12, 31)),  # The Sunday of 4 January is worked in lieu.
    ],
)
def test_the_day_of_a_reminder(due_on: date, offset: int, day: date) -> None:
    assert remind_day(due_on, offset, CALENDAR) == day


@given(due_on=DAYS, offset=OFFSETS)
def test_the_day_of_a_reminder_is_found_by_walking(due_on: date, offset: int) -> None:
    assert remind_day(due_on, offset, CALENDAR) == naive_day(due_on, offset, CALENDAR)


@given(
    offsets=st.lists(OFFSETS, max_size=6),
    after=DAYS,
    length=st.integers(-3, 40),
    known_on=st.none() | st.dates(date(2018, 1, 1), date(2026, 6, 30)),
)
@example(offsets=[-10, -5, -3, -1, 0, 1], after=date(2026, 2, 6), length=20, known_on=None)
@example(offsets=[-3, 0, 1], after=date(2025, 9, 30), length=9, known_on=None)
@example(offsets=[-10, 0, 3], after=date(2025, 12, 20), length=20, known_on=date(2025, 11, 1))
def test_marks_are_all_pairs_whose_remind_day_lies_in_the_span(
    offsets: list[int], after: date, length: int, known_on: date | None
) -> None:
    calendar = CALENDAR if known_on is None else as_known_on(shipped_notices(), known_on)
    until = after + timedelta(days=length)
    found = marks(offsets, after, until, calendar)
    expected = []
    for offset in sorted(set(offsets)):
        for days in range(-130, max(length, 0) + 130):
            due_on = after + timedelta(days=days)
            day = remind_day(due_on, offset, calendar)
            if after < day <= until:
                expected.append(Mark(offset, due_on, day))
    assert found == expected


@given(after=DAYS, first=st.integers(0, 30), second=st.integers(0, 30), offsets=st.lists(OFFSETS, max_size=4))
def test_two_sweeps_find_what_one_over_both_spans_finds(
    after: date, first: int, second: int, offsets: list[int]
) -> None:
    between = after + timedelta(days=first)
    until = between + timedelta(days=second)
    both = marks(offsets, after, between, CALENDAR) + marks(offsets, between, until, CALENDAR)
    assert sorted(both) == sorted(marks(offsets, after, until, CALENDAR))


@given(offset=OFFSETS, after=DAYS, length=st.integers(-3, 20), due_on=st.integers(-130, 130))
def test_a_daily_reminder_is_sent_from_its_offset_on(offset: int, after: date, length: int, due_on: int) -> None:
    until, due = after + timedelta(days=length), after + timedelta(days=due_on)
    found = daily_marks([offset, offset], after, until, CALENDAR)
    if not CALENDAR.used(after, until):
        assert found == []
        return
    (mark,) = found
    assert mark.offset == offset
    assert mark.day == naive_day(until, 0, CALENDAR)
    assert (due <= mark.due_until) == (remind_day(due, offset, CALENDAR) <= mark.day)


def test_after_a_standstill_of_a_week_a_daily_reminder_comes_once() -> None:
    assert daily_marks([1], date(2026, 3, 6), date(2026, 3, 15), CALENDAR) == [
        Daily(1, date(2026, 3, 12), date(2026, 3, 13))
    ]


def test_nothing_is_sent_on_rest_days() -> None:
    assert marks([-3, 0, 1], date(2026, 2, 14), date(2026, 2, 23), CALENDAR) == []
    assert daily_marks([1], date(2026, 2, 14), date(2026, 2, 23), CALENDAR) == []


def test_at_the_first_day_of_the_calendar_the_count_ends() -> None:
    first = CALENDAR.first_day
    with pytest.raises(CalendarGap, match="before 2008-01-01"):
        remind_day(date(2008, 1, 4), -5, CALENDAR)
    assert daily_marks([60], first, date(2008, 1, 10), CALENDAR) == []
    assert all(mark.due_on >= first for mark in marks([5], first, date(2008, 1, 31), CALENDAR))


@given(today=DAYS, due_on=DAYS)
def test_days_left_are_counted_one_by_one(today: date, due_on: date) -> None:
    early, late = min(today, due_on), max(today, due_on)
    span = [early + timedelta(days=step) for step in range(1, (late - early).days + 1)]
    count = sum(map(CALENDAR.is_working, span))
    assert days_left(today, due_on, CALENDAR) == (count if today <= due_on else -count)


@given(received=st.dates(date(2019, 5, 15), date(2026, 12, 31)), days=st.integers(0, 60))
def test_days_left_are_those_of_the_clock(received: date, days: int) -> None:
    today = received + timedelta(days=days)
    clock = read([ClockEvent(EventType.RECEIVED, received)], CALENDAR, today)
    assert clock.due_on is not None
    assert days_left(today, clock.due_on, CALENDAR) == clock.remaining
