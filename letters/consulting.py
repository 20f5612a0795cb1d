"""Group C, towards others: third party, applicant, co-producer (C2–C5, C11). C1 is in `notices`.

Source:
    政府信息公开条例 (2019), Arts. 11, 15, 32, 33(3), 34; (2008), Arts. 14, 23, 24(3).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from letters.notices import Passage
from letters.parts import Document, Form, Letter, ToApplicant
from workflow.rules.clock_events import Party
from workflow.rules.errors import BadInput
from workflow.rules.remedies import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionForm(Form):
    """What is answered on: a choice for each passage, reasons, signature. All of it is filled in by hand.

    Args:
        party: Who answers.
        passages: What was asked about, named one by one.
        letter: Number of the letter that asked; empty where it has none yet.

    """

    party: str
    passages: tuple[Passage, ...]
    letter: str = ""

    def check(self) -> None:
        """Refuse a form on which nothing can be answered."""
        Form.check(self)
        if not self.passages:
            raise BadInput("The form names nothing to give an opinion on. Enter the passages that were asked about.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdPartyOpinion(OpinionForm):
    """第三方意见回执, as a form of its own. It has no field for the applicant."""

    TITLE = "第三方意见回执"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoProducerOpinion(OpinionForm):
    """共同制作机关意见回执: an opinion for each record, and the ground for what should not be disclosed."""

    TITLE = "共同制作机关意见回执"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationNotice(ToApplicant):
    """征求意见告知书: the applicant learns that the period stands still, and for how long it may; never who is asked.

    Args:
        party: Whom the agency asks; it decides why the letter says it has to.
        started_on: The day the letter went out; counting stops after it.
        consult_basis: The article on consulting.
        pause_basis: The article that leaves the time out of the period.
        answer_days: Working days the party has from its receipt of the letter; None where the text sets none.

    """

    TITLE = "政府信息公开申请征求意见告知书"

    party: Party
    started_on: date
    consult_basis: str
    pause_basis: str
    answer_days: int | None = None

    def check(self) -> None:
        """Refuse a notice of what has not begun."""
        ToApplicant.check(self)
        if self.started_on > self.issued_on:
            raise BadInput(
                "The consultation of {started} begins after the notice of {issued}. Date the notice on or after it.",
                started=self.started_on,
                issued=self.issued_on,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class CoProducerConsultation(Letter):
    """征求意见函 to an agency that produced the record jointly: its silence is consent, unlike a third party's.

    Args:
        received_on: When the request came in.
        request: What was asked for, in substance; who asked stays out of it.
        passages: The records produced jointly, by name and number.
        question: What the agency wants to know beside the opinion on disclosure.
        answer_days: Working days from its receipt of the letter.
        basis: The article on co-producers.

    """

    TITLE = "共同制作政府信息征求意见函"
    SLIP: ClassVar[str] = CoProducerOpinion.TITLE

    received_on: date
    request: tuple[str, ...]
    passages: tuple[Passage, ...]
    answer_days: int
    basis: str
    question: str = ""
    you: str = "你单位"

    @property
    def annexes(self) -> tuple[str, ...]:
        """The slip to answer on."""
        return (self.SLIP,)

    def check(self) -> None:
        """Refuse a letter that asks about nothing."""
        Letter.check(self)
        if not self.passages or not self.request:
            raise BadInput(
                "The letter names no record that was produced jointly, or not what was asked for. Enter both."
            )


class Answer(StrEnum):
    """What came of the consultation before the decision to disclose; a consent needs no such letter."""

    REFUSED = "不同意公开"
    PARTLY = "部分同意公开"
    SILENT = "逾期未提出意见"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureDecision(Letter):
    """公开涉第三方政府信息决定告知书: the third party learns that and why its information is disclosed, and from when.

    Args:
        consulted_on: When the agency asked.
        answer: What came of it.
        answered_on: The day of the opinion; of silence, the last day for one.
        opinion: The party's reasons (C2); empty where it gave none.
        passages: What will be disclosed.
        reasons: Why the opinion is not followed; of silence, why the agency discloses.
        public_interest: Which public interest it is and how gravely withholding would harm it.
        consent_needed: The text in force lets only the public interest take the place of consent (2008, Art. 23).
        release_days: Working days from the party's receipt of the letter to the release.
        basis: The articles applied.
        remedies: Paragraphs of `workflow.rules.remedy_clause.clause`.

    """

    TITLE = "公开涉第三方政府信息决定告知书"
    EFFECT = Effect.CLOSING

    consulted_on: date
    answer: Answer
    answered_on: date
    passages: tuple[Passage, ...]
    reasons: str
    release_days: int
    basis: str
    remedies: tuple[str, ...]
    opinion: str = ""
    public_interest: str = ""
    consent_needed: bool = False
    you: str = "你单位"

    def check(self) -> None:
        """Refuse a letter that discloses nothing, at once, before the answer, or without what the text asks for."""
        Letter.check(self)
        if not self.passages:
            raise BadInput("The letter does not say what will be disclosed. Enter it, record by record.")
        if self.release_days < 1:
            raise BadInput(
                "Release after {days} working days leaves the third party no time to object. Leave at least 1.",
                days=self.release_days,
            )
        if not self.consulted_on <= self.answered_on <= self.issued_on:
            raise BadInput(
                "The third party was asked on {asked} and answered on {answered}; the letter is of {issued}. Enter the "
                "days in this order.",
                asked=self.consulted_on,
                answered=self.answered_on,
                issued=self.issued_on,
            )
        if self.consent_needed and not self.public_interest.strip():
            raise BadInput(
                "Without consent, the text in force discloses for the public interest alone, and the letter names "
                "none. Say which it is and how withholding would harm it."
            )


KINDS: tuple[type[Document], ...] = (
    ThirdPartyOpinion,
    ConsultationNotice,
    CoProducerConsultation,
    CoProducerOpinion,
    DisclosureDecision,
)
