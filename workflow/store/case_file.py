"""A case with everything on its file, for the page that shows it: one query for each table."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, select

from workflow.rules.record.case import Case
from workflow.rules.record.entry import Body
from workflow.rules.record.replay import KINDS
from workflow.store import models
from workflow.store.cases import sealed_of
from workflow.store.rows import TABLES

_CASES = models.Case.__table__
_EVENTS = models.Event.__table__
_USERS = models.User.__table__

Rows = Sequence[Mapping[str, object]]


class TimelineEntry(NamedTuple):
    """An entry of the record and who made it."""

    seq: int
    on: date
    at: datetime
    login: str
    name: str
    body: Body


class CaseFile(NamedTuple):
    """A case and the rows of its tables, each in its order; `sealed` are the encrypted identifiers."""

    case: Case
    note: str
    extra: dict[str, str]
    sealed: str
    assignee: str
    items: Rows
    consultations: Rows
    letters: Rows
    fees: Rows
    proceedings: Rows
    attachments: Rows
    timeline: list[TimelineEntry]


def case_file(connection: Connection, case_id: UUID) -> CaseFile:
    """Read the file of a case that exists."""
    row = connection.execute(
        select(_CASES.c.snapshot, _USERS.c.name)
        .outerjoin(_USERS, _USERS.c.id == _CASES.c.assignee_id)
        .where(_CASES.c.id == case_id)
    ).one()
    (request,) = _rows(connection, "requests", case_id)
    return CaseFile(
        case=msgspec.json.decode(row.snapshot, type=Case),
        note=str(request["note"]),
        extra=msgspec.json.decode(str(request["extra"]), type=dict[str, str]),
        sealed=sealed_of(connection, case_id),
        assignee=row.name or "",
        items=_rows(connection, "items", case_id),
        consultations=_rows(connection, "consultations", case_id),
        letters=_rows(connection, "letters", case_id),
        fees=_rows(connection, "fees", case_id),
        proceedings=_rows(connection, "proceedings", case_id),
        attachments=_rows(connection, "attachments", case_id),
        timeline=timeline(connection, case_id),
    )


def timeline(connection: Connection, case_id: UUID) -> list[TimelineEntry]:
    """Return the entries of a case with who made them, in their order."""
    query = (
        select(_EVENTS, _USERS.c.login, _USERS.c.name)
        .join(_USERS, _USERS.c.id == _EVENTS.c.by)
        .where(_EVENTS.c.case_id == case_id)
        .order_by(_EVENTS.c.seq)
    )
    return [
        TimelineEntry(row.seq, row.counts_on, row.at, row.login, row.name, _body(row.kind, row.data))
        for row in connection.execute(query)
    ]


def _body(kind: str, data: str) -> Body:
    return msgspec.json.decode(data, type=KINDS[kind])


def _rows(connection: Connection, name: str, case_id: UUID) -> Rows:
    table = TABLES[name]
    query = select(table).where(table.c.case_id == case_id).order_by(*table.primary_key)
    return [dict(row) for row in connection.execute(query).mappings()]
