"""Entries of letters and of the end: issued, sent, served; replied, withdrawn, lapsed."""

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from workflow.rules.clock import EventType
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case, Letter
from workflow.rules.record.entry import Body, Change, Entry
from workflow.rules.states import Step


class LetterIssued(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A letter was signed and numbered (签发); its files are kept by their SHA-256 and never change.

    `warnings` is what the law leaves open about its remedies; for the reviewer, never printed.
    """

    kind: ClassVar[str] = "letter_issued"
    step: ClassVar[Step | None] = Step.ISSUE_LETTER
    no: int
    letter: str
    number: str
    series: str
    year: int
    serial: int
    title: str
    html: str
    docx: str
    about: str = ""
    warnings: list[str] = msgspec.field(default_factory=list)

    def decision(self, case: Case) -> int:  # noqa: ARG002 (a letter under way carries no decision)
        """Return the entry of the decision that the letter carries, 0 for a letter under way."""
        return 0

    def apply(self, case: Case, entry: Entry) -> None:
        case.letters.append(Letter(self.no, self.letter, self.decision(case), on=entry.on))

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        yield Change(
            "letters",
            {
                "case_id": case.id,
                "no": self.no,
                "kind": self.letter,
                "number": self.number,
                "series": self.series,
                "year": self.year,
                "serial": self.serial,
                "title": self.title,
                "html": self.html,
                "docx": self.docx,
                "about": self.about,
                "issued_on": entry.on,
                "signed_by": entry.by,
                "decision": self.decision(case),
                "voided_by": None,
            },
        )


class ReplyIssued(LetterIssued, frozen=True, omit_defaults=True, kw_only=True):
    """The letter of the decision was signed and numbered."""

    kind: ClassVar[str] = "reply_issued"
    step: ClassVar[Step | None] = Step.ISSUE_REPLY

    def decision(self, case: Case) -> int:
        return case.decision


class Sending(Body, frozen=True, omit_defaults=True, kw_only=True):
    """How a letter left the house: the way of service and its proof; 国办公开办函〔2016〕235号."""

    no: int
    way: str
    proof: str = ""

    def apply(self, case: Case, entry: Entry) -> None:
        for letter in case.letters:
            if letter.no == self.no:
                letter.sent, letter.on = True, entry.on

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        values = {"case_id": case.id, "no": self.no, "way": self.way, "proof": self.proof, "dispatched_on": entry.on}
        yield Change("letters", values, new=False)


class Dispatched(Sending, frozen=True, omit_defaults=True, kw_only=True):
    """A letter under way was sent."""

    kind: ClassVar[str] = "dispatched"
    step: ClassVar[Step | None] = Step.DISPATCH


class Served(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The addressee has the letter (送达), with the proof of it; periods for remedies run from here."""

    kind: ClassVar[str] = "served"
    step: ClassVar[Step | None] = Step.SERVE
    no: int
    proof: str

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        values = {"case_id": case.id, "no": self.no, "served_on": entry.on, "served_proof": self.proof}
        yield Change("letters", values, new=False)


class Replied(Sending, frozen=True, omit_defaults=True, kw_only=True):
    """The reply left the house (答复): posted or signed for. That day is in time or not; 235号, Art. 33."""

    kind: ClassVar[str] = "replied"
    step: ClassVar[Step | None] = Step.REPLY
    outcome: Outcome

    def apply(self, case: Case, entry: Entry) -> None:
        Sending.apply(self, case, entry)
        case.tick(entry, EventType.REPLIED)
        case.close(entry.on, self.outcome)


class Withdrawn(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The applicant withdrew the request (撤回), in writing or on record."""

    kind: ClassVar[str] = "withdrawn"
    step: ClassVar[Step | None] = Step.WITHDRAW
    how: str

    def apply(self, case: Case, entry: Entry) -> None:
        case.waits_until = None
        case.tick(entry, EventType.WITHDRAWN)
        case.close(entry.on, Outcome.C3)


class Lapsed(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The applicant neither corrected nor paid in time (视为放弃申请); Art. 30, 国办函〔2020〕109号. Never silent."""

    kind: ClassVar[str] = "lapsed"
    step: ClassVar[Step | None] = Step.LAPSE
    outcome: Outcome
    reason: str

    def apply(self, case: Case, entry: Entry) -> None:
        case.waits_until = None
        case.tick(entry, EventType.LAPSED)
        case.close(entry.on, self.outcome)
