"""Group G: the case file (卷宗): cover, list, note, ledger sheet (G3–G6).

How long a file is kept, the agency sets in its own schedule (文书档案保管期限表); here it is a text.
"""

from dataclasses import dataclass
from datetime import date

from letters.parts import Document, Form
from workflow.rules.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCover(Form):
    """卷宗封面; what is empty is written by hand when the file is bound.

    Args:
        applicant: Who asked.
        subject: What was asked for, in short.
        received_on: 收到申请之日.
        closed_on: When the case ended; None while it is open.
        outcome: Code and name of its outcome; empty while it is open.
        pages: How many pages the file has.
        retention: 保管期限.
        archive_no: 归档号.
        responsible: Who is responsible for the file.

    """

    TITLE = "政府信息公开申请卷宗"

    applicant: str
    subject: str
    received_on: date
    closed_on: date | None = None
    outcome: str = ""
    pages: str = ""
    retention: str = ""
    archive_no: str = ""
    responsible: str = ""

    def check(self) -> None:
        """Refuse an end without an outcome, and an outcome without an end."""
        Form.check(self)
        if (self.closed_on is None) != (not self.outcome):
            raise BadInput("A file that is closed has a day and an outcome, an open one has neither. Enter both.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledPaper:
    """A line of the list: 文号, 责任者, 题名, 日期, 页号, 备注; the 顺序号 is its place."""

    title: str
    number: str = ""
    author: str = ""
    on: date | None = None
    page: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileContents(Form):
    """卷内文件目录: every paper in the order in which it lies."""

    TITLE = "卷内文件目录"

    papers: tuple[FiledPaper, ...]

    def check(self) -> None:
        """Refuse an empty list, and one in which only some papers have a page."""
        Form.check(self)
        if not self.papers:
            raise BadInput("The list names no paper. A file holds at least the request.")
        paged = [bool(paper.page) for paper in self.papers]
        if any(paged) and not all(paged):
            raise BadInput("Only some papers have a page. Give all their pages, or leave all to be written by hand.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileNote(Form):
    """备考表: what the file holds, what is missing, who made it up and who checked it.

    Args:
        papers: How many papers the list names.
        missing: What should be there and is not.
        remarks: What else has to be said of the file.
        filed_by: 立卷人.
        checked_by: 检查人.

    """

    TITLE = "备考表"

    papers: int
    missing: tuple[str, ...] = ()
    remarks: str = ""
    filed_by: str = ""
    checked_by: str = ""

    def check(self) -> None:
        """Refuse a file that was checked by who made it up."""
        Form.check(self)
        if self.filed_by and self.filed_by == self.checked_by:
            raise BadInput(
                "{name} made up the file and cannot have checked it. Enter who else did, or leave it to be signed.",
                name=self.filed_by,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """A line of the ledger sheet: what it is called and what stands there."""

    label: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerSheet(Form):
    """办理台账页: one request as the ledger and the annual report count it."""

    TITLE = "依申请公开办理台账"

    lines: tuple[LedgerLine, ...]


KINDS: tuple[type[Document], ...] = (FileCover, FileContents, FileNote, LedgerSheet)
