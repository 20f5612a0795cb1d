"""A case as its entries leave it: all that the guards and the clock need, small enough to stand on the case's row.

Texts (the request, reasons, opinions) are not here; they stand in the entries and in the tables of the record.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from workflow.rules import clock
from workflow.rules.calendar import Calendar
from workflow.rules.clock import ClockEvent, EventType
from workflow.rules.errors import RuleBroken
from workflow.rules.outcomes import Family, Outcome
from workflow.rules.record.entry import START, Change, Entry
from workflow.rules.regimes import CN_2019
from workflow.rules.states import State

Calendars = Callable[[str], Calendar]
"""Gives the calendar of a version."""


class Tick(msgspec.Struct, frozen=True, array_like=True):
    """An event of the clock and the number of the entry that brought it."""

    seq: int
    event: ClockEvent


class Item(msgspec.Struct, array_like=True):
    """One thing asked for; each gets its own outcome. `doc` is the version of its draft, 0 before the first."""

    no: int
    outcome: Outcome | None = None
    doc: int = 0


class Clearance(msgspec.Struct, frozen=True, array_like=True):
    """A secrecy review of one item in one version of its draft, signed off on `on`."""

    seq: int
    item: int
    doc: int
    on: date


class Consultation(msgspec.Struct, array_like=True):
    """A consultation and whether it still waits."""

    ref: str
    party: str
    open: bool = True


class Letter(msgspec.Struct, array_like=True):
    """A letter issued, then sent on `on`; `decision` is the entry of the decision that a reply carries, else 0.

    `attempts` counts how often it was sent, `returned` tells that it came back, `void` that another took its place.
    """

    no: int
    kind: str
    decision: int = 0
    sent: bool = False
    on: date | None = None
    attempts: int = 0
    returned: bool = False
    void: bool = False
    set_out: bool = False


class Approval(msgspec.Struct, array_like=True):
    """A letter on the way was approved (签发) and not issued yet; `about` is what it is about."""

    seq: int
    kind: str
    about: str = ""


class Proceeding(msgspec.Struct, array_like=True):
    """A reconsideration or suit over the case, filed, then ended on `on`; `result` is empty while it is pending.

    `simplified` is a reconsideration in the simplified procedure; `answered_on` the day the agency's answer went in.
    """

    no: int
    kind: str
    result: str = ""
    on: date | None = None
    simplified: bool = False
    answered_on: date | None = None

    @property
    def last_on(self) -> date | None:
        """The last day on record for it."""
        return max((day for day in (self.on, self.answered_on) if day is not None), default=None)


class Case(msgspec.Struct, omit_defaults=True, kw_only=True):
    """One request for government information, as of its last entry.

    `version` is the number of that entry, `moved` that of the one that led to the present state, on `moved_on`. What
    the clock says (`due_on` to `next_on`) is as of the day in `settled`. `told_late` is what a ledger said of the end.
    `finding` is what the last look at something withheld found, on `reassessed_on`.
    """

    id: UUID
    agency_id: UUID
    case_no: str
    received_on: date
    channel: str
    applicant_class: str
    calendar: str
    applicant: str = ""
    applicant_id: UUID | None = None
    series: str = ""
    series_year: int = 0
    serial: int = 0
    import_id: UUID | None = None
    state: State = State.RECEIVED
    version: int = 0
    moved: int = 1
    moved_on: date | None = None
    assignee: UUID | None = None
    ticks: list[Tick] = msgspec.field(default_factory=list)
    items: list[Item] = msgspec.field(default_factory=list)
    corrected: bool = False
    correction_on: date | None = None
    void_extension: tuple[date, int] | None = None
    waits_until: date | None = None
    consultations: list[Consultation] = msgspec.field(default_factory=list)
    docs: int = 0
    drafted_on: date | None = None
    drafters: list[UUID] = msgspec.field(default_factory=list)
    reviewers: list[UUID] = msgspec.field(default_factory=list)
    clearances: list[Clearance] = msgspec.field(default_factory=list)
    decision: int = 0
    decided: Outcome | None = None
    letters: list[Letter] = msgspec.field(default_factory=list)
    approvals: list[Approval] = msgspec.field(default_factory=list)
    attachments: int = 0
    fee_no: int = 0
    fee_fen: int = 0
    proceedings: list[Proceeding] = msgspec.field(default_factory=list)
    outcome: Outcome | None = None
    closed_on: date | None = None
    reassessed_on: date | None = None
    finding: str = ""
    counted_outcome: Outcome | None = None
    counted_on: date | None = None
    counted_late: bool = False
    told_late: bool | None = None
    settled: tuple[int, str, date] | None = None
    clock_status: str = ""
    due_on: date | None = None
    provisional: bool = False
    on_time: bool | None = None
    extension_days: int = 0
    regime: str = ""
    next_on: date | None = None
    next_what: str = ""

    def tick(self, entry: Entry, kind: EventType, **more: object) -> None:
        """Add an event to the clock's ledger in the order of its legal day, then of its entry."""
        added = Tick(entry.seq, ClockEvent(kind, entry.on, **more))  # type: ignore[arg-type]  # fields of ClockEvent
        place = len(self.ticks)
        while place and self.ticks[place - 1].event.on > entry.on:
            place -= 1
        self.ticks.insert(place, added)

    @property
    def started_on(self) -> date:
        """The day from which the running period counts; it chooses the regime."""
        return max(tick.event.on for tick in self.ticks if tick.event.type in STARTS)

    @property
    def reasons_asked_on(self) -> date | None:
        """The day on which reasons were asked for that are awaited; a restart of the clock forgets that they were."""
        asked: date | None = None
        for tick in self.ticks:
            kind = tick.event.type
            if kind is EventType.REASONS_REQUESTED:
                asked = tick.event.on
            elif kind is EventType.REASONS_RECEIVED or kind in STARTS:
                asked = None
        return asked

    @property
    def cleared(self) -> bool:
        """Whether every item of the draft is cleared in its present version."""
        done = {(review.item, review.doc) for review in self.clearances}
        return all((item.no, item.doc) in done for item in self.items)

    @property
    def withheld_on(self) -> date | None:
        """The day of a reply that withholds something. What was handled elsewhere is looked at again there."""
        if self.import_id is not None or self.outcome is None or self.outcome.family not in _WITHHELD:
            return None
        return self.closed_on

    def close(self, on: date, outcome: Outcome) -> None:
        """Set the outcome; the first one is also the one that the year counts (docs/decisions, 0006)."""
        self.outcome, self.closed_on = outcome, on
        if self.counted_on is None:
            self.counted_outcome, self.counted_on = outcome, on

    def settle(self, calendars: Calendars, today: date) -> None:
        """Read the clock as of `today` and set what stands on the case for queues to sort by.

        The reading depends on nothing but the ledger, the calendar and the day, so it is not repeated for the same.

        Raises:
            RuleBroken: The ledger holds a day after `today`, which the clock would not see.
            ClockRefused: The ledger holds an event that cannot follow.
        """
        basis = (len(self.ticks), self.calendar, today)
        if self.settled == basis:
            return
        last = self.ticks[-1].event.on
        if last > today:
            raise RuleBroken(
                "{on} is in the future: today is {today}. Enter the day it happened.", on=last, today=today
            )
        calendar = calendars(self.calendar)
        read = clock.read([tick.event for tick in self.ticks], calendar, today)
        self.clock_status, self.due_on = str(read.status), read.due_on
        self.provisional, self.on_time, self.regime = read.provisional, read.on_time, read.regime
        self.extension_days = read.extension_days
        if self.counted_on is not None and (read.round == 1 or self.settled is None):
            first = read if read.round == 1 else clock.read(self._first_round(), calendar, self.counted_on)
            late = first.extension_days > 0 or first.on_time is False
            self.counted_late = late if self.told_late is None else self.told_late
        self.next_on, self.next_what = _next(self, read)
        self.settled = basis

    def ends(self) -> list[int]:
        """Return the numbers of the entries that ended a round; the first is the one that the year counts."""
        return [tick.seq for tick in self.ticks if tick.event.type in _ENDS]

    def _first_round(self) -> list[ClockEvent]:
        events = [tick.event for tick in self.ticks]
        return events[: next(place for place, event in enumerate(events, 1) if event.type in _ENDS)]


