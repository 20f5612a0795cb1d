"""Extend the reply period (延长答复期限), Art. 33; set a later day (延迟答复), Art. 35."""

from datetime import date

from workflow.actions.step import View, action
from workflow.actions.texts import said
from workflow.rules.record.handling import Delayed, Extended
from workflow.rules.states import Step


@action(Step.EXTEND)
def extend(view: View, *, days: int, reason: str) -> Extended:
    """Extend the reply period by 1 to 20 working days (15 before 2019), once, before it is over.

    Args:
        view: The case.
        days: Working days added.
        reason: Why, as the notice will say.
    """
    return Extended(days=days, reason=said(reason, "reason"), due_before=view.case.due_on)


@action(Step.DELAY)
def delay(view: View, *, until: date, reason: str) -> Delayed:  # noqa: ARG001 (the clock checks the day)
    """Set the reasonable later day of Art. 35 for a request among very many."""
    return Delayed(until=until, reason=said(reason, "reason"))
