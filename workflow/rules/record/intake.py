"""Entries of the beginning: a request comes in, is brought in from a ledger, is taken up, is corrected."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from workflow.rules.clock import ClockEvent, EventType
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case, Item, Tick
from workflow.rules.record.entry import Body, Change, Entry
from workflow.rules.states import State, Step


class Applicant(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Who asks. Identifiers (papers, phone, addresses) are sealed elsewhere; here stands the digest of the seal."""

    id: UUID
    name: str
    applicant_class: str
    seal: str = ""
    match: str = ""
    known: bool = False
    agent: str = ""
    joint: list[str] = msgspec.field(default_factory=list)


class Opening(Body, frozen=True, omit_defaults=True, kw_only=True):
    """What every record begins with: whose case it is and what was asked for."""

    agency_id: UUID
    case_no: str
    received_on: date
    channel: str
    calendar: str
    items: list[str]
    series: str = ""
    series_year: int = 0
    serial: int = 0
    extra: dict[str, str] = msgspec.field(default_factory=dict)
    note: str = ""

    def requested(self, case: Case) -> Iterator[Change]:
        """Yield the request as written and its items."""
        yield Change(
            "requests",
            {
                "case_id": case.id,
                "description": "\n".join(self.items),
                "note": self.note,
                "extra": msgspec.json.encode(self.extra).decode(),
            },
        )
        for number, text in enumerate(self.items, 1):
            yield Change("items", {"case_id": case.id, "no": number, "text": text, "doc": 0})


class Registered(Opening, frozen=True, omit_defaults=True, kw_only=True):
    """A request was registered (登记); Arts. 29, 31. `warnings` is what may be seen differently about the receipt."""

    kind: ClassVar[str] = "registered"
    step: ClassVar[Step | None] = None
    applicant: Applicant
    receipt: str = ""
    warnings: list[str] = msgspec.field(default_factory=list)
    form: str = ""

    def open(self, case_id: UUID) -> Case:
        """Return the case that this entry opens."""
        return Case(
            id=case_id,
            agency_id=self.agency_id,
            case_no=self.case_no,
            received_on=self.received_on,
            channel=self.channel,
            applicant_class=self.applicant.applicant_class,
            applicant=self.applicant.name,
            applicant_id=self.applicant.id,
            series=self.series,
            series_year=self.series_year,
            serial=self.serial,
            calendar=self.calendar,
            items=[Item(number) for number in range(1, len(self.items) + 1)],
            moved_on=self.received_on,
        )

    def apply(self, case: Case, entry: Entry) -> None:
        case.tick(entry, EventType.RECEIVED)

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:  # noqa: ARG002 (the opening tells all)
        if not self.applicant.known:
            who = self.applicant
            yield Change(
                "applicants",
                {
                    "id": who.id,
                    "agency_id": self.agency_id,
                    "name": who.name,
                    "applicant_class": who.applicant_class,
                    "seal": who.seal,
                    "match": who.match,
                },
            )
        yield from self.requested(case)


