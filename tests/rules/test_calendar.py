from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.files.calendars import shipped_notices
from workflow.rules.calendar import Calendar, Notice, Why, as_known_on, build
from workflow.rules.errors import CalendarGap

CALENDAR = build(shipped_notices())
DAYS = st.dates(date(2008, 1, 1), date(2029, 12, 31))


def make_notice(year: int, **fields: object) -> Notice:
    defaults: dict[str, object] = {
        "id": f"N{year}",
        "title": f"notice of {year}",
        "source": "gazette",
        "known_on": date(year - 1, 12, 1),
        "years": (year,),
        "off": (),
        "worked": (),
    }
    return Notice(**(defaults | fields))  # type: ignore[arg-type]  # a builder for tests


def naive_add(calendar: Calendar, day: date, n: int) -> date:
    while n:
        day += timedelta(days=1)
        n -= calendar.is_working(day)
    return day


@given(day=DAYS, n=st.integers(1, 60))
def test_add_is_the_nth_working_day_after(day: date, n: int) -> None:
    assert CALENDAR.add(day, n) == naive_add(CALENDAR, day, n)


@given(day=DAYS, n=st.integers(1, 60))
def test_used_undoes_add(day: date, n: int) -> None:
    assert CALENDAR.used(day, CALENDAR.add(day, n)) == n
    assert CALENDAR.used(day, CALENDAR.add(day, n) - timedelta(days=1)) == n - 1


@given(a=DAYS, b=DAYS)
def test_used_counts_the_days_after_the_first_up_to_the_last(a: date, b: date) -> None:
    span = [a + timedelta(days=step) for step in range(1, (b - a).days + 1)]
    assert CALENDAR.used(a, b) == sum(map(CALENDAR.is_working, span))


@given(day=st.dates(date(2026, 6, 1), date(2040, 1, 1)), n=st.integers(1, 900))
def test_beyond_the_arrays_the_week_alone_counts(day: date, n: int) -> None:
    later = CALENDAR.add(day, n)
    assert CALENDAR.used(day, later) == n
    assert CALENDAR.is_working(later)
    assert CALENDAR.provisional(later) == (later > date(2026, 12, 31))


@pytest.mark.parametrize("n", [0, -1])
def test_working_days_are_counted_forward(n: int) -> None:
    with pytest.raises(ValueError, match="forward from 1"):
        CALENDAR.add(date(2025, 1, 1), n)


def test_nothing_before_2008() -> None:
    day = date(2007, 12, 31)
    for ask in (CALENDAR.is_working, CALENDAR.why, lambda day: CALENDAR.add(day, 1)):
        with pytest.raises(CalendarGap, match="2007-12-31 is not covered"):
            ask(day)
    with pytest.raises(CalendarGap):
        CALENDAR.used(day, date(2008, 1, 5))


def test_nothing_after_the_year_9999() -> None:
    assert CALENDAR.add(date(9999, 12, 30), 1) == date(9999, 12, 31)
    with pytest.raises(CalendarGap, match="year 9999"):
        CALENDAR.add(date(9999, 12, 31), 1)
    with pytest.raises(CalendarGap, match="year 9999"):
        CALENDAR.add(date(2025, 1, 1), 10**30)


@pytest.mark.parametrize(
    ("day", "why", "detail"),
    [
        (date(2026, 3, 4), Why.WORKING, ""),
        (date(2026, 3, 7), Why.WEEKEND, ""),
        (date(2026, 2, 14), Why.MAKE_UP, "国务院办公厅关于2026年部分节假日安排的通知"),
        (date(2026, 2, 17), Why.DAY_OFF, "国务院办公厅关于2026年部分节假日安排的通知"),
        (date(2018, 12, 29), Why.MAKE_UP, "国务院办公厅关于2019年部分节假日安排的通知"),
        (date(2019, 5, 2), Why.DAY_OFF, "国务院办公厅关于调整2019年劳动节假期安排的通知"),
        (date(2020, 2, 1), Why.DAY_OFF, "国务院办公厅关于延长2020年春节假期的通知"),
        (date(2027, 1, 1), Why.ASSUMED, ""),
        (date(2027, 1, 2), Why.ASSUMED_WEEKEND, ""),
    ],
)
def test_why_names_the_reason_and_the_notice(day: date, why: Why, detail: str) -> None:
    assert CALENDAR.why(day) == (why, detail)


def test_new_years_eve_of_2024_was_only_encouraged_leave() -> None:
    assert CALENDAR.is_working(date(2024, 2, 9))


def test_working_days_after_never_ends() -> None:
    assert list(islice(CALENDAR.working_days_after(date(2026, 2, 13)), 3)) == [
        date(2026, 2, 14),
        date(2026, 2, 24),
        date(2026, 2, 25),
    ]


def test_an_amendment_turns_a_day_off_into_a_working_day_again() -> None:
    first = make_notice(2025, off=(date(2025, 3, 3), date(2025, 3, 4)), worked=(date(2025, 3, 8),))
    amendment = make_notice(
        2025,
        id="N2025-2",
        title="amendment",
        known_on=date(2025, 2, 1),
        off=(date(2025, 3, 8),),
        worked=(date(2025, 3, 4),),
        amends=True,
    )
    calendar = build((amendment, first))
    assert [calendar.why(date(2025, 3, day)) for day in (3, 4, 8)] == [
        (Why.DAY_OFF, "notice of 2025"),
        (Why.WORKING, "amendment"),
        (Why.DAY_OFF, "amendment"),
    ]
    assert as_known_on((amendment, first), date(2025, 1, 31)).is_working(date(2025, 3, 8))


def test_the_calendar_begins_with_the_first_announced_year() -> None:
    calendar = build((make_notice(2025, off=(date(2024, 12, 31), date(2025, 1, 1))),))
    assert (calendar.first_day, calendar.horizon) == (date(2025, 1, 1), date(2025, 12, 31))
    with pytest.raises(CalendarGap):
        calendar.add(date(2024, 12, 31), 1)


def test_a_day_beyond_the_announced_year_stays_provisional() -> None:
    calendar = build((make_notice(2025, off=(date(2026, 1, 1),)),))
    assert calendar.is_working(date(2026, 1, 1))
    assert calendar.why(date(2026, 1, 1)) == (Why.ASSUMED, "")


def test_a_year_without_a_notice_is_not_guessed() -> None:
    with pytest.raises(CalendarGap, match="notice for 2025 is not loaded"):
        build((make_notice(2024), make_notice(2026)))


def test_no_notice_no_calendar() -> None:
    with pytest.raises(CalendarGap, match="No holiday notice"):
        as_known_on((make_notice(2025),), date(2024, 11, 30))


def test_the_version_tells_the_days_and_nothing_else() -> None:
    plain = make_notice(2025, off=(date(2025, 1, 1),))
    renamed = make_notice(2025, off=(date(2025, 1, 1), date(2025, 1, 4)), title="the same with its weekend named")
    other = make_notice(2025, off=(date(2025, 1, 2),))
    assert build((plain,)).version == build((renamed,)).version
    assert build((plain,)).version != build((other,)).version
    assert build((plain,)).version != build((plain, make_notice(2026))).version


def test_the_version_of_the_shipped_calendar_is_stable() -> None:
    assert CALENDAR.version == "bf318ddc8804"


def test_a_calendar_does_not_change() -> None:
    with pytest.raises(AttributeError):
        CALENDAR.horizon = date(2030, 12, 31)  # type: ignore[misc]  # what must not be possible
