"""Documents of group G, the file written from the whole case; what they are stands in `letters.filing`."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from letters.filing import FileContents, FileCover, FiledPaper, FileNote
from letters.filters import chinese_date
from workflow.actions.writing.common import PARTIES, Wanted, Writer
from workflow.actions.writing.contents import Paper, contents
from workflow.actions.writing.ledger import ledger_sheet, outcome_named
from workflow.actions.writing.telling import told_lines_if
from workflow.rules.clock import Party
from workflow.rules.errors import BadInput
from workflow.rules.file_order import Section
from workflow.rules.outcomes import Outcome
from workflow.store.case_papers import CasePapers
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
        outcome=outcome_named(case.outcome),
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


def file_contents(papers: Dossier, number: str, wanted: Wanted) -> FileContents:
    """Return the list of the file (卷内文件目录): every paper of the case, in the order in which it lies.

    Told, where the file is bound: `pages`, the page of each paper, a line each, the note at the end included.

    Raises:
        BadInput: There are more or fewer pages than papers.
    """
    return listing(papers, number, wanted, contents(papers))


def listing(papers: Dossier, number: str, wanted: Wanted, filed: Sequence[Paper]) -> FileContents:
    """Return the list of these papers and of the note at the end; told and refused as in `file_contents`."""
    listed = [*map(_filed, filed), _NOTE]
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
    return closing_note(papers, number, wanted, contents(papers))


def closing_note(papers: Dossier, number: str, wanted: Wanted, listed: Sequence[Paper]) -> FileNote:
    """Return the note at the end of a file of these papers; told as in `file_note`."""
    said = {key: value.strip() for key, value in wanted.told.items()}
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


WRITERS: Mapping[str, Writer] = {}
"""Letters, which are signed and numbered."""

FORMS: Mapping[str, Writer] = {
    "file_cover": file_cover,
    "file_contents": file_contents,
    "file_note": file_note,
    "ledger_sheet": ledger_sheet,
}
"""Forms, which are printed and filed."""
