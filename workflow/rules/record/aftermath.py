"""Entries of what follows a reply or stands beside the work: proceedings, reopening, corrections, notes, files."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

import msgspec

from workflow.rules.clock import EventType
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case, Proceeding, Tick
from workflow.rules.record.entry import Body, Change, Entry
from workflow.rules.states import Step


class ProceedingFiled(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A reconsideration (复议) or suit (诉讼) over the case was accepted; `filing` is review, direct or after."""

    kind: ClassVar[str] = "proceeding_filed"
    step: ClassVar[Step | None] = Step.FILE_PROCEEDING
    no: int
    filing: str
    filed_on: date
    body: str = ""
    docket: str = ""

    def apply(self, case: Case, entry: Entry) -> None:  # noqa: ARG002 (the filing is in the entry)
        case.proceedings.append(Proceeding(self.no, self.filing))

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
            },
        )


class ProceedingConcluded(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A proceeding ended: upheld (维持), corrected (纠正) or other; `ending` names one of the endings of 132号."""

    kind: ClassVar[str] = "proceeding_concluded"
    step: ClassVar[Step | None] = Step.CONCLUDE_PROCEEDING
    no: int
    result: str
    ending: str = ""

    def apply(self, case: Case, entry: Entry) -> None:  # noqa: ARG002 (the result is in the entry)
        for proceeding in case.proceedings:
            if proceeding.no == self.no:
                proceeding.result = self.result

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
    """A review or a court ordered a new reply within `days` working days; the old decision falls."""

    kind: ClassVar[str] = "reopened"
    step: ClassVar[Step | None] = Step.REOPEN
    days: int
    order: str
    proceeding: int
    calendar: str
    decision: int = 0

    def apply(self, case: Case, entry: Entry) -> None:
        case.outcome, case.closed_on = None, None
        case.clearances = []
        case.decision, case.decided = 0, None
        case.calendar = self.calendar
        for item in case.items:
            item.outcome, item.doc = None, 0
        case.tick(entry, EventType.REDO_ORDERED, days=self.days)

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        if self.decision:
            values = {"case_id": case.id, "seq": self.decision, "voided_by": entry.seq}
            yield Change("decisions", values, new=False)


class EntryCorrected(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A mistaken entry is put right by this one, which names it; the mistaken one stays as it was entered.

    Args:
        corrects: Number of the mistaken entry.
        day: The right day, where the day was wrong.
        void: Whether the mistaken entry never happened; only for entries that moved no state.
        channel, applicant_class, applicant, outcome: The right values, where these were wrong.
        reason: Why.
    """

    kind: ClassVar[str] = "entry_corrected"
    step: ClassVar[Step | None] = Step.CORRECT_ENTRY
    corrects: int
    reason: str
    day: date | None = None
    void: bool = False
    ref: str = ""
    channel: str = ""
    applicant_class: str = ""
    applicant: str = ""
    outcome: Outcome | None = None

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
            case.outcome = case.counted_outcome = self.outcome

    def _forget(self, case: Case) -> None:
        case.ticks = [
            tick for tick in case.ticks if tick.seq != self.corrects and not (self.ref and tick.event.ref == self.ref)
        ]
        if self.ref:
            case.consultations = [asked for asked in case.consultations if asked.ref != self.ref]

    def _redate(self, case: Case, day: date) -> None:
        ticks = [_on(tick, day) if tick.seq == self.corrects else tick for tick in case.ticks]
        case.ticks = sorted(ticks, key=lambda tick: (tick.event.on, tick.seq))
        kinds = {tick.event.type for tick in ticks if tick.seq == self.corrects}
        if EventType.RECEIVED in kinds:
            case.moved_on = day if case.moved_on == case.received_on else case.moved_on
            case.received_on = day
        if kinds & {EventType.REPLIED, EventType.WITHDRAWN, EventType.LAPSED}:
            case.counted_on = day if case.counted_on == case.closed_on else case.counted_on
            case.closed_on = day

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        if self.void and self.ref:
            values = {"case_id": case.id, "ref": self.ref, "voided_by": entry.seq}
            yield Change("consultations", values, new=False)


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
