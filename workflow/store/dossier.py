"""What a letter is written from: a case with its texts, its people and its agency, read in one go."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, select

from workflow.rules.record.case import Case
from workflow.rules.record.intake import Imported, Registered
from workflow.rules.record.replay import KINDS
from workflow.store import models
from workflow.store.people import AgencyRow, agency
from workflow.store.rows import TABLES

_EVENTS = models.Event.__table__


class ItemText(NamedTuple):
    """An item as written, and the draft of its answer."""

    no: int
    text: str
    outcome: str | None
    findings: str
    reasons: str
    grounds: list[str]
    detail: dict[str, str]


class ConsultationText(NamedTuple):
    """A consultation with its days."""

    ref: str
    party: str
    name: str
    question: str
    sent_on: date
    ended_on: date | None


class Dossier(NamedTuple):
    """A case with everything that its letters say."""

    case: Case
    agency: AgencyRow
    opening: Registered | Imported
    items: list[ItemText]
    consultations: list[ConsultationText]
    entries: dict[str, Any]
    decided_on: date | None


def dossier(connection: Connection, case: Case) -> Dossier:
    """Read the dossier of a case; `entries` holds the last body of each kind."""
    bodies: dict[str, Any] = {}
    opening: Any = None
    rows = connection.execute(
        select(_EVENTS.c.kind, _EVENTS.c.data).where(_EVENTS.c.case_id == case.id).order_by(_EVENTS.c.seq)
    )
    for kind, data in rows:
        bodies[kind] = msgspec.json.decode(data, type=KINDS[kind])
        opening = opening or bodies[kind]
    decisions = _rows(connection, "decisions", case.id)
    return Dossier(
        case,
        agency(connection, case.agency_id),
        opening,
        [_item(row) for row in _rows(connection, "items", case.id)],
        [_consultation(row) for row in _rows(connection, "consultations", case.id)],
        bodies,
        next((row.decided_on for row in decisions if row.seq == case.decision), None),
    )


def _rows(connection: Connection, name: str, case_id: UUID) -> Any:  # noqa: ANN401 (rows of any table)
    table = TABLES[name]
    return connection.execute(select(table).where(table.c.case_id == case_id).order_by(*table.primary_key)).all()


def _item(row: Any) -> ItemText:  # noqa: ANN401 (a row of mixed columns)
    grounds = msgspec.json.decode(row.grounds or "[]", type=list[str])
    detail = msgspec.json.decode(row.detail or "{}", type=dict[str, str])
    return ItemText(row.no, row.text, row.outcome, row.findings or "", row.reasons or "", grounds, detail)


def _consultation(row: Any) -> ConsultationText:  # noqa: ANN401 (a row of mixed columns)
    ended = row.answered_on or row.lapsed_on
    return ConsultationText(row.ref, row.party, row.name, row.question, row.sent_on, ended)


class IssuedLetter(NamedTuple):
    """A letter of a case and the digests of its files."""

    case_no: str
    no: int
    title: str
    html: str
    docx: str


def issued_letters(connection: Connection, case_ids: Sequence[UUID]) -> list[IssuedLetter]:
    """Return the letters issued in these cases, by case number and number."""
    letters, cases = TABLES["letters"].c, TABLES["cases"].c
    query = (
        select(cases.case_no, letters.no, letters.title, letters.html, letters.docx)
        .join_from(TABLES["letters"], TABLES["cases"], cases.id == letters.case_id)
        .where(letters.case_id.in_(case_ids))
        .order_by(cases.case_no, letters.no)
    )
    return [IssuedLetter(*row) for row in connection.execute(query)]
