"""Letters written from the record: every word of theirs that is not fixed is a fact of the case or of the rules."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from letters.kinds import (
    Contact,
    CorrectionNotice,
    Deficiency,
    ExtensionNotice,
    Passage,
    Pause,
    Receipt,
    Recital,
    Reply,
    ReplyItem,
    ThirdPartyConsultation,
)
from workflow.actions.agency_profile import profile_of, remedy_policy
from workflow.files.ledger_columns import CHANNELS, UNNAMED
from workflow.rules.citations import Citation, Law, cite
from workflow.rules.clock import EventType, Party
from workflow.rules.errors import NotFound, NotReady, RuleBroken
from workflow.rules.exemptions import Ground
from workflow.rules.outcome_basis import citations_on
from workflow.rules.outcomes import Outcome
from workflow.rules.receipt import ReceiptRule
from workflow.rules.record.case import Case
from workflow.rules.record.intake import Registered
from workflow.rules.regimes import REGIMES, Regime
from workflow.rules.remedies import DecidedItem, Remedies, remedies
from workflow.rules.remedy_clause import clause
from workflow.store.dossier import Dossier, ItemText

PARTIES = {Party.THIRD_PARTY: "第三方", Party.CO_PRODUCER: "共同制作机关", Party.AGENCY: "其他机关"}
_CONSULTING = Citation(Law.REGULATIONS_2019, 32)
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
    """What a letter on the way is asked for: its day, the consultation it is about, the papers it acknowledges."""

    on: date
    about: str
    papers: Sequence[str]


def receipt_letter(papers: Dossier, number: str, wanted: Wanted) -> Receipt:
    """Return the receipt (登记回执)."""
    clock, regime = papers.clock, _regime(papers)
    if clock.due_on is None or clock.extension_days or clock.start != papers.case.received_on:
        raise NotReady(
            "The period was stopped, extended or begun anew since the receipt, so the receipt could not name its last "
            "day. Issue it on receipt."
        )
    return Receipt(
        **_head(papers, number, wanted.on),
        recital=_recital(papers),
        papers=tuple(wanted.papers),
        query_code=f"{papers.case.id.int % 10**8:08d}",
        reply_days=regime.reply_period,
        reply_by=clock.due_on,
        basis=regime.articles["reply_period"],
    )


def correction_notice(papers: Dossier, number: str, wanted: Wanted) -> CorrectionNotice:
    """Return the notice of what the request lacks (补正告知书)."""
    asked = papers.entries.get("correction_asked")
    if asked is None:
        raise NotFound("No correction was asked for. Take that step first; the notice says what it says.")
    regime = _regime(papers)
    return CorrectionNotice(
        **_head(papers, number, wanted.on),
        recital=_recital(papers, besides=EventType.CORRECTION_REQUESTED),
        deficiencies=tuple(_deficiency(point) for point in asked.points),
        correct_by=asked.reply_by,
        submit_to=papers.agency.settings.get("submit_to", f"当面或者邮寄至{papers.agency.name}"),
        reply_days=regime.reply_period,
        basis=regime.articles["correction"],
        lapses=regime.correction_notice_period is not None,
    )


def extension_notice(papers: Dossier, number: str, wanted: Wanted) -> ExtensionNotice:
    """Return the notice of the extension (延期答复告知书)."""
    extended, clock = papers.entries.get("extended"), papers.clock
    if extended is None or not clock.extension_days or clock.due_on is None:
        raise NotFound("The period was not extended, or does not run now. Extend it first.")
    return ExtensionNotice(
        **_head(papers, number, wanted.on),
        recital=_recital(papers, besides=EventType.EXTENDED),
        reason=extended.reason,
        days=extended.days,
        due_before=extended.due_before,
        due_on=clock.due_on,
        basis=_regime(papers).articles["extension"],
    )


def consultation_letter(papers: Dossier, number: str, wanted: Wanted) -> ThirdPartyConsultation:
    """Return the letter to a third party (第三方意见征询书); it never names the applicant.

    What was asked about stands in the consultation, a record on each line as 文件｜部分; the part may be left out.
    """
    asked = next((one for one in papers.consultations if one.ref == wanted.about), None)
    if asked is None or asked.party != Party.THIRD_PARTY:
        raise NotFound("The case has no consultation {ref} of a third party. Consult first.", ref=wanted.about or "-")
    if any(name in asked.question for name in _applicants(papers)):
        raise RuleBroken(
            "The question of consultation {ref} names the applicant, whom the third party must not learn. Void the "
            "consultation and enter it without the name.",
            ref=asked.ref,
        )
    regime = _regime(papers)
    head = _head(papers, number, wanted.on) | {"addressees": (asked.name,), "you": "你方", "agent": ""}
    return ThirdPartyConsultation(
        **head,
        received_on=papers.case.received_on,
        passages=tuple(_passage(line) for line in asked.question.splitlines() if line.strip()),
        basis=regime.articles["third_party"],
        answer_days=regime.third_party_period,
    )


def _passage(line: str) -> Passage:
    document, _, part = line.partition("｜")
    return Passage(document=document, part=part)


def _applicants(papers: Dossier) -> list[str]:
    """Return all names that stand on the applicant's side."""
    opening = papers.opening
    others = [*opening.applicant.joint, opening.applicant.agent] if isinstance(opening, Registered) else []
    return [name for name in (papers.case.applicant, *others) if name and name != UNNAMED]


