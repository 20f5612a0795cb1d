"""Send letters and the reply (答复), and record their service; 国办公开办函〔2016〕235号."""

from typing import Any

from workflow.actions.step import View, action
from workflow.actions.texts import one_of, said
from workflow.rules.errors import BadInput, NotFound, RuleBroken
from workflow.rules.record.case import Letter
from workflow.rules.record.closing import Dispatched, LetterReturned, Replied, Served
from workflow.rules.service import Way, carrier_of
from workflow.rules.states import Step

WAYS = tuple(Way)


@action(Step.REPLY)
def reply(view: View, *, way: str, proof: str, carrier: str = "") -> Replied:
    """Record that the reply left the house; the day posted or signed for is what counts as in time.

    Args:
        view: The case.
        way: `direct`, `entrusted` (另一机关代为送达), `post` (postal enterprise only), `online` or `email`.
        proof: Number of the postal receipt, of the service receipt (送达回证) or of the log.
        carrier: Who carries what is posted; the postal enterprise where nothing is said.

    Raises:
        BadInput: The way is not one of these, or there is no proof.
        RuleBroken: It is posted through another than the postal enterprise.
    """
    current = (one for one in view.case.letters if one.decision == view.case.decision and not one.void)
    letter = max(current, key=lambda one: one.no)
    if view.case.decided is None:
        raise NotFound("The case has no decision. Decide first.")
    _in_order(view, letter)
    return Replied(**_sent(letter, way, proof, carrier), outcome=view.case.decided)


@action(Step.DISPATCH)
def dispatch(view: View, *, no: int, way: str, proof: str, carrier: str = "") -> Dispatched:
    """Record that a letter under way (a notice, a consultation) was sent, or that any that came back was sent again."""
    letter = _letter(view, no)
    if letter.decision and not letter.sent:
        raise BadInput("Letter {no} is the reply. Take the step reply for it, which ends the period.", no=no)
    if letter.sent and not letter.returned:
        raise BadInput("Letter {no} was already sent. Record its service, or that it came back.", no=no)
    _in_order(view, letter)
    return Dispatched(**_sent(letter, way, proof, carrier))


@action(Step.RETURN_LETTER)
def return_letter(view: View, *, no: int, reason: str) -> LetterReturned:
    """Record that a letter came back (退回) and why; it has to be sent again, and still counts as sent on its day."""
    letter = _letter(view, no)
    if not letter.sent or letter.returned:
        raise BadInput(
            "Letter {no} is not on its way, so it cannot have come back. Record how it was sent first.", no=no
        )
    _in_order(view, letter)
    return LetterReturned(no=no, reason=said(reason, "reason"))


@action(Step.SERVE)
def serve(view: View, *, no: int, proof: str, receiver: str = "", witness: str = "") -> Served:
    """Record that the addressee has the letter; the applicant's periods run from here.

    Args:
        view: The case.
        no: Number of the letter in the case.
        proof: Number of the service receipt (送达回证), of the postal one or of the log.
        receiver: Who took it, with the relation to the addressee; empty where it was the addressee.
        witness: Who saw that it was refused and left there (留置送达).
    """
    letter = _letter(view, no)
    if not letter.sent or letter.returned:
        raise BadInput("Letter {no} was not sent yet, or came back. Record how it was sent first.", no=no)
    _in_order(view, letter)
    return Served(no=no, proof=said(proof, "proof"), receiver=receiver.strip(), witness=witness.strip())


def _sent(letter: Letter, way: str, proof: str, carrier: str) -> dict[str, Any]:
    """Return what an entry says of a sending; RuleBroken where it may not be sent so."""
    kind = Way(one_of(way, WAYS, "way of service"))
    return {
        "no": letter.no,
        "way": str(kind),
        "proof": said(proof, "proof"),
        "carrier": carrier_of(kind, carrier.strip()),
    }


def _letter(view: View, no: int) -> Letter:
    for letter in view.case.letters:
        if letter.no == no and not letter.void:
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
