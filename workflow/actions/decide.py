"""Sign the decision (签批)."""

from workflow.actions.step import View, action
from workflow.rules.errors import RuleBroken
from workflow.rules.outcomes import Outcome, principal
from workflow.rules.record.deciding import Decided
from workflow.rules.states import Step


@action(Step.DECIDE)
def decide(view: View, *, chosen: Outcome | None = None) -> Decided:
    """Decide as drafted and cleared.

    Args:
        view: The case.
        chosen: The outcome the case is counted by, where its items failed for different reasons.

    Raises:
        RuleBroken: The day is before a secrecy review, or `chosen` stands for no item.
    """
    reviewed_on = max(review.on for review in view.case.clearances)
    if view.call.on < reviewed_on:
        raise RuleBroken(
            "{on} is before the secrecy review of {reviewed_on}. Enter a day from then on.",
            on=view.call.on,
            reviewed_on=reviewed_on,
        )
    outcomes = [(item.no, item.outcome) for item in view.case.items if item.outcome is not None]
    outcome = principal([each for _, each in outcomes], chosen)
    return Decided(outcome=outcome, outcomes=outcomes, alone=view.facts.acts_alone)
