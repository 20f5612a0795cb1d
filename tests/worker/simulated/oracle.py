"""What the rules ask for, found out day by day and case by case, without the program's own sweep."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from workflow.rules.calendar import Calendar
from workflow.rules.duty import DEFAULT_POLICY, Duty
from workflow.rules.record.case import Case
from workflow.rules.record.schedule import schedule
from workflow.rules.reminders import Rule, applies


class Due(NamedTuple):
    """Something owed, from a day on."""

    duty: str
    ref: str
    due_on: date


class Key(NamedTuple):
    """What makes a reminder the same."""

    recipient: UUID
    subject: UUID
    duty: str
    ref: str
    rule: str
    due_on: date
    mark_on: date
    channel: str


@dataclass
class Matter:
    """A case as the oracle knows it."""

    agency_id: UUID
    case_no: str
    assignee: UUID | None = None
    since: dict[Due, date] = field(default_factory=dict)


@dataclass
class Oracle:
    """Expects reminders.

    Args:
        rules: Of all agencies.
        calendar: Working days.
        recipients: Who is meant by a role of an agency, where nobody has the case.
    """

    rules: Sequence[Rule]
    calendar: Calendar
    recipients: Callable[[UUID, str], list[UUID]]
    matters: dict[UUID, Matter] = field(default_factory=dict)
    expected: set[Key] = field(default_factory=set)
    swept_until: date | None = None

    def see(self, case: Case, on: date) -> None:
        """Take note of a case after a step on a day."""
        matter = self.matters.setdefault(case.id, Matter(case.agency_id, case.case_no))
        matter.assignee = case.assignee
        owed = {Due(str(one.duty), one.ref, one.due_on) for one in schedule(case, self.calendar, DEFAULT_POLICY)}
        matter.since = {due: matter.since.get(due, on) for due in owed}

    def sweep(self, today: date) -> None:
        """Expect what a sweep on a day has to remind of, which catches up with the days since the one before."""
        after = today - timedelta(days=1) if self.swept_until in {None, today} else self.swept_until
        assert after is not None
        days = [after + timedelta(days=number) for number in range(1, (today - after).days + 1)]
        working = [day for day in days if self.calendar.is_working(day)]
        for case_id, matter in self.matters.items():
            for due, since in matter.since.items():
                for rule in self.rules:
                    if applies(rule, Duty(due.duty)):
                        self.expected.update(self._of_rule(case_id, matter, due, since, rule, working))
        self.swept_until = today

    def owed(self, case_no: str) -> bool:
        """Tell whether anything is owed in a case."""
        return any(matter.since for matter in self.matters.values() if matter.case_no == case_no)

    def _of_rule(
        self, case_id: UUID, matter: Matter, due: Due, since: date, rule: Rule, working: Sequence[date]
    ) -> Iterator[Key]:
        marks = [day for day in working if self._reminds(rule, due.due_on, day)]
        if rule.daily:
            marks = [day for day in marks if day == working[-1]]
        for mark in marks:
            if mark < since:
                continue
            mark_on = mark if rule.daily else due.due_on
            for role in rule.roles:
                for person in self._people(matter, role):
                    for channel in rule.channels:
                        yield Key(person, case_id, *due[:2], rule.id, due.due_on, mark_on, channel)

    def _people(self, matter: Matter, role: str) -> list[UUID]:
        if role == "assignee":
            return [matter.assignee] if matter.assignee else self.recipients(matter.agency_id, "caseworker")
        return self.recipients(matter.agency_id, role)

    def _reminds(self, rule: Rule, due_on: date, day: date) -> bool:
        first = self._day(due_on, rule.offset)
        return day >= first if rule.daily else day == first

    def _day(self, due_on: date, offset: int) -> date:
        """Return the working day that is `offset` from a due day, counted one by one."""
        if offset > 0:
            return self._nth(due_on, offset, timedelta(days=1))
        if offset < 0:
            return self._nth(due_on, -offset, timedelta(days=-1))
        return due_on if self.calendar.is_working(due_on) else self._nth(due_on, 1, timedelta(days=-1))

    def _nth(self, day: date, n: int, pace: timedelta) -> date:
        while n:
            day += pace
            n -= self.calendar.is_working(day)
        return day
