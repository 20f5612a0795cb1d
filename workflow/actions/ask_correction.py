"""Ask for a correction (补正), and receive it; Art. 30."""

from collections.abc import Sequence
from datetime import date

from workflow.actions.step import View, action
from workflow.actions.texts import said
from workflow.rules.errors import BadInput, RuleBroken
from workflow.rules.record.intake import Corrected, CorrectionAsked
from workflow.rules.states import Step


@action(Step.ASK_CORRECTION)
def ask_correction(view: View, *, points: Sequence[str], reply_by: date) -> CorrectionAsked:
    """Tell the applicant, once and completely, what the request lacks and until when to correct it.

    Args:
        view: The case.
        points: What is missing or unclear, each with why.
        reply_by: The reasonable time that the notice sets (合理的补正期限), a day after the notice.
    """
    if not points:
        raise BadInput("The notice names no point. Name everything that is missing, because Art. 30 allows one notice.")
    if reply_by <= view.call.on:
        raise RuleBroken(
            "The applicant's time ends on {reply_by}, not after the notice of {on}. Art. 30 asks for a reasonable "
            "time: enter a later day.",
            reply_by=reply_by,
            on=view.call.on,
        )
    return CorrectionAsked(points=[said(point, "point to correct") for point in points], reply_by=reply_by)


@action(Step.CORRECT)
def correct(view: View, *, items: Sequence[str] = ()) -> Corrected:
    """Receive the corrected request; the whole period runs anew from this day.

    Args:
        view: The case.
        items: The corrected wording of each item, empty where it stays; as many as the request has items, or none.
    """
    if items and len(items) != len(view.case.items):
        raise BadInput(
            "The request has {have} items, the correction {given}. Give the wording of each item in its order, or of "
            "none.",
            have=len(view.case.items),
            given=len(items),
        )
    return Corrected(items=[item.strip() for item in items])
