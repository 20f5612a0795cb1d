"""End a request by the applicant's act: withdrawal (撤回), or silence after a notice (视为放弃)."""

from workflow.actions.step import View, action
from workflow.actions.texts import said
from workflow.rules.outcomes import Outcome
from workflow.rules.record.closing import Lapsed, Withdrawn
from workflow.rules.states import Step


@action(Step.WITHDRAW)
def withdraw(view: View, *, how: str) -> Withdrawn:  # noqa: ARG001 (possible in every open state)
    """Record a withdrawal; how it was made (in writing, on record) is evidence."""
    return Withdrawn(how=said(how, "how it was withdrawn"))


@action(Step.LAPSE)
def lapse(view: View, *, reason: str) -> Lapsed:
    """End a request that was not corrected (Art. 30) or not paid for in time; offered, never done by itself.

    Args:
        view: The case.
        reason: That no good reason for the delay was shown.
    """
    outcome = Outcome.C1 if view.case.next_what == "correct" else Outcome.C2
    return Lapsed(outcome=outcome, reason=said(reason, "reason"))
