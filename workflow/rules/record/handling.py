"""Entries of the work on a request: what extends, pauses or suspends its period, and who works on it."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar
from uuid import UUID

from workflow.rules.clock import EventType
from workflow.rules.record.case import Case, Consultation
from workflow.rules.record.entry import Body, Change, Entry
from workflow.rules.states import Step


class Extended(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The reply period was extended (延长答复期限), approved by the head of the disclosure office; Art. 33(2)."""

    kind: ClassVar[str] = "extended"
    step: ClassVar[Step | None] = Step.EXTEND
    days: int
    reason: str
    due_before: date | None = None

    def apply(self, case: Case, entry: Entry) -> None:
        case.tick(entry, EventType.EXTENDED, days=self.days)


class Delayed(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A reasonable later day was set for a request among very many (延迟答复的合理期限); Art. 35."""

    kind: ClassVar[str] = "delayed"
    step: ClassVar[Step | None] = Step.DELAY
    until: date
    reason: str

    def apply(self, case: Case, entry: Entry) -> None:
        case.tick(entry, EventType.DELAY_SET, until=self.until)


class Consulted(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A third party, a co-producer or another agency was asked (征求意见); Arts. 11, 32, 34."""

    kind: ClassVar[str] = "consulted"
    step: ClassVar[Step | None] = Step.CONSULT
    ref: str
    party: str
    name: str
    question: str

    def apply(self, case: Case, entry: Entry) -> None:
        case.consultations.append(Consultation(self.ref, self.party))
        case.tick(entry, EventType.CONSULTATION_STARTED, ref=self.ref, party=self.party)

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        yield Change(
            "consultations",
            {
                "case_id": case.id,
                "ref": self.ref,
                "party": self.party,
                "name": self.name,
                "question": self.question,
                "sent_on": entry.on,
                "effect": "",
            },
        )


class ConsultationEntry(Body, frozen=True, omit_defaults=True, kw_only=True):
    """An entry about one consultation on record."""

    ref: str

    def update(self, case: Case, **values: object) -> Change:
        """Return the change of the consultation's row."""
        return Change("consultations", {"case_id": case.id, "ref": self.ref, **values}, new=False)

    def close(self, case: Case) -> None:
        """Mark the consultation as no longer waiting."""
        for asked in case.consultations:
            if asked.ref == self.ref:
                asked.open = False


class ConsultationDelivered(ConsultationEntry, frozen=True, omit_defaults=True, kw_only=True):
    """The party signed for the letter; its 15 working days run from here; Arts. 32, 34."""

    kind: ClassVar[str] = "consultation_delivered"
    step: ClassVar[Step | None] = Step.DELIVER_CONSULTATION

    def apply(self, case: Case, entry: Entry) -> None:
        case.tick(entry, EventType.CONSULTATION_DELIVERED, ref=self.ref)

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        yield self.update(case, delivered_on=entry.on)


class ConsultationAnswered(ConsultationEntry, frozen=True, omit_defaults=True, kw_only=True):
    """The party gave its opinion: agree, partly or refuse."""

    kind: ClassVar[str] = "consultation_answered"
    step: ClassVar[Step | None] = Step.ANSWER_CONSULTATION
    opinion: str
    reasons: str = ""

    def apply(self, case: Case, entry: Entry) -> None:
        self.close(case)
        case.tick(entry, EventType.CONSULTATION_ANSWERED, ref=self.ref)

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        yield self.update(case, answered_on=entry.on, effect=self.opinion, reasons=self.reasons)


class ConsultationLapsed(ConsultationEntry, frozen=True, omit_defaults=True, kw_only=True):
    """The party's 15 working days passed in silence; the clock closed the pause by itself on its last day.

    A third party's silence leaves the decision to the agency (Art. 32); a co-producer's is consent (Art. 34).
    """

    kind: ClassVar[str] = "consultation_lapsed"
    step: ClassVar[Step | None] = Step.LAPSE_CONSULTATION
    last_on: date
    effect: str

    def apply(self, case: Case, entry: Entry) -> None:  # noqa: ARG002 (the clock needs no event for silence)
        self.close(case)

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:  # noqa: ARG002 (the last day is in the entry)
        yield self.update(case, lapsed_on=self.last_on, effect=self.effect)


class ReasonsAsked(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The applicant was asked why so many requests are needed (说明理由); Art. 35."""

    kind: ClassVar[str] = "reasons_asked"
    step: ClassVar[Step | None] = Step.ASK_REASONS
    count: int
    reason: str

    def apply(self, case: Case, entry: Entry) -> None:
        case.tick(entry, EventType.REASONS_REQUESTED)


class ReasonsGiven(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The applicant answered, or the day set for it passed; `accepted` is the agency's judgment; Art. 35."""

    kind: ClassVar[str] = "reasons_given"
    step: ClassVar[Step | None] = Step.GIVE_REASONS
    accepted: bool
    reasons: str

    def apply(self, case: Case, entry: Entry) -> None:
        case.tick(entry, EventType.REASONS_RECEIVED)


class Charged(Body, frozen=True, omit_defaults=True, kw_only=True):
    """A notice of the information processing fee (信息处理费收费通知) was sent; Art. 42, 国办函〔2020〕109号."""

    kind: ClassVar[str] = "charged"
    step: ClassVar[Step | None] = Step.CHARGE
    method: str
    quantity: int
    before: int = 0
    fen: int

    def apply(self, case: Case, entry: Entry) -> None:
        case.fee_no, case.fee_fen = entry.seq, self.fen

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        yield Change(
            "fees",
            {
                "case_id": case.id,
                "seq": entry.seq,
                "method": self.method,
                "quantity": self.quantity,
                "fen": self.fen,
                "sent_on": entry.on,
            },
        )


class FeeNoticeDelivered(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The applicant received the fee notice; 20 working days to pay run from the next one; 国办函〔2020〕109号."""

    kind: ClassVar[str] = "fee_notice_delivered"
    step: ClassVar[Step | None] = Step.DELIVER_FEE_NOTICE

    def apply(self, case: Case, entry: Entry) -> None:
        case.tick(entry, EventType.FEE_NOTIFIED)

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        yield Change("fees", {"case_id": case.id, "seq": case.fee_no, "delivered_on": entry.on}, new=False)


class Paid(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The fee was paid; the period is counted anew (UNVERIFIED, see docs/open-points.md)."""

    kind: ClassVar[str] = "paid"
    step: ClassVar[Step | None] = Step.PAY
    receipt_no: str = ""

    def apply(self, case: Case, entry: Entry) -> None:
        case.tick(entry, EventType.FEE_PAID)

    def changes(self, case: Case, entry: Entry) -> Iterator[Change]:
        yield Change("fees", {"case_id": case.id, "seq": case.fee_no, "paid_on": entry.on}, new=False)


class Assigned(Body, frozen=True, omit_defaults=True, kw_only=True):
    """The case was given to a person."""

    kind: ClassVar[str] = "assigned"
    step: ClassVar[Step | None] = Step.ASSIGN
    to: UUID
    reason: str = ""

    def apply(self, case: Case, entry: Entry) -> None:  # noqa: ARG002 (who and why is in the entry)
        case.assignee = self.to
