"""What a step changes in the schedule of its case: what comes to be owed, moves and goes with it."""

from collections.abc import Sequence
from datetime import date

from workflow.rules.duty import DutyPolicy, Owed
from workflow.rules.record.case import Calendars, Case
from workflow.rules.record.schedule import schedule
from workflow.store.rows import Owing


def owed_in(case: Case, calendars: Calendars, policy: DutyPolicy) -> tuple[Owed, ...]:
    """Return what is owed in a case that was settled; nothing in one that has no clock yet."""
    return schedule(case, calendars(case.calendar), policy) if case.settled is not None else ()


def rescheduled(before: Sequence[Owed], after: Sequence[Owed], on: date, *, passed_on: bool = False) -> Owing:
    """Return what came to be owed or moved, and what is owed no more.

    Args:
        before: What was owed.
        after: What is owed.
        on: The day of the step, from which what is new is reminded of.
        passed_on: Whether another person has the case now, which every row says.
    """
    puts = [one for one in after if passed_on or one not in before]
    still = {(one.duty, one.ref) for one in after}
    drops = [(str(one.duty), one.ref) for one in before if (one.duty, one.ref) not in still]
    return Owing(puts, drops, on)
