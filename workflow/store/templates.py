"""Texts of letters that agencies changed: their versions, and which of them a letter of a day is written by."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, select

from workflow.store.rows import TABLES

_TEMPLATES, _CHOICES, _AGENCIES = TABLES["templates"], TABLES["template_choices"], TABLES["agencies"]


class Own(NamedTuple):
    """A changed text: the code of the agency that changed it, its version, and the text."""

    agency: str
    version: int
    source: str


class Kept(NamedTuple):
    """A version of a text and the days from which letters are written by it."""

    letter: str
    version: int
    note: str
    from_on: list[date]


def last_version(connection: Connection, agency_id: UUID, letter: str) -> int:
    """Return the number of the last version that an agency kept of a text, 0 where there is none."""
    mine = _TEMPLATES.c
    query = select(func.max(mine.version)).where(mine.agency_id == agency_id, mine.letter == letter)
    return int(connection.execute(query).scalar_one() or 0)


def source_of(connection: Connection, agency_id: UUID, letter: str, version: int) -> str | None:
    """Return the text of a version, None where there is none."""
    mine = _TEMPLATES.c
    query = select(mine.source).where(mine.agency_id == agency_id, mine.letter == letter, mine.version == version)
    found: str | None = connection.execute(query).scalar_one_or_none()
    return found


def chosen_from(connection: Connection, agency_id: UUID, letter: str, from_on: date) -> int | None:
    """Return the version chosen from exactly a day, None where none was."""
    mine = _CHOICES.c
    query = select(mine.version).where(mine.agency_id == agency_id, mine.letter == letter, mine.from_on == from_on)
    found: int | None = connection.execute(query).scalar_one_or_none()
    return found


def own_text(connection: Connection, agency_id: UUID, letter: str, on: date) -> Own | None:
    """Return the changed text that a letter of a day is written by: the agency's own, else that of the next one above.

    None where neither chose another text than that of the program.
    """
    mine = _CHOICES.c
    chosen: dict[UUID, int] = {}
    for row in connection.execute(
        select(mine.agency_id, mine.version).where(mine.letter == letter, mine.from_on <= on).order_by(mine.from_on)
    ):
        chosen[row.agency_id] = row.version
    above: UUID | None = agency_id
    while chosen and above is not None and above not in chosen:
        above = connection.execute(select(_AGENCIES.c.parent_id).where(_AGENCIES.c.id == above)).scalar_one()
    if above is None or not chosen.get(above):
        return None
    source = source_of(connection, above, letter, chosen[above])
    code = connection.execute(select(_AGENCIES.c.code).where(_AGENCIES.c.id == above)).scalar_one()
    return None if source is None else Own(code, chosen[above], source)


def kept_by(connection: Connection, agency_id: UUID) -> list[Kept]:
    """Return the versions that an agency kept, by letter and number; 0, where it went back to the program's text."""
    theirs, days = _TEMPLATES.c, _CHOICES.c
    chosen: dict[tuple[str, int], list[date]] = {}
    for row in connection.execute(select(_CHOICES).where(days.agency_id == agency_id).order_by(days.from_on)):
        chosen.setdefault((row.letter, row.version), []).append(row.from_on)
    query = select(theirs.letter, theirs.version, theirs.note).where(theirs.agency_id == agency_id)
    notes = {(letter, version): note for letter, version, note in connection.execute(query)}
    return [Kept(*of, notes.get(of, ""), chosen.get(of, [])) for of in sorted({*notes, *chosen})]
