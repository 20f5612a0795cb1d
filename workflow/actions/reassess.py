"""Look again at what a reply withheld (定期评估审查)."""

from workflow.actions.step import View, action
from workflow.actions.texts import one_of, said
from workflow.rules.errors import RuleBroken
from workflow.rules.record.aftermath import Reassessed
from workflow.rules.states import Step

FINDINGS = ("still_withheld", "disclosable")


@action(Step.REASSESS)
def reassess(view: View, *, finding: str, reason: str) -> Reassessed:
    """Record what the look on the day of the call found. The outcome stays, and so does what its year counted.

    Args:
        view: The case.
        finding: `still_withheld`, or `disclosable`: then the record is made public, or asked for anew and answered.
        reason: Why.

    Source:
        政府信息公开条例 (2019), Art. 18.
    """
    case = view.case
    last_on = case.reassessed_on or case.closed_on
    if last_on is not None and view.call.on < last_on:
        raise RuleBroken(
            "{on} is before the reply or the last look at it, on {day}. Enter a day from then on.",
            on=view.call.on,
            day=last_on,
        )
    return Reassessed(finding=one_of(finding, FINDINGS, "finding"), reason=said(reason, "reason"))