_UTC = timedelta(0)
_WITHHELD = {Family.REFUSED, Family.PARTIAL}
_ENDS = {EventType.REPLIED, EventType.WITHDRAWN, EventType.LAPSED}
STARTS = {EventType.RECEIVED, EventType.CORRECTION_RECEIVED, EventType.FEE_PAID, EventType.REDO_ORDERED}
"""Events from which the period counts anew."""


def _next(case: Case, read: clock.Clock) -> tuple[date | None, str]:
    """Return the next day that binds somebody, and what has to be done by it."""
    if case.closed_on is not None:
        return None, ""
    if read.awaiting == "payment":
        return read.pay_by, "pay"
    if read.awaiting == "correction":
        return case.waits_until, "correct"
    if read.status is clock.Status.PAUSED and read.due_on is None:
        asked = [party for party in read.open_consultations if party.pausing]
        days = [party.last_on for party in asked if party.last_on is not None]
        return min(days, default=None), "answer_consultation" if asked else "give_reasons"
    return read.due_on, "reply"


def case_values(case: Case, head: str) -> dict[str, object]:
    """Return the row of the case: the columns that are searched and sorted by, and the whole as text."""
    return {
        "id": case.id,
        "agency_id": case.agency_id,
        "case_no": case.case_no,
        "series": case.series,
        "series_year": case.series_year,
        "serial": case.serial,
        "state": str(case.state),
        "version": case.version,
        "head": head,
        "received_on": case.received_on,
        "channel": case.channel,
        "applicant_class": case.applicant_class,
        "applicant": case.applicant,
        "applicant_id": case.applicant_id,
        "assignee_id": case.assignee,
        "import_id": case.import_id,
        "outcome": None if case.outcome is None else str(case.outcome),
        "closed_on": case.closed_on,
        "counted_outcome": None if case.counted_outcome is None else str(case.counted_outcome),
        "counted_on": case.counted_on,
        "counted_late": case.counted_late,
        "correction_on": case.correction_on,
        "clock_status": case.clock_status,
        "due_on": case.due_on,
        "provisional": case.provisional,
        "next_on": case.next_on,
        "next_what": case.next_what,
        "calendar": case.calendar,
        "snapshot": msgspec.json.encode(case).decode(),
    }


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """Who calls a step, when, and on which version of the case the decision to call rests.

    Args:
        by: The person.
        on: Day the step counts for the law; not after the agency's day of `at`.
        at: The present instant, UTC.
        key: Idempotency key; the same key with the same data gives the first result again.
        version: Version of the case that the caller saw; 0 opens a case.

    Raises:
        ValueError: `at` is no instant in UTC; its digest would not be that of what the database gives back.
    """

    by: UUID
    on: date
    at: datetime
    key: str
    version: int = 0

    def __post_init__(self) -> None:
        if self.at.utcoffset() != _UTC:
            raise ValueError("The instant of a call is in UTC.")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards of the state table ask, read off a case for one call."""

    case: Case
    call: Call
    one_person: bool

    @property
    def corrected(self) -> bool:
        return self.case.corrected

    @property
    def extended(self) -> bool:
        return self.case.extension_days > 0

    @property
    def draft_complete(self) -> bool:
        return bool(self.case.items) and all(item.doc and item.outcome is not None for item in self.case.items)

    @property
    def consultation_open(self) -> bool:
        return any(asked.open for asked in self.case.consultations)

    @property
    def reasons_open(self) -> bool:
        """Whether reasons are awaited; a restart of the clock forgets that they were asked for."""
        return self.case.reasons_asked_on is not None

    @property
    def secrecy_cleared(self) -> bool:
        return self.case.cleared

    @property
    def reviewer_is_not_drafter(self) -> bool:
        return self.one_person or self.call.by not in self.case.drafters

    @property
    def approver_is_apart(self) -> bool:
        return self.one_person or not self.acts_alone

    @property
    def acts_alone(self) -> bool:
        """Whether the person already drafted or reviewed in this case."""
        return self.call.by in self.case.reviewers or self.call.by in self.case.drafters

    @property
    def reply_issued(self) -> bool:
        mine = (letter for letter in self.case.letters if letter.decision and not letter.void)
        return any(letter.decision == self.case.decision for letter in mine)

    @property
    def fee_notice_delivered(self) -> bool:
        return self.case.next_what == "pay"

    @property
    def time_is_over(self) -> bool:
        """Whether the applicant's last day is over; a ledger does not say it for a correction, so the office judges."""
        last = self.case.next_on
        if self.case.next_what == "correct":
            return last is None or self.call.on > last
        return self.case.next_what == "pay" and last is not None and self.call.on > last

    @property
    def something_withheld(self) -> bool:
        """Whether the reply is one to look at again; Art. 18 stands in the text of 2019 first."""
        withheld_on = self.case.withheld_on
        return withheld_on is not None and withheld_on >= CN_2019.in_force_from


def opening(case: Case) -> Change:
    """Return the row that a new case adds."""
    return Change("cases", case_values(case, START))
