"""Ask why so many requests are needed (说明理由), and record the answer; Art. 35."""

from workflow.actions.step import View, action
from workflow.actions.texts import said
from workflow.rules.errors import BadInput, NotReady
from workflow.rules.record.handling import ReasonsAsked, ReasonsGiven
from workflow.rules.states import Step

MOST = 1_000_000


@action(Step.ASK_REASONS)
def ask_reasons(view: View, *, count: int, reason: str) -> ReasonsAsked:  # noqa: ARG001 (the clock checks the day)
    """Ask the applicant for reasons.

    Args:
        view: The case.
        count: How many requests the applicant has made in the period that the notice names.
        reason: Why their number or frequency is clearly beyond what is reasonable.
    """
    if not 1 <= count <= MOST:
        raise BadInput("{count} requests cannot be. Enter 1 to {most}.", count=count, most=MOST)
    return ReasonsAsked(count=count, reason=said(reason, "reason"))


@action(Step.GIVE_REASONS)
def give_reasons(view: View, *, accepted: bool, reasons: str) -> ReasonsGiven:
    """Record what the applicant answered and whether it is accepted."""
    if not view.facts.reasons_open:
        raise NotReady("The applicant was not asked for reasons. Ask first.")
    return ReasonsGiven(accepted=accepted, reasons=said(reasons, "reasons"))
