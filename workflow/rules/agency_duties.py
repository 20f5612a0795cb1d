"""What an agency owes apart from its cases: the annual report of each year, and the holiday notice of the next."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from workflow.rules.agencies import AgencyKind
from workflow.rules.calendar import Calendar
from workflow.rules.duty import Actor, Duty, Owed
from workflow.rules.regimes import CN_2019

GOVERNMENTS = frozenset({AgencyKind.GOVERNMENT, AgencyKind.PROVINCE_GOVERNMENT})
"""Whose report is published by 31 March. UNVERIFIED: Art. 49 names neither townships nor subdistricts; they follow the
departments, whose day is the earlier one."""

WATCH_FROM = (11, 1)
CALENDAR_BY = (12, 1)
"""Month and day from which the notice of the next year is missed, and by which it should be loaded. No text sets them:
the notices of 2009 to 2026 came between October and December."""

AHEAD = 100
"""Natural days that a report is owed before its day; no reminder lies further ahead."""


def agency_duties(
    kind: AgencyKind,
    *,
    today: date,
    calendar: Calendar,
    reports_filed: Collection[int],
    first_year: int | None = None,
    keeps_calendar: bool = True,
    ahead: int = AHEAD,
) -> tuple[Owed, ...]:
    """Return the reports that are not handed in and the holiday notices that are missing, by day.

    Args:
        kind: Of the agency; an office that signs for a government has the kind of that government.
        today: The day asked about.
        calendar: Working days as announced.
        reports_filed: Years whose report is handed in.
        first_year: First year that the agency reports on here; the year before `today` where it is not known.
        keeps_calendar: Whether the agency looks after the calendar of the installation.
        ahead: Natural days before its day from which a report is named.

    Source:
        政府信息公开条例 (2019), Art. 49; (2008), Art. 31.

    """
    found = list(_reports(kind, today, reports_filed, first_year, today + timedelta(days=ahead)))
    if keeps_calendar:
        found.extend(_notices(today, calendar))
    return tuple(sorted(found, key=lambda one: one.due_on))


def owing(duty: Duty) -> Actor:
    """Return who of an agency has to do what it owes apart from its cases."""
    return Actor.ADMIN if duty is Duty.CALENDAR else Actor.STATISTICIAN


def _reports(
    kind: AgencyKind, today: date, filed: Collection[int], first_year: int | None, until: date
) -> Iterator[Owed]:
    duty = Duty.REPORT_GOVERNMENT if kind in GOVERNMENTS else Duty.REPORT_DEPARTMENT
    for year in range(today.year - 1 if first_year is None else first_year, today.year + 1):
        due_on = _report_by(duty, year)
        if year not in filed and due_on <= until:
            yield Owed(duty, str(year), due_on, owing(duty))


def _report_by(duty: Duty, year: int) -> date:
    """A fixed day, not the end of a period: it stays where it falls on a rest day. The text of 2008 has one for all."""
    march = date(year + 1, 3, 31)
    return march if duty is Duty.REPORT_GOVERNMENT or march < CN_2019.in_force_from else date(year + 1, 1, 31)


def _notices(today: date, calendar: Calendar) -> Iterator[Owed]:
    for year in range(calendar.horizon.year + 1, today.year + 2):
        if today >= date(year - 1, *WATCH_FROM):
            yield Owed(Duty.CALENDAR, str(year), date(year - 1, *CALENDAR_BY), owing(Duty.CALENDAR))