def reply_letter(papers: Dossier, number: str) -> Reply:
    """Return the reply (答复书), item by item, with the remedies of the day of the decision."""
    decided_on = papers.decided_on
    if decided_on is None:
        raise NotReady("The case has no decision. Decide first.")
    result = remedies_of(papers, decided_on)
    enclosed = [item.detail["enclosed"] for item in papers.items if item.detail.get("enclosed")]
    consulted = any(one.party == "third_party" for one in papers.consultations)
    return Reply(
        **_head(papers, number, decided_on),
        attachments=tuple(enclosed),
        recital=_recital(papers),
        items=tuple(_reply_item(item, decided_on, consulted=consulted) for item in papers.items),
        remedies=clause(result),
    )


def remedies_of(papers: Dossier, decided_on: date) -> Remedies:
    """Return the remedies of a decision of that day, by what the agency set."""
    return remedies(
        decided_on=decided_on,
        dispatched_on=None,
        items=[DecidedItem(item.no, Outcome(item.outcome)) for item in papers.items if item.outcome],
        profile=profile_of(papers.agency),
        policy=remedy_policy(papers.agency.settings),
    )


def _reply_item(item: ItemText, decided_on: date, *, consulted: bool) -> ReplyItem:
    """Return an item as decided.

    Art. 32 on consulting a third party belongs to a refusal for its sake; a severed name needs none to be asked, so
    there it is cited only where one was.
    """
    if item.outcome is None:
        raise NotReady("Item {no} has no outcome. Draft it first.", no=item.no)
    outcome = Outcome(item.outcome)
    places = citations_on(outcome, decided_on, [Ground(ground) for ground in item.grounds])
    asked = consulted or outcome is not Outcome.D3
    basis = cite(place for place in places if asked or place != _CONSULTING)
    if not basis and item.detail.get("article"):
        basis = Law.REGULATIONS_2019.title + item.detail["article"]
    return ReplyItem(outcome=outcome, findings=item.findings, basis=basis, reasons=item.reasons, details=item.detail)


def _head(papers: Dossier, number: str, issued_on: date) -> dict[str, Any]:
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
        "you": _you(case, joint),
        "agent": opening.applicant.agent if isinstance(opening, Registered) else "",
    }


def _you(case: Case, joint: Sequence[str]) -> str:
    if case.applicant_class != "natural_person":
        return "你单位"
    return "你们" if joint else "您"


def _recital(papers: Dossier, *, besides: EventType | None = None) -> Recital:
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


def _deficiency(point: str) -> Deficiency:
    """Return a point to correct; it is entered as 事项｜原因｜指引, whose later parts may be left out."""
    what, why, guidance = (*point.split("｜", 2), "", "")[:3]
    return Deficiency(what=what, why=why, guidance=guidance)


def _regime(papers: Dossier) -> Regime:
    return REGIMES[papers.clock.regime]
