"""Send letters and the reply (答复), and record their service; 国办公开办函〔2016〕235号."""

from workflow.actions.step import View, action
from workflow.actions.texts import one_of, said
from workflow.rules.errors import BadInput, NotFound, RuleBroken
from workflow.rules.record.case import Letter
from workflow.rules.record.closing import Dispatched, Replied, Served
from workflow.rules.states import Step

WAYS = ("direct", "entrusted", "post", "online", "email")


@action(Step.REPLY)
def reply(view: View, *, way: str, proof: str) -> Replied:
    """Record that the reply left the house; the day posted or signed for is what counts as in time.

    Args:
        view: The case.
        way: `direct`, `entrusted` (另一机关代为送达), `post` (postal enterprise only), `online` or `email`.
        proof: Number of the postal receipt, of the service receipt (送达回证) or of the log.

    Raises:
        BadInput: The way is not one of these, or there is no proof.
    """
    letter = max((one for one in view.case.letters if one.decision == view.case.decision), key=lambda one: one.no)
    if view.case.decided is None:
        raise NotFound("The case has no decision. Decide first.")
    _in_order(view, letter)
    return Replied(
        no=letter.no, way=one_of(way, WAYS, "way of service"), proof=said(proof, "proof"), outcome=view.case.decided
    )


@action(Step.DISPATCH)
def dispatch(view: View, *, no: int, way: str, proof: str) -> Dispatched:
    """Record that a letter under way (a notice, a consultation) was sent."""
    letter = _letter(view, no)
    if letter.decision:
        raise BadInput("Letter {no} is the reply. Take the step reply for it, which ends the period.", no=no)
    if letter.sent:
        raise BadInput("Letter {no} was already sent. Record its service, or issue a new letter.", no=no)
    _in_order(view, letter)
    return Dispatched(no=no, way=one_of(way, WAYS, "way of service"), proof=said(proof, "proof"))


@action(Step.SERVE)
def serve(view: View, *, no: int, proof: str) -> Served:
    """Record that the addressee has the letter; the applicant's periods run from here."""
    letter = _letter(view, no)
    if not letter.sent:
        raise BadInput("Letter {no} was not sent yet. Record how it was sent first.", no=no)
    _in_order(view, letter)
    return Served(no=no, proof=said(proof, "proof"))


def _letter(view: View, no: int) -> Letter:
    for letter in view.case.letters:
        if letter.no == no:
            return letter
    raise NotFound("Case {case_no} has no letter {no}. Issue it first.", case_no=view.case.case_no, no=no)


def _in_order(view: View, letter: Letter) -> None:
    if letter.on is not None and view.call.on < letter.on:
        raise RuleBroken(
            "{on} is before the last day of letter {no}, {day}. Enter a day from then on.",
            on=view.call.on,
            no=letter.no,
            day=letter.on,
        )
