"""Entries of what follows a reply or stands beside the work: proceedings, reopening, corrections, notes, files."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import msgspec

from workflow.rules.clock import ClockEvent, EventType
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case, Proceeding, Tick
from workflow.rules.record.entry import Body, Change, Entry
from workflow.rules.states import Step


class ProceedingFiled(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A reconsideration (复议) or suit (诉讼) over the case was accepted; `filing` is review, direct or after.

    `simplified` is a reconsideration in the simplified procedure (简易程序), whose answer is due earlier; 行政复议法
    (2023), Art. 54.
    """

    kind: ClassVar[str] = "proceeding_filed"
    step: ClassVar[Step | None] = Step.FILE_PROCEEDING
    no: int
    filing: str
    filed_on: date
    body: str = ""
    docket: str = ""
    simplified: bool = False

    def apply(self, case: Case, entry: Entry) -> None:  # noqa: ARG002 (the filing is in the entry)
        case.proceedings.append(Proceeding(self.no, self.filing, on=self.filed_on, simplified=self.simplified))

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:  # noqa: ARG002 (the filing is in the entry)
        yield Change(
            "proceedings",
            {
                "id": f"{case.id}/{self.no}",
                "agency_id": case.agency_id,
                "case_id": case.id,
                "case_no": case.case_no,
                "kind": self.filing,
                "filed_on": self.filed_on,
                "body": self.body,
                "docket": self.docket,
                "result": "",
                "simplified": self.simplified,
            },
        )


