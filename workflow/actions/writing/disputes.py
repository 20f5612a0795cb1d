"""Documents of group H, answers in disputes with evidence from the case; what they are stands in `letters.disputes`.

Both are about a proceeding of the case: `about` is its number in the case.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from letters.disputes import Decided, Demand, ReviewAnswer, SuitAnswer
from letters.filters import chinese_date
from letters.serving import WAYS
from workflow.actions.texts import one_of
from workflow.actions.writing.common import Wanted, Writer, head, recital
from workflow.actions.writing.contents import dated, ends
from workflow.actions.writing.evidence import evidence
from workflow.actions.writing.replies import reply_letter
from workflow.actions.writing.telling import told, told_day, told_lines
from workflow.rules.answering import Procedure, answer_rule
from workflow.rules.citations import cite
from workflow.rules.errors import NotFound, NotReady
from workflow.rules.outcome_basis import citations_on
from workflow.rules.outcomes import Outcome
from workflow.rules.service import Way
from workflow.store.case_papers import KeptLetter, KeptProceeding
from workflow.store.dossier import Dossier


def review_answer(papers: Dossier, number: str, wanted: Wanted) -> ReviewAnswer:
    """Return the answer in a reconsideration (行政复议答复书) with the list of evidence.

    Told: `copy_on` (when the copy came), `procedure` (ordinary or summary), `grounds` (a line each), `demand` (uphold
    or reject). Optional: `proves` (for a file of the case, a line each: 附件编号｜证明内容), `leave_out` (numbers of
    files, a line each), `late_reason`, `represented_by`, `opponent` (who brought it, where that is a third party), and
    `body`, `docket`, `reply` (number of the letter contested), where the record does not have them.
    """
    procedure = one_of(told(wanted, "procedure", "复议程序"), (Procedure.ORDINARY, Procedure.SUMMARY), "procedure")
    proceeding = _proceeding(papers, wanted, ("review",))
    return ReviewAnswer(**_answer(papers, number, wanted, proceeding, Procedure(procedure)))


def suit_answer(papers: Dossier, number: str, wanted: Wanted) -> SuitAnswer:
    """Return the answer in a suit (行政诉讼答辩状) with the list of evidence.

    Told: as for `review_answer`, without `procedure`.
    """
    proceeding = _proceeding(papers, wanted, ("direct", "after"))
    return SuitAnswer(**_answer(papers, number, wanted, proceeding, Procedure.SUIT))


def _proceeding(papers: Dossier, wanted: Wanted, kinds: tuple[str, ...]) -> KeptProceeding:
    for one in papers.kept().proceedings:
        if str(one.no) == wanted.about.strip() and one.kind in kinds:
            return one
    raise NotFound(
        "The case has no proceeding {no} of this kind. Record that it was filed first, and name it.",
        no=wanted.about or "-",
    )


def _answer(
    papers: Dossier, number: str, wanted: Wanted, proceeding: KeptProceeding, procedure: Procedure
) -> dict[str, Any]:
    copy_on = told_day(wanted, "copy_on", "收到副本的日期")
    rule = answer_rule(procedure, copy_on)
    body = proceeding.body or told(wanted, "body", "复议机关或者法院的名称")
    about = head(papers, number, wanted.on)
    requester = "、".join(about["addressees"])
    opponent = wanted.told.get("opponent", "").strip() or requester
    if opponent == requester:
        del about["you"]  # Each kind has its own word for who brought the proceeding.
    else:
        about["you"] = "信息公开申请人"
    demand = one_of(told(wanted, "demand", "请求"), tuple(Demand), "demand")
    act = _act(papers, wanted, proceeding)
    return about | {
        "addressees": (body,),
        "agent": "",
        "recital": recital(papers),
        "docket": proceeding.docket or wanted.told.get("docket", "").strip(),
        "opponent": opponent,
        "copy_on": copy_on,
        "period": rule.period,
        "answer_by": rule.last_day(copy_on, papers.calendar),
        "answer_basis": cite([rule.citation]),
        "reply": act.number,
        "reply_on": act.on,
        "sent": act.sent,
        "decided": act.decided,
        "grounds": told_lines(wanted, "grounds", "对申请人或者原告主张的意见"),
        "demand": Demand(demand),
        "evidence": tuple(evidence(papers, wanted, proceeding)),
        "late_reason": wanted.told.get("late_reason", "").strip(),
        "represented_by": wanted.told.get("represented_by", "").strip(),
    }


def _contested(papers: Dossier, proceeding: KeptProceeding) -> KeptLetter | None:
    """Return the letter that the proceeding is about: the last that ended the request before it was filed.

    Raises:
        NotReady: Another decision has taken its place, so that the record no longer says how it decided.
    """
    ending = [letter for letter in papers.kept().letters if ends(letter) and letter.issued_on <= proceeding.filed_on]
    if not ending:
        return None
    if ending[-1].decision != papers.case.decision:
        raise NotReady(
            "The reply that proceeding {no} is about was replaced by a later decision, and the record holds the items "
            "of that one. Write this answer by hand.",
            no=proceeding.no,
        )
    return ending[-1]


class _Act(NamedTuple):
    """What is contested: the number and day of the letter, how it went, and how the items were decided."""

    number: str = ""
    on: date | None = None
    sent: str = ""
    decided: tuple[Decided, ...] = ()


def _act(papers: Dossier, wanted: Wanted, proceeding: KeptProceeding) -> _Act:
    """Return what is contested; nothing where the request was not answered, or was withdrawn."""
    letter, case = _contested(papers, proceeding), papers.case
    if letter is not None and letter.decision:
        items = reply_letter(papers, letter.number).items
        decided = (_decided(item.outcome, item.basis, item.reasons, item.findings) for item in items)
        return _Act(letter.number, dated(papers, letter), _sent(letter), tuple(decided))
    if case.outcome is None or case.outcome is Outcome.C3 or case.closed_on is None:
        return _Act()
    lapsed = papers.entries.get("lapsed")
    reasons = lapsed.reason if lapsed is not None else ""
    basis = cite(citations_on(case.outcome, case.closed_on))
    whole = tuple(_decided(case.outcome, basis, reasons) for _ in papers.items)
    if letter is not None:
        return _Act(letter.number, letter.issued_on, _sent(letter), whole)
    return _Act(told(wanted, "reply", "被争议的文书的文号"), case.closed_on, "", whole)


def _sent(letter: KeptLetter) -> str:
    if letter.dispatched_on is None:
        return ""
    text = f"该文书于{chinese_date(letter.dispatched_on)}以{WAYS[Way(letter.way)]}的方式发出"
    return f"{text}，于{chinese_date(letter.served_on)}送达" if letter.served_on else text


def _decided(outcome: Outcome, basis: str, reasons: str, findings: str = "") -> Decided:
    disposition = f"本机关的处理决定为“{outcome.label}”"
    return Decided(disposition=disposition, basis=basis, findings=findings, reasons=reasons)


WRITERS: Mapping[str, Writer] = {"review_answer": review_answer, "suit_answer": suit_answer}
"""Letters, which are signed and numbered."""

FORMS: Mapping[str, Writer] = {}
"""Forms, which are printed and filed."""
