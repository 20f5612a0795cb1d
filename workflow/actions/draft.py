"""Draft the answer item by item (拟办), and hand the draft to the secrecy review."""

from collections.abc import Sequence
from datetime import date

from workflow.actions.step import View, action
from workflow.actions.texts import said
from workflow.rules.detail_checks import check_details
from workflow.rules.errors import BadInput, NotReady, RuleBroken
from workflow.rules.outcome_basis import answer_form, basis_on
from workflow.rules.outcome_details import missing_in_draft
from workflow.rules.outcomes import AnswerForm, Family, Outcome
from workflow.rules.record.case import Case
from workflow.rules.record.deciding import Drafted, ItemDraft, Submitted
from workflow.rules.states import Step


@action(Step.DRAFT)
def draft(view: View, *, items: Sequence[ItemDraft]) -> Drafted:
    """Draft the answer to some or all items; each becomes a new version that the secrecy review has to see.

    Raises:
        BadInput: No item, an item twice, or one that the request does not have; a detail that cannot be right.
        RuleBroken: An outcome that the law of the day does not know, that ends a case otherwise, or U4 without a
            correction.
        NotReady: An item does not say what its article asks the letter to state; the message names it.
    """
    numbers = [item.no for item in items]
    known = [item.no for item in view.case.items]
    strange = [number for number in numbers if number not in known]
    if not numbers or strange or len(set(numbers)) != len(numbers):
        raise BadInput(
            "The draft answers the items {numbers}; the request has {known}. Answer each of them at most once.",
            numbers=numbers or ["-"],
            known=known,
        )
    for item in items:
        _check(view, item)
    return Drafted(items=list(items))


def check_outcome(case: Case, outcome: Outcome, on: date, form: AnswerForm | None = None) -> None:
    """Refuse an outcome that a reply of a day cannot have.

    Of 其他处理 a reply has only C3, and only as one of its answers (`form`): 非政府信息 or 咨询.

    Raises:
        RuleBroken: The law of the day does not know it, the applicant's own act brings it, or it needs a correction.
    """
    basis_on(outcome, on, form)
    if outcome.family is Family.OTHER and form is None:
        raise RuleBroken(
            "{outcome} ends a case by the applicant's own act. Record the lapse or the withdrawal instead; to answer "
            "that an item is no government information or a question, state its form (非政府信息, 咨询) with C3.",
            outcome=outcome,
        )
    if outcome is Outcome.U4 and not case.corrected:
        raise RuleBroken(
            "U4 says that the request is still unclear after a correction, and none was asked for. Ask for one first "
            "(Art. 30)."
        )


def _check(view: View, item: ItemDraft) -> None:
    check_outcome(view.case, item.outcome, view.call.on, answer_form(item.outcome, item.detail))
    said(item.findings, "findings")
    if item.outcome not in (Outcome.D1, Outcome.D2):
        said(item.reasons, "reasons")
    gaps = missing_in_draft(item.outcome, item.detail)
    if gaps:
        raise NotReady(
            "Item {no} ({outcome}) does not say: {missing}. The letter must state it, so fill it in.",
            no=item.no,
            outcome=item.outcome,
            missing=[f"{gap.label} ({gap.key})" for gap in gaps],
        )
    check_details(item.no, item.outcome, item.detail)


@action(Step.SUBMIT)
def submit(view: View, *, note: str = "") -> Submitted:
    """Hand the complete draft to the secrecy review."""
    drafted_on = view.case.drafted_on
    if drafted_on is not None and view.call.on < drafted_on:
        raise RuleBroken(
            "{on} is before the draft of {drafted_on}. Enter a day from then on.",
            on=view.call.on,
            drafted_on=drafted_on,
        )
    return Submitted(note=note)
