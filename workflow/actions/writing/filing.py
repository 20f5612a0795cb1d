"""Documents of group G, the file written from the whole case; what they are stands in `letters.filing`."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from letters.filing import FileContents, FileCover, FiledPaper, FileNote, LedgerLine, LedgerSheet
from letters.filters import chinese_date
from workflow.actions.writing.common import PARTIES, Wanted, Writer
from workflow.actions.writing.contents import Paper, contents
from workflow.actions.writing.telling import told_lines_if
from workflow.files.ledger_columns import APPLICANT_CLASSES, CHANNELS
from workflow.rules.clock import Party
from workflow.rules.errors import BadInput
from workflow.rules.file_order import Section
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.rules.record.ledger_view import finished, ledger_view
from workflow.store.case_papers import CasePapers, KeptProceeding
from workflow.store.dossier import Dossier

_SUBJECT = 40
"""Characters of the first item that the cover shows."""
_NOTE = FiledPaper(title=FileNote.TITLE)


def file_cover(papers: Dossier, number: str, wanted: Wanted) -> FileCover:
    """Return the cover of the file (卷宗封面).

    Told, all optional: `pages`, `archive_no`, `responsible` (else who has the case), `retention` (else the agency's
    setting `retention`: which period applies to these files is UNVERIFIED).
    """
    case, said = papers.case, {key: value.strip() for key, value in wanted.told.items()}
    return FileCover(
        **_head(papers, number, wanted),
        applicant=case.applicant,
        subject=_subject([item.text for item in papers.items]),
        received_on=case.received_on,
        closed_on=case.closed_on,
        outcome=_named(case.outcome),
        pages=said.get("pages", ""),
        retention=said.get("retention", "") or papers.agency.settings.get("retention", ""),
        archive_no=said.get("archive_no", ""),
        responsible=said.get("responsible", "") or papers.kept().handler,
    )


def _head(papers: Dossier, number: str, wanted: Wanted) -> dict[str, Any]:
    return {"agency": papers.agency.name, "number": number, "issued_on": wanted.on}


def _subject(items: Sequence[str]) -> str:
    first = items[0].splitlines()[0] if items and items[0].strip() else "（没有登记申请内容）"
    short = first if len(first) <= _SUBJECT else f"{first[:_SUBJECT]}……"
    return short if len(items) <= 1 else f"{short}等{len(items)}项信息"


def _named(outcome: Outcome | None) -> str:
    return "" if outcome is None else f"{outcome.value}　{outcome.label}"


def file_contents(papers: Dossier, number: str, wanted: Wanted) -> FileContents:
    """Return the list of the file (卷内文件目录): every paper of the case, in the order in which it lies.

    Told, where the file is bound: `pages`, the page of each paper, a line each, the note at the end included.

    Raises:
        BadInput: There are more or fewer pages than papers.
    """
    listed = [*map(_filed, contents(papers)), _NOTE]
    pages = told_lines_if(wanted, "pages")
    if pages and len(pages) != len(listed):
        raise BadInput(
            "The list has {papers} papers and {pages} pages were given. Give a page for each paper, a line each.",
            papers=len(listed),
            pages=len(pages),
        )
    return FileContents(
        **_head(papers, number, wanted),
        papers=tuple(
            FiledPaper(
                title=paper.title,
                number=paper.number,
                author=paper.author,
                on=paper.on,
                page=page,
                remark=paper.remark,
            )
            for paper, page in zip(listed, pages or [""] * len(listed), strict=True)
        ),
    )


def _filed(paper: Paper) -> FiledPaper:
    return FiledPaper(title=paper.title, number=paper.number, author=paper.author, on=paper.on, remark=paper.remark)


def file_note(papers: Dossier, number: str, wanted: Wanted) -> FileNote:
    """Return the note at the end of the file (备考表), with what the record misses.

    Told, all optional: `remarks`, `missing` (a line each, besides what the record shows), `filed_by`, `checked_by`.
    """
    listed, said = contents(papers), {key: value.strip() for key, value in wanted.told.items()}
    return FileNote(
        **_head(papers, number, wanted),
        papers=len(listed) + 1,
        missing=(*_missing(papers, listed, papers.kept()), *told_lines_if(wanted, "missing")),
        remarks=said.get("remarks", ""),
        filed_by=said.get("filed_by", ""),
        checked_by=said.get("checked_by", ""),
    )


def _missing(papers: Dossier, listed: Sequence[Paper], kept: CasePapers) -> Iterator[str]:
    """Yield what a file of this case has to hold and does not."""
    case = papers.case
    held = {paper.section for paper in listed if not paper.void}
    if case.outcome is not None and Section.REPLY not in held:
        yield "没有答复书或者其他终结办理的文书"
    if case.outcome is not None and case.outcome.given and Section.SECRECY not in held:
        yield "信息已公开，没有保密审查记录"
    unfound = any(item.outcome == Outcome.U1 for item in papers.items) or case.outcome is Outcome.U1
    if unfound and Section.SEARCH not in held:
        yield "答复政府信息不存在，没有检索情况记录"
    for letter in kept.letters:
        named = f"{letter.title}（{letter.number}）"
        if letter.void:
            continue
        if letter.dispatched_on is None:
            yield f"{named}没有发出记录"
        elif letter.served_on is None:
            yield f"{named}没有送达凭证"
    answered = {answer.ref for answer in kept.answers}
    for asked in papers.consultations:
        if asked.ref not in answered:
            party = PARTIES[Party(asked.party)]
            yield f"{chinese_date(asked.sent_on)}征求{party}意见，没有意见，也没有逾期未提出意见的记录"


def ledger_sheet(papers: Dossier, number: str, wanted: Wanted) -> LedgerSheet:
    """Return the request as the ledger and the annual report count it (台账页)."""
    case = papers.case
    lines = {
        "登记号": case.case_no,
        "申请人": case.applicant,
        "申请人类型": APPLICANT_CLASSES.get(case.applicant_class, case.applicant_class),
        "申请方式": CHANNELS[case.channel],
        "申请内容": "；".join(item.text for item in papers.items),
        "收到申请日期": chinese_date(case.received_on),
        **_moved(case),
        "答复期限届满日": _day(papers.clock.due_on),
        "收费金额（元）": f"{case.fee_fen // 100}.{case.fee_fen % 100:02d}" if case.fee_fen else "",
        "缴费日期": _day(papers.kept().paid_on),
        "办理结果": _named(case.outcome),
        "办结日期": _day(case.closed_on),
        "年度报告统计的结果": _named(case.counted_outcome),
        "年度报告统计的日期": _day(case.counted_on),
        **finished(case),
        "行政复议": _proceedings(papers.kept(), "review"),
        "行政诉讼": _proceedings(papers.kept(), "direct", "after"),
    }
    return LedgerSheet(
        **_head(papers, number, wanted),
        lines=tuple(LedgerLine(label=label, value=value) for label, value in lines.items()),
    )


def _moved(case: Case) -> dict[str, str]:
    seen = ledger_view(case)
    return {
        "补正告知日期": _day(seen.correction_requested_on),
        "收到补正日期": _day(seen.correction_received_on),
        "延期日期": _day(seen.extended_on),
        "延长工作日数": str(seen.extension_days or ""),
    }


def _day(on: date | None) -> str:
    return "" if on is None else chinese_date(on)


_RESULTS = {"": "尚未审结", "upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果"}
_FILED_AS = {"review": "", "direct": "未经复议直接起诉，", "after": "复议后起诉，"}


def _proceedings(kept: CasePapers, *kinds: str) -> str:
    return "；".join(_proceeding(one) for one in kept.proceedings if one.kind in kinds)


def _proceeding(one: KeptProceeding) -> str:
    ended = f"，{chinese_date(one.concluded_on)}" if one.concluded_on else ""
    return f"{chinese_date(one.filed_on)}受理，{_FILED_AS[one.kind]}{_RESULTS[one.result]}{ended}"


WRITERS: Mapping[str, Writer] = {}
"""Letters, which are signed and numbered."""

FORMS: Mapping[str, Writer] = {
    "file_cover": file_cover,
    "file_contents": file_contents,
    "file_note": file_note,
    "ledger_sheet": ledger_sheet,
}
"""Forms, which are printed and filed."""
