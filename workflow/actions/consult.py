"""Consult a third party, a co-producer or another agency (征求意见); Arts. 11, 32, 34."""

from datetime import date

from workflow.actions.step import View, action
from workflow.actions.texts import one_of, said
from workflow.rules.clock import Party
from workflow.rules.errors import NotFound, NotReady
from workflow.rules.record.case import Case
from workflow.rules.record.handling import ConsultationAnswered, ConsultationDelivered, ConsultationLapsed, Consulted
from workflow.rules.record.schedule import parties
from workflow.rules.states import Step

OPINIONS = ("agree", "partly", "refuse")
SILENCE = {Party.THIRD_PARTY: "agency decides", Party.CO_PRODUCER: "consent"}


@action(Step.CONSULT)
def consult(view: View, *, party: str, name: str, question: str) -> Consulted:
    """Send a consultation; the clock pauses from the day after, the work does not.

    Args:
        view: The case.
        party: `third_party`, `co_producer` or `agency`.
        name: Who is asked.
        question: What about; the letter never names the applicant.
    """
    kind = one_of(party, tuple(str(one) for one in Party), "party")
    ref = f"C{view.case.version + 1}"
    return Consulted(ref=ref, party=kind, name=said(name, "name"), question=said(question, "question"))


@action(Step.DELIVER_CONSULTATION)
def deliver_consultation(view: View, *, ref: str) -> ConsultationDelivered:
    """Record that the party signed for the letter; its period runs from here."""
    return ConsultationDelivered(ref=_open(view.case, ref))


@action(Step.ANSWER_CONSULTATION)
def answer_consultation(view: View, *, ref: str, opinion: str, reasons: str = "") -> ConsultationAnswered:
    """Record the party's opinion: agree, partly or refuse.

    A third party's objection binds the agency only with reasonable grounds (Art. 32).
    """
    return ConsultationAnswered(
        ref=_open(view.case, ref), opinion=one_of(opinion, OPINIONS, "opinion"), reasons=reasons
    )


@action(Step.LAPSE_CONSULTATION)
def lapse_consultation(view: View, *, ref: str) -> ConsultationLapsed:
    """Record that the party's period passed in silence, and what its silence means.

    Raises:
        NotReady: The letter was never delivered, the party has no period, or it is not over.
    """
    last_on, party = _last_day(view, _open(view.case, ref))
    if view.call.on <= last_on:
        raise NotReady(
            "The party may answer until {last_on}. Its silence can be recorded from the day after.", last_on=last_on
        )
    return ConsultationLapsed(ref=ref, last_on=last_on, effect=SILENCE[party])


def _open(case: Case, ref: str) -> str:
    waiting = [asked.ref for asked in case.consultations if asked.open]
    if ref not in waiting:
        raise NotFound(
            "Case {case_no} has no open consultation {ref}. Open: {waiting}.",
            case_no=case.case_no,
            ref=ref,
            waiting=waiting or ["-"],
        )
    return ref


def _last_day(view: View, ref: str) -> tuple[date, Party]:
    calendar = view.unit.store.calendars(view.case.calendar)
    asked = next(one for one in parties(view.case, calendar) if one.ref == ref)
    party = Party(asked.party)
    if asked.delivered_on is None:
        raise NotReady(
            "The letter of consultation {ref} was never recorded as delivered, so no period runs. Record the delivery "
            "or the answer.",
            ref=ref,
        )
    if asked.last_on is None:
        raise NotReady(
            "No period runs for {party}, so its silence says nothing. Remind it, or record its answer.", party=party
        )
    return asked.last_on, party
