"""Working days (工作日): Monday to Friday, less the days off of the notices, plus the weekends worked in lieu (调休).

A `Calendar` is one state of knowledge and never changes. Counting is two look-ups in arrays built once, because a sweep
asks for tens of thousands of due days.
"""

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import TypeAlias

from workflow.rules.errors import CalendarGap
from workflow.rules.notices import Notice

__all__ = ["EARLIEST", "Calendar", "Notice", "Why", "as_known_on", "build"]

EARLIEST = date(2008, 1, 1)  # The year in which the first Regulations took effect; nothing older is ever asked for.
_YEARS_AHEAD = 2  # Arrays run on this far past the horizon; later days are computed from the week alone.
_SATURDAY = 5  # date.weekday()
_LAST_ORDINAL = date.max.toordinal()

_Named: TypeAlias = Mapping[date, tuple[bool, Notice]]  # day -> (is it worked, the notice that says so)


class Why(StrEnum):
    """Why a day is a working day or not."""

    WORKING = "working day"
    MAKE_UP = "make-up working day"
    WEEKEND = "weekend"
    DAY_OFF = "statutory day off"
    ASSUMED = "assumed working day (not yet announced)"
    ASSUMED_WEEKEND = "weekend (not yet announced)"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Calendar:
    """Working days as announced. Made by `build`; read-only.

    Days after `horizon` are provisional: Monday to Friday count, because the notice is not out yet.

    Args:
        notices: What it was built from, in the order in which they became known.
        first_day: First day that can be asked for; 1 January of the first announced year.
        horizon: 31 December of the last announced year.
        version: Short hash of its days; two calendars with the same working days have the same version.

    """

    notices: tuple[Notice, ...] = field(repr=False)
    first_day: date
    horizon: date
    version: str
    _base: int = field(repr=False)  # ordinal of `first_day`
    _counts: "array[int]" = field(repr=False)  # working days from `first_day` up to and including the day at that index
    _days: "array[int]" = field(repr=False)  # ordinals of the working days
    _named: _Named = field(repr=False)

    def add(self, day: date, n: int) -> date:
        """Return the `n`-th working day strictly after `day`.

        Raises:
            ValueError: `n` is less than 1.
            CalendarGap: `day` lies before `first_day`, or the result after the year 9999.

        """
        if n < 1:
            raise ValueError("Working days are counted forward from 1.")
        at = day.toordinal() - self._base
        if at < 0:
            raise self._gap(day)
        try:
            return date.fromordinal(self._days[self._counts[at] + n - 1])
        except IndexError:
            return self._add_beyond(day, n)

    def used(self, after: date, until: date) -> int:
        """Return the number of working days in `(after, until]`; 0 where `until` is not after `after`.

        Raises:
            CalendarGap: `after` lies before `first_day`.

        """
        first = after.toordinal() - self._base
        last = until.toordinal() - self._base
        if first < 0:
            raise self._gap(after)
        if last <= first:
            return 0
        try:
            return self._counts[last] - self._counts[first]
        except IndexError:
            return self._count(until) - self._count(after)

    def is_working(self, day: date) -> bool:
        """Return whether `day` is a working day, provisional ones included. CalendarGap before `first_day`."""
        at = day.toordinal() - self._base
        if at < 0:
            raise self._gap(day)
        if at >= len(self._counts):
            return day.weekday() < _SATURDAY
        return self._counts[at] > (self._counts[at - 1] if at else 0)

    def provisional(self, day: date) -> bool:
        """Return whether no notice covers `day` yet, so that it is only assumed to be what it is."""
        return day > self.horizon

    def why(self, day: date) -> tuple[Why, str]:
        """Return why `day` counts or not, and the title of the notice that decides it ("" where none does)."""
        worked = self.is_working(day)
        if self.provisional(day):
            return (Why.ASSUMED if worked else Why.ASSUMED_WEEKEND), ""
        named = self._named.get(day)
        weekend = day.weekday() >= _SATURDAY
        if named is None:
            return (Why.WEEKEND if weekend else Why.WORKING), ""
        title = named[1].title
        if worked:
            return (Why.MAKE_UP if weekend else Why.WORKING), title
        return Why.DAY_OFF, title

    def working_days_after(self, start: date) -> Iterator[date]:
        """Yield the working days strictly after `start`, without end."""
        day = start
        while True:
            day = self.add(day, 1)
            yield day

    def _count(self, day: date) -> int:
        """Working days from `first_day` to `day`, however far ahead; `day` is not before `first_day`."""
        at = day.toordinal() - self._base
        if at < len(self._counts):
            return self._counts[at]
        array_end = self._base + len(self._counts) - 1
        return len(self._days) + _weekdays_until(day.toordinal()) - _weekdays_until(array_end)

    def _add_beyond(self, day: date, n: int) -> date:
        array_end = self._base + len(self._counts) - 1
        beyond = self._count(day) + n - len(self._days)
        ordinal = _weekday_ordinal(_weekdays_until(array_end) + beyond)
        if ordinal > _LAST_ORDINAL:
            raise CalendarGap(
                "{days} working days after {day} lie beyond the year 9999. Enter fewer days.", days=n, day=day
            )
        return date.fromordinal(ordinal)

    def _gap(self, day: date) -> CalendarGap:
        return CalendarGap(
            "{day} is not covered by any holiday notice: the first day on record is {first}. Enter a later day.",
            day=day,
            first=self.first_day,
        )


