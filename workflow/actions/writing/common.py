"""What all documents written from the record share: head, recital, and what the caller says beside the record."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from letters.kinds import Contact, Document, Pause, Recital
from workflow.actions.letter_style import salutation
from workflow.files.ledger_columns import CHANNELS, UNNAMED
from workflow.rules.clock import EventType, Party
from workflow.rules.receipt import ReceiptRule
from workflow.rules.record.case import Case
from workflow.rules.record.intake import Registered
from workflow.rules.regimes import REGIMES, Regime
from workflow.store.dossier import Dossier

PARTIES = {Party.THIRD_PARTY: "第三方", Party.CO_PRODUCER: "共同制作机关", Party.AGENCY: "其他机关"}
BECAUSE = {
    ReceiptRule.HANDED_IN: "当日当面提交",
    ReceiptRule.FORM_FILLED: "当日填写申请表",
    ReceiptRule.SIGNED: "当日签收",
    ReceiptRule.LETTER_CONFIRMED: "当日与申请人确认",
    ReceiptRule.CONTACT_RESTORED: "当日与申请人恢复联系",
    ReceiptRule.MAIL_SYSTEM: "当日到达邮件系统",
    ReceiptRule.BOTH_CONFIRMED: "双方于当日确认",
    ReceiptRule.PORTAL_SUCCESS: "系统显示当日提交成功",
    ReceiptRule.STATED: "按照本机关公布的规则确定",
}
"""Why a day is the day of receipt, as a letter says it."""


class Wanted(NamedTuple):
    """What a document is asked for with.

    Args:
        on: Its day.
        about: The consultation, letter or proceeding it is about.
        papers: The papers it acknowledges.
        told: What the record does not hold and the caller says, by the names its writer asks for.
    """

    on: date
    about: str = ""
    papers: Sequence[str] = ()
    told: Mapping[str, str] = {}


Writer = Callable[[Dossier, str, Wanted], Document]
"""Writes a document: from the dossier, with its number (of a form the number of the case), as asked for."""


def applicants(papers: Dossier) -> list[str]:
    """Return all names that stand on the applicant's side."""
    opening = papers.opening
    others = [*opening.applicant.joint, opening.applicant.agent] if isinstance(opening, Registered) else []
    return [name for name in (papers.case.applicant, *others) if name and name != UNNAMED]


def head(papers: Dossier, number: str, issued_on: date) -> dict[str, Any]:
    """Return what every letter to the applicant has, by the names of its fields."""
    case, settings, opening = papers.case, papers.agency.settings, papers.opening
    joint = tuple(opening.applicant.joint) if isinstance(opening, Registered) else ()
    contact = Contact(
        office=settings.get("office", f"{papers.agency.name}政府信息公开工作机构"),
        telephone=settings.get("telephone", "（见政府信息公开指南）"),
        address=settings.get("address", "（见政府信息公开指南）"),
    )
    return {
        "agency": papers.agency.name,
        "number": number,
        "addressees": (case.applicant, *joint),
        "issued_on": issued_on,
        "contact": contact,
        "you": address_of(case, joint, settings),
        "agent": opening.applicant.agent if isinstance(opening, Registered) else "",
    }


def address_of(case: Case, joint: Sequence[str], settings: Mapping[str, str]) -> str:
    """Return how a letter addresses the applicant: 您, 你们, 你单位, or as the agency's `salutation` has it."""
    person, organisation = salutation(settings)
    if case.applicant_class != "natural_person":
        return organisation
    return "你们" if joint else person


def recital(papers: Dossier, *, besides: EventType | None = None) -> Recital:
    """Return what happened up to the day of the letter, `besides` what the letter itself tells."""
    case, clock, earlier = papers.case, papers.clock, papers.earlier
    days = {kind: on for kind, on in papers.days.items() if kind is not besides}
    corrected = papers.entries.get("corrected")
    return Recital(
        case_no=case.case_no,
        channel=CHANNELS[case.channel],
        received_on=case.received_on,
        received_because=_because(papers),
        request=tuple(item.text for item in papers.items),
        first_request="；".join(papers.opening.items) if corrected is not None and any(corrected.items) else "",
        correction_requested_on=days.get(EventType.CORRECTION_REQUESTED),
        corrected_on=days.get(EventType.CORRECTION_RECEIVED),
        extended_until=clock.due_on if EventType.EXTENDED in days and clock.extension_days else None,
        pauses=tuple(
            Pause(started_on=one.sent_on, until=one.ended_on, whose=PARTIES[Party(one.party)])
            for one in papers.consultations
            if one.pauses
        ),
        earlier_reply=earlier.number if earlier else "",
        earlier_reply_on=earlier.sent_on if earlier else None,
        redo_order=earlier.order if earlier else "",
    )


def _because(papers: Dossier) -> str:
    if isinstance(papers.opening, Registered) and papers.opening.receipt:
        return BECAUSE[ReceiptRule(papers.opening.receipt)]
    return "以本机关登记为准"


def regime(papers: Dossier) -> Regime:
    """Return the text of the Regulations by which the request is handled."""
    return REGIMES[papers.clock.regime]
