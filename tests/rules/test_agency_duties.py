from datetime import date

import pytest

from workflow.files.calendars import shipped_notices
from workflow.rules.agencies import AgencyKind
from workflow.rules.agency_duties import agency_duties
from workflow.rules.calendar import Calendar, as_known_on, build
from workflow.rules.duty import Actor, Duty, Owed

CALENDAR = build(shipped_notices())


def duties_of(
    kind: AgencyKind,
    today: date,
    filed: set[int] | None = None,
    calendar: Calendar = CALENDAR,
    first_year: int | None = None,
) -> tuple[Owed, ...]:
    return agency_duties(kind, today=today, calendar=calendar, reports_filed=filed or set(), first_year=first_year)


def test_art_49_a_department_reports_by_the_end_of_january() -> None:
    assert duties_of(AgencyKind.DEPARTMENT, date(2026, 1, 5)) == (
        Owed(Duty.REPORT_DEPARTMENT, "2025", date(2026, 1, 31), Actor.STATISTICIAN),
    )


@pytest.mark.parametrize("kind", [AgencyKind.GOVERNMENT, AgencyKind.PROVINCE_GOVERNMENT])
def test_art_49_a_government_reports_by_the_end_of_march(kind: AgencyKind) -> None:
    assert duties_of(kind, date(2026, 1, 5)) == (
        Owed(Duty.REPORT_GOVERNMENT, "2025", date(2026, 3, 31), Actor.STATISTICIAN),
    )


def test_a_report_that_is_handed_in_is_not_owed_and_one_that_is_missing_stays() -> None:
    assert duties_of(AgencyKind.DEPARTMENT, date(2026, 7, 1), {2025}) == ()
    assert duties_of(AgencyKind.DEPARTMENT, date(2026, 7, 1))[0].due_on == date(2026, 1, 31)


def test_the_next_report_is_owed_in_time_for_any_reminder() -> None:
    assert duties_of(AgencyKind.DEPARTMENT, date(2026, 10, 22), {2025}) == ()
    assert duties_of(AgencyKind.DEPARTMENT, date(2025, 10, 23), {2024})[0].ref == "2025"


def test_reports_of_the_2008_text_were_all_due_in_march() -> None:
    """政府信息公开条例 (2008), Art. 31."""
    first, *_, last = duties_of(AgencyKind.DEPARTMENT, date(2020, 1, 1), first_year=2018)
    assert (first.ref, first.due_on) == ("2018", date(2019, 3, 31))
    assert (last.ref, last.due_on) == ("2019", date(2020, 1, 31))


@pytest.mark.parametrize(
    ("today", "known_on", "years"),
    [
        (date(2025, 10, 31), date(2025, 10, 31), []),
        (date(2025, 11, 1), date(2025, 11, 1), ["2026"]),
        (date(2025, 11, 10), date(2025, 11, 10), []),
        (date(2026, 1, 5), date(2025, 11, 1), ["2026"]),
        (date(2026, 11, 1), date(2025, 11, 1), ["2026", "2027"]),
    ],
)
def test_the_notice_of_the_next_year_is_missed_from_november_on(today: date, known_on: date, years: list[str]) -> None:
    known = as_known_on(shipped_notices(), known_on)
    duties = duties_of(AgencyKind.DEPARTMENT, today, set(range(2000, 2030)), known)
    assert duties == tuple(Owed(Duty.CALENDAR, year, date(int(year) - 1, 12, 1), Actor.ADMIN) for year in years)


def test_only_one_agency_looks_after_the_calendar() -> None:
    known = as_known_on(shipped_notices(), date(2025, 11, 1))
    assert not agency_duties(
        AgencyKind.DEPARTMENT,
        today=date(2025, 11, 2),
        calendar=known,
        reports_filed={2024, 2025},
        keeps_calendar=False,
    )
