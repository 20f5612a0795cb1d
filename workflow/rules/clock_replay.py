"""Replays the events of a clock one by one and refuses the one that cannot follow."""

from collections.abc import Sequence
from datetime import date

from workflow.rules.calendar import Calendar
from workflow.rules.clock_events import ClockEvent, ClockRefused, EventType
from workflow.rules.clock_state import ClockState, Phase
from workflow.rules.clock_steps import FOLLOWS


def replay(events: Sequence[ClockEvent], calendar: Calendar, as_of: date) -> ClockState:
    """Return what `events` that count up to `as_of` have made of the clock; later ones are not seen.

    Raises:
        ClockRefused: An event cannot follow the ones before it, or nothing was received by `as_of`.
        CalendarGap: A day lies before the calendar.

    """
    state = ClockState(calendar)
    for event in events:
        if event.on > as_of:
            continue
        if event.on < state.last:
            raise ClockRefused(
                "{event} on {on} is refused: it lies before {last}, the day of the event before it. "
                "Put the events in order.",
                event=event.type,
                on=event.on,
                last=state.last,
            )
        step = FOLLOWS[state.phase].get(event.type)
        if step is None:
            raise _cannot_follow(state, event)
        step(state, event)
        state.last = event.on
    if state.phase is Phase.NOT_RECEIVED:
        raise ClockRefused(
            "There is no clock on {as_of}: it starts with the event {event}. Choose a day on or after the receipt.",
            as_of=as_of,
            event=EventType.RECEIVED,
        )
    return state


def _cannot_follow(state: ClockState, event: ClockEvent) -> ClockRefused:
    if state.phase is Phase.NOT_RECEIVED:
        return ClockRefused(
            "{event} on {on} is refused: a clock starts with {received}. Enter the receipt first.",
            event=event.type,
            on=event.on,
            received=EventType.RECEIVED,
        )
    if state.phase is Phase.CLOSED:
        return ClockRefused(
            "{event} on {on} is refused: the clock ended on {ended}. Nothing may follow.",
            event=event.type,
            on=event.on,
            ended=state.ended_on,
        )
    if state.phase is Phase.REPLIED:
        return ClockRefused(
            "{event} on {on} is refused: the reply of {ended} ended the clock. Only an ordered redo may follow.",
            event=event.type,
            on=event.on,
            ended=state.ended_on,
        )
    return _not_expected(state, event)


def _not_expected(state: ClockState, event: ClockEvent) -> ClockRefused:
    if event.type is EventType.RECEIVED:
        return ClockRefused(
            "{event} on {on} is refused: the request was already received. A clock has one receipt.",
            event=event.type,
            on=event.on,
        )
    if event.type is EventType.REDO_ORDERED:
        return ClockRefused(
            "{event} on {on} is refused: there is no reply to redo. Enter the reply first.",
            event=event.type,
            on=event.on,
        )
    if event.type in {EventType.CORRECTION_RECEIVED, EventType.FEE_PAID}:
        return ClockRefused(
            "{event} on {on} is refused: nothing asked for it. Enter the notice to the applicant first.",
            event=event.type,
            on=event.on,
        )
    if state.phase is Phase.COUNTING:
        return ClockRefused(
            "{event} on {on} is refused: there is no such event. Use one of {known}.",
            event=str(event.type),
            on=event.on,
            known=list(map(str, EventType)),
        )
    return ClockRefused(
        "{event} on {on} is refused: the clock waits for the applicant since {since}. Possible now: {possible}.",
        event=event.type,
        on=event.on,
        since=state.idle_on,
        possible=list(FOLLOWS[state.phase]),
    )
