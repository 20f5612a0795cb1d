"""The statutory clock of a request, read as of a day: due day, pauses, waiting, end.

A pure function of the events, the calendar and the day; nothing is stored. The exact meaning of every event and of the
policies the Regulations leave open stands in `docs/decisions/0003-clock-semantics.md`.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Literal, TypeAlias

import msgspec

from workflow.rules.calendar import Calendar
from workflow.rules.clock_events import ClockEvent, ClockRefused, EventType, Party
from workflow.rules.clock_replay import replay
from workflow.rules.clock_state import ClockState, Phase

__all__ = [
    "Awaiting",
    "Clock",
    "ClockEvent",
    "ClockRefused",
    "EventType",
    "OpenConsultation",
    "Party",
    "Status",
    "read",
]

Awaiting: TypeAlias = Literal["", "correction", "payment"]


class Status(StrEnum):
    """Whether days are being counted."""

    RUNNING = "running"
    PAUSED = "paused"
    IDLE = "idle"
    ENDED = "ended"


class OpenConsultation(msgspec.Struct, frozen=True):
    """A consultation neither answered nor closed by silence.

    Args:
        ref: Its name in the case.
        party: Whom it asks.
        started_on: The day the letter went out.
        delivered_on: The day the party signed for it, if it did.
        last_on: The party's last day to answer, where the law sets one and the letter was delivered.
        pausing: Whether it holds up the clock: not every party does, and a restart of the clock forgets its pauses.

    """

    ref: str
    party: Party
    started_on: date
    delivered_on: date | None
    last_on: date | None
    pausing: bool


class Clock(msgspec.Struct, frozen=True):
    """The clock as it stands on a day.

    Args:
        as_of: The day it was read for.
        regime: `CN-2008` or `CN-2019`, by the start that counts.
        status: `ended` wins over `idle`, `idle` over `paused`.
        start: Receipt, or the latest restart; day 1 is the next working day.
        due_on: Last day for the reply; None while idle, or paused without a delay. When ended, as it stood at the end.
        remaining: Working days left when running, negative when overdue; None otherwise.
        overdue: Running, and `as_of` is after `due_on`.
        on_time: Whether the reply kept the due day; None before it, without a due day, or after another end.
        provisional: `due_on` lies beyond the announced holidays and may still move.
        extension_days: Working days added to the period since `start`.
        awaiting: What the applicant must do while idle.
        correction_notice_by: Last day for asking for a correction; None where the law sets none or the one notice of
            this round has had its answer.
        notice_late: A correction was asked for after that day, a breach without effect on the due day.
        pay_by: Last day to pay while a payment is awaited.
        open_consultations: Those still waiting for an answer, oldest first.
        reasons_open: Reasons (Art. 35) were asked for and are awaited.
        round: 1 for the request, one more for every redo ordered.
        ended_on: Day of the reply, withdrawal or lapse.

    """

    as_of: date
    regime: str
    status: Status
    start: date
    due_on: date | None
    remaining: int | None
    overdue: bool
    on_time: bool | None
    provisional: bool
    extension_days: int
    awaiting: Awaiting
    correction_notice_by: date | None
    notice_late: bool
    pay_by: date | None
    open_consultations: tuple[OpenConsultation, ...]
    reasons_open: bool
    round: int
    ended_on: date | None


def read(events: Sequence[ClockEvent], calendar: Calendar, as_of: date) -> Clock:
    """Return the clock as of a day; it sees only the events whose day is not after `as_of`.

    Args:
        events: In the order in which they happened; several may share a day.
        calendar: Working days as announced, or as known on the day a past reading is to be explained.
        as_of: The day asked about.

    Raises:
        ClockRefused: An event cannot follow the ones before it, or nothing was received by `as_of`.
        CalendarGap: A day lies before the calendar.

    Source:
        政府信息公开条例 (2008), Art. 24; (2019), Arts. 30-35, 42.

    """
    return clock_of(replay(events, calendar, as_of), as_of)


def clock_of(state: ClockState, as_of: date) -> Clock:
    """Return the clock that `state` amounts to on `as_of`, a day not before its last event."""
    calendar = state.calendar
    status, due_on = _status(state, as_of)
    remaining = None
    overdue = False
    if status is Status.RUNNING and due_on is not None:
        overdue = as_of > due_on
        remaining = -calendar.used(due_on, as_of) if overdue else calendar.used(as_of, due_on)
    return Clock(
        as_of=as_of,
        regime=state.regime.name,
        status=status,
        start=state.start,
        due_on=due_on,
        remaining=remaining,
        overdue=overdue,
        on_time=_on_time(state, due_on),
        provisional=due_on is not None and due_on > calendar.horizon,
        extension_days=state.extension_days,
        awaiting=_AWAITING.get(state.phase, ""),
        correction_notice_by=_correction_notice_by(state),
        notice_late=state.notice_late,
        pay_by=_pay_by(state),
        open_consultations=_open_consultations(state, as_of) if state.refs else (),
        reasons_open=state.reasons is not None,
        round=state.round,
        ended_on=state.ended_on,
    )


_AWAITING: dict[Phase, Awaiting] = {Phase.CORRECTION: "correction", Phase.PAYMENT: "payment"}


def _status(state: ClockState, as_of: date) -> tuple[Status, date | None]:
    if state.ended_on is not None:
        return Status.ENDED, state.due_at_end
    if state.phase is not Phase.COUNTING:
        return Status.IDLE, None
    paused = bool(state.pauses) and state.paused(as_of)
    return (Status.PAUSED if paused else Status.RUNNING), state.due(as_of)


def _on_time(state: ClockState, due_on: date | None) -> bool | None:
    if state.phase is not Phase.REPLIED or due_on is None or state.ended_on is None:
        return None
    return state.ended_on <= due_on


def _correction_notice_by(state: ClockState) -> date | None:
    period = state.regime.correction_notice_period
    if period is None or (state.corrected and state.phase is not Phase.CORRECTION):
        return None
    return state.calendar.add(state.start, period)


def _pay_by(state: ClockState) -> date | None:
    period = state.regime.payment_period
    if state.phase is not Phase.PAYMENT or period is None or state.idle_on is None:
        return None
    return state.calendar.add(state.idle_on, period)


def _open_consultations(state: ClockState, as_of: date) -> tuple[OpenConsultation, ...]:
    day = as_of if state.ended_on is None else state.ended_on
    return tuple(
        OpenConsultation(
            ref=pause.ref,
            party=pause.party,
            started_on=pause.started_on,
            delivered_on=pause.delivered_on,
            last_on=pause.last_on,
            pausing=pause in state.pauses,
        )
        for pause in state.refs.values()
        if pause.party is not None and pause.end(day) is None
    )
