"""The Word files that agencies have their letters put in: by digest on record, the files beside the database."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from workflow.store.books import lineage
from workflow.store.rows import TABLES

_FILES = TABLES["word_templates"]


class OwnWord(NamedTuple):
    """A Word file as set: the agency that set it, its SHA-256 (hex; empty for none), and what it was called."""

    agency_id: UUID
    sha256: str
    name: str


def set_by(connection: Connection, agency_id: UUID) -> OwnWord | None:
    """Return what an agency itself has set, None where it never set anything."""
    row = connection.execute(select(_FILES).where(_FILES.c.agency_id == agency_id)).one_or_none()
    return None if row is None else OwnWord(row.agency_id, row.sha256, row.name)


def own_word(connection: Connection, agency_id: UUID) -> OwnWord | None:
    """Return the file that an agency's letters are put in: its own, else that of the next one above that set any.

    None where neither did, or the nearest one has the letters of this program again.
    """
    if connection.execute(select(_FILES.c.agency_id).limit(1)).first() is None:
        return None
    for one in lineage(connection, agency_id):
        found = set_by(connection, one)
        if found is not None:
            return found if found.sha256 else None
    return None
