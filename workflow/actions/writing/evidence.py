"""The list of evidence (证据清单) of a dispute over a case: what the record holds, and what each piece proves."""

from collections.abc import Iterator

from letters.disputes import Evidence
from workflow.actions.writing.common import Wanted
from workflow.actions.writing.contents import Paper, contents
from workflow.actions.writing.telling import parts, told_lines_if
from workflow.rules.errors import BadInput, NotReady
from workflow.rules.file_order import Section
from workflow.store.case_papers import KeptProceeding
from workflow.store.dossier import Dossier

_OWN = (Section.DISPUTE, Section.NOTE)
"""Papers of the dispute itself, which prove nothing about the act."""


def evidence(papers: Dossier, wanted: Wanted, proceeding: KeptProceeding) -> Iterator[Evidence]:
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