class ProceedingAnswered(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The agency handed in its written answer (行政复议答复书、答辩状) in a proceeding; `number` is the document's."""

    kind: ClassVar[str] = "proceeding_answered"
    step: ClassVar[Step | None] = Step.ANSWER_PROCEEDING
    no: int
    number: str = ""

    def apply(self, case: Case, entry: Entry) -> None:
        for proceeding in case.proceedings:
            if proceeding.no == self.no:
                proceeding.answered_on = entry.on

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        values = {"id": f"{case.id}/{self.no}", "case_id": case.id, "answered_on": entry.on}
        yield Change("proceedings", values, new=False)


class ProceedingConcluded(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A proceeding ended: upheld (维持), corrected (纠正) or other; `ending` names one of the endings of 132号."""

    kind: ClassVar[str] = "proceeding_concluded"
    step: ClassVar[Step | None] = Step.CONCLUDE_PROCEEDING
    no: int
    result: str
    ending: str = ""

    def apply(self, case: Case, entry: Entry) -> None:
        for proceeding in case.proceedings:
            if proceeding.no == self.no:
                proceeding.result, proceeding.on = self.result, entry.on

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        values = {
            "id": f"{case.id}/{self.no}",
            "case_id": case.id,
            "result": self.result,
            "concluded_on": entry.on,
            "ending": self.ending,
        }
        yield Change("proceedings", values, new=False)


class Reopened(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A new reply was ordered, or the agency puts its own right, within `days` working days; the old decision falls."""

    kind: ClassVar[str] = "reopened"
    step: ClassVar[Step | None] = Step.REOPEN
    days: int
    order: str
    proceeding: int
    calendar: str
    decision: int = 0
    clearances: list[tuple[int, int]] = msgspec.field(default_factory=list)

    def apply(self, case: Case, entry: Entry) -> None:
        case.outcome, case.closed_on = None, None
        case.reassessed_on, case.finding = None, ""
        case.clearances = []
        case.decision, case.decided = 0, None
        case.calendar = self.calendar
        for item in case.items:
            item.outcome, item.doc = None, 0
        case.tick(entry, EventType.REDO_ORDERED, days=self.days)

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        void = {"case_id": case.id, "voided_by": entry.seq}
        for seq, item in self.clearances:
            yield Change("secrecy_reviews", {**void, "seq": seq, "item": item}, new=False)
        if self.decision:
            yield Change("decisions", {**void, "seq": self.decision}, new=False)
        for asked in case.items:
            yield Change("items", {"case_id": case.id, "no": asked.no, "outcome": None, "doc": 0}, new=False)


class Reassessed(Body, frozen=True, omit_defaults=True, kw_only=True):
    """What a reply withheld was looked at again (定期评估审查), Art. 18: it stays withheld, or may be disclosed now."""

    kind: ClassVar[str] = "reassessed"
    step: ClassVar[Step | None] = Step.REASSESS
    finding: str
    reason: str

    def apply(self, case: Case, entry: Entry) -> None:
        case.reassessed_on, case.finding = entry.on, self.finding


class EntryCorrected(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A mistaken entry is put right by this one, which names it; the mistaken one stays as it was entered.

    Args:
        corrects: Number of the mistaken entry.
        day: The right day, where the day was wrong.
        void: Whether the mistaken entry never happened; only for entries that moved no state.
        ref: The consultation that is void with its entry.
        letter, fee: The reply or the fee notice whose day it is.
        channel, applicant_class, applicant, outcome: The right values, where these were wrong.
        items: The right wording of each item, empty where it stays.
        reason: Why.
    """

    kind: ClassVar[str] = "entry_corrected"
    step: ClassVar[Step | None] = Step.CORRECT_ENTRY
    corrects: int
    reason: str
    day: date | None = None
    void: bool = False
    ref: str = ""
    letter: int = 0
    fee: int = 0
    channel: str = ""
    applicant_class: str = ""
    applicant: str = ""
    outcome: Outcome | None = None
    items: list[str] = msgspec.field(default_factory=list)

    def apply(self, case: Case, entry: Entry) -> None:  # noqa: ARG002 (the right values are in the entry)
        case.channel = self.channel or case.channel
        case.applicant_class = self.applicant_class or case.applicant_class
        case.applicant = self.applicant or case.applicant
        case.settled = None
        if self.void:
            self._forget(case)
        if self.day is not None:
            self._redate(case, self.day)
        if self.outcome is not None:
            self._reclassify(case, self.outcome)

    def _forget(self, case: Case) -> None:
        case.ticks = [
            tick for tick in case.ticks if tick.seq != self.corrects and not (self.ref and tick.event.ref == self.ref)
        ]
        if self.ref:
            case.consultations = [asked for asked in case.consultations if asked.ref != self.ref]

    def _redate(self, case: Case, day: date) -> None:
        kind = self._event(case).type
        if kind is EventType.RECEIVED:
            case.received_on = day
        elif kind is EventType.CORRECTION_REQUESTED:
            case.correction_on = day
        first, last = self._ended(case)
        if first:
            case.counted_on = day
        if last:
            case.closed_on = day
        if case.moved == self.corrects:
            case.moved_on = day
        for letter in case.letters:
            letter.on = day if letter.no == self.letter else letter.on
        ticks = [_on(tick, day) if tick.seq == self.corrects else tick for tick in case.ticks]
        case.ticks = sorted(ticks, key=lambda tick: (tick.event.on, tick.seq))

    def _reclassify(self, case: Case, outcome: Outcome) -> None:
        first, last = self._ended(case)
        if first:
            case.counted_outcome = outcome
        if last:
            case.outcome = outcome

    def _ended(self, case: Case) -> tuple[bool, bool]:
        """Tell whether the mistaken entry is the end that the year counts, and the end by which the case stands."""
        ends = case.ends()
        return ends[:1] == [self.corrects], ends[-1:] == [self.corrects] and case.closed_on is not None

    def _event(self, case: Case) -> ClockEvent:
        return next(tick.event for tick in case.ticks if tick.seq == self.corrects)

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        if self.void and self.ref:
            values = {"case_id": case.id, "ref": self.ref, "voided_by": entry.seq}
            yield Change("consultations", values, new=False)
        if self.day is not None:
            yield from self._dated(case, self._event(case))
        for number, text in enumerate(self.items, 1):
            if text:
                yield Change("items", {"case_id": case.id, "no": number, "text": text}, new=False)

    def _dated(self, case: Case, event: ClockEvent) -> Iterator[Change]:
        """Yield the row that holds the day, where one does."""
        table, key, column = _ROWS.get(event.type, ("", "", ""))
        if table:
            values = {"ref": event.ref, "seq": self.fee, "no": self.letter}
            yield Change(table, {"case_id": case.id, key: values[key], column: event.on}, new=False)


_ROWS = {
    EventType.CONSULTATION_STARTED: ("consultations", "ref", "sent_on"),
    EventType.CONSULTATION_DELIVERED: ("consultations", "ref", "delivered_on"),
    EventType.CONSULTATION_ANSWERED: ("consultations", "ref", "answered_on"),
    EventType.FEE_NOTIFIED: ("fees", "seq", "delivered_on"),
    EventType.FEE_PAID: ("fees", "seq", "paid_on"),
    EventType.REPLIED: ("letters", "no", "dispatched_on"),
}
"""Where the day of an event of the clock also stands: table, key, column."""


def _on(tick: Tick, day: date) -> Tick:
    return Tick(tick.seq, msgspec.structs.replace(tick.event, on=day))


class Recalculated(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The holiday calendar changed and the case was counted again; `before` and `after` are the due days."""

    kind: ClassVar[str] = "recalculated"
    step: ClassVar[Step | None] = Step.RECALCULATE
    calendar: str
    replaced: str
    notice: str
    before: date | None = None
    after: date | None = None

    def apply(self, case: Case, entry: Entry) -> None:  # noqa: ARG002 (the calendar is in the entry)
        case.calendar = self.calendar


class Attached(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A file was put on the case, kept by its SHA-256."""

    kind: ClassVar[str] = "attached"
    step: ClassVar[Step | None] = Step.ATTACH
    no: int
    name: str
    media: str
    size: int
    sha256: str

    def apply(self, case: Case, entry: Entry) -> None:  # noqa: ARG002 (the file is in the entry)
        case.attachments = self.no

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        yield Change(
            "attachments",
            {
                "case_id": case.id,
                "no": self.no,
                "name": self.name,
                "media": self.media,
                "size": self.size,
                "sha256": self.sha256,
                "added_on": entry.on,
                "added_by": entry.by,
            },
        )


class Noted(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A note for the file."""

    kind: ClassVar[str] = "noted"
    step: ClassVar[Step | None] = Step.NOTE
    text: str


class Revealed(Body, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody looked at the applicant's identifiers in plain; the look is on record."""

    kind: ClassVar[str] = "revealed"
    step: ClassVar[Step | None] = Step.REVEAL
    fields: list[str]
    why: str
