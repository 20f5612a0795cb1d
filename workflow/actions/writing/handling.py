"""Documents of group C, inside the house, written from the record; what they are stands in `letters.handling`."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from letters.handling import (
    ApprovalForm,
    AssignmentOrder,
    Finding,
    GroundCheck,
    Opinion,
    ProposedItem,
    Redaction,
    ReviewedItem,
    SearchedItem,
    SearchRecord,
    SecrecyReferral,
    SecrecyReviewForm,
    SeveranceRecord,
    SeveredItem,
    Wish,
)
from letters.replies import Reply
from workflow.actions.writing.anonymity import anonymous
from workflow.actions.writing.common import Wanted, Writer, head, regime
from workflow.actions.writing.replies import asked_third_party, basis_of
from workflow.actions.writing.telling import parts, told, told_day, told_day_if, told_lines, told_lines_if
from workflow.rules.citations import cite
from workflow.rules.errors import BadInput, NotFound
from workflow.rules.exemptions import EXEMPTIONS, Ground, exemption_on
from workflow.rules.outcomes import Outcome
from workflow.rules.record.deciding import REFER
from workflow.rules.search_record import SEPARATOR, parse_search
from workflow.store.dossier import Dossier, ItemText

FoundPlain = tuple[str, str, str, str]
"""A finding of the lint as plain values: rule, severity, text, why it was overridden (or nothing)."""

_CONCLUSIONS = {"open": "可以公开", "redact": "区分处理后公开", "withhold": "不予公开"}
_GROUNDS = {word: ground for ground in Ground for word in (str(ground), ground.label)}
_LEAST, _MOST = 3, 4  # Parts of a finding: the override may be left out.


def assignment_order(papers: Dossier, number: str, wanted: Wanted) -> AssignmentOrder:
    """Return the order to a unit (交办单), or by `title` the 协办函 to a subordinate body.

    Told: `unit`, `answer_by`. May be told: `items`, numbers of those it is about, a line each; `sources` and `hints`,
    lines; `handler`; `title`.
    """
    law = regime(papers)
    return AssignmentOrder(
        **_form(papers, number, wanted),
        title=wanted.told.get("title", "").strip(),
        unit=told(wanted, "unit", "承办单位"),
        items=tuple(Wish(no=item.no, text=item.text) for item in _chosen(papers, wanted)),
        answer_by=told_day(wanted, "answer_by", "反馈期限"),
        reply_by=papers.clock.due_on,
        sources=told_lines_if(wanted, "sources"),
        hints=told_lines_if(wanted, "hints"),
        handler=wanted.told.get("handler", "").strip(),
        search_basis=law.articles["not_held"],
        severance_basis=law.articles["severance"],
        third_party_basis=law.articles["third_party"],
    )


def search_record(papers: Dossier, number: str, wanted: Wanted) -> SearchRecord:
    """Return the record of the search (检索情况记录表), filled from the drafts that tell of one.

    Before there is such a draft, it has an empty table for each item. May be told: `duty`, `clues` and `proofs`
    (lines), `searched_on`, `searcher`.
    """
    found = [item for item in papers.items if item.outcome == Outcome.U1 or item.detail.get("searched", "").strip()]
    return SearchRecord(
        **_form(papers, number, wanted),
        items=tuple(
            SearchedItem(
                no=item.no,
                text=item.text,
                lines=parse_search(item.detail.get("searched", "")),
                terms=item.detail.get("search_terms", ""),
            )
            for item in found or papers.items
        ),
        basis=regime(papers).articles["not_held"],
        duty=wanted.told.get("duty", "").strip(),
        clues=told_lines_if(wanted, "clues"),
        proofs=told_lines_if(wanted, "proofs"),
        searched_on=told_day_if(wanted, "searched_on"),
        searcher=wanted.told.get("searcher", "").strip(),
    )


def secrecy_review_form(papers: Dossier, number: str, wanted: Wanted) -> SecrecyReviewForm:
    """Return the secrecy review form (保密审查表), with the conclusion where one entry concludes all items.

    May be told: `sources`, a line 项号｜来源｜页数 for each item.
    """
    told_of = {line[0]: line for line in (parts(one, 3, "sources") for one in told_lines_if(wanted, "sources"))}
    _known(papers, told_of, "sources")
    cleared = _cleared(papers)
    return SecrecyReviewForm(
        **_form(papers, number, wanted),
        items=tuple(_reviewed(item, told_of.get(str(item.no), ("", "", ""))) for item in papers.items),
        checks=tuple(
            GroundCheck(ground=one.ground.label, basis=cite(one.citations))
            for one in EXEMPTIONS
            if one.in_force_on(wanted.on)
        ),
        basis=regime(papers).articles["secrecy_review"],
        conclusion=cleared.conclusion if cleared else "",
        reasons=cleared.ground if cleared else "",
        reviewer=cleared.by if cleared else "",
        reviewed_on=cleared.on if cleared else None,
    )


def _reviewed(item: ItemText, line: Sequence[str]) -> ReviewedItem:
    detail = item.detail
    return ReviewedItem(
        no=item.no,
        text=item.text,
        source=line[1],
        pages=line[2],
        proposal=Outcome(item.outcome).label if item.outcome else "",
        grade=detail.get("grade", ""),
        period=detail.get("period", ""),
        authority=detail.get("authority", ""),
        severing=detail.get("withheld", ""),
    )


def secrecy_referral(papers: Dossier, number: str, wanted: Wanted) -> SecrecyReferral:
    """Return the letter that submits a doubt (提请确定函), after the review concluded that it cannot tell.

    Told: `to`, `information` (neutral names, a line each), `answer_by`. May be told: `doubt`, where it is not in the
    words of the review; `law`, what was looked at.

    Raises:
        NotFound: The last conclusion of the secrecy review is another, or there is none.
        RuleBroken: What it would say names the applicant.
    """
    cleared = papers.entries.get("cleared")
    if cleared is None or cleared.conclusion != REFER:
        raise NotFound(
            "The secrecy review has not concluded that it cannot tell. Record the conclusion refer first; the letter "
            "says what it says."
        )
    information = told_lines(wanted, "information", "不能确定的信息的不涉密名称")
    doubt = wanted.told.get("doubt", "").strip() or cleared.ground
    law = wanted.told.get("law", "").strip()
    anonymous(papers, information, "information")
    anonymous(papers, [doubt], "doubt")
    anonymous(papers, [law], "law")
    to = {"addressees": (told(wanted, "to", "主管部门或者保密行政管理部门"),), "you": "贵单位", "agent": ""}
    return SecrecyReferral(
        **head(papers, number, wanted.on) | to,
        information=information,
        doubt=doubt,
        law=law,
        answer_by=told_day(wanted, "answer_by", "希望得到答复的日期"),
        basis=regime(papers).articles["secrecy_doubt"],
    )


def approval_form(papers: Dossier, number: str, wanted: Wanted) -> ApprovalForm:
    """Return the approval form (答复审批表).

    May be told: `document`, the title of what is approved (else the reply); `opinion` of the drafter; `lint`, a line
    规则｜程度｜问题｜处理说明 for each finding, empty where the lint ran and found nothing.
    """
    lint = wanted.told.get("lint")
    return approval(papers, number, wanted, None if lint is None else _findings(lint))


def approval(papers: Dossier, number: str, wanted: Wanted, findings: Sequence[FoundPlain] | None) -> ApprovalForm:
    """Return the approval form with what the lint found; None where it did not run."""
    return ApprovalForm(
        **_form(papers, number, wanted),
        document=wanted.told.get("document", "").strip() or Reply.TITLE,
        items=tuple(
            _proposed(item, papers.decided_on or wanted.on, consulted=asked_third_party(papers))
            for item in papers.items
        ),
        checked=findings is not None,
        findings=tuple(
            Finding(rule=rule, severity=severity, text=text, override=override)
            for rule, severity, text, override in findings or ()
        ),
        opinions=_opinions(papers, wanted.told.get("opinion", "").strip()),
        due_on=papers.clock.due_on,
    )


def _findings(lint: str) -> list[FoundPlain]:
    found: list[FoundPlain] = []
    for line in filter(None, map(str.strip, lint.splitlines())):
        told_parts = [part.strip() for part in line.split(SEPARATOR, _MOST - 1)]
        if len(told_parts) < _LEAST or not all(told_parts[:_LEAST]):
            raise BadInput(
                "{line} is no finding. Write 规则｜程度｜问题, and after one more ｜ why it was overridden.", line=line
            )
        rule, severity, text, override = (*told_parts, "")[:_MOST]
        found.append((rule, severity, text, override))
    return found


def _proposed(item: ItemText, on: date, *, consulted: bool) -> ProposedItem:
    if item.outcome is None:
        return ProposedItem(no=item.no, text=item.text)
    outcome = Outcome(item.outcome)
    basis = basis_of(item, outcome, on, consulted=consulted)
    return ProposedItem(no=item.no, text=item.text, outcome=outcome.label, basis=basis)


def _opinions(papers: Dossier, opinion: str) -> tuple[Opinion, ...]:
    """Return who said what on the way to the signature, as far as it is on record; the rest is signed by hand."""
    drafted, decided, cleared = papers.case.docs > 0, papers.decided_on, _cleared(papers)
    return (
        Opinion(
            stage="拟办",
            opinion=opinion,
            name=papers.by.get("drafted", "") if drafted else "",
            on=papers.case.drafted_on if drafted else None,
        ),
        Opinion(stage="会签"),
        Opinion(stage="保密审查", opinion=cleared.conclusion, name=cleared.by, on=cleared.on)
        if cleared
        else Opinion(stage="保密审查"),
        Opinion(stage="法制审核"),
        Opinion(stage="签发", opinion="同意", name=papers.by["decided"], on=decided)
        if decided is not None
        else Opinion(stage="签发"),
    )


def severance_record(papers: Dossier, number: str, wanted: Wanted) -> SeveranceRecord:
    """Return the record of what was taken out (区分处理记录) of the items disclosed in part.

    May be told: `redactions`, a line 项号｜文件｜页码和段落｜情形 for each passage, the ground by its name or code;
    `method`, `test`, `redactor`, `tester`.

    Raises:
        NotFound: No item is drafted as disclosed in part.
        BadInput: A line is none, names no ground, or one that the item does not rest on.
    """
    items = [item for item in papers.items if item.outcome == Outcome.D3]
    if not items:
        raise NotFound("No item is drafted as disclosed in part, so nothing is severed. Draft it first.")
    day = papers.decided_on or wanted.on
    return SeveranceRecord(
        **_form(papers, number, wanted),
        items=tuple(
            SeveredItem(
                no=item.no,
                text=item.text,
                given=item.detail.get("enclosed", ""),
                withheld=item.detail.get("withheld", ""),
                reason=item.detail.get("withheld_reason", ""),
            )
            for item in items
        ),
        basis=regime(papers).articles["severance"],
        redactions=tuple(_redaction(line, items, day) for line in told_lines_if(wanted, "redactions")),
        method=wanted.told.get("method", "").strip(),
        test=wanted.told.get("test", "").strip(),
        redactor=wanted.told.get("redactor", "").strip(),
        tester=wanted.told.get("tester", "").strip(),
    )


def _redaction(line: str, items: Sequence[ItemText], day: date) -> Redaction:
    no, document, place, word = parts(line, 4, "redactions")
    severed = {str(item.no): item for item in items}
    if no not in severed:
        raise BadInput(
            "The line {line} is about item {no}, which is not disclosed in part. Name one of {known}.",
            line=line,
            no=no,
            known=list(severed),
        )
    item = severed[no]
    ground = _GROUNDS.get(word)
    if ground is None or (item.grounds and ground not in item.grounds):
        raise BadInput(
            "The line {line} takes a passage out as {ground}, on which item {no} does not rest. Use one of {known}.",
            line=line,
            ground=word,
            no=no,
            known=item.grounds or [str(one) for one in Ground],
        )
    basis = cite(exemption_on(ground, day).citations)
    return Redaction(item=item.no, document=document, place=place, ground=ground.label, basis=basis)


class _Cleared(NamedTuple):
    """A secrecy review that concludes all items as they are drafted now."""

    conclusion: str
    ground: str
    by: str
    on: date


def _cleared(papers: Dossier) -> _Cleared | None:
    """Return the review in force, if one entry concluded all items in their present version."""
    body, case = papers.entries.get("cleared"), papers.case
    docs = {item.no: item.doc for item in case.items}
    standing = [one for one in case.clearances if docs.get(one.item) == one.doc]
    last = max((one.seq for one in standing), default=0)
    covered = {one.item for one in standing if one.seq == last}
    if body is None or body.conclusion == REFER or not covered or covered != set(docs):
        return None
    on = next(one.on for one in standing if one.seq == last)
    return _Cleared(_CONCLUSIONS[body.conclusion], body.ground, papers.by["cleared"], on)


def _form(papers: Dossier, number: str, wanted: Wanted) -> dict[str, Any]:
    return {"agency": papers.agency.name, "number": number, "issued_on": wanted.on}


def _chosen(papers: Dossier, wanted: Wanted) -> list[ItemText]:
    """Return the items that are told of, all of them where none is."""
    numbers = told_lines_if(wanted, "items")
    _known(papers, numbers, "items")
    return [item for item in papers.items if not numbers or str(item.no) in numbers]


def _known(papers: Dossier, numbers: Sequence[str] | Mapping[str, object], key: str) -> None:
    """Refuse numbers that the request has no item of."""
    known = [str(item.no) for item in papers.items]
    strange = [number for number in numbers if number not in known]
    if strange:
        raise BadInput(
            "{key} names the items {strange}; the request has {known}. Correct the numbers.",
            key=key,
            strange=strange,
            known=known,
        )


WRITERS: Mapping[str, Writer] = {"secrecy_referral": secrecy_referral}
"""Letters, which are signed and numbered."""

FORMS: Mapping[str, Writer] = {
    "assignment_order": assignment_order,
    "search_record": search_record,
    "secrecy_review_form": secrecy_review_form,
    "approval_form": approval_form,
    "severance_record": severance_record,
}
"""Forms, which are printed and filed."""
