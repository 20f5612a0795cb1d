"""Entries of letters and of the end: issued, sent, served; replied, withdrawn, lapsed."""

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from workflow.rules.clock import EventType
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Approval, Case, Letter
from workflow.rules.record.entry import Body, Change, Entry
from workflow.rules.states import Step


class LetterApproved(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A letter that decides, beside the reply, was approved (签发); it is issued after that, and once."""

    kind: ClassVar[str] = "letter_approved"
    step: ClassVar[Step | None] = Step.APPROVE_LETTER
    letter: str
    about: str = ""
    note: str = ""

    def apply(self, case: Case, entry: Entry) -> None:
        case.approvals.append(Approval(entry.seq, self.letter, self.about))


class LetterIssued(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A letter was signed and numbered (签发); its files are kept by their SHA-256 and never change.

    Args:
        source: Digest of its blocks, from which the PDF is made.
        replaces: Number in the case of the letter that it takes the place of: void if not sent, else revoked by it.
        approval: Entry of its approval, 0 where it needs none of its own.
        template: Agency and version of the text it is written by, such as 0000/3; empty for that of the program.
        warnings: What the law leaves open about its remedies; for the reviewer, never printed.
        lint: Rules of the lint that warned, with the reason for issuing it all the same.
        late_reason: Why it goes out late.
        seen: Address or enclosure -> what was seen there by who issued it.
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
    source: str = ""
    about: str = ""
    replaces: int = 0
    approval: int = 0
    template: str = ""
    warnings: list[str] = msgspec.field(default_factory=list)
    lint: dict[str, str] = msgspec.field(default_factory=dict)
    late_reason: str = ""
    seen: dict[str, str] = msgspec.field(default_factory=dict)

    def decision(self, case: Case) -> int:  # noqa: ARG002 (a letter under way carries no decision)
        """Return the entry of the decision that the letter carries, 0 for a letter under way."""
        return 0

    def apply(self, case: Case, entry: Entry) -> None:
        for letter in case.letters:
            letter.void = letter.void or letter.no == self.replaces
        case.letters.append(Letter(self.no, self.letter, self.decision(case), on=entry.on))
        case.approvals = [one for one in case.approvals if one.seq != self.approval]

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        if self.replaces:
            values = {"case_id": case.id, "no": self.replaces, "voided_by": entry.seq}
            yield Change("letters", values, new=False)
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
                "source": self.source,
                "about": self.about,
                "replaces": self.replaces,
                "issued_on": entry.on,
                "signed_by": entry.by,
                "decision": self.decision(case),
                "attempts": 0,
                "voided_by": None,
            },
        )


class ReplyIssued(LetterIssued, frozen=True, omit_defaults=True, kw_only=True):
    """The letter of the decision was signed and numbered."""

    kind: ClassVar[str] = "reply_issued"
    step: ClassVar[Step | None] = Step.ISSUE_REPLY

    def decision(self, case: Case) -> int:
        return case.decision


class LetterSetOut(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The PDF of a letter was made from its blocks; `pdf` is its SHA-256."""

    kind: ClassVar[str] = "letter_set_out"
    step: ClassVar[Step | None] = Step.SET_OUT_LETTER
    no: int
    pdf: str

    def apply(self, case: Case, entry: Entry) -> None:  # noqa: ARG002 (the file is in the entry)
        for letter in case.letters:
            letter.set_out = letter.set_out or letter.no == self.no

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:  # noqa: ARG002 (the file is in the entry)
        yield Change("letters", {"case_id": case.id, "no": self.no, "pdf": self.pdf}, new=False)


class Sending(Body, frozen=True, omit_defaults=True, kw_only=True):
    """How a letter left the house: the way of service and its proof; 国办公开办函〔2016〕235号.

    The day it was first sent stays; that it was sent again is an entry of its own.
    """

    no: int
    way: str
    proof: str = ""
    carrier: str = ""

    def apply(self, case: Case, entry: Entry) -> None:
        for letter in case.letters:
            if letter.no == self.no:
                letter.sent, letter.on = True, entry.on
                letter.attempts, letter.returned = letter.attempts + 1, False

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        [letter] = [one for one in case.letters if one.no == self.no]
        day = {"dispatched_on": entry.on} if letter.attempts == 1 else {"resent_on": entry.on}
        values: dict[str, object] = {"case_id": case.id, "no": self.no, "way": self.way, "proof": self.proof, **day}
        values |= {"carrier": self.carrier, "attempts": letter.attempts}
        yield Change("letters", values, new=False)


class Dispatched(Sending, frozen=True, omit_defaults=True, kw_only=True):
    """A letter under way was sent, or any letter that came back was sent again."""

    kind: ClassVar[str] = "dispatched"
    step: ClassVar[Step | None] = Step.DISPATCH


class LetterReturned(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A letter came back (退回); it counts as sent on the day it was, and has to be sent again."""

    kind: ClassVar[str] = "letter_returned"
    step: ClassVar[Step | None] = Step.RETURN_LETTER
    no: int
    reason: str

    def apply(self, case: Case, entry: Entry) -> None:
        for letter in case.letters:
            if letter.no == self.no:
                letter.returned, letter.on = True, entry.on

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        values = {"case_id": case.id, "no": self.no, "returned_on": entry.on, "return_reason": self.reason}
        yield Change("letters", values, new=False)


class Served(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The addressee has the letter (送达), with the proof of it; periods for remedies run from here.

    `receiver` took it, with the relation to the addressee where it is another; `witness` saw that it was refused.
    """

    kind: ClassVar[str] = "served"
    step: ClassVar[Step | None] = Step.SERVE
    no: int
    proof: str
    receiver: str = ""
    witness: str = ""

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        values: dict[str, object] = {"case_id": case.id, "no": self.no, "served_on": entry.on}
        values |= {"served_proof": self.proof, "receiver": self.receiver, "witness": self.witness}
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
