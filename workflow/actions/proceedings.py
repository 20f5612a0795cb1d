"""Reconsideration and suits (行政复议、行政诉讼) over a case, and the new reply that they may order."""

from workflow.actions.step import View, action
from workflow.actions.texts import one_of, said
from workflow.rules.errors import BadInput, NotFound, NotReady, RuleBroken
from workflow.rules.record.aftermath import ProceedingAnswered, ProceedingConcluded, ProceedingFiled, Reopened
from workflow.rules.record.case import Proceeding
from workflow.rules.states import Step

FILINGS = ("review", "direct", "after")
RESULTS = ("upheld", "corrected", "other")


@action(Step.FILE_PROCEEDING)
def file_proceeding(
    view: View, *, filing: str, body: str = "", docket: str = "", simplified: bool = False
) -> ProceedingFiled:
    """Record that a proceeding was accepted on the day of the call.

    Args:
        view: The case.
        filing: `review` (行政复议), `direct` (未经复议直接起诉) or `after` (复议后起诉).
        body: The reconsideration body or court.
        docket: Its number of the proceeding.
        simplified: A reconsideration in the simplified procedure (简易程序): 5 working days for the answer instead of
            10; 行政复议法 (2023), Arts. 48, 54.
    """
    no = len(view.case.proceedings) + 1
    kind = one_of(filing, FILINGS, "kind of proceeding")
    if simplified and kind != "review":
        raise BadInput(
            "Only a reconsideration (review) has a shorter time for the answer in the simplified procedure, and this "
            "is {filing}. Leave simplified out.",
            filing=kind,
        )
    return ProceedingFiled(no=no, filing=kind, filed_on=view.call.on, body=body, docket=docket, simplified=simplified)


@action(Step.ANSWER_PROCEEDING)
def answer_proceeding(view: View, *, no: int, number: str = "") -> ProceedingAnswered:
    """Record that the agency's written answer was handed in on the day of the call; it ends the time for it.

    Args:
        view: The case.
        no: Number of the proceeding in the case.
        number: That of the document (行政复议答复书、答辩状).
    """
    pending = _proceeding(view, no)
    if pending.result:
        raise BadInput("Proceeding {no} was already concluded, so it takes no answer. Enter the right number.", no=no)
    if pending.answered_on is not None:
        raise BadInput(
            "Proceeding {no} was already answered on {day}. Put what is handed in later on the file as an attachment.",
            no=no,
            day=pending.answered_on,
        )
    _in_order(view, pending)
    return ProceedingAnswered(no=no, number=number.strip())


@action(Step.CONCLUDE_PROCEEDING)
def conclude_proceeding(view: View, *, no: int, result: str, ending: str = "") -> ProceedingConcluded:
    """Record the end of a proceeding: `upheld` (维持), `corrected` (纠正) or `other`."""
    pending = _proceeding(view, no)
    if pending.result:
        raise BadInput("Proceeding {no} was already concluded. Enter a new one if there is another.", no=no)
    _in_order(view, pending)
    return ProceedingConcluded(no=no, result=one_of(result, RESULTS, "result"), ending=ending)


@action(Step.REOPEN)
def reopen(view: View, *, proceeding: int, days: int, order: str) -> Reopened:
    """Open the case again because a review or a court ordered a new reply, or the agency puts its own right (自行纠正).

    Args:
        view: The case.
        proceeding: Number of the proceeding in the case, which must have ended otherwise than upheld; 0 where the
            agency acts by itself.
        days: Working days that the order sets, or the agency itself.
        order: The order and its number; of the agency itself, its decision.
    """
    if proceeding:
        ended = _proceeding(view, proceeding)
        if ended.result not in ("corrected", "other"):
            raise NotReady("Proceeding {no} has not ended against the reply, so it orders nothing.", no=proceeding)
        _in_order(view, ended)
    if days < 1:
        raise BadInput("The order gives {days} working days. Enter at least 1.", days=days)
    return Reopened(
        days=days,
        order=said(order, "order"),
        proceeding=proceeding,
        calendar=view.unit.calendar().version,
        decision=view.case.decision,
        clearances=[(review.seq, review.item) for review in view.case.clearances],
    )


def _in_order(view: View, proceeding: Proceeding) -> None:
    last_on = proceeding.last_on
    if last_on is not None and view.call.on < last_on:
        raise RuleBroken(
            "{on} is before the last day of proceeding {no}, {day}. Enter a day from then on.",
            on=view.call.on,
            no=proceeding.no,
            day=last_on,
        )


def _proceeding(view: View, no: int) -> Proceeding:
    for proceeding in view.case.proceedings:
        if proceeding.no == no:
            return proceeding
    raise NotFound(
        "Case {case_no} has no proceeding {no}. Record that it was filed first.", case_no=view.case.case_no, no=no
    )
