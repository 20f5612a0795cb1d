"""The letters on the way to a reply: every word of theirs that is not fixed is a fact of the case or of the rules."""

from collections.abc import Mapping

from letters.kinds import CorrectionNotice, Deficiency, ExtensionNotice, Passage, Receipt, ThirdPartyConsultation
from workflow.actions.writing.common import Wanted, Writer, applicants, head, recital, regime
from workflow.rules.clock import EventType, Party
from workflow.rules.errors import NotFound, NotReady, RuleBroken
from workflow.store.dossier import Dossier


def receipt_letter(papers: Dossier, number: str, wanted: Wanted) -> Receipt:
    """Return the receipt (登记回执)."""
    clock, law = papers.clock, regime(papers)
    if clock.due_on is None or clock.extension_days or clock.start != papers.case.received_on:
        raise NotReady(
            "The period was stopped, extended or begun anew since the receipt, so the receipt could not name its last "
            "day. Issue it on receipt."
        )
    return Receipt(
        **head(papers, number, wanted.on),
        recital=recital(papers),
        papers=tuple(wanted.papers),
        query_code=f"{papers.case.id.int % 10**8:08d}",
        reply_days=law.reply_period,
        reply_by=clock.due_on,
        basis=law.articles["reply_period"],
    )


def correction_notice(papers: Dossier, number: str, wanted: Wanted) -> CorrectionNotice:
    """Return the notice of what the request lacks (补正告知书)."""
    asked = papers.entries.get("correction_asked")
    if asked is None:
        raise NotFound("No correction was asked for. Take that step first; the notice says what it says.")
    law = regime(papers)
    return CorrectionNotice(
        **head(papers, number, wanted.on),
        recital=recital(papers, besides=EventType.CORRECTION_REQUESTED),
        deficiencies=tuple(_deficiency(point) for point in asked.points),
        correct_by=asked.reply_by,
        submit_to=papers.agency.settings.get("submit_to", f"当面或者邮寄至{papers.agency.name}"),
        reply_days=law.reply_period,
        basis=law.articles["correction"],
        lapses=law.correction_notice_period is not None,
    )


def extension_notice(papers: Dossier, number: str, wanted: Wanted) -> ExtensionNotice:
    """Return the notice of the extension (延期答复告知书)."""
    extended, clock = papers.entries.get("extended"), papers.clock
    if extended is None or not clock.extension_days or clock.due_on is None:
        raise NotFound("The period was not extended, or does not run now. Extend it first.")
    return ExtensionNotice(
        **head(papers, number, wanted.on),
        recital=recital(papers, besides=EventType.EXTENDED),
        reason=extended.reason,
        days=extended.days,
        due_before=extended.due_before,
        due_on=clock.due_on,
        basis=regime(papers).articles["extension"],
    )


def consultation_letter(papers: Dossier, number: str, wanted: Wanted) -> ThirdPartyConsultation:
    """Return the letter to a third party (第三方意见征询书); it never names the applicant.

    What was asked about stands in the consultation, a record on each line as 文件｜部分; the part may be left out.
    """
    asked = next((one for one in papers.consultations if one.ref == wanted.about), None)
    if asked is None or asked.party != Party.THIRD_PARTY:
        raise NotFound("The case has no consultation {ref} of a third party. Consult first.", ref=wanted.about or "-")
    if any(name in asked.question for name in applicants(papers)):
        raise RuleBroken(
            "The question of consultation {ref} names the applicant, whom the third party must not learn. Void the "
            "consultation and enter it without the name.",
            ref=asked.ref,
        )
    law = regime(papers)
    to_party = head(papers, number, wanted.on) | {"addressees": (asked.name,), "you": "你方", "agent": ""}
    return ThirdPartyConsultation(
        **to_party,
        received_on=papers.case.received_on,
        passages=tuple(_passage(line) for line in asked.question.splitlines() if line.strip()),
        basis=law.articles["third_party"],
        answer_days=law.third_party_period,
    )


def _passage(line: str) -> Passage:
    document, _, part = line.partition("｜")
    return Passage(document=document, part=part)


def _deficiency(point: str) -> Deficiency:
    """Return a point to correct; it is entered as 事项｜原因｜指引, whose later parts may be left out."""
    what, why, guidance = (*point.split("｜", 2), "", "")[:3]
    return Deficiency(what=what, why=why, guidance=guidance)


WRITERS: Mapping[str, Writer] = {
    "receipt": receipt_letter,
    "correction_notice": correction_notice,
    "extension_notice": extension_notice,
    "third_party_consultation": consultation_letter,
}
