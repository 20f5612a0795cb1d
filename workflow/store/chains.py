"""The entries of many cases as they stand, each with what its digest was made of."""

from collections.abc import Sequence
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
_INSTANT = literal('YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')


def between(column: ColumnElement[Any], after: UUID | None, upto: UUID | None) -> ColumnElement[bool]:
    """Return whether an id lies in `(after, upto]`; an end that is None is open."""
    bounds = [] if after is None else [column > after]
    return and_(true(), *bounds, *([] if upto is None else [column <= upto]))


def stored(connection: Connection, after: UUID | None, upto: UUID | None) -> Sequence[Row]:
    """Return the entries of the cases in `(after, upto]`, by case and number.

    Each is (id of the case as text, number, kind, envelope, text, digest); PostgreSQL makes the envelope itself, which
    spares reading six values of each entry one by one.
    """
    chosen = between(_E.case_id, after, upto)
    if connection.dialect.name == "postgresql":
        query = select(cast(_E.case_id, Text), _E.seq, _E.kind, _envelope(), _E.data, _E.digest).where(chosen)
        return rows(connection, "events", query.order_by(_E.case_id, _E.seq))
    found = rows(connection, "events", select(_EVENTS).where(chosen).order_by(_E.case_id, _E.seq))
    try:
        return [
            (str(case_id), seq, kind, envelope(Entry(seq, on, at, by, key, ask, _NO_BODY)), data, digest)
            for case_id, seq, kind, on, at, by, key, ask, data, digest in found
        ]
    except (TypeError, AttributeError, StatementError) as error:
        raise Differs("events", "values of their kind", error) from None


def _envelope() -> ColumnElement[str]:
    """Return `envelope` in the words of PostgreSQL."""
    at = func.to_char(func.timezone("UTC", _E.at), _INSTANT)
    return func.concat_ws("|", _E.counts_on, at, _E.by, func.length(_E.key), _E.key, _E.ask)
