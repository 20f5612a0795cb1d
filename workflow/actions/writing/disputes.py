"""Documents of group H, answers in disputes with evidence from the case; what they are stands in `letters.disputes`.

Both are about a proceeding of the case: `about` is its number in the case.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from letters.disputes import Decided, Demand, Evidence, ReviewAnswer, SuitAnswer
from letters.filters import chinese_date
from letters.serving import WAYS, Way
from workflow.actions.texts import one_of
from workflow.actions.writing.common import Wanted, Writer, head, recital
from workflow.actions.writing.contents import Paper, contents, dated, ends
from workflow.actions.writing.replies import reply_letter
from workflow.actions.writing.telling import parts, told, told_day, told_lines, told_lines_if
from workflow.rules.answering import Procedure, answer_rule
from workflow.rules.citations import cite
from workflow.rules.errors import BadInput, NotFound, NotReady
from workflow.rules.file_order import Section
from workflow.rules.outcome_basis import citations_on
from workflow.rules.outcomes import Outcome
from workflow.store.case_papers import KeptLetter, KeptProceeding
from workflow.store.dossier import Dossier

_OWN = (Section.DISPUTE, Section.NOTE)
"""Papers of the dispute itself, which prove nothing about the act."""


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
        "evidence": tuple(_evidence(papers, wanted, proceeding)),
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


def _evidence(papers: Dossier, wanted: Wanted, proceeding: KeptProceeding) -> Iterator[Evidence]:
    """Yield what proves the act, by day: what the record holds up to the filing, and the files of the case.

    Raises:
        BadInput: A number names no file of the case.
        NotReady: Nobody says what a file proves.
    """
    listed = contents(papers)
    files = {paper.file for paper in listed if paper.file}
    proves = {_file(no, files, "proves"): text for no, text in _told_proves(wanted)}
    left_out = {_file(no, files, "leave_out") for no in told_lines_if(wanted, "leave_out")}
    for paper in sorted(listed, key=lambda one: one.on or wanted.on):
        if paper.void or (paper.file and paper.file in left_out):
            continue
        what = proves.get(paper.file, "") or paper.proves
        if paper.file and not what and paper.section not in _OWN:
            raise NotReady(
                "Nobody says what file {no}, {name}, proves. Say it in a line of proves as 编号｜证明内容, or name the "
                "file in leave_out.",
                no=paper.file,
                name=paper.title,
            )
        if what and (paper.file or _before(paper, proceeding)):
            yield Evidence(name=paper.title, number=paper.number, on=paper.on, proves=what)


def _told_proves(wanted: Wanted) -> Iterator[tuple[str, str]]:
    for line in told_lines_if(wanted, "proves"):
        no, text = parts(line, 2, "proves")
        yield no, text


def _before(paper: Paper, proceeding: KeptProceeding) -> bool:
    """Tell whether a paper was there when the proceeding was filed: an act does not rest on what came later."""
    return paper.on is not None and paper.on <= proceeding.filed_on


def _file(text: str, files: set[int], key: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) in files):
        raise BadInput(
            "{key} names file {no}, and the case has none of that number. Its files: {files}.",
            key=key,
            no=text,
            files=[str(no) for no in sorted(files)] or ["-"],
        )
    return int(text)


WRITERS: Mapping[str, Writer] = {"review_answer": review_answer, "suit_answer": suit_answer}
"""Letters, which are signed and numbered."""

FORMS: Mapping[str, Writer] = {}
"""Forms, which are printed and filed."""
