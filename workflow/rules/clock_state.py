"""Where a statutory clock stands after some of its events, and the due day that follows from it."""

from datetime import date
from enum import Enum

from workflow.rules.calendar import Calendar
from workflow.rules.consultation import Pause
from workflow.rules.regimes import Regime, regime_on


class Phase(Enum):
    """Where the clock stands between two events."""

    NOT_RECEIVED = "not received"
    COUNTING = "counting"
    CORRECTION = "correction"
    PAYMENT = "payment"
    REPLIED = "replied"
    CLOSED = "closed"

    __hash__ = object.__hash__


class ClockState:
    """What the events so far have made of a clock. Changed by the steps of a replay; only read afterwards."""

    __slots__ = (
        "calendar",
        "corrected",
        "delay_on",
        "delayed_until",
        "due_at_end",
        "ended_on",
        "extension_days",
        "idle_for",
        "idle_on",
        "last",
        "notice_late",
        "pauses",
        "period",
        "phase",
        "reasons",
        "refs",
        "regime",
        "round",
        "start",
    )

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.phase = Phase.NOT_RECEIVED
        self.refs: dict[str, Pause] = {}  # every consultation of the case, forgotten pauses included
        self.round = 0
        self.due_at_end: date | None = None
        self.ended_on: date | None = None
        self.last = date.min

    def begin(self, on: date, period: int | None = None) -> None:
        """Start counting after `on`; pauses, extension and delay of an earlier start are forgotten."""
        self.phase = Phase.COUNTING
        self.start = on
        self.regime: Regime = regime_on(on)
        self.period = self.regime.reply_period if period is None else period
        self.extension_days = 0
        self.delayed_until: date | None = None
        self.delay_on: date | None = None
        self.idle_on: date | None = None
        self.idle_for: Phase | None = None
        self.pauses: list[Pause] = []  # those that count, by the day they started
        self.reasons: Pause | None = None

    def begin_round(self, on: date, period: int | None = None) -> None:
        """Start a round: the request itself, or a redo of its reply."""
        self.begin(on, period)
        self.round += 1
        self.corrected = False  # a correction was asked for in this round
        self.notice_late = False
        self.ended_on = None

    def wait(self, phase: Phase, on: date) -> None:
        """Stop counting after `on` until the applicant has corrected or paid."""
        self.phase = self.idle_for = phase
        self.idle_on = on

    def paused(self, as_of: date) -> bool:
        """Return whether a counted pause is open on `as_of`."""
        return any(pause.end(as_of) is None for pause in self.pauses)

    def due(self, as_of: date) -> date | None:
        """Return the due day as it stands on `as_of`; None while a pause is open and no delay was set."""
        if self.delayed_until is not None:
            return self.delayed_until
        calendar, left, cursor = self.calendar, self.period + self.extension_days, self.start
        if not self.pauses:
            return calendar.add(cursor, left)
        if self.paused(as_of):
            return None
        for pause in self.pauses:
            until = pause.end(as_of)
            if until is None or until <= cursor:
                continue
            counted = calendar.used(cursor, pause.started_on)
            if counted >= left:
                break
            left -= counted
            cursor = until
        return calendar.add(cursor, left)
