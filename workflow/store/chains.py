"""The entries of many cases as they stand, each with what its digest was made of."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Text, and_, cast, func, literal, select, true
from sqlalchemy.exc import StatementError

from workflow.rules.record.entry import Body, Entry, envelope
from workflow.store import models
from workflow.store.differences import Differs, Row, rows

_EVENTS = models.Event.__table__
_E = _EVENTS.c
_NO_BODY: Any = Body
_TOLD = len("2026-01-01|2026-01-01T00:00:00.000000+00:00|00000000-0000-0000-0000-000000000000")
_INSTANT = literal('YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')


def between(column: ColumnElement[Any], after: UUID | None, upto: UUID | None) -> ColumnElement[bool]:
    """Return whether an id lies in `(after, upto]`; an end that is None is open."""
    bounds = [] if after is None else [column > after]
    return and_(true(), *bounds, *([] if upto is None else [column <= upto]))


def stored(connection: Connection, after: UUID | None, upto: UUID | None) -> Sequence[Row]:
    """Return the entries of the cases in `(after, upto]`, by case and number.

    Each is (id of the case as text, number, kind, what its digest is made of, length of the text at the end of that,
    digest). What a digest is made of stands in bytes, which are hashed and read as they are; PostgreSQL puts them
    together itself, which spares reading ten values of each entry one by one.
    """
    chosen = between(_E.case_id, after, upto)
    if connection.dialect.name == "postgresql":
        said, size = func.convert_to(_said(), "UTF8"), func.octet_length(_E.data)
        query = select(cast(_E.case_id, Text), _E.seq, _E.kind, said, size, _E.digest).where(chosen)
        return rows(connection, "events", query.order_by(_E.case_id, _E.seq))
    found = rows(connection, "events", select(_EVENTS).where(chosen).order_by(_E.case_id, _E.seq))
    try:
        return [_put_together(*row) for row in found]
    except (TypeError, AttributeError, StatementError) as error:
        raise Differs("events", "values of their kind", error) from None


def linked(before: str, said: bytes) -> str:
    """Return the digest of an entry of which `said` is hashed, after the entry with the digest `before`."""
    return sha256(before.encode() + b"|" + said).hexdigest()


def told(named: str, seq: int, kind: str, said: bytes) -> str:
    """Return the part of an envelope that says day, instant and person."""
    start = len(f"{named}|{seq}|{kind}|")
    return str(said[start : start + _TOLD], "ascii")


def _said() -> ColumnElement[str]:
    """Return what a digest is made of, beside the one before, in the words of PostgreSQL."""
    at = func.to_char(func.timezone("UTC", _E.at), _INSTANT)
    envelope = (_E.counts_on, at, _E.by, func.length(_E.key), _E.key, _E.ask)
    return func.concat_ws("|", _E.case_id, _E.seq, _E.kind, *envelope, _E.data)


def _put_together(*row: Any) -> Row:  # noqa: ANN401 (the columns of an entry)
    """Return the same of an entry that was read column by column."""
    case_id, seq, kind, on, at, by, key, ask, data, digest = row
    text = data.encode()
    head = f"{case_id}|{seq}|{kind}|{envelope(Entry(seq, on, at, by, key, ask, _NO_BODY))}|"
    return str(case_id), seq, kind, head.encode() + text, len(text), digest
