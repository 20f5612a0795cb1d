"""Comparing rows with what the entries make of them; the first thing that differs is raised with its place."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec
from sqlalchemy import Connection, RowMapping, Select
from sqlalchemy.exc import OperationalError

Key = tuple[str, tuple[object, ...]]
"""A table and the key of a row in it."""
_T = TypeVar("_T")


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


def rows(connection: Connection, table: str, query: Select[Any]) -> Sequence[RowMapping]:
    """Return the rows of a query on a table.

    Raises:
        Differs: A value is none that its column can have, which only SQLite lets somebody write.
    """
    try:
        return connection.execute(query).mappings().all()
    except (ValueError, TypeError, AttributeError) as error:
        raise Differs(table, "values of their kind", error) from None
    except OperationalError as error:
        if "decode" not in str(error.orig):
            raise
        raise Differs(table, "values of their kind", error.orig) from None


def decoded(where: str, data: str, kind: type[_T]) -> _T:
    """Return what the text of an entry says. Differs where it is no such text."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, TypeError, ValueError) as error:
        raise Differs(f"{where}, data", "what such an entry says", error) from None


def known(where: str, kind: str, kinds: Iterable[str]) -> None:
    """Refuse a kind of entry that there is not."""
    if kind not in kinds:
        raise Differs(f"{where}, kind", "a known kind", kind)


def keyed(name: str, keys: tuple[str, ...], found: Iterable[RowMapping]) -> dict[Key, RowMapping]:
    """Return rows of a table by their key."""
    return {(name, tuple(row[key] for key in keys)): row for row in found}


def compare(wanted: Mapping[Key, Mapping[str, object]], found: dict[Key, RowMapping]) -> None:
    """Compare all rows of some tables; empties `found`."""
    for key, values in wanted.items():
        row = found.pop(key, None)
        if row is None:
            raise Differs(_place(key), "a row", "none")
        compare_row(_place(key), values, row)
    for key in found:
        raise Differs(_place(key), "no such row", "a row that no entry made")


def compare_row(where: str, values: Mapping[str, object], row: RowMapping) -> None:
    """Compare one row, column by column. The encrypted identifiers are held against their seal instead."""
    for name, value in row.items():
        if name != "sealed":
            same(where, name, values.get(name), value)


def same(where: str, column: str, expected: object, found: object) -> None:
    """Compare one value."""
    if expected != found:
        raise Differs(f"{where}, {column}", expected, found)


def _place(key: Key) -> str:
    return f"{key[0]} {' '.join(str(part) for part in key[1])}"
