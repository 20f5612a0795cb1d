"""What goes into the file of a case (卷宗) as one PDF and one archive: every paper in its order, and its pages.

The order is that of the list (卷内文件目录); forms that the record fills and that are on no paper of their own are
added to it. Nothing is asked of the clock: the day of the file is that of the last entry which is no note.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import count
from typing import NamedTuple

import msgspec

from letters.kept import from_bytes
from letters.render import pdf_of
from workflow.actions.bundle_pages import (
    CAUSES,
    FROM_RECORD,
    GONE,
    NO_FACE,
    OLD_LETTER,
    SAID,
    StandIn,
    form_page,
    legible,
    own_page,
    stand_in,
    unbound,
)
from workflow.actions.texts import term
from workflow.actions.writing import FORMS
from workflow.actions.writing.common import Wanted
from workflow.actions.writing.contents import Paper, contents
from workflow.actions.writing.filing import closing_note, file_cover, listing
from workflow.files.bindable import PDF, PICTURES, USUAL, Limits, Source, Unbindable, Why, pages_of, picture_page
from workflow.files.binding import Leaf, Spine, first_pages
from workflow.files.fonts import Fonts
from workflow.files.packing import Line, Packed, suffix_of
from workflow.rules.errors import CaseworkError, NotFound, NotReady
from workflow.rules.file_order import Section
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.rules.states import Step
from workflow.store.cases import entry_days
from workflow.store.dossier import Dossier, dossier
from workflow.store.files import FileStore
from workflow.store.kept_files import KeptFiles, kept_files
from workflow.store.session import Unit

COVER, LIST, NOTE = "卷宗封面", "卷内文件目录", "备考表"
_LOOKS = frozenset({Step.NOTE, Step.REVEAL})
"""Entries that change nothing of the file; making it is one of them."""


class Record(NamedTuple):
    """A case as its file is made from it; `opened` is the case as it stood on the day of its receipt."""

    papers: Dossier
    opened: Dossier
    kept: KeptFiles
    on: date


class Part(NamedTuple):
    """A paper of the file: how it is listed, its pages, what of it goes into the archive, and what went wrong."""

    paper: Paper
    pages: Source
    length: int
    files: tuple[Packed, ...] = ()
    problem: CaseworkError | None = None


class Bundle(NamedTuple):
    """A file ready to be bound and packed."""

    leaves: list[Leaf]
    lines: list[Line]
    spine: Spine
    problems: list[CaseworkError]


def read_record(unit: Unit, case: Case) -> Record:
    """Read all that the file of a case is made from; afterwards the unit may be closed."""
    days = [on for _, step, on in entry_days(unit.connection, case.id) if step not in _LOOKS]
    on = max(days)
    papers = dossier(unit, case, on)
    papers.kept()  # Read while the unit is open.
    return Record(papers, dossier(unit, case, case.received_on), kept_files(unit.connection, case.id), on)


def bundle(record: Record, files: FileStore, fonts: Fonts, limits: Limits = USUAL) -> Bundle:
    """Return the file of a case.

    Args:
        record: The case.
        files: Where its files are kept.
        fonts: The faces there are.
        limits: How much is bound of one file.
    """
    making = _Making(record, files, fonts, limits)
    parts = [making.part(place, paper) for place, paper in enumerate(listed(record.papers), 1)]
    filed = [_printable(part.paper, fonts) for part in parts]
    parts.append(making.note(filed))
    front = making.front(filed, parts)
    leaves = [*front, *(_leaf(place, part, fonts) for place, part in enumerate(parts, 1))]
    starts = first_pages(leaves)
    return Bundle(
        leaves,
        [
            *(_front_line(leaf, start) for leaf, start in zip(front, starts, strict=False)),
            *(_line(place, part, start) for place, part, start in zip(count(1), parts, starts[2:], strict=False)),
        ],
        making.spine(),
        [part.problem for part in parts if part.problem is not None],
    )


def listed(papers: Dossier) -> list[Paper]:
    """Return the papers of the case, and the forms that the record fills beside them, in the order of the file."""
    found = contents(papers)
    return sorted([*found, *_forms(papers, found)], key=lambda paper: (paper.section, paper.on or date.max))


def _forms(papers: Dossier, found: Sequence[Paper]) -> Iterator[Paper]:
    """Yield forms that are on no paper: of a search, and of what was taken out."""
    on, author = papers.case.drafted_on, papers.agency.name
    has = {(paper.section, paper.file > 0) for paper in found}
    if any(item.detail.get("searched", "").strip() for item in papers.items) and (Section.SEARCH, True) not in has:
        yield Paper(Section.SEARCH, on, "检索情况记录表", author, form="search_record")
    if any(item.outcome == Outcome.D3 for item in papers.items):
        yield Paper(Section.PROVIDED, on, "区分处理记录", author, form="severance_record")


def _words(papers: Dossier, paper: Paper) -> str:
    """Return what the record holds of the words of a request or an opinion."""
    if paper.form == "registration_form":
        return "；".join(papers.opening.items)
    if paper.section is Section.CONSULTATION:
        return next((one.reasons for one in papers.consultations if one.ref == paper.about), "")
    return ""


def _printable(paper: Paper, fonts: Fonts) -> Paper:
    """Return a paper with words that every face has."""
    return paper._replace(
        title=legible(paper.title, fonts) or "（无题名）",
        author=legible(paper.author, fonts),
        number=legible(paper.number, fonts),
        remark=legible(paper.remark, fonts),
    )


def _leaf(place: int, part: Part, fonts: Fonts) -> Leaf:
    named = " ".join(filter(None, (str(place), part.paper.title, part.paper.number)))
    return Leaf(legible(named, fonts), part.pages, part.length)


def _front_line(leaf: Leaf, start: int) -> Line:
    return Line(0, leaf.title, "", "", None, start, "", (Packed(bytes_of(leaf.file), ".pdf"),))


def _line(place: int, part: Part, start: int) -> Line:
    paper = part.paper
    return Line(place, paper.title, paper.number, paper.author, paper.on, start, paper.remark, part.files)


def bytes_of(source: Source) -> bytes:
    """Return a PDF as its bytes."""
    return source if isinstance(source, bytes) else source.read_bytes()


class _Making:
    """The pages of one file."""

    def __init__(self, record: Record, files: FileStore, fonts: Fonts, limits: Limits) -> None:
        self.record, self.files, self.fonts, self.limits = record, files, fonts, limits
        self.papers, self.case_no = record.papers, record.papers.case.case_no

    def spine(self) -> Spine:
        """Return what the properties say."""
        title = f"{self.papers.agency.name}政府信息公开申请卷宗 {self.case_no}"
        return Spine(title, self.papers.agency.name, self.record.on)

    def part(self, place: int, paper: Paper) -> Part:
        """Return a paper with its pages."""
        if paper.letter:
            return self._letter(place, paper)
        if paper.file:
            return self._attached(place, paper)
        return self._form(place, paper)

    def _stand_in(self, place: int, paper: Paper, said: str, cause: CaseworkError | None = None) -> Part:
        file = self.record.kept.attached.get(paper.file)
        sheet = StandIn(place, paper, _words(self.papers, paper), said, file)
        page = stand_in(sheet, self.papers.agency.name, self.record.on, self.fonts)
        problem = None if cause is None else unbound(place, paper.title, cause)
        return Part(paper, page, pages_of(page), (), problem)

    def _form(self, place: int, paper: Paper) -> Part:
        """Return what the record fills for a paper, or where it cannot, what it knows of it."""
        if paper.form:
            wanted = Wanted(paper.on or self.record.on, paper.about)
            try:
                papers = self.record.opened if paper.section is Section.APPLICATION else self.papers
                page = form_page(FORMS[paper.form](papers, self.case_no, wanted), self.fonts)
            except CaseworkError:
                return self._stand_in(place, paper, FROM_RECORD)
            return Part(paper, page, pages_of(page), (Packed(page, ".pdf"),))
        return self._stand_in(place, paper, FROM_RECORD)

    def _letter(self, place: int, paper: Paper) -> Part:
        """Return an issued letter: its PDF as it was kept, or made from its words."""
        kept = self.record.kept.letters[paper.letter]
        packed, gone = self._kept(((kept.html, ".html"), (kept.docx, ".docx")))
        try:
            if kept.pdf:
                page: Source = self.files.whole(kept.pdf, ".pdf")
            elif kept.source:
                page = pdf_of(from_bytes(self.files.get(kept.source, ".json")), self.fonts)
            else:
                cause = gone or term("It was issued by an earlier version and has no PDF.")
                return self._stand_in(place, paper, OLD_LETTER, cause)._replace(files=packed)
            number = pages_of(page, self.limits)
        except Unbindable as found:
            return self._stand_in(place, paper, SAID[found.why], CAUSES[found.why])._replace(files=packed)
        except NotReady as missing:
            return self._stand_in(place, paper, NO_FACE, missing)._replace(files=packed)
        except (NotFound, msgspec.DecodeError, ValueError, TypeError) as missing:
            cause = missing if isinstance(missing, CaseworkError) else CAUSES[Why.DAMAGED]
            return self._stand_in(place, paper, GONE, cause)._replace(files=packed)
        problem = None if gone is None else unbound(place, paper.title, gone)
        return Part(paper, page, number, (*packed, Packed(page, ".pdf")), problem)

    def _kept(self, wanted: Sequence[tuple[str, str]]) -> tuple[tuple[Packed, ...], NotFound | None]:
        """Return the files that are there as they were kept, and the refusal of the first that is not."""
        found, gone = [], None
        for digest, suffix in wanted:
            try:
                found.append(Packed(self.files.whole(digest, suffix), suffix))
            except NotFound as missing:
                gone = gone or missing
        return tuple(found), gone

    def _attached(self, place: int, paper: Paper) -> Part:
        """Return a file that was put on the case, page by page where it can be."""
        file = self.record.kept.attached[paper.file]
        try:
            path = self.files.whole(file.sha256)
        except NotFound as missing:
            return self._stand_in(place, paper, GONE, missing)
        packed = (Packed(path, suffix_of(file.name)),)
        try:
            if file.media == PDF:
                return Part(paper, path, pages_of(path, self.limits), packed)
            if file.media in PICTURES:
                page = picture_page(path, file.media, self.fonts, self.limits)
                return Part(paper, page, pages_of(page), packed)
        except Unbindable as found:
            return self._stand_in(place, paper, SAID[found.why], CAUSES[found.why])._replace(files=packed)
        return self._stand_in(place, paper, SAID[Why.MEDIA])._replace(files=packed)

    def note(self, filed: Sequence[Paper]) -> Part:
        """Return the note at the end."""
        page = own_page(closing_note(self.papers, self.case_no, Wanted(self.record.on), filed), self.fonts)
        return Part(Paper(Section.NOTE, None, NOTE, ""), page, pages_of(page), (Packed(page, ".pdf"),))

    def front(self, filed: Sequence[Paper], parts: Sequence[Part]) -> list[Leaf]:
        """Return cover and list; the list is made again until its own length is the one it counted with."""
        inside, own = sum(part.length for part in parts), 1
        page = self._list(filed, parts, own)
        while (pages := pages_of(page)) != own:  # A later number is never shorter, so this ends.
            own = pages
            page = self._list(filed, parts, own)
        cover = self._cover(1 + pages + inside)
        return [Leaf(COVER, cover, pages_of(cover)), Leaf(LIST, page, pages)]

    def _list(self, filed: Sequence[Paper], parts: Sequence[Part], own: int) -> bytes:
        lengths = [Leaf("", b"", pages) for pages in (1, own, *(part.length for part in parts))]
        starts = "\n".join(map(str, first_pages(lengths)[2:]))
        return own_page(
            listing(self.papers, self.case_no, Wanted(self.record.on, told={"pages": starts}), filed), self.fonts
        )

    def _cover(self, pages: int) -> bytes:
        return own_page(
            file_cover(self.papers, self.case_no, Wanted(self.record.on, told={"pages": str(pages)})), self.fonts
        )
