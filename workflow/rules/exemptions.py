"""Grounds on which information may or must be withheld (不予公开情形), by day of the decision.

Source:
    政府信息公开条例 (2019), Arts. 14–16, 18, 32; (2008), Arts. 8, 14, 23.
"""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflow.rules.citations import Citation, Law
from workflow.rules.errors import RuleBroken


class Ground(StrEnum):
    """Why information is withheld."""

    STATE_SECRET = "state_secret"  # noqa: S105 - the name of a ground
    LAW_FORBIDS = "law_forbids"
    SECURITY = "security"
    TRADE_SECRET = "trade_secret"  # noqa: S105 - the name of a ground
    PRIVACY = "privacy"
    THIRD_PARTY = "third_party"
    INTERNAL = "internal"
    PROCESS = "process"
    ENFORCEMENT_FILE = "enforcement_file"

    @property
    def label(self) -> str:
        """The ground in Chinese, as a reply names it."""
        return _LABELS[self]


class SecurityKind(StrEnum):
    """What disclosure would endanger (三安全一稳定), Art. 14."""

    NATIONAL = "国家安全"
    PUBLIC = "公共安全"
    ECONOMIC = "经济安全"
    SOCIAL = "社会稳定"


class InternalKind(StrEnum):
    """The three kinds of internal affairs (内部事务信息), Art. 16(1)."""

    PERSONNEL = "人事管理"
    LOGISTICS = "后勤管理"
    WORKFLOW = "内部工作流程"


class ProcessKind(StrEnum):
    """The four kinds of process information (过程性信息), Art. 16(2)."""

    DISCUSSION = "讨论记录"
    DRAFT = "过程稿"
    NEGOTIATION = "磋商信函"
    REQUEST = "请示报告"


class Force(StrEnum):
    """How far the ground binds the agency."""

    MUST = "应当不予公开"
    UNLESS = "不得公开，第三方同意或者公共利益需要的除外"
    MAY = "可以不予公开"


class Override(StrEnum):
    """What the agency does when withholding would gravely harm the public interest (公共利益)."""

    NONE = "不适用"
    MAY = "可以予以公开"
    SHALL = "应当予以公开"


@dataclass(frozen=True, slots=True)
class Exemption:
    """One ground as the instruments it rests on put it; in force as long as all of them are.

    `kinds` are the sub-kinds of which the reply must name one. `review_duty` is Art. 18: what is withheld is looked at
    again.
    """

    ground: Ground
    force: Force
    citations: tuple[Citation, ...]
    kinds: tuple[str, ...] = ()
    override: Override = Override.NONE
    consult_third_party: bool = False
    yields_to_disclosure_rules: bool = False
    review_duty: bool = False
    note: str = ""

    def in_force_on(self, day: date) -> bool:
        """Tell whether the ground may be used in a decision of `day`."""
        return all(citation.law.in_force_on(day) for citation in self.citations)


_LABELS = {
    Ground.STATE_SECRET: "依法确定为国家秘密的政府信息",
    Ground.LAW_FORBIDS: "法律、行政法规禁止公开的政府信息",
    Ground.SECURITY: "公开后可能危及国家安全、公共安全、经济安全、社会稳定的政府信息",
    Ground.TRADE_SECRET: "涉及商业秘密的政府信息",
    Ground.PRIVACY: "涉及个人隐私的政府信息",
    Ground.THIRD_PARTY: "公开会对第三方合法权益造成损害的政府信息",
    Ground.INTERNAL: "行政机关的内部事务信息",
    Ground.PROCESS: "行政机关的过程性信息",
    Ground.ENFORCEMENT_FILE: "行政执法案卷信息",
}


