from datetime import date

import msgspec
import pytest

from workflow.files.calendars import shipped_notices
from workflow.rules.calendar import Calendar, Notice, build
from workflow.rules.notice_checks import check_notice

BASE = build(notice for notice in shipped_notices() if notice.id != "CN-2026")
GOOD = next(notice for notice in shipped_notices() if notice.id == "CN-2026")


def problems(base: Calendar | None = BASE, **changes: object) -> list[str]:
    return [str(problem) for problem in check_notice(msgspec.structs.replace(GOOD, **changes), base)]


def without(*days: date) -> tuple[date, ...]:
    return tuple(day for day in GOOD.off if day not in days)


def test_the_notice_of_2026_is_good() -> None:
    assert problems() == []


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 5, 1), date(2026, 10, 1), date(2026, 10, 2)])
def test_a_statutory_day_left_out_is_named(day: date) -> None:
    assert any(str(day) in problem and "Add it" in problem for problem in problems(off=without(day)))


def test_a_day_that_was_only_moved_can_be_left_out() -> None:
    assert problems(off=without(date(2026, 5, 4))) == []


def test_the_second_of_may_is_statutory_since_2025() -> None:
    """2 May 2026 is a Saturday; worked, it breaks the rule of 2025."""
    found = problems(off=without(date(2026, 5, 2)), worked=(*GOOD.worked, date(2026, 5, 2)))
    assert any("2026-05-02 (劳动节)" in problem for problem in found)
    year_2024 = next(notice for notice in shipped_notices() if notice.id == "CN-2024")
    assert date(2024, 5, 2) in year_2024.off  # moved, not statutory
    base = build(notice for notice in shipped_notices() if notice.known_on < year_2024.known_on)
    off = tuple(day for day in year_2024.off if day != date(2024, 5, 2))
    assert check_notice(msgspec.structs.replace(year_2024, off=off), base) == []


def test_new_years_eve_is_statutory_since_2025() -> None:
    three = (date(2026, 2, 17), date(2026, 2, 18), date(2026, 2, 19))
    rest = tuple(day for day in GOOD.off if day.month != 2)  # without the days moved, nothing is worked in February
    worked = tuple(day for day in GOOD.worked if day.month != 2)
    assert any(
        "at least 4 must be listed, and 3 are" in found for found in problems(off=(*rest, *three), worked=worked)
    )
    assert problems(off=(*rest, date(2026, 2, 16), *three), worked=worked) == []
    year_2024 = next(notice for notice in shipped_notices() if notice.id == "CN-2024")
    base = build(notice for notice in shipped_notices() if notice.known_on < year_2024.known_on)
    moved = {date(2024, 2, day) for day in (13, 14, 15, 16, 17)}
    notice = msgspec.structs.replace(
        year_2024,
        off=tuple(day for day in year_2024.off if day not in moved),
        worked=tuple(day for day in year_2024.worked if day.month != 2),
    )
    assert [str(problem) for problem in check_notice(notice, base) if "春节" in str(problem)] == []


@pytest.mark.parametrize(("name", "month"), [("春节", 2), ("清明节", 4), ("端午节", 6), ("中秋节、国庆节", 9)])
def test_a_festival_left_out_is_named(name: str, month: int) -> None:
    found = problems(off=tuple(day for day in GOOD.off if day.month != month))
    assert any(f"Too few days off for {name} in 2026" in problem for problem in found)


def test_a_make_up_day_is_a_weekend() -> None:
    assert problems(worked=(*GOOD.worked, date(2026, 3, 4))) == [
        "2026-03-04 is listed as worked and is no Saturday or Sunday. Check the day."
    ]


def test_a_day_of_another_year() -> None:
    """The make-up day 10 October typed with the wrong year."""
    found = problems(worked=(*GOOD.worked, date(2027, 10, 10)))
    assert len(found) == 1
    assert found[0].startswith("2027-10-10 lies outside the years of the notice (2026).")


def test_the_december_before_is_allowed() -> None:
    assert problems(off=(*GOOD.off, date(2025, 12, 31)), worked=(*GOOD.worked, date(2025, 12, 28))) == []
    assert len(problems(off=(*GOOD.off, date(2025, 11, 30)))) == 1


def test_a_day_in_both_lists_or_twice() -> None:
    assert "2026-01-01 is listed both as off and as worked. Keep it in one list." in problems(
        worked=(*GOOD.worked, date(2026, 1, 1))
    )
    assert "2026-01-01 is listed twice. List each day once." in problems(off=(*GOOD.off, date(2026, 1, 1)))


def test_too_few_working_days() -> None:
    assert any(
        "2026 would have 246 working days" in found
        for found in problems(off=(*GOOD.off, date(2026, 3, 4), date(2026, 3, 5)))
    )


def test_headings() -> None:
    assert "The notice has no title. Enter one." in problems(title=" ")
    assert "The notice announces no year. Enter the year of its title." in problems(years=())
    assert any("cannot announce 2028" in found for found in problems(years=(2028,)))
    assert any("was already applied" in found for found in problems(id="CN-2025"))


def test_a_year_cannot_be_skipped() -> None:
    base = build(notice for notice in shipped_notices() if notice.known_on.year < 2024)
    assert any("notice for 2025 is not loaded" in found for found in problems(base=base))


AMENDMENT = Notice(
    id="CN-2025-2",
    title="amendment",
    source="gazette",
    known_on=date(2025, 3, 1),
    years=(2025,),
    off=(),
    worked=(date(2025, 5, 5),),
    amends=True,
)


def test_an_amendment_can_make_a_day_off_worked_again() -> None:
    assert check_notice(AMENDMENT, BASE) == []


def test_an_amendment_cannot_work_a_plain_weekday() -> None:
    notice = msgspec.structs.replace(AMENDMENT, worked=(date(2025, 3, 5),))
    [problem] = check_notice(notice, BASE)
    assert str(problem).startswith("2025-03-05 is listed as worked, and it is a working day already.")


def test_an_amendment_needs_what_it_amends() -> None:
    notice = msgspec.structs.replace(AMENDMENT, worked=(), known_on=date(2026, 3, 1), years=(2026,))
    for base in (None, BASE):
        assert any("there is none" in str(problem) for problem in check_notice(notice, base))
