"""Entries of the decision: drafts item by item, the secrecy review of each, the signature, and what voids it."""

from collections.abc import Iterator
from typing import ClassVar

import msgspec

from workflow.rules.exemptions import Ground
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case, Clearance
from workflow.rules.record.entry import Body, Change, Entry
from workflow.rules.states import Step


class ItemDraft(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is to be answered to one item: outcome, findings, reasons, and the facts its letter must state."""

    no: int
    outcome: Outcome
    reasons: str = ""
    findings: str = ""
    grounds: list[Ground] = msgspec.field(default_factory=list)
    detail: dict[str, str] = msgspec.field(default_factory=dict)


class Drafted(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The answer to some items was drafted (拟办); each draft is a new version of the item."""

    kind: ClassVar[str] = "drafted"
    step: ClassVar[Step | None] = Step.DRAFT
    items: list[ItemDraft]

    def apply(self, case: Case, entry: Entry) -> None:
        case.docs += 1
        case.drafted_on = max(case.drafted_on or entry.on, entry.on)
        drafts = {draft.no: draft for draft in self.items}
        for item in case.items:
            if item.no in drafts:
                item.outcome, item.doc = drafts[item.no].outcome, case.docs
        if entry.by not in case.drafters:
            case.drafters.append(entry.by)

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:  # noqa: ARG002 (the draft is in the entry)
        for draft in self.items:
            values: dict[str, object] = {
                "case_id": case.id,
                "no": draft.no,
                "outcome": str(draft.outcome),
                "doc": case.docs,
                "findings": draft.findings,
                "reasons": draft.reasons,
                "grounds": msgspec.json.encode(draft.grounds).decode(),
                "detail": msgspec.json.encode(draft.detail).decode(),
            }
            yield Change("items", values, new=False)


class Submitted(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The draft was handed to the secrecy review (送保密审查); Art. 17."""

    kind: ClassVar[str] = "submitted"
    step: ClassVar[Step | None] = Step.SUBMIT
    note: str = ""


REFER = "refer"  # A conclusion that concludes nothing: the question was put to another body.


class Cleared(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The secrecy review of items was signed off (保密审查), each in its present version; Art. 17.

    `alone` marks an office of one person: the reviewer also drafted, which the agency allowed by a setting.
    """

    kind: ClassVar[str] = "cleared"
    step: ClassVar[Step | None] = Step.CLEAR
    items: list[int]
    conclusion: str
    ground: str
    alone: bool = False

    def apply(self, case: Case, entry: Entry) -> None:
        docs = {item.no: item.doc for item in case.items}
        if self.conclusion == REFER:
            return
        case.clearances.extend(Clearance(entry.seq, number, docs[number], entry.on) for number in self.items)
        if entry.by not in case.reviewers:
            case.reviewers.append(entry.by)

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        docs = {item.no: item.doc for item in case.items}
        for number in self.items:
            yield Change(
                "secrecy_reviews",
                {
                    "case_id": case.id,
                    "seq": entry.seq,
                    "item": number,
                    "doc": docs[number],
                    "reviewer_id": entry.by,
                    "reviewed_on": entry.on,
                    "conclusion": self.conclusion,
                    "ground": self.ground,
                    "alone": self.alone,
                    "voided_by": None,
                },
            )


class SentBack(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The draft went back (退回); every clearance, a decision and a letter not yet sent are void with it.

    The clearances and the decision that fall are named, so that the record says what this entry voided.
    """

    kind: ClassVar[str] = "sent_back"
    step: ClassVar[Step | None] = Step.SEND_BACK
    reason: str
    clearances: list[tuple[int, int]] = msgspec.field(default_factory=list)
    decision: int = 0
    letters: list[int] = msgspec.field(default_factory=list)

    @classmethod
    def of(cls, case: Case, reason: str) -> "SentBack":
        """Return the entry that sends `case` back as it stands."""
        return cls(
            reason=reason,
            clearances=[(review.seq, review.item) for review in case.clearances],
            decision=case.decision,
            letters=[letter.no for letter in case.letters if letter.decision and letter.decision == case.decision],
        )

    def apply(self, case: Case, entry: Entry) -> None:  # noqa: ARG002 (what falls is named in the entry)
        case.clearances = []
        case.decision, case.decided = 0, None
        for letter in case.letters:
            letter.void = letter.void or letter.no in self.letters

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        void = {"case_id": case.id, "voided_by": entry.seq}
        for seq, item in self.clearances:
            yield Change("secrecy_reviews", {**void, "seq": seq, "item": item}, new=False)
        if self.decision:
            yield Change("decisions", {**void, "seq": self.decision}, new=False)
        for number in self.letters:
            yield Change("letters", {**void, "no": number}, new=False)


class Decided(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The decision was signed (签批); `outcome` is the one line that the statutory table counts."""

    kind: ClassVar[str] = "decided"
    step: ClassVar[Step | None] = Step.DECIDE
    outcome: Outcome
    outcomes: list[tuple[int, Outcome]]
    alone: bool = False

    def apply(self, case: Case, entry: Entry) -> None:
        case.decision, case.decided = entry.seq, self.outcome

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        yield Change(
            "decisions",
            {
                "case_id": case.id,
                "seq": entry.seq,
                "outcome": str(self.outcome),
                "outcomes": msgspec.json.encode(self.outcomes).decode(),
                "decided_on": entry.on,
                "approver_id": entry.by,
                "alone": self.alone,
                "voided_by": None,
            },
        )
