"""Which files the letters and attachments of a case are kept in."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from workflow.store.rows import TABLES


class LetterFiles(NamedTuple):
    """The SHA-256 of what is kept of a letter; `source` and `pdf` are empty where there is none."""

    html: str
    docx: str
    source: str
    pdf: str


class AttachedFile(NamedTuple):
    """A file that was put on the case; its size is in bytes."""

    name: str
    media: str
    size: int
    sha256: str


class KeptFiles(NamedTuple):
    """The files of a case, by the number of the letter and of the attachment."""

    letters: Mapping[int, LetterFiles]
    attached: Mapping[int, AttachedFile]


def kept_files(connection: Connection, case_id: UUID) -> KeptFiles:
    """Read which files are kept for a case that exists."""
    letters, attached = TABLES["letters"].c, TABLES["attachments"].c
    issued = select(letters.no, letters.html, letters.docx, letters.source, letters.pdf)
    put = select(attached.no, attached.name, attached.media, attached.size, attached.sha256)
    return KeptFiles(
        {
            row.no: LetterFiles(row.html, row.docx, row.source, row.pdf or "")
            for row in connection.execute(issued.where(letters.case_id == case_id))
        },
        {
            row.no: AttachedFile(row.name, row.media, row.size, row.sha256)
            for row in connection.execute(put.where(attached.case_id == case_id))
        },
    )
