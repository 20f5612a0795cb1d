"""Cases in bulk: those already on record under their numbers, those to export, and new ones written fast."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import psycopg
from msgspec import to_builtins
from sqlalchemy import ARRAY, ColumnElement, Connection, Text, any_, literal, or_, select

from workflow.rules.record.case import Case
from workflow.store import models
from workflow.store.postgres import Postgres
from workflow.store.rows import DUTIES, Write, columns, event_row, shaped
from workflow.store.session import Unit

_CASES = models.Case.__table__
_REQUESTS = models.RequestText.__table__


class Kept(NamedTuple):
    """A case on record and its request as written."""

    case: Case
    description: str
    note: str
    extra: dict[str, str]


def on_record(connection: Connection, agency_id: UUID, numbers: Sequence[str]) -> dict[str, Kept]:
    """Return the cases of an agency that have one of these numbers."""
    query = _kept().where(_CASES.c.agency_id == agency_id, _among(connection, numbers))
    return {kept.case.case_no: kept for kept in map(_read, connection.execute(query))}


def _among(connection: Connection, numbers: Sequence[str]) -> ColumnElement[bool]:
    """Return whether a case has one of these numbers; PostgreSQL takes them as one value, and is far sooner done."""
    if connection.dialect.name == "postgresql":
        return _CASES.c.case_no == any_(literal(numbers, ARRAY(Text)))
    return _CASES.c.case_no.in_(numbers)


def of_year(connection: Connection, agency_id: UUID, year: int, *, from_version: int = 1) -> Iterator[Kept]:
    """Yield the cases that a year counts: received in it, or open in it, in the order of receipt and number.

    Args:
        connection: To read with.
        agency_id: Whose cases.
        year: The year.
        from_version: Leave out cases that had fewer entries; from 2 those that were brought in and never touched.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    query = (
        _kept()
        .where(
            _CASES.c.agency_id == agency_id,
            _CASES.c.received_on <= last,
            _CASES.c.version >= from_version,
            or_(_CASES.c.counted_on.is_(None), _CASES.c.counted_on >= first),
        )
        .order_by(_CASES.c.received_on, _CASES.c.case_no)
    )
    with connection.execution_options(stream_results=True, yield_per=1000).execute(query) as result:
        yield from map(_read, result)


def _kept() -> Any:  # noqa: ANN401 (SQLAlchemy's select of mixed columns)
    return select(_CASES.c.snapshot, _REQUESTS.c.description, _REQUESTS.c.note, _REQUESTS.c.extra).join(
        _REQUESTS, _REQUESTS.c.case_id == _CASES.c.id
    )


def _read(row: Any) -> Kept:  # noqa: ANN401 (a row of mixed columns)
    snapshot, description, note, extra = row
    case = msgspec.json.decode(snapshot, type=Case)
    return Kept(case, description, note, msgspec.json.decode(extra, type=dict[str, str]))


def add_all(unit: Unit, writes: Sequence[Write]) -> None:
    """Write new cases; on PostgreSQL by COPY, table by table."""
    if not isinstance(unit.driver, Postgres):
        unit.save(writes)
        return
    _copy(unit.raw, "cases", [column.name for column in columns("cases")], [write.values for write in writes])
    events = [event_row(write.case, chained) for write in writes for chained in write.entries]
    _copy(unit.raw, "events", [column.name for column in columns("events")], events)
    duties = [row for write in writes for row in write.owing.rows(write.case)]
    _copy(unit.raw, DUTIES, [column.name for column in columns(DUTIES)], duties)
    for shape, rows in shaped(change for write in writes for change in write.changes).items():
        _copy(unit.raw, shape.table, shape.columns, rows)


def _copy(cursor: psycopg.Cursor[Any], table: str, names: Sequence[str], rows: Sequence[dict[str, object]]) -> None:
    listed = ", ".join(f'"{name}"' for name in names)
    values: list[list[object]] = to_builtins(list(map(itemgetter(*names), rows)))  # Ids and days as text, all at once.
    with cursor.copy(f"copy {table} ({listed}) from stdin") as copy:
        for row in values:
            copy.write_row(row)


def chunks(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """Yield lists of at most `size` of `rows`."""
    while chunk := list(islice(rows, size)):
        yield chunk


def extra_headers(connection: Connection, agency_id: UUID) -> list[str]:
    """Return the headers of the further columns that an agency's ledgers brought, in the order of their names."""
    query = select(_REQUESTS.c.extra).join(_CASES, _CASES.c.id == _REQUESTS.c.case_id)
    texts = connection.execute(query.where(_CASES.c.agency_id == agency_id, _REQUESTS.c.extra != "{}").distinct())
    return sorted({name for (text,) in texts for name in msgspec.json.decode(text, type=dict[str, str])})
