"""Statements prepared once on a connection and run below the driver's cursor.

A step is two small statements, and the cursor around them cost the client more than everything the step decides.
Values go in PostgreSQL's binary form, each by the type of its column.
"""

import struct
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple, cast
from weakref import WeakKeyDictionary

import psycopg
from psycopg import pq
from psycopg.errors import error_from_result
from sqlalchemy import BigInteger, Boolean, Column, Date, Text, Uuid
from sqlalchemy.types import TypeEngine

from workflow.store.base import Instant

_DAY_ONE = date(2000, 1, 1).toordinal()  # Where PostgreSQL begins to count days and instants.
_INSTANT_ONE = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_INT, _DATE, _LENGTH, _LIST = map(struct.Struct, ("!q", "!i", "!i", "!iiiii"))
_NO_LIST = struct.Struct("!3i")
_NULL = _LENGTH.pack(-1)


class Kind(NamedTuple):
    """How values of a type are sent: the type's number in PostgreSQL, and what makes bytes of a value."""

    oid: int
    dump: Callable[[Any], bytes]


def _day(value: date) -> bytes:
    return _DATE.pack(value.toordinal() - _DAY_ONE)


def _instant(value: datetime) -> bytes:
    return _INT.pack((value - _INSTANT_ONE) // _MICROSECOND)


TEXT = Kind(25, str.encode)
UUIDS = Kind(2950, lambda value: value.bytes)
JSON = Kind(114, bytes)
_KINDS: dict[type[TypeEngine[Any]], Kind] = {
    Text: TEXT,
    Uuid: UUIDS,
    BigInteger: Kind(20, _INT.pack),
    Boolean: Kind(16, lambda value: b"\x01" if value else b"\x00"),
    Date: Kind(1082, _day),
}
INSTANT = Kind(1184, _instant)
_LISTS = {16: 1000, 20: 1016, 25: 1009, 1082: 1182, 1184: 1185, 2950: 2951}  # Arrays, by what they are of.


def listed(kind: Kind) -> Kind:
    """Return how a list of values of a kind is sent: as an array of one dimension."""

    def cell(value: Any) -> bytes:  # noqa: ANN401 (a value of the kind)
        if value is None:
            return _NULL
        sent = kind.dump(value)
        return _LENGTH.pack(len(sent)) + sent

    def dump(values: Sequence[Any]) -> bytes:
        count = len(values)
        if not count:
            return _NO_LIST.pack(0, 0, kind.oid)  # No dimension.
        head = _LIST.pack(1, 1, kind.oid, count, 1)  # One dimension, NULL is possible, from 1 to `count`.
        if values[0] == values[-1] and values.count(values[0]) == count:  # Steps of a batch have much in common.
            return head + cell(values[0]) * count
        return head + b"".join(map(cell, values))

    return Kind(_LISTS[kind.oid], dump)


def kind_of(column: Column[Any]) -> Kind:
    """Return how the values of a column are sent."""
    return INSTANT if isinstance(column.type, Instant) else _KINDS[type(column.type)]


class Statement:
    """A statement and the kinds of its parameters, `$1` and on."""

    def __init__(self, sql: str, kinds: Sequence[Kind]) -> None:
        self.sql = sql.encode()
        self.oids = [kind.oid for kind in kinds]
        self.dumps = [kind.dump for kind in kinds]
        self.formats = [pq.Format.BINARY] * len(kinds)

    def run(self, connection: psycopg.Connection[Any], values: Sequence[Any]) -> pq.abc.PGresult:
        """Run the statement; its rows come as text.

        Raises:
            psycopg.Error: What the server objects to.
        """
        name, sent = self._name(connection), self._sent(values)
        return checked(connection.pgconn.exec_prepared(name, sent, self.formats))

    def send(self, connection: psycopg.Connection[Any], values: Sequence[Any]) -> None:
        """Send the statement and go on; `received` waits for what comes of it."""
        name, sent = self._name(connection), self._sent(values)
        connection.pgconn.send_query_prepared(name, sent, self.formats)
        connection.pgconn.flush()

    def _sent(self, values: Sequence[Any]) -> list[bytes]:
        sent = [None if value is None else dump(value) for dump, value in zip(self.dumps, values, strict=True)]
        return cast("list[bytes]", sent)  # The driver takes None for NULL, though its signature forgets to say so.

    def _name(self, connection: psycopg.Connection[Any]) -> bytes:
        """Return what the connection knows the statement by; it is prepared there first if it has no name yet."""
        names = _NAMES.setdefault(connection, {})
        name = names.get(self)
        if name is None:
            name = b"step_%d" % len(names)
            checked(connection.pgconn.prepare(name, self.sql, self.oids))
            names[self] = name
        return name


_NAMES: WeakKeyDictionary[psycopg.Connection[Any], dict[Statement, bytes]] = WeakKeyDictionary()


def checked(result: pq.abc.PGresult) -> pq.abc.PGresult:
    """Return a result that is one, and raise what the server objects to as the driver does."""
    if result.status == pq.ExecStatus.FATAL_ERROR:
        error = error_from_result(result)
        raise error if error.sqlstate else psycopg.OperationalError(str(error))  # Without a code: the server is gone.
    return result


def received(connection: psycopg.Connection[Any]) -> pq.abc.PGresult:
    """Wait for what comes of the statement that was sent, so that the connection is free for the next one.

    Raises:
        psycopg.Error: What the server objects to.
    """
    result = first = connection.pgconn.get_result()
    while result is not None:
        result = connection.pgconn.get_result()
    if first is None:
        raise psycopg.OperationalError("the server gave no answer")
    return checked(first)
