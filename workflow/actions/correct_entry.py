"""Put a mistaken entry right by a new one that names it."""

from collections.abc import Sequence
from datetime import date

from workflow.actions.draft import check_outcome
from workflow.actions.register import CLASSES
from workflow.actions.step import View, action
from workflow.actions.texts import one_of, said
from workflow.rules.arrival import Channel
from workflow.rules.clock import ClockEvent, EventType
from workflow.rules.errors import BadInput, NotFound, RuleBroken
from workflow.rules.outcome_basis import basis_on
from workflow.rules.outcomes import Outcome
from workflow.rules.record.aftermath import EntryCorrected
from workflow.rules.record.closing import Replied
from workflow.rules.states import TABLE, Step
from workflow.store.cases import entry_body, entry_days, fee_notice_before

VOIDABLE = ("extended", "delayed", "consulted")  # They moved no state, so the record can go on without them.
_MOVING = {row.step for row in TABLE if row.to is not row.source} | {None}  # None opens the record.
_BY_APPLICANT = {EventType.LAPSED: (Outcome.C1, Outcome.C2), EventType.WITHDRAWN: (Outcome.C3,)}


@action(Step.CORRECT_ENTRY)
def correct_entry(
    view: View,
    *,
    corrects: int,
    reason: str,
    day: date | None = None,
    void: bool = False,
    channel: str = "",
    applicant_class: str = "",
    applicant: str = "",
    outcome: Outcome | None = None,
    items: Sequence[str] = (),
) -> EntryCorrected:
    """Correct the day of an entry, what the opening says, the outcome of a closing, or void it.

    The clock is read anew with the right day and refuses one that does not fit.

    Args:
        view: The case.
        corrects: Number of the mistaken entry.
        reason: Why.
        day: The right day.
        void: Whether the entry never happened.
        channel: The right one; of the opening entry.
        applicant_class: Likewise.
        applicant: Likewise.
        outcome: The right outcome; of a closing entry.
        items: The right wording of each item, empty where it stays; of the opening entry of an open case, so that a
            ledger without the words of a request can still be answered.
    """
    if not 1 <= corrects <= view.case.version:
        raise NotFound("Case {case_no} has no entry {no}.", case_no=view.case.case_no, no=corrects)
    right = (day, channel, applicant_class, applicant, outcome, any(items))
    if not void and not any(right):
        raise BadInput("Nothing is corrected. Say what is right.")
    if void and any(right):
        raise BadInput("An entry that never happened has nothing to be put right. Void it, or say what is right.")
    body = entry_body(view.unit.connection, view.case.id, corrects)
    events = [tick.event for tick in view.case.ticks if tick.seq == corrects]
    if void:
        _check_void(body.kind, events)
    if day is not None:
        _check_day(view, corrects, events, day)
    if items:
        _check_items(view, corrects, items)
    if channel or applicant_class or applicant:
        _check_opening(corrects, channel, applicant_class)
    if outcome is not None:
        _check_outcome(view, corrects, events, outcome)
    return EntryCorrected(
        corrects=corrects,
        reason=said(reason, "reason"),
        day=day,
        void=void,
        ref=events[0].ref if void else "",
        letter=body.no if day is not None and isinstance(body, Replied) else 0,
        fee=_fee(view, corrects, events) if day is not None else 0,
        channel=channel,
        applicant_class=applicant_class,
        applicant=applicant.strip(),
        outcome=outcome,
        items=[text.strip() for text in items],
    )


def _check_items(view: View, corrects: int, items: Sequence[str]) -> None:
    if corrects != 1 or view.case.closed_on is not None:
        raise BadInput("The wording of a request stands in entry 1, and is settled once the case is closed.")
    if len(items) != len(view.case.items):
        raise BadInput(
            "The request has {have} items, the correction {given}. Give the wording of each item in its order.",
            have=len(view.case.items),
            given=len(items),
        )


def _check_void(kind: str, events: list[ClockEvent]) -> None:
    if kind not in VOIDABLE:
        raise RuleBroken(
            "An entry {kind} cannot be void, because later entries rest on it. Void only {voidable}; correct the day "
            "of others.",
            kind=kind,
            voidable=list(VOIDABLE),
        )
    if not events:
        raise RuleBroken("This entry is void already. Correct another one.")


def _check_day(view: View, corrects: int, events: list[ClockEvent], day: date) -> None:
    if len(events) != 1:
        raise BadInput("Entry {no} has no single day that the clock counts. Correct another entry.", no=corrects)
    if day > view.call.on:
        raise RuleBroken("{day} is after this correction of {on}. Enter the day it happened.", day=day, on=view.call.on)
    first, last = _between(view, corrects)
    if not first <= day <= last:
        raise RuleBroken(
            "{day} does not fit between the steps before and after entry {no}: they leave {first} to {last}.",
            day=day,
            no=corrects,
            first=first,
            last=last,
        )
    _check_silence(view, events[0])


def _between(view: View, corrects: int) -> tuple[date, date]:
    """Return the first and the last day that the other steps leave to an entry; the clock knows the rest."""
    counted = {tick.seq: tick.event.on for tick in view.case.ticks}
    entries = entry_days(view.unit.connection, view.case.id)
    moved = any(seq == corrects and step in _MOVING for seq, step, _ in entries)
    first, last = view.case.received_on if corrects > 1 else date.min, view.call.on
    for seq, step, entered in entries:
        on = counted.get(seq, entered)
        if seq < corrects and moved and step in _MOVING:
            first = max(first, on)
        if seq > corrects and (corrects == 1 or (moved and step in _MOVING)):
            last = min(last, on)
    return first, last


def _check_silence(view: View, event: ClockEvent) -> None:
    """Refuse another day of delivery once the silence that was counted from it is on record."""
    answered = {tick.event.ref for tick in view.case.ticks if tick.event.type is EventType.CONSULTATION_ANSWERED}
    closed = {asked.ref for asked in view.case.consultations if not asked.open}
    if event.type is EventType.CONSULTATION_DELIVERED and event.ref in closed - answered:
        raise RuleBroken(
            "The silence of consultation {ref} was counted from this day and is on record. Void the consultation and "
            "enter it anew.",
            ref=event.ref,
        )


def _check_opening(corrects: int, channel: str, applicant_class: str) -> None:
    if corrects != 1:
        raise BadInput("Channel and applicant stand in entry 1. Correct that one.")
    if channel:
        one_of(channel, tuple(str(one) for one in Channel), "channel")
    if applicant_class:
        one_of(applicant_class, CLASSES, "class of applicant")


def _check_outcome(view: View, corrects: int, events: list[ClockEvent], outcome: Outcome) -> None:
    """Refuse an outcome where the case does not end, or one that such an end cannot have."""
    ends = view.case.ends()
    if corrects not in (ends[:1] if view.case.closed_on is None else [*ends[:1], *ends[-1:]]):
        raise BadInput("Entry {no} is not the end of the case, so it has no outcome to correct.", no=corrects)
    end = events[-1]
    allowed = _BY_APPLICANT.get(end.type)
    if allowed is None:
        check_outcome(view.case, outcome, end.on)
    elif outcome not in allowed:
        raise RuleBroken("A case that is {end} cannot have the outcome {outcome}.", end=end.type, outcome=outcome)
    else:
        basis_on(outcome, end.on)


def _fee(view: View, corrects: int, events: list[ClockEvent]) -> int:
    if events[0].type not in {EventType.FEE_NOTIFIED, EventType.FEE_PAID}:
        return 0
    return fee_notice_before(view.unit.connection, view.case.id, corrects)
