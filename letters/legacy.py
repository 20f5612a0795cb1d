"""Letters of the text of 2008 alone, for cases of that time that are opened again or migrated.

Source:
    政府信息公开条例 (2008), Arts. 2, 7, 8, 13, 21, 23; the types of reply of a published municipal system of 2011.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from letters.notices import Passage
from letters.parts import Document, Letter, ToApplicant
from workflow.rules.errors import BadInput, NotReady, RuleBroken
from workflow.rules.legacy import Legacy, known_on
from workflow.rules.remedies import Effect

_REPLY, _INFORMING = "政府信息公开申请答复书", "关于政府信息公开申请的告知函"
TITLES: Mapping[Legacy, str] = MappingProxyType(
    {
        Legacy.ASK_NEEDS: "补充特殊需要证明材料告知书",
        Legacy.ASK_HOLDER: "权利人意见征询书",
        Legacy.TELL_HOLDER: "公开权利人信息告知书",
        Legacy.ASK_PARTY: "党政混合信息意见征询函",
        Legacy.PARTY_ANSWERS: "党政混合信息意见复函",
    }
)
"""Titles of those that are neither a reply nor a 函告."""

_CONSULTING = (Legacy.ASK_HOLDER, Legacy.ASK_PARTY, Legacy.PARTY_ANSWERS)
_OTHERS = (*_CONSULTING, Legacy.ASK_NEEDS, Legacy.TELL_HOLDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyNeedsNotice(ToApplicant):
    """三需要补充材料告知: what shows the need is asked for. `supply_by` is a day the agency sets; the text has none."""

    TITLE = TITLES[Legacy.ASK_NEEDS]

    missing: str
    supply_by: date
    basis: str

    def check(self) -> None:
        """Refuse a notice of a time without 三需要, or without time to answer."""
        ToApplicant.check(self)
        _check_day(self.issued_on)
        _check_needs(Legacy.ASK_NEEDS, self.recital.received_on)
        if self.supply_by <= self.issued_on:
            raise BadInput(
                "The last day to supply papers, {day}, is not after the notice of {issued}. Enter a later day.",
                day=self.supply_by,
                issued=self.issued_on,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyReply(ToApplicant):
    """A reply or a 函告 to the applicant: L2 to L5, L8, L9, L12 to L17.

    A 函告 was not styled as a decision, but courts look at its effect: it cites its article and carries remedies too.

    Args:
        answer: Which of them.
        findings: What was established.
        reasons: Why the facts meet the article.
        basis: The article.
        remedies: The paragraphs of the clause, which calls the letter 本答复书 or 本告知函.
        notice: Of L2, number and day of the notice that asked for the need (L1).
        provided: Of L8, what is given, with its pages.
        turn_to: Of a 函告, where to turn.

    """

    TITLE = _REPLY
    EFFECT = Effect.CLOSING

    answer: Legacy
    findings: str
    reasons: str
    basis: str
    remedies: tuple[str, ...]
    notice: str = ""
    provided: str = ""
    turn_to: str = ""

    @property
    def heading(self) -> str:
        """The title of a reply, or of a 函告."""
        return self.title or (_INFORMING if self.answer.informs else self.TITLE)

    @property
    def itself(self) -> str:
        """How it calls itself."""
        return "本告知函" if self.answer.informs else "本答复书"

    def check(self) -> None:
        """Refuse a reply of another time, or one that does not say what its kind asks for."""
        ToApplicant.check(self)
        _check_day(self.issued_on)
        _check_needs(self.answer, self.recital.received_on)
        if self.answer in _OTHERS:
            raise BadInput(
                "The answer {answer} is no reply to the applicant. Use its own letter.", answer=self.answer.value
            )
        asked = {
            "notice": self.answer is Legacy.NEEDS_NOT_SHOWN,
            "provided": self.answer is Legacy.MIXED_GIVEN,
            "turn_to": self.answer.informs,
        }
        lacking = [name for name, needed in asked.items() if needed and not getattr(self, name).strip()]
        if lacking or not self.remedies:
            raise NotReady(
                "The letter {answer} does not say: {missing}. Fill it in.",
                answer=self.answer.value,
                missing=[*lacking, *([] if self.remedies else ["remedies"])],
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyConsultation(Letter):
    """A question to a right holder (L6) or a party body (L10), or the answer of one (L11); never names the applicant.

    Args:
        answer: Which of them.
        passages: What it is about.
        basis: The article.
        answer_by: Of a question, a day the agency sets; the text has none.
        opinion: Of an answer, what it says of disclosure.
        asked_in: Of an answer, number and day of the question.

    """

    TITLE = TITLES[Legacy.ASK_HOLDER]

    answer: Legacy
    passages: tuple[Passage, ...]
    basis: str
    answer_by: date | None = None
    opinion: str = ""
    asked_in: str = ""

    @property
    def heading(self) -> str:
        """The title of the kind."""
        return self.title or TITLES.get(self.answer, self.TITLE)

    def check(self) -> None:
        """Refuse a letter of another time or kind, without passages, or without its limit or its answer."""
        Letter.check(self)
        _check_day(self.issued_on)
        if self.answer not in _CONSULTING:
            raise BadInput("The answer {answer} is no consultation. Use its own letter.", answer=self.answer.value)
        if not self.passages:
            raise BadInput("The letter names nothing that it is about. Enter the passages.")
        answers = self.answer is Legacy.PARTY_ANSWERS
        if (self.answer_by is None) is not answers or (bool(self.opinion) and bool(self.asked_in)) is not answers:
            raise NotReady(
                "A question needs the last day for the answer; an answer needs the opinion and the question it answers."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyDisclosure(Letter):
    """公开权利人信息告知: the right holder learns that its information is disclosed, what and why; Art. 23.

    Args:
        passages: What is disclosed.
        objection: What the right holder said, and when.
        reasons: Why that is not followed: the public interest.
        release_on: When it is disclosed.
        basis: The article.
        remedies: The paragraphs of the clause.

    """

    TITLE = TITLES[Legacy.TELL_HOLDER]
    EFFECT = Effect.CLOSING

    passages: tuple[Passage, ...]
    objection: str
    reasons: str
    release_on: date
    basis: str
    remedies: tuple[str, ...]

    def check(self) -> None:
        """Refuse a letter of another time, without passages or remedies, or after the disclosure."""
        Letter.check(self)
        _check_day(self.issued_on)
        if not self.passages or not self.remedies:
            raise NotReady("The letter does not say what is disclosed, or carries no remedies. Fill it in.")
        if self.release_on <= self.issued_on:
            raise BadInput(
                "The disclosure on {day} is not after the letter of {issued}. Leave the right holder time.",
                day=self.release_on,
                issued=self.issued_on,
            )


def _check_day(issued_on: date) -> None:
    if not known_on(issued_on):
        raise RuleBroken(
            "A letter of {day} cannot rest on the Regulations of 2008, which ended on 2019-05-14. Use a letter of the "
            "present text.",
            day=issued_on,
        )


def _check_needs(answer: Legacy, received_on: date) -> None:
    if answer.rests_on_needs and not known_on(received_on):
        raise RuleBroken(
            "The request came in on {day}; since 2019-05-15 nobody has to show a need (三需要). Handle it without.",
            day=received_on,
        )


KINDS: tuple[type[Document], ...] = (LegacyNeedsNotice, LegacyReply, LegacyConsultation, LegacyDisclosure)