class Imported(Opening, frozen=True, omit_defaults=True, kw_only=True):
    """A request handled elsewhere was brought in from a ledger (台账), with its whole history in one entry.

    `void_extension` marks an extension that the clock could not take, such as one after the due day: it is on record,
    but moved nothing. `late` is what the ledger itself says of the end; without it the days tell.
    """

    kind: ClassVar[str] = "imported"
    step: ClassVar[Step | None] = None
    import_id: UUID
    applicant_class: str
    applicant: str = ""
    extended_on: date | None = None
    extension_days: int = 0
    correction_requested_on: date | None = None
    correction_received_on: date | None = None
    outcome: Outcome | None = None
    closed_on: date | None = None
    fee_fen: int = 0
    void_extension: bool = False
    late: bool | None = None

    def open(self, case_id: UUID) -> Case:
        """Return the case that this entry opens."""
        return Case(
            id=case_id,
            agency_id=self.agency_id,
            case_no=self.case_no,
            received_on=self.received_on,
            channel=self.channel,
            applicant_class=self.applicant_class,
            applicant=self.applicant,
            calendar=self.calendar,
            items=[Item(number, self.outcome) for number in range(1, len(self.items) + 1)],
            import_id=self.import_id,
            moved_on=self.received_on,
            fee_fen=self.fee_fen,
            told_late=self.late,
        )

    def apply(self, case: Case, entry: Entry) -> None:
        case.ticks = list(self._history(entry))
        case.corrected = self.correction_requested_on is not None
        case.correction_on = self.correction_requested_on
        if self.void_extension and self.extended_on is not None:
            case.void_extension = (self.extended_on, self.extension_days)
        case.state = self._state()
        if self.outcome is not None and self.closed_on is not None:
            case.close(self.closed_on, self.outcome)
        moves = (self.received_on, self.correction_requested_on, self.correction_received_on, self.closed_on)
        case.moved_on = max(day for day in moves if day is not None)

    def _history(self, entry: Entry) -> Iterator[Tick]:
        days: list[tuple[date | None, EventType]] = [
            (self.received_on, EventType.RECEIVED),
            (self.correction_requested_on, EventType.CORRECTION_REQUESTED),
            (self.correction_received_on, EventType.CORRECTION_RECEIVED),
            (None if self.void_extension else self.extended_on, EventType.EXTENDED),
            (self.closed_on, EventType.REPLIED if self.outcome is None else _END.get(self.outcome, EventType.REPLIED)),
        ]
        known = [(on, kind) for on, kind in days if on is not None]
        for on, kind in sorted(known, key=lambda day: day[0]):
            extended = self.extension_days if kind is EventType.EXTENDED else 0
            yield Tick(entry.seq, ClockEvent(kind, on, days=extended))

    def _state(self) -> State:
        if self.outcome is not None:
            return _CLOSED.get(self.outcome, State.REPLIED)
        if self.correction_requested_on is not None and self.correction_received_on is None:
            return State.CORRECTING
        return State.REVIEWED if self.extended_on is not None else State.RECEIVED

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:  # noqa: ARG002 (the opening tells all)
        return self.requested(case)


_END = {
    Outcome.C1: EventType.LAPSED,
    Outcome.C2: EventType.LAPSED,
    Outcome.C3: EventType.WITHDRAWN,
}
_CLOSED = {Outcome.C1: State.LAPSED, Outcome.C2: State.LAPSED, Outcome.C3: State.WITHDRAWN}


class Reviewed(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The request was taken up for handling (审核)."""

    kind: ClassVar[str] = "reviewed"
    step: ClassVar[Step | None] = Step.REVIEW
    note: str = ""


class CorrectionAsked(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The applicant was told, once, what the request lacks (补正); Art. 30."""

    kind: ClassVar[str] = "correction_asked"
    step: ClassVar[Step | None] = Step.ASK_CORRECTION
    points: list[str]
    reply_by: date

    def apply(self, case: Case, entry: Entry) -> None:
        case.corrected = True
        case.correction_on = case.correction_on or entry.on
        case.waits_until = self.reply_by
        case.tick(entry, EventType.CORRECTION_REQUESTED)


class Corrected(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The corrected request came in; the period begins anew; Art. 30."""

    kind: ClassVar[str] = "corrected"
    step: ClassVar[Step | None] = Step.CORRECT
    items: list[str] = msgspec.field(default_factory=list)

    def apply(self, case: Case, entry: Entry) -> None:
        case.waits_until = None
        case.tick(entry, EventType.CORRECTION_RECEIVED)

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:  # noqa: ARG002 (the corrected wording is here)
        for number, text in enumerate(self.items, 1):
            if text:
                yield Change("items", {"case_id": case.id, "no": number, "text": text}, new=False)
