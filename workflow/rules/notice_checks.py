"""Checks a holiday notice before it is applied: a day typed wrong moves due days that a court counts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from workflow.rules.calendar import EARLIEST, Calendar, Notice, Why, build
from workflow.rules.errors import BadInput, CalendarGap

FEWEST, MOST = 247, 252  # Working days of a year; 2008 to 2026 have 248 to 251, the arrangements before amendment too.


@dataclass(frozen=True, slots=True)
class _Fixed:
    """A statutory day off on a fixed date, from a year on (全国年节及纪念日放假办法)."""

    name: str
    month: int
    day: int
    since: int = EARLIEST.year


@dataclass(frozen=True, slots=True)
class _Lunar:
    """A festival that moves: of the days `first` to `last` (month, day) at least `least` must be named as off.

    The window is where the festival can fall between 1900 and 2100, with its days off; the exact day is not computed.
    """

    name: str
    first: tuple[int, int]
    last: tuple[int, int]
    least: int
    since: int = EARLIEST.year


# The revision in force since 2025 adds New Year's Eve (除夕) to the Spring Festival, and 2 May.
_FIXED = (
    _Fixed("元旦", 1, 1),
    _Fixed("劳动节", 5, 1),
    _Fixed("劳动节", 5, 2, since=2025),
    _Fixed("国庆节", 10, 1),
    _Fixed("国庆节", 10, 2),
    _Fixed("国庆节", 10, 3),
)
_LUNAR = (
    _Lunar("春节", (1, 20), (2, 25), 3),
    _Lunar("春节", (1, 20), (2, 25), 4, since=2025),
    _Lunar("清明节", (4, 2), (4, 8), 1),
    _Lunar("端午节", (5, 25), (6, 27), 1),
    # The two can fall on the same days; together they had 8 days or more in every year since 2008.
    _Lunar("中秋节、国庆节", (9, 6), (10, 11), 8),
)


def check_notice(notice: Notice, base: Calendar | None = None) -> list[BadInput]:
    """Return what is wrong with `notice`, one problem for each day or year; an empty list if it can be applied.

    Args:
        notice: The notice to be imported.
        base: The calendar it will be added to; None for the first notice of all. An amendment needs one.

    Source:
        全国年节及纪念日放假办法 (2007, 2013, and 2024 in force from 2025-01-01): the statutory days off. For the
        festivals of the lunar calendar only a plausible number of days off in the time of year is asked for.

    """
    problems = [*_heading(notice, base), *listed_twice(notice), *_outside(notice), *_worked_days(notice, base)]
    if not notice.years or (notice.amends and base is None):
        return problems
    try:
        calendar = build((*base.notices, notice) if base else (notice,))
    except CalendarGap as gap:
        return [*problems, BadInput(gap.message, **gap.params)]
    return [*problems, *(problem for year in sorted(set(notice.years)) for problem in _year(year, calendar))]


def _heading(notice: Notice, base: Calendar | None) -> Iterator[BadInput]:
    for name, text in (("id", notice.id), ("title", notice.title), ("source", notice.source)):
        if not text.strip():
            yield BadInput("The notice has no {name}. Enter one.", name=name)
    if not notice.years:
        yield BadInput("The notice announces no year. Enter the year of its title.")
    for year in notice.years:
        if not EARLIEST.year <= year <= notice.known_on.year + 1:
            yield BadInput(
                "A notice known on {known_on} cannot announce {year}. Allowed are the years {first} to {last}.",
                known_on=notice.known_on,
                year=str(year),
                first=str(EARLIEST.year),
                last=str(notice.known_on.year + 1),
            )
    if base is not None and notice.id in {known.id for known in base.notices}:
        yield BadInput("A notice with the name {id} was already applied. Give this one another name.", id=notice.id)
    if notice.amends and (base is None or any(date(year, 1, 1) > base.horizon for year in notice.years)):
        yield BadInput("An amendment changes an earlier notice of its year, and there is none. Import that one first.")


def listed_twice(notice: Notice) -> Iterator[BadInput]:
    """Yield a problem for each day that stands twice in the notice, in one list or in both."""
    for day in _repeated((*notice.off, *notice.worked)):
        if day in notice.off and day in notice.worked:
            yield BadInput("{day} is listed both as off and as worked. Keep it in one list.", day=day)
        else:
            yield BadInput("{day} is listed twice. List each day once.", day=day)


def _outside(notice: Notice) -> Iterator[BadInput]:
    for day in sorted({*notice.off, *notice.worked}):
        december_before = day.month == 12 and day.year + 1 in notice.years  # noqa: PLR2004 - the month
        if notice.years and day.year not in notice.years and not december_before:
            yield BadInput(
                "{day} lies outside the years of the notice ({years}). Only days of those years and of the December "
                "before are allowed.",
                day=day,
                years=[str(year) for year in notice.years],
            )


def _repeated(days: Iterable[date]) -> list[date]:
    return sorted(day for day, times in Counter(days).items() if times > 1)


def _worked_days(notice: Notice, base: Calendar | None) -> Iterator[BadInput]:
    for day in notice.worked:
        if day.weekday() >= 5:  # noqa: PLR2004 - Saturday
            continue
        if not notice.amends:
            yield BadInput("{day} is listed as worked and is no Saturday or Sunday. Check the day.", day=day)
        elif base is None or day < base.first_day or base.is_working(day):
            yield BadInput(
                "{day} is listed as worked, and it is a working day already. In an amendment list weekends and days "
                "that were off before.",
                day=day,
            )


def _year(year: int, calendar: Calendar) -> Iterator[BadInput]:
    working = calendar.used(date(year, 1, 1), date(year, 12, 31)) + calendar.is_working(date(year, 1, 1))
    if not FEWEST <= working <= MOST:
        yield BadInput(
            "{year} would have {working} working days. A year has {fewest} to {most}: "
            "compare the days with the notice.",
            year=str(year),
            working=working,
            fewest=FEWEST,
            most=MOST,
        )
    for fixed in _FIXED:
        day = date(year, fixed.month, fixed.day)
        if year >= fixed.since and calendar.is_working(day):
            yield BadInput("{day} ({name}) is a statutory day off and is not listed. Add it.", day=day, name=fixed.name)
    for feast in _LUNAR:
        off = _off_days(calendar, date(year, *feast.first), date(year, *feast.last))
        if year >= feast.since and off < feast.least:
            yield BadInput(
                "Too few days off for {name} in {year}: between {first} and {last} at least {least} must be listed, "
                "and {off} are.",
                name=feast.name,
                year=str(year),
                first=date(year, *feast.first),
                last=date(year, *feast.last),
                least=feast.least,
                off=off,
            )


def _off_days(calendar: Calendar, first: date, last: date) -> int:
    days = (date.fromordinal(at) for at in range(first.toordinal(), last.toordinal() + 1))
    return sum(calendar.why(day)[0] is Why.DAY_OFF for day in days)
