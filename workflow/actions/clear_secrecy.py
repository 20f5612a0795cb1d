"""Review the draft for secrets (保密审查), item by item, and send it back; Art. 17."""

from collections.abc import Sequence

from workflow.actions.step import View, action
from workflow.actions.texts import one_of, said
from workflow.rules.errors import BadInput, RuleBroken
from workflow.rules.outcomes import Family
from workflow.rules.record.deciding import REFER, Cleared, SentBack
from workflow.rules.states import Step

CONCLUSIONS = ("open", "redact", "withhold", REFER)


@action(Step.CLEAR)
def clear_secrecy(view: View, *, conclusion: str, ground: str, items: Sequence[int] = ()) -> Cleared:
    """Sign off the review of items in their present version.

    Args:
        view: The case.
        conclusion: `open` (可以公开), `redact` (区分处理后公开), `withhold` (不予公开), or `refer`: it cannot be told
            here and was put to the competent department or the secrecy administration (Art. 17(3)); clears nothing,
            and the period runs on (UNVERIFIED whether it may pause).
        ground: What was checked and why; it stands in the review form.
        items: Numbers of the items; all of them when empty.

    Raises:
        RuleBroken: The draft gives what the review withholds; send it back. Or the day is before the draft came.
    """
    if view.case.moved_on is not None and view.call.on < view.case.moved_on:
        raise RuleBroken(
            "{on} is before the draft was handed in on {moved_on}. Enter a day from then on.",
            on=view.call.on,
            moved_on=view.case.moved_on,
        )
    one_of(conclusion, CONCLUSIONS, "conclusion")
    chosen = [item for item in view.case.items if not items or item.no in items]
    if items and len(chosen) != len(set(items)):
        raise BadInput("The request has no such item among {items}. Name its items.", items=list(items))
    for item in chosen:
        if conclusion == "withhold" and item.outcome is not None and item.outcome.family is Family.DISCLOSED:
            raise RuleBroken(
                "Item {no} is drafted as disclosed ({outcome}), but the review withholds it. Send the draft back.",
                no=item.no,
                outcome=item.outcome,
            )
    alone = view.call.by in view.case.drafters
    return Cleared(
        items=[item.no for item in chosen], conclusion=conclusion, ground=said(ground, "ground"), alone=alone
    )


@action(Step.SEND_BACK)
def send_back(view: View, *, reason: str) -> SentBack:
    """Send the draft back; clearances, the decision and a reply letter not yet sent are void with it."""
    return SentBack.of(view.case, said(reason, "reason"))
