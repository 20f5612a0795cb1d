"""Documents of group C, towards others written from the record; what they are stands in `letters.consulting`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from letters.consulting import (
    Answer,
    ConsultationNotice,
    CoProducerConsultation,
    CoProducerOpinion,
    DisclosureDecision,
    ThirdPartyOpinion,
)
from letters.kinds import Passage, kind_name
from letters.notices import ThirdPartyConsultation
from workflow.actions.agency_profile import profile_of, remedy_policy
from workflow.actions.writing.anonymity import anonymous
from workflow.actions.writing.common import Wanted, Writer, head, recital, regime
from workflow.actions.writing.telling import told, told_lines_if
from workflow.rules.citations import cite
from workflow.rules.clock import Party
from workflow.rules.errors import NotFound, NotReady, RuleBroken
from workflow.rules.exemptions import Ground, exemption_on
from workflow.rules.outcomes import Outcome
from workflow.rules.regimes import regime_on
from workflow.rules.remedies import Effect, Recipient, remedies
from workflow.rules.remedy_clause import clause
from workflow.rules.search_record import SEPARATOR
from workflow.rules.third_party import release_gap
from workflow.store.dossier import ConsultationText, Dossier

_TOPICS = {Party.THIRD_PARTY: "third_party", Party.CO_PRODUCER: "co_producer", Party.AGENCY: "agencies"}
_ANSWERS = {"refuse": Answer.REFUSED, "partly": Answer.PARTLY}


def third_party_opinion(papers: Dossier, number: str, wanted: Wanted) -> ThirdPartyOpinion:
    """Return the slip (第三方意见回执) for the consultation it is about; `letter` may tell the number of the letter."""
    asked = _asked(papers, wanted.about, Party.THIRD_PARTY)
    asks = kind_name(ThirdPartyConsultation)
    return ThirdPartyOpinion(**_opinion_form(papers, number, wanted, asked, asks))


def co_producer_opinion(papers: Dossier, number: str, wanted: Wanted) -> CoProducerOpinion:
    """Return the answer form of a co-producer (共同制作机关意见回执); `letter` may tell the number of the letter."""
    asked = _asked(papers, wanted.about, Party.CO_PRODUCER)
    asks = kind_name(CoProducerConsultation)
    return CoProducerOpinion(**_opinion_form(papers, number, wanted, asked, asks))


def _opinion_form(papers: Dossier, number: str, wanted: Wanted, asked: ConsultationText, asks: str) -> dict[str, Any]:
    """Return the fields of a form to give an opinion on; the last letter issued is taken if it asked for that opinion.

    Raises:
        RuleBroken: What was asked names the applicant.
    """
    anonymous(papers, [asked.question], "question")
    issued = papers.entries.get("letter_issued")
    on_record = issued.number if issued is not None and (issued.letter, issued.about) == (asks, asked.ref) else ""
    return {
        "agency": papers.agency.name,
        "number": number,
        "issued_on": wanted.on,
        "party": asked.name,
        "passages": _passages(asked.question.splitlines()),
        "letter": wanted.told.get("letter", "").strip() or on_record,
    }


def consultation_notice(papers: Dossier, number: str, wanted: Wanted) -> ConsultationNotice:
    """Return the notice that the period stands still (征求意见告知书).

    Raises:
        NotFound: The case has no such consultation.
        NotReady: It ended, or the period runs on beside it.
    """
    asked = _asked(papers, wanted.about, *Party)
    party, law = Party(asked.party), regime(papers)
    if not asked.pauses:
        raise NotReady(
            "Consultation {ref} is not left out of the period by the text that governs the request, so there is "
            "nothing to tell the applicant.",
            ref=asked.ref,
        )
    if asked.ended_on is not None:
        raise NotReady(
            "Consultation {ref} ended on {day}, and the period runs again. Only an open consultation is told of.",
            ref=asked.ref,
            day=asked.ended_on,
        )
    others = [one for one in papers.consultations if one.ref != asked.ref]
    return ConsultationNotice(
        **head(papers, number, wanted.on),
        recital=recital(papers._replace(consultations=others)),
        party=party,
        started_on=asked.sent_on,
        consult_basis=law.articles[_TOPICS[party]],
        pause_basis=law.articles["pause"],
        answer_days=law.answer_period(party),
    )


def co_producer_consultation(papers: Dossier, number: str, wanted: Wanted) -> CoProducerConsultation:
    """Return the letter to a co-producer (征求意见函); it never names the applicant.

    The records stand in the consultation, one on each line as 文件｜部分. May be told: `request`, what was asked for in
    substance, where the words of the request name the applicant; `question`, what else the agency wants to know;
    `enclosed`, copies that go with it.

    Raises:
        RuleBroken: What it would say names the applicant, or the text in force knows no such silence.
    """
    asked = _asked(papers, wanted.about, Party.CO_PRODUCER)
    law = regime(papers)
    if law.co_producer_period is None:
        raise RuleBroken(
            "The text that governs the request takes no silence of a co-producer as consent and sets it no period. Ask "
            "it by an ordinary letter."
        )
    request = told_lines_if(wanted, "request") or tuple(item.text for item in papers.items)
    question, enclosed = wanted.told.get("question", "").strip(), told_lines_if(wanted, "enclosed")
    anonymous(papers, [*request], "request")
    anonymous(papers, [asked.question, question, *enclosed], "question")
    return CoProducerConsultation(
        **_to_party(papers, number, wanted, asked, "你单位"),
        attachments=enclosed,
        received_on=papers.case.received_on,
        request=request,
        passages=_passages(asked.question.splitlines()),
        question=question,
        answer_days=law.co_producer_period,
        basis=law.articles["co_producer"],
    )


def disclosure_decision(papers: Dossier, number: str, wanted: Wanted) -> DisclosureDecision:
    """Return the notice of a disclosure against, or without, a third party's opinion (公开涉第三方政府信息决定告知书).

    Told: `reasons`, why its opinion is not followed, or of silence why the agency discloses. May be told:
    `public_interest`, which one and how withholding would harm it (it must be, where the text in force lets nothing
    else take the place of consent); `disclosed`, what is disclosed as 文件｜部分, where it is less than what was asked
    about; `opinion`, the party's reasons in substance, where its words name the applicant.

    Raises:
        NotFound: The case has no such consultation.
        NotReady: It has no answer yet, the party agreed, or nothing was decided to be disclosed.
        RuleBroken: What it would say names the applicant.
    """
    asked = _asked(papers, wanted.about, Party.THIRD_PARTY)
    answer, answered_on = _answer(asked)
    if papers.decided_on is None or not any(item.outcome and Outcome(item.outcome).given for item in papers.items):
        raise NotReady("The case has no decision that discloses anything. Decide first; the letter says what it says.")
    reasons = told(wanted, "reasons", "作出公开决定、没有采纳第三方意见的理由")
    public_interest = wanted.told.get("public_interest", "").strip()
    opinion = wanted.told.get("opinion", "").strip() or asked.reasons
    lines = told_lines_if(wanted, "disclosed") or asked.question.splitlines()
    anonymous(papers, [opinion], "opinion")
    anonymous(papers, [*lines], "disclosed")
    anonymous(papers, [reasons, public_interest], "reasons")
    result = remedies(
        decided_on=wanted.on,
        dispatched_on=None,
        items=(),
        profile=profile_of(papers.agency),
        effect=Effect.CLOSING,
        recipient=Recipient.THIRD_PARTY,
        policy=remedy_policy(papers.agency.settings),
    )
    return DisclosureDecision(
        **_to_party(papers, number, wanted, asked, "你方"),
        consulted_on=asked.sent_on,
        answer=answer,
        answered_on=answered_on,
        opinion="" if answer is Answer.SILENT else opinion,
        passages=_passages(lines),
        reasons=reasons,
        public_interest=public_interest,
        consent_needed=regime_on(wanted.on).third_party_period is None,
        release_days=release_gap(papers.agency.settings),
        basis=cite(exemption_on(Ground.TRADE_SECRET, wanted.on).citations),
        remedies=clause(result, "本告知书"),
    )


def _answer(asked: ConsultationText) -> tuple[Answer, date]:
    """Return what came of a consultation and when; NotReady where there is nothing to tell the party."""
    if asked.lapsed_on is not None:
        return Answer.SILENT, asked.lapsed_on
    if asked.answered_on is None:
        raise NotReady(
            "Consultation {ref} has neither an answer nor a recorded silence. Record it first; the letter says what "
            "came of it.",
            ref=asked.ref,
        )
    if asked.effect not in _ANSWERS:
        raise NotReady("The third party agreed in consultation {ref}, so it needs no such letter.", ref=asked.ref)
    return _ANSWERS[asked.effect], asked.answered_on


def _asked(papers: Dossier, ref: str, *parties: Party) -> ConsultationText:
    """Return a consultation of one of these parties; NotFound where the case has none of that name."""
    found = next((one for one in papers.consultations if one.ref == ref and Party(one.party) in parties), None)
    if found is None:
        raise NotFound(
            "The case has no consultation {ref} of {parties}. Name one that is on record with about.",
            ref=ref or "-",
            parties=list(parties),
        )
    return found


def _to_party(papers: Dossier, number: str, wanted: Wanted, asked: ConsultationText, you: str) -> dict[str, Any]:
    """Return the head of a letter to whom the agency consulted."""
    return head(papers, number, wanted.on) | {"addressees": (asked.name,), "you": you, "agent": ""}


def _passages(lines: Iterable[str]) -> tuple[Passage, ...]:
    parted = (line.partition(SEPARATOR) for line in lines if line.strip())
    return tuple(Passage(document=document.strip(), part=part.strip()) for document, _, part in parted)


WRITERS: Mapping[str, Writer] = {
    "consultation_notice": consultation_notice,
    "co_producer_consultation": co_producer_consultation,
    "disclosure_decision": disclosure_decision,
}
"""Letters, which are signed and numbered."""

FORMS: Mapping[str, Writer] = {
    "third_party_opinion": third_party_opinion,
    "co_producer_opinion": co_producer_opinion,
}
"""Forms, which are printed and filed."""
