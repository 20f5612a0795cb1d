"""Letters on the way to a reply: receipt, correction, extension, consultation. None of them carries remedies.

Source:
    政府信息公开条例 (2019), Arts. 30–33; 国办函〔2021〕132号, Art. 3.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from letters.parts import Letter, ToApplicant
from workflow.rules.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(ToApplicant):
    """登记回执: the request has come in, and how it goes on. `basis` is the article on the period."""

    TITLE = "政府信息公开申请登记回执"

    papers: tuple[str, ...]
    query_code: str
    reply_days: int
    reply_by: date
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deficiency:
    """One point to correct: which of name, identity, contact, description or form it is, why it is not enough, help."""

    what: str
    why: str = ""
    guidance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionNotice(ToApplicant):
    """补正告知书: all points at once, a dated limit, help, and what follows.

    Args:
        deficiencies: 补正事项.
        correct_by: Last day of the reasonable period (合理的补正期限).
        submit_to: How to send the correction.
        reply_days: The period that starts anew with the correction, in working days.
        lapses: The text in force deems the request abandoned without a good reason (2019, Art. 30; not in 2008).
        basis: The article on corrections.

    """

    TITLE = "政府信息公开申请补正告知书"

    deficiencies: tuple[Deficiency, ...]
    correct_by: date
    submit_to: str
    reply_days: int
    basis: str
    lapses: bool = True

    def check(self) -> None:
        """Refuse a notice without points or without time."""
        ToApplicant.check(self)
        if not self.deficiencies:
            raise BadInput("The notice names no point to correct. Enter every point: it can be sent only once.")
        if self.correct_by <= self.issued_on:
            raise BadInput(
                "The last day for the correction, {day}, is not after the notice of {issued}. Enter a later day.",
                day=self.correct_by,
                issued=self.issued_on,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionNotice(ToApplicant):
    """延期答复告知书: the head of the disclosure office agreed, why, and until when. `days` are working days."""

    TITLE = "政府信息公开申请延期答复告知书"

    reason: str
    days: int
    due_before: date
    due_on: date
    basis: str

    def check(self) -> None:
        """Refuse an extension that extends nothing."""
        ToApplicant.check(self)
        if self.days < 1 or self.due_on <= self.due_before:
            raise BadInput(
                "An extension of {days} working days from {before} to {after} extends nothing. Enter a later last day.",
                days=self.days,
                before=self.due_before,
                after=self.due_on,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A record that concerns the third party, or the part of it that does."""

    document: str
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdPartyConsultation(Letter):
    """第三方意见征询书. It has no field for the applicant, who is never revealed.

    Args:
        received_on: When the request came in.
        passages: What concerns the third party, named one by one.
        answer_days: Working days from its receipt of the letter; None where the text in force sets none (2008).
        answer_by: A day the agency sets itself where the text sets none.
        basis: The article on consulting third parties.

    """

    TITLE = "第三方意见征询书"
    SLIP: ClassVar[str] = "第三方意见回执"

    received_on: date
    passages: tuple[Passage, ...]
    basis: str
    answer_days: int | None = None
    answer_by: date | None = None
    you: str = "你单位"

    @property
    def annexes(self) -> tuple[str, ...]:
        """The slip to answer on."""
        return (self.SLIP,)

    def check(self) -> None:
        """Refuse a letter without passages, or without exactly one limit."""
        Letter.check(self)
        if not self.passages:
            raise BadInput("The letter names nothing that concerns the third party. Enter the passages.")
        if (self.answer_days is None) == (self.answer_by is None):
            raise BadInput(
                "The letter needs one limit for the answer: the period of the text in force, or a day if it sets none."
            )
