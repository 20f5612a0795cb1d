"""Comparing rows with what the entries make of them; the first thing that differs is raised with its place.

A record has millions of rows that are all as they should be, so whole tables are compared first, row for row as tuples,
and only one that differs is gone through column by column.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec
import psycopg
from sqlalchemy import Connection, Select
from sqlalchemy.exc import OperationalError

from workflow.store.rows import DUTIES, columns

Row = tuple[Any, ...]


class Difference(NamedTuple):
    """One thing that is not as the entries make it."""

    where: str
    expected: str
    found: str


class Differs(Exception):
    """Something differs."""

    def __init__(self, where: str, expected: object, found: object) -> None:
        super().__init__(where)
        self.difference = Difference(where, str(expected), str(found))


def rows(connection: Connection, table: str, query: Select[Any]) -> Sequence[Row]:
    """Return the rows of a query on a table.

    Raises:
        Differs: A value is none that its column can have, which only SQLite lets somebody write.
    """
    driven: Any = connection.connection.driver_connection
    if isinstance(driven, psycopg.Connection):
        compiled = query.compile(dialect=connection.dialect, compile_kwargs={"render_postcompile": True})
        with driven.cursor(binary=True) as cursor:  # A third of the time that the same rows take through SQLAlchemy.
            return cursor.execute(str(compiled).encode(), compiled.params).fetchall()
    try:
        return [tuple(row) for row in connection.execute(query)]
    except (ValueError, TypeError, AttributeError) as error:
        raise Differs(table, "values of their kind", error) from None
    except OperationalError as error:
        if "decode" not in str(error.orig):
            raise
        raise Differs(table, "values of their kind", error.orig) from None


@cache
def names(table: str) -> tuple[str, ...]:
    """Return the columns of a table that are compared.

    Encrypted identifiers are held against their seal instead; what a sweep has seen of a duty is its own affair.
    """
    left_out = {"since", "fresh"} if table == DUTIES else {"sealed"} if table == "applicants" else set()
    return tuple(column.name for column in columns(table) if column.name not in left_out)


def filled(table: str, values: Mapping[str, object]) -> Row:
    """Return values as a row of a table; what they leave out is empty."""
    try:
        return _whole(table)(values)
    except KeyError:
        return tuple(map(values.get, names(table)))


@cache
def _whole(table: str) -> Callable[[Mapping[str, object]], Row]:
    """Return what takes a whole row out of values that leave nothing out, in a quarter of the time."""
    return itemgetter(*names(table))


def decoded(where: str, data: str | bytes, decoder: "msgspec.json.Decoder[Any]") -> Any:  # noqa: ANN401 (a body or a page)
    """Return what the text of an entry says. Differs where it is no such text."""
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, TypeError, ValueError) as error:
        raise Differs(f"{where}, data", "what such an entry says", error) from None


def compare(table: str, keys: Sequence[str], wanted: Sequence[Row], found: Sequence[Row]) -> None:
    """Compare rows of one table, those that the entries make and those that stand there, in any order."""
    if wanted == found:
        return
    places = [names(table).index(key) for key in keys]
    by_key = {tuple(row[place] for place in places): row for row in found}
    for row in wanted:
        key = tuple(row[place] for place in places)
        other = by_key.pop(key, None)
        if other is None:
            raise Differs(_place(table, key), "a row", "none")
        compare_row(_place(table, key), table, row, other)
    for key in by_key:
        raise Differs(_place(table, key), "no such row", "a row that no entry made")


def compare_row(where: str, table: str, wanted: Row, found: Row) -> None:
    """Compare one row, column by column."""
    if wanted != found:
        for name, expected, value in zip(names(table), wanted, found, strict=True):
            same(where, name, expected, value)


def same(where: str, column: str, expected: object, found: object) -> None:
    """Compare one value."""
    if expected != found:
        raise Differs(f"{where}, {column}", expected, found)


def _place(table: str, key: Iterable[object]) -> str:
    return f"{table} {' '.join(str(part) for part in key)}"
