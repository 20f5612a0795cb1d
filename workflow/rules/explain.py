"""Why this date: the days of a clock one by one, each with the reason it counts or not."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from workflow.rules.calendar import Calendar, Why
from workflow.rules.clock import Clock, clock_of
from workflow.rules.clock_events import ClockEvent, Party
from workflow.rules.clock_replay import replay
from workflow.rules.clock_state import ClockState, Phase
from workflow.rules.consultation import Pause

_ONE_DAY = timedelta(days=1)


class Rule(StrEnum):
    """Why the clock, not the calendar, treats a day as it does."""

    THIRD_PARTY = "a third party is consulted"
    CO_PRODUCER = "an agency that produced the record jointly is consulted"
    AGENCY = "another agency is consulted"
    REASONS = "the applicant was asked for reasons"
    CORRECTION = "the applicant was asked for a correction"
    PAYMENT = "the applicant was asked to pay"
    DELAYED = "the day set by the delay"


class Day(msgspec.Struct, frozen=True):
    """One calendar day.

    Args:
        on: The day.
        counted: Whether it is one of the days of the period.
        number: Its place in the count, from 1; 0 when it is not counted.
        why: The reason: of the calendar, or of the clock for a working day left out.
        detail: Title of the holiday notice, or name of the consultation; "" where there is none.
        provisional: No holiday notice covers it yet.

    """

    on: date
    counted: bool
    number: int
    why: Why | Rule
    detail: str
    provisional: bool


class Explanation(msgspec.Struct, frozen=True):
    """How a due day came about.

    Args:
        clock: The clock that is explained; its `provisional` says that the due day may still move.
        basis: The articles applied, in Chinese: period, then extension, pause and delay where there was one.
        period: Working days of the period without extension.
        calendar: Version of the calendar the days were counted with.
        days: The days after the start up to the due day, or up to the day asked about where there is no due day. The
            last counted one is the due day.

    """

    clock: Clock
    basis: tuple[str, ...]
    period: int
    calendar: str
    days: tuple[Day, ...]


def explain(events: Sequence[ClockEvent], calendar: Calendar, as_of: date) -> Explanation:
    """Return how the due day of the clock came about. Arguments and errors are those of `clock.read`."""
    state = replay(events, calendar, as_of)
    clock = clock_of(state, as_of)
    return Explanation(
        clock=clock,
        basis=_basis(state),
        period=state.period,
        calendar=calendar.version,
        days=tuple(_days(state, clock)),
    )


def _basis(state: ClockState) -> tuple[str, ...]:
    articles = state.regime.articles
    topics = {
        "reply_period": True,
        "extension": state.extension_days > 0,
        "pause": bool(state.pauses),
        "excessive": state.delayed_until is not None or any(pause.party is None for pause in state.pauses),
    }
    return tuple(dict.fromkeys(articles[topic] for topic, applies in topics.items() if applies))


def _days(state: ClockState, clock: Clock) -> Iterator[Day]:
    judged_on = clock.ended_on or clock.as_of
    spans = [(pause, pause.end(judged_on)) for pause in state.pauses]
    number = 0
    day = state.start
    while day < (clock.due_on or judged_on):
        day += _ONE_DAY
        why, detail = _why(state, spans, day)
        counted = why is Rule.DELAYED or (isinstance(why, Why) and state.calendar.is_working(day))
        number += counted
        yield Day(day, counted, number if counted else 0, why, detail, state.calendar.provisional(day))


def _why(state: ClockState, spans: list[tuple[Pause, date | None]], day: date) -> tuple[Why | Rule, str]:
    if day == state.delayed_until:
        return Rule.DELAYED, ""
    if state.calendar.is_working(day):
        if state.idle_on is not None and day > state.idle_on:
            return _IDLE[state.idle_for], ""
        for pause, until in spans:
            if pause.started_on < day and (until is None or day <= until):
                return _PAUSED[pause.party], pause.ref
    return state.calendar.why(day)


_IDLE: dict[Phase | None, Rule] = {Phase.CORRECTION: Rule.CORRECTION, Phase.PAYMENT: Rule.PAYMENT}
_PAUSED: dict[Party | None, Rule] = {
    None: Rule.REASONS,
    Party.THIRD_PARTY: Rule.THIRD_PARTY,
    Party.CO_PRODUCER: Rule.CO_PRODUCER,
    Party.AGENCY: Rule.AGENCY,
}
