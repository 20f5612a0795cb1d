"""The reply written from the record, item by item, with the remedies of the day of the decision."""

from collections.abc import Mapping
from datetime import date

from letters.kinds import Reply, ReplyItem
from letters.replaced import How, Replaced, saying
from letters.titles import itself, title_of
from workflow.actions.agency_profile import profile_of, remedy_policy
from workflow.actions.letter_style import title_style
from workflow.actions.writing.common import head, recital
from workflow.rules.citations import Citation, Law, cite
from workflow.rules.errors import NotReady
from workflow.rules.exemptions import Ground
from workflow.rules.outcome_basis import answer_form, citations_on
from workflow.rules.outcomes import Outcome
from workflow.rules.remedies import DecidedItem, Remedies, remedies
from workflow.rules.remedy_clause import clause
from workflow.store.dossier import Dossier, EarlierReply, ItemText

_CONSULTING = Citation(Law.REGULATIONS_2019, 32)


def reply_letter(papers: Dossier, number: str) -> Reply:
    """Return the reply (答复书), item by item, with the remedies of the day of the decision."""
    decided_on = papers.decided_on
    if decided_on is None:
        raise NotReady("The case has no decision. Decide first.")
    result = remedies_of(papers, decided_on)
    enclosed = [item.detail["enclosed"] for item in papers.items if item.detail.get("enclosed")]
    consulted = asked_third_party(papers)
    items = tuple(_reply_item(item, decided_on, consulted=consulted) for item in papers.items)
    title = title_of([item.outcome for item in items], title_style(papers.agency.settings))
    return Reply(
        **head(papers, number, decided_on),
        title=title,
        attachments=tuple(enclosed),
        recital=recital(papers),
        items=items,
        remedies=clause(result, itself(title)),
        replaces=_replaced(papers.earlier) if papers.earlier else None,
    )


def _replaced(earlier: EarlierReply) -> Replaced:
    """Return what becomes of the reply that was not let stand: it was annulled, or this reply revokes it."""
    return Replaced(
        day=earlier.sent_on,
        how=How.ANNULLED if earlier.annulled else How.REVOKES,
        number=earlier.number,
        by=earlier.order,
        said=tuple(saying(draft.outcome, draft.findings, draft.reasons) for draft in earlier.drafts),
    )


def asked_third_party(papers: Dossier) -> bool:
    """Tell whether a third party was consulted."""
    return any(one.party == "third_party" for one in papers.consultations)


def remedies_of(papers: Dossier, decided_on: date) -> Remedies:
    """Return the remedies of a decision of that day, by what the agency set."""
    return remedies(
        decided_on=decided_on,
        dispatched_on=None,
        items=[_decided(item.no, Outcome(item.outcome), item.detail) for item in papers.items if item.outcome],
        profile=profile_of(papers.agency),
        policy=remedy_policy(papers.agency.settings),
    )


def _decided(no: int, outcome: Outcome, detail: Mapping[str, str]) -> DecidedItem:
    return DecidedItem(no, outcome, answer_form(outcome, detail))


def _reply_item(item: ItemText, decided_on: date, *, consulted: bool) -> ReplyItem:
    """Return an item as decided."""
    if item.outcome is None:
        raise NotReady("Item {no} has no outcome. Draft it first.", no=item.no)
    outcome = Outcome(item.outcome)
    basis = basis_of(item, outcome, decided_on, consulted=consulted)
    return ReplyItem(outcome=outcome, findings=item.findings, basis=basis, reasons=item.reasons, details=item.detail)


def basis_of(item: ItemText, outcome: Outcome, decided_on: date, *, consulted: bool) -> str:
    """Return the articles that the reply cites for an item.

    Art. 32 on consulting a third party belongs to a refusal for its sake; a severed name needs none to be asked, so
    there it is cited only where one was.
    """
    places = citations_on(outcome, decided_on, [Ground(ground) for ground in item.grounds], item.detail)
    asked = consulted or outcome is not Outcome.D3
    basis = cite(place for place in places if asked or place != _CONSULTING)
    if not basis and item.detail.get("article"):
        return Law.REGULATIONS_2019.title + item.detail["article"]
    return basis
