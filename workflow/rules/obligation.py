"""Who has to do what next in a case, as a queue and the head of a case say it."""

from datetime import date
from typing import NamedTuple

from workflow.rules.duty import Actor
from workflow.rules.record.case import Call, Case, Facts
from workflow.rules.states import LINES, Role, State, Step, allowed


class Obligation(NamedTuple):
    """The next thing to do, who does it and until when; no day where none binds, nothing where the case is closed."""

    who: Actor
    what: Step | None
    by: date | None


def obligation(case: Case, today: date) -> Obligation:
    """Return the next obligation of a case; a waiting time that is over turns to the caseworker, who records it."""
    if case.closed_on is not None:
        return Obligation(Actor.NOBODY, None, None)
    who, what = _next(case, over=case.next_on is not None and today > case.next_on)
    return Obligation(who, what, case.next_on)


def _next(case: Case, *, over: bool) -> tuple[Actor, Step]:
    waiting = _WAITING.get(case.next_what)
    if waiting is None:
        return _own(case)
    outside, when_over = waiting
    return (Actor.CASEWORKER, when_over) if over else outside


_WAITING = {
    "correct": ((Actor.APPLICANT, Step.CORRECT), Step.LAPSE),
    "pay": ((Actor.APPLICANT, Step.PAY), Step.LAPSE),
    "give_reasons": ((Actor.APPLICANT, Step.GIVE_REASONS), Step.GIVE_REASONS),
    "answer_consultation": ((Actor.CONSULTED, Step.ANSWER_CONSULTATION), Step.LAPSE_CONSULTATION),
}
"""What the clock waits for -> who does it, and what the caseworker records once the time for it is over."""


def _own(case: Case) -> tuple[Actor, Step]:
    match case.state:
        case State.RECEIVED:
            return Actor.CASEWORKER, Step.REVIEW
        case State.AWAITING_PAYMENT:
            return Actor.CASEWORKER, Step.DELIVER_FEE_NOTICE
        case State.SECRECY_CHECK if not _cleared(case):
            return Actor.SECRECY_REVIEWER, Step.CLEAR
        case State.SECRECY_CHECK:
            return Actor.APPROVER, Step.DECIDE
        case State.DECIDED:
            issued = any(letter.decision == case.decision for letter in case.letters)
            return Actor.CASEWORKER, Step.REPLY if issued else Step.ISSUE_REPLY
        case _:
            drafted = bool(case.items) and all(item.doc for item in case.items)
            return Actor.CASEWORKER, Step.SUBMIT if drafted else Step.DRAFT


def _cleared(case: Case) -> bool:
    cleared = {(review.item, review.doc) for review in case.clearances}
    return all((item.no, item.doc) in cleared for item in case.items)


class Possible(NamedTuple):
    """A step that the table has from the state of a case.

    Args:
        step: The step.
        by: The roles that may take it.
        mine: Whether the person who asks has one of them.
        objections: What the guards object at present, in their order.
    """

    step: Step
    by: tuple[Role, ...]
    mine: bool
    objections: tuple[str, ...]


def possible(case: Case, call: Call, roles: frozenset[Role], *, one_person: bool) -> list[Possible]:
    """Return the steps from the state of a case, with who may take them and what is missing.

    Args:
        case: As it stands, its clock settled as of the day of the call.
        call: Who asks, on which day.
        roles: What the person is in the agency.
        one_person: The setting of the agency.
    """
    facts = Facts(case, call, one_person)
    rows = (LINES[case.state, step] for step in allowed(case.state) if step is not Step.RECALCULATE)
    return [
        Possible(
            row.step,
            tuple(role for role in Role if role in row.by),
            bool(row.by & roles),
            tuple(guard.objection for guard in row.only_if if not guard.test(facts)),
        )
        for row in rows
    ]
