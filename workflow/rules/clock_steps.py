"""What each event does to a statutory clock, and which events may follow at all.

The table at the end holds the order: for each phase the events it admits, and for each event its step. A step raises
ClockRefused when a rule forbids the event (政府信息公开条例 2008, Art. 24; 2019, Arts. 30-35, 42). The policies behind
the steps stand in `docs/decisions/0003-clock-semantics.md`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from workflow.rules.clock_events import ClockEvent, ClockRefused, EventType, Party
from workflow.rules.clock_state import ClockState, Phase
from workflow.rules.consultation import Pause
from workflow.rules.regimes import CN_2019

Step: TypeAlias = Callable[[ClockState, ClockEvent], None]


def _receive(state: ClockState, event: ClockEvent) -> None:
    state.begin_round(event.on)


def _redo(state: ClockState, event: ClockEvent) -> None:
    if event.days < 1:
        raise ClockRefused(
            "{event} on {on} is refused: the period of a redo is at least 1 working day. Enter the days ordered.",
            event=event.type,
            on=event.on,
        )
    state.begin_round(event.on, event.days)


def _restart(state: ClockState, event: ClockEvent) -> None:
    state.begin(event.on)


def _request_correction(state: ClockState, event: ClockEvent) -> None:
    if state.corrected:
        raise ClockRefused(
            "{event} on {on} is refused: a correction was already asked for. "
            "One notice must name all points ({article}).",
            event=event.type,
            on=event.on,
            article=CN_2019.articles["correction"],
        )
    state.corrected = True
    limit = state.regime.correction_notice_period
    if limit is not None and event.on > state.calendar.add(state.start, limit):
        state.notice_late = True
    state.wait(Phase.CORRECTION, event.on)


def _notify_fee(state: ClockState, event: ClockEvent) -> None:
    if state.regime.payment_period is None:
        raise _not_in_regime(state, event)
    state.wait(Phase.PAYMENT, event.on)


def _start_consultation(state: ClockState, event: ClockEvent) -> None:
    try:
        party = _PARTIES[event.party]
    except KeyError:
        raise ClockRefused(
            "{event} on {on} is refused: {party} is no party to consult. Use one of {known}.",
            event=event.type,
            on=event.on,
            party=event.party or '""',
            known=list(map(str, Party)),
        ) from None
    if not event.ref or event.ref in state.refs:
        raise ClockRefused(
            "{event} on {on} is refused: the reference {ref} is empty or was used before. "
            "Give each consultation its own.",
            event=event.type,
            on=event.on,
            ref=event.ref or '""',
        )
    pause = Pause(event.on, counted=party in state.regime.pausing, party=party, ref=event.ref)
    state.refs[event.ref] = pause
    if pause.counted:
        state.pauses.append(pause)


def _deliver(state: ClockState, event: ClockEvent) -> None:
    pause = _unanswered(state, event)
    if pause.delivered_on is not None:
        raise ClockRefused(
            "{event} on {on} is refused: consultation {ref} was already delivered on {delivered}.",
            event=event.type,
            on=event.on,
            ref=event.ref,
            delivered=pause.delivered_on,
        )
    pause.delivered_on = event.on
    period = state.regime.answer_period(pause.party) if pause.party else None
    if period is not None:
        pause.last_on = state.calendar.add(event.on, period)


def _answer(state: ClockState, event: ClockEvent) -> None:
    _unanswered(state, event).answered_on = event.on


def _unanswered(state: ClockState, event: ClockEvent) -> Pause:
    pause = state.refs.get(event.ref)
    if pause is None or pause.answered_on is not None:
        raise ClockRefused(
            "{event} on {on} is refused: no consultation {ref} is waiting for an answer. Check the reference.",
            event=event.type,
            on=event.on,
            ref=event.ref or '""',
        )
    return pause


def _request_reasons(state: ClockState, event: ClockEvent) -> None:
    if not state.regime.reasons:
        raise _not_in_regime(state, event)
    if state.reasons is not None:
        raise ClockRefused(
            "{event} on {on} is refused: reasons asked for on {since} are still awaited. Enter their receipt first.",
            event=event.type,
            on=event.on,
            since=state.reasons.started_on,
        )
    state.reasons = Pause(event.on, counted=True)
    state.pauses.append(state.reasons)


def _receive_reasons(state: ClockState, event: ClockEvent) -> None:
    if state.reasons is None:
        raise ClockRefused(
            "{event} on {on} is refused: no request for reasons is open. Enter the request first.",
            event=event.type,
            on=event.on,
        )
    state.reasons.answered_on = event.on
    state.reasons = None


def _extend(state: ClockState, event: ClockEvent) -> None:
    regime = state.regime
    if state.extension_days:
        raise ClockRefused(
            "{event} on {on} is refused: the period was already extended by {days} working days. "
            "{article} allows it once.",
            event=event.type,
            on=event.on,
            days=state.extension_days,
            article=regime.articles["extension"],
        )
    if not 1 <= event.days <= regime.max_extension:
        raise ClockRefused(
            "{event} on {on} is refused: {days} working days are asked, {article} allows 1 to {limit}.",
            event=event.type,
            on=event.on,
            days=event.days,
            article=regime.articles["extension"],
            limit=regime.max_extension,
        )
    if state.paused(event.on):
        raise ClockRefused(
            "{event} on {on} is refused: a consultation or a request for reasons is open, "
            "so there is no due day to move. Wait until it is closed.",
            event=event.type,
            on=event.on,
        )
    due = state.due(event.on)
    if due is not None and event.on > due:
        raise ClockRefused(
            "{event} on {on} is refused: the due day {due} has passed. An extension comes before it ends.",
            event=event.type,
            on=event.on,
            due=due,
        )
    state.extension_days = event.days


def _set_delay(state: ClockState, event: ClockEvent) -> None:
    if not state.regime.reasons:
        raise _not_in_regime(state, event)
    if event.until is None or event.until <= event.on:
        raise ClockRefused(
            "{event} on {on} is refused: the delayed due day {until} is not after it. Enter a later day ({article}).",
            event=event.type,
            on=event.on,
            until=event.until or '""',
            article=state.regime.articles["excessive"],
        )
    state.delayed_until = event.until
    state.delay_on = event.on


def _not_in_regime(state: ClockState, event: ClockEvent) -> ClockRefused:
    return ClockRefused(
        "{event} on {on} is refused: {law}, which governs a clock started on {start}, does not know it.",
        event=event.type,
        on=event.on,
        law=state.regime.law,
        start=state.start,
    )


def _reply(state: ClockState, event: ClockEvent) -> None:
    _end(state, event.on, Phase.REPLIED)


def _close(state: ClockState, event: ClockEvent) -> None:
    _end(state, event.on, Phase.CLOSED)


def _end(state: ClockState, on: date, phase: Phase) -> None:
    state.due_at_end = state.due(on) if state.phase is Phase.COUNTING else None
    state.ended_on = on
    state.phase = phase


_PARTIES: Mapping[str, Party] = {party.value: party for party in Party}

_ANY_TIME: dict[EventType, Step] = {
    EventType.CONSULTATION_DELIVERED: _deliver,
    EventType.CONSULTATION_ANSWERED: _answer,
    EventType.REPLIED: _reply,
    EventType.WITHDRAWN: _close,
    EventType.LAPSED: _close,
}

FOLLOWS: Mapping[Phase, Mapping[EventType, Step]] = {
    Phase.NOT_RECEIVED: {EventType.RECEIVED: _receive},
    Phase.COUNTING: {
        EventType.CORRECTION_REQUESTED: _request_correction,
        EventType.CONSULTATION_STARTED: _start_consultation,
        EventType.REASONS_REQUESTED: _request_reasons,
        EventType.REASONS_RECEIVED: _receive_reasons,
        EventType.EXTENDED: _extend,
        EventType.DELAY_SET: _set_delay,
        EventType.FEE_NOTIFIED: _notify_fee,
        **_ANY_TIME,
    },
    Phase.CORRECTION: {EventType.CORRECTION_RECEIVED: _restart, **_ANY_TIME},
    Phase.PAYMENT: {EventType.FEE_PAID: _restart, **_ANY_TIME},
    Phase.REPLIED: {EventType.REDO_ORDERED: _redo},
    Phase.CLOSED: {},
}
