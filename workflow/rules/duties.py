"""What is owed in a case, by whom and by which day: the statutory days and the office's own targets.

A pure reading of plain facts, made at every step. A waiting (an applicant's or a consulted party's time) and what
follows when it is over stand side by side from the start, so that a sweep over stored rows finds the follow-up on its
day although nobody took a step in the case.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from workflow.rules.agency_duties import agency_duties
from workflow.rules.calendar import Calendar
from workflow.rules.duty import (
    DEFAULT_POLICY,
    FOLLOWING,
    UNTIL,
    Actor,
    Asked,
    Duty,
    DutyPolicy,
    Filed,
    Owed,
    Situation,
)
from workflow.rules.duty_basis import basis, otherwise
from workflow.rules.exemptions import months_later
from workflow.rules.regimes import CN_2019
from workflow.rules.states import State

__all__ = [
    "DEFAULT_POLICY",
    "FOLLOWING",
    "UNTIL",
    "Actor",
    "Asked",
    "Duty",
    "DutyPolicy",
    "Filed",
    "Owed",
    "Situation",
    "agency_duties",
    "basis",
    "first",
    "otherwise",
    "owed",
]


def owed(situation: Situation, calendar: Calendar, policy: DutyPolicy = DEFAULT_POLICY) -> tuple[Owed, ...]:
    """Return what is owed in a case, by day and then in the order of `Duty`; of an open case there is always something.

    Raises:
        CalendarGap: A day lies before the calendar.

    Source:
        政府信息公开条例 (2019), Arts. 17, 18, 30, 32–35, 42; 行政复议法 (2023), Arts. 48, 54; 行政诉讼法, Art. 67.

    """
    found: list[Owed] = []
    if situation.closed_on is None:
        _open(found, situation, calendar, policy)
    if situation.proceedings:
        found.extend(_answers(situation.proceedings, calendar, policy))
    if situation.refused_on is not None:
        _reassess(found, situation, situation.refused_on, policy)
    if len(found) > 1:
        found.sort(key=_order)
    return tuple(found)


def first(duties: Iterable[Owed]) -> Owed | None:
    """Return what has to be done next, by day and then in the order of `Duty`; None where nothing is owed."""
    return min(duties, key=_order, default=None)


_RANK = {duty: place for place, duty in enumerate(Duty)}


def _order(one: Owed) -> tuple[date, int, str]:
    return one.due_on, _RANK[one.duty], one.ref


def _open(found: list[Owed], situation: Situation, calendar: Calendar, policy: DutyPolicy) -> None:
    """Find what an open case owes; without a day of any kind it is looked at again, so that none waits unseen."""
    match situation.state:
        case State.RECEIVED:
            _received(found, situation, calendar, policy)
        case State.CORRECTING:
            _correcting(found, situation, calendar, policy)
        case State.AWAITING_PAYMENT if situation.pay_by is not None:
            time = Owed(Duty.PAY, "payment", situation.pay_by, Actor.APPLICANT, situation.pay_by > calendar.horizon)
            _waiting(found, time, Duty.LAPSE, situation.today, calendar, policy)
        case State.SECRECY_CHECK if situation.submitted_on is not None and not situation.cleared:
            found.append(_secrecy_review(situation, situation.submitted_on, calendar, policy))
        case State.REVIEWED if situation.asked_on is not None:
            found.append(_chase("reasons", situation.asked_on, calendar, policy))
        case _:
            pass
    if situation.parties:
        _parties(found, situation, calendar, policy)
    if situation.due_on is not None:
        _reply(found, situation, situation.due_on)
    if not found:
        found.append(_chase("", situation.received_on, calendar, policy))


def _received(found: list[Owed], situation: Situation, calendar: Calendar, policy: DutyPolicy) -> None:
    if not situation.opened:
        due = calendar.add(situation.registered_on, policy.open_days)
        found.append(Owed(Duty.OPEN, "", due, Actor.CASEWORKER, due > calendar.horizon))
    by = situation.correction_notice_by
    if by is not None and not situation.corrected:
        found.append(Owed(Duty.CORRECTION_NOTICE, "", by, Actor.CASEWORKER, by > calendar.horizon))


def _correcting(found: list[Owed], situation: Situation, calendar: Calendar, policy: DutyPolicy) -> None:
    """The day of a correction stands in the notice to the applicant, so no holiday notice moves it."""
    if situation.correct_by is None:
        found.append(_chase("correction", situation.asked_on or situation.received_on, calendar, policy))
        return
    time = Owed(Duty.CORRECT, "correction", situation.correct_by, Actor.APPLICANT)
    _waiting(found, time, Duty.LAPSE, situation.today, calendar, policy)


def _parties(found: list[Owed], situation: Situation, calendar: Calendar, policy: DutyPolicy) -> None:
    for asked in situation.parties:
        last_on = asked.last_on
        if last_on is None:
            since = asked.delivered_on or asked.sent_on or situation.received_on
            found.append(_chase(asked.ref, since, calendar, policy))
        else:
            time = Owed(Duty.ANSWER_CONSULTATION, asked.ref, last_on, Actor.CONSULTED, last_on > calendar.horizon)
            _waiting(found, time, Duty.RECORD_SILENCE, situation.today, calendar, policy)


def _waiting(
    found: list[Owed], time: Owed, following: Duty, today: date, calendar: Calendar, policy: DutyPolicy
) -> None:
    """Find the time somebody else has, unless it is over, and what the office does after it."""
    if today <= time.due_on:
        found.append(time)
    due = calendar.add(time.due_on, policy.record_days)
    found.append(Owed(following, time.ref, due, Actor.CASEWORKER, due > calendar.horizon))


def _chase(ref: str, since: date, calendar: Calendar, policy: DutyPolicy) -> Owed:
    due = calendar.add(since, policy.party_days)
    return Owed(Duty.CHASE, ref, due, Actor.CASEWORKER, due > calendar.horizon)


def _secrecy_review(situation: Situation, submitted_on: date, calendar: Calendar, policy: DutyPolicy) -> Owed:
    """The review runs inside the period of the reply, so its target does not reach beyond it."""
    due = calendar.add(submitted_on, policy.secrecy_days)
    if situation.due_on is not None:
        due = max(min(due, situation.due_on), submitted_on)
    return Owed(Duty.SECRECY_REVIEW, "", due, Actor.SECRECY_REVIEWER, due > calendar.horizon)


def _reply(found: list[Owed], situation: Situation, due_on: date) -> None:
    who = Actor.CASEWORKER
    if situation.state is State.SECRECY_CHECK:
        who = Actor.APPROVER if situation.cleared else Actor.SECRECY_REVIEWER
    duty = Duty.REDO if situation.ordered else Duty.REPLY
    found.append(Owed(duty, "", due_on, who, situation.provisional))
    if _extendable(situation, due_on):
        found.append(Owed(Duty.EXTEND, "", due_on, Actor.APPROVER, situation.provisional))


def _extendable(situation: Situation, due_on: date) -> bool:
    """Tell whether an extension can still be decided; the days of an order are not the agency's to extend."""
    used = situation.extended or situation.ordered
    return situation.state is State.REVIEWED and not used and situation.today <= due_on


def _answers(proceedings: Iterable[Filed], calendar: Calendar, policy: DutyPolicy) -> Iterator[Owed]:
    for filed in proceedings:
        if filed.result or filed.answered:
            continue
        if filed.kind == "review":
            days = policy.simplified_days if filed.simplified else policy.review_days
            duty, due = Duty.ANSWER_REVIEW, calendar.add(filed.filed_on, days)
        else:
            # Natural days that end on a rest day end on the next working day: the first after the day before.
            before_last = filed.filed_on + timedelta(days=policy.suit_days - 1)
            duty, due = Duty.ANSWER_SUIT, calendar.add(before_last, 1)
        yield Owed(duty, str(filed.no), due, Actor.CASEWORKER, due > calendar.horizon)


def _reassess(found: list[Owed], situation: Situation, refused_on: date, policy: DutyPolicy) -> None:
    """Only what was withheld under the text of 2019; the first one asks for no second look."""
    if refused_on >= CN_2019.in_force_from:
        since = max(refused_on, situation.reassessed_on or refused_on)
        found.append(Owed(Duty.REASSESS, "", months_later(since, policy.reassess_months), Actor.CASEWORKER))
