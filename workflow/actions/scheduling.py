"""What a step changes in the schedule of its case: the rows of duties that come, move and go with it."""

from collections.abc import Iterator, Sequence
from datetime import date

from workflow.rules.duty import DutyPolicy, Owed
from workflow.rules.record.case import Calendars, Case
from workflow.rules.record.entry import Change
from workflow.rules.record.schedule import duty_row, schedule


def owed_in(case: Case, calendars: Calendars, policy: DutyPolicy) -> tuple[Owed, ...]:
    """Return what is owed in a case that was settled; nothing in one that has no clock yet."""
    return schedule(case, calendars(case.calendar), policy) if case.settled is not None else ()


def rescheduled(case: Case, before: Sequence[Owed], after: Sequence[Owed], on: date) -> Iterator[Change]:
    """Yield the rows of what came to be owed or moved, and of what is owed no more.

    Args:
        case: After the step.
        before: What was owed.
        after: What is owed.
        on: The day of the step, from which what is new is reminded of.
    """
    known = {(one.duty, one.ref): one for one in before}
    for one in after:
        if known.pop((one.duty, one.ref), None) != one:
            yield Change("duties", {**duty_row(case, one), "since": on, "fresh": True})
    for duty, ref in known:
        yield Change("duties", {"case_id": case.id, "duty": str(duty), "ref": ref}, new=False)