def _weekdays_until(ordinal: int) -> int:
    """Mondays to Fridays from 0001-01-01, a Monday with ordinal 1, up to and including `ordinal`."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)


def _weekday_ordinal(number: int) -> int:
    """The ordinal of the `number`-th Monday-to-Friday since 0001-01-01; the inverse of `_weekdays_until`."""
    weeks, rest = divmod(number - 1, 5)
    return weeks * 7 + rest + 1


def build(notices: Iterable[Notice]) -> Calendar:
    """Return the calendar in which `notices` have all been published; the later one decides each day.

    Raises:
        CalendarGap: There is no notice, or a year between two announced years has none: it would be guessed silently.

    """
    ordered = tuple(sorted(notices, key=lambda notice: (notice.known_on, notice.amends)))
    first_day, horizon = _span(ordered)
    named = _named(ordered, first_day, horizon)
    working = array("i")
    counts = array("i")
    base = first_day.toordinal()
    decided = {day.toordinal(): worked for day, (worked, _) in named.items()}
    for ordinal in range(base, date(horizon.year + _YEARS_AHEAD, 12, 31).toordinal() + 1):
        if decided.get(ordinal, (ordinal - 1) % 7 < _SATURDAY):
            working.append(ordinal)
        counts.append(len(working))
    return Calendar(
        notices=ordered,
        first_day=first_day,
        horizon=horizon,
        version=_version(first_day, horizon, decided),
        _base=base,
        _counts=counts,
        _days=working,
        _named=named,
    )


def as_known_on(notices: Iterable[Notice], day: date) -> Calendar:
    """Return the calendar as it stood on `day`: only notices published by then. CalendarGap if there was none."""
    return build(notice for notice in notices if notice.known_on <= day)


def _span(notices: Iterable[Notice]) -> tuple[date, date]:
    years = sorted({year for notice in notices for year in notice.years})
    if not years:
        raise CalendarGap(
            "No holiday notice was published by then, so no working day can be counted. Import one first."
        )
    for before, after in pairwise(years):
        if after != before + 1:
            raise CalendarGap(
                "The holiday notice for {missing} is not loaded, though the one for {later} is. Import it first.",
                missing=str(before + 1),
                later=str(after),
            )
    return max(EARLIEST, date(years[0], 1, 1)), date(years[-1], 12, 31)


def _named(ordered: Iterable[Notice], first_day: date, horizon: date) -> _Named:
    named: dict[date, tuple[bool, Notice]] = {}
    for notice in ordered:
        named.update((day, (False, notice)) for day in notice.off)
        named.update((day, (True, notice)) for day in notice.worked)
    return MappingProxyType({day: named[day] for day in sorted(named) if first_day <= day <= horizon})


def _version(first_day: date, horizon: date, decided: Mapping[int, bool]) -> str:
    """Hash what differs from Monday-to-Friday, so that restating a plain weekend changes nothing."""
    unusual = [str(day) for day in sorted(decided) if decided[day] != ((day - 1) % 7 < _SATURDAY)]
    text = f"{first_day}/{horizon}/{','.join(unusual)}"
    return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