_NEW = Law.REGULATIONS_2019
_OLD = Law.REGULATIONS_2008
_ART_14 = (Citation(_NEW, 14),)
_ART_15 = (Citation(_NEW, 15), Citation(_NEW, 32))
_ART_16_1 = (Citation(_NEW, 16, 1),)
_ART_16_2 = (Citation(_NEW, 16, 2),)
_OLD_14_4 = (Citation(_OLD, 14, 4),)
_OLD_THIRD_PARTY = (Citation(_OLD, 14, 4), Citation(_OLD, 23))
_OPINIONS = (Citation(_OLD, 2), Citation(Law.OPINIONS_2010))
_OPINIONS_NOTE = "UNVERIFIED: the Regulations of 2008 name no such ground; practice rested on the national opinions."

EXEMPTIONS = (
    Exemption(Ground.STATE_SECRET, Force.MUST, _ART_14, review_duty=True),
    Exemption(Ground.LAW_FORBIDS, Force.MUST, _ART_14, review_duty=True),
    Exemption(Ground.SECURITY, Force.MUST, _ART_14, kinds=tuple(SecurityKind), review_duty=True),
    *(
        Exemption(ground, Force.UNLESS, _ART_15, override=Override.MAY, consult_third_party=True, review_duty=True)
        for ground in (Ground.TRADE_SECRET, Ground.PRIVACY, Ground.THIRD_PARTY)
    ),
    Exemption(Ground.INTERNAL, Force.MAY, _ART_16_1, kinds=tuple(InternalKind), review_duty=True),
    Exemption(
        Ground.PROCESS,
        Force.MAY,
        _ART_16_2,
        kinds=tuple(ProcessKind),
        yields_to_disclosure_rules=True,
        review_duty=True,
    ),
    Exemption(Ground.ENFORCEMENT_FILE, Force.MAY, _ART_16_2, yields_to_disclosure_rules=True, review_duty=True),
    Exemption(Ground.STATE_SECRET, Force.MUST, _OLD_14_4),
    Exemption(
        Ground.LAW_FORBIDS,
        Force.MUST,
        (Citation(_OLD, 14),),
        note="UNVERIFIED: Art. 14 has no words of its own for it; the other statute carries the refusal.",
    ),
    Exemption(Ground.SECURITY, Force.MUST, (Citation(_OLD, 8),), kinds=tuple(SecurityKind)),
    *(
        Exemption(ground, Force.UNLESS, _OLD_THIRD_PARTY, override=Override.SHALL, consult_third_party=True)
        for ground in (Ground.TRADE_SECRET, Ground.PRIVACY)
    ),
    Exemption(Ground.INTERNAL, Force.MAY, _OPINIONS, kinds=tuple(InternalKind), note=_OPINIONS_NOTE),
    Exemption(Ground.PROCESS, Force.MAY, _OPINIONS, kinds=tuple(ProcessKind), note=_OPINIONS_NOTE),
)

REVIEW_MONTHS = 12
"""How often a refusal is looked at again. Art. 18 (2019) says 定期 and fixes no interval: an office may set its own."""


def exemption_on(ground: Ground, day: date) -> Exemption:
    """Return the ground as it stands on the day of the decision.

    Raises:
        RuleBroken: The text in force on that day has no such ground.

    """
    for exemption in EXEMPTIONS:
        if exemption.ground is ground and exemption.in_force_on(day):
            return exemption
    raise RuleBroken(
        "{ground} is no ground for withholding in a decision of {day}: the text in force on that day does not name it. "
        "Choose a ground of that text.",
        ground=ground.label,
        day=day,
    )


def review_on(
    exemption: Exemption, decided_on: date, *, months: int = REVIEW_MONTHS, secret_until: date | None = None
) -> date | None:
    """Return the day to look at a refusal again, or None where the text in force asks for no review.

    A secret whose classification (保密期限) ends earlier is looked at on the day after it ends.

    Source:
        政府信息公开条例 (2019), Art. 18.
    """
    if not exemption.review_duty:
        return None
    due = months_later(decided_on, months)
    if secret_until is None or secret_until < decided_on:
        return due
    return min(due, date.fromordinal(secret_until.toordinal() + 1))


def months_later(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
