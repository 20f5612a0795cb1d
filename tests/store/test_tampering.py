"""Whatever somebody changes in the database behind the program's back, `verify` finds it and names the row.

The intruder has every means of the database: no append-only trigger and no foreign key stops them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from factories import RECORD, Office
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    Table,
    Text,
    Uuid,
    and_,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import IntegrityError

from workflow.store.base import Instant
from workflow.store.rows import TABLES
from workflow.store.session import Store
from workflow.store.verify import verify

FREE = {
    "outbox": {
        "claimed_at": "who sends it, which changes without an entry",
        "claimed_by": "likewise",
        "attempts": "likewise",
        "sent_at": "when it was sent, which changes without an entry",
        "error": "why it was not sent, likewise",
    },
    "duties": {
        "since": "from which day it is reminded of, which a sweep looks at",
        "fresh": "whether a sweep has seen it",
    },
}
"""Columns that are not of the record, and why; `applicants.sealed` is held against its seal."""

NAMED = {"cases": ("case ", "events of "), "events": ("case ", "events of ")}
"""How a difference begins; elsewhere with the name of the table."""

UNIQUE = {"cases": {"case_no": "另编"}, "agencies": {"code": "另编"}, "users": {"login": "另编"}, "events": {"key": ""}}
"""What a further row must not share with the one it is copied from."""


SAMPLES = {
    BigInteger: 1,
    Boolean: True,
    Date: date(2026, 1, 1),
    Instant: datetime(2026, 1, 1, tzinfo=UTC),
    Text: "x",
    Uuid: uuid4(),
}


@pytest.fixture(scope="module")
def record(full_office: Office) -> Store:
    store = full_office.store
    assert verify(store).difference is None
    if store.url.get_backend_name() == "sqlite":
        with store.engine.connect() as connection:
            triggers = connection.execute(text("select name from sqlite_master where type = 'trigger'")).scalars().all()
            for name in triggers:
                connection.execute(text(f"drop trigger {name}"))
    return store


@contextmanager
def intruder(store: Store) -> Iterator[Connection]:
    with store.engine.connect() as connection:
        if store.url.get_backend_name() == "sqlite":
            switches = {"pragma foreign_keys": ("off", "on"), "pragma ignore_check_constraints": ("on", "off")}
        else:
            switches = {"set session_replication_role": ("replica", "origin")}
        for name, (during, _) in switches.items():
            connection.execute(text(f"{name} = {during}"))
        try:
            yield connection
        finally:
            for name, (_, after) in switches.items():
                connection.execute(text(f"{name} = {after}"))


def changed(value: object, column: Column[Any]) -> list[object]:
    """Return values that a column could hold instead."""
    others: dict[type, Any] = {
        bool: lambda: [not value],
        int: lambda: [value + 1000],  # type: ignore[operator]  # the type is the key
        str: lambda: [f"{value}x", ""],
        UUID: lambda: [uuid4()],
        datetime: lambda: [value + timedelta(microseconds=1)],  # type: ignore[operator]
        date: lambda: [value + timedelta(days=1)],  # type: ignore[operator]
    }
    found = [SAMPLES[type(column.type)]] if value is None else others[type(value)]()
    if column.nullable and value is not None:
        found.append(None)
    return [other for other in found if other != value]


def names(table: Table, where: str) -> bool:
    return where.startswith(NAMED.get(table.name, (f"{table.name} ", f"{table.name},")))


def keyed(table: Table, row: Any) -> Any:
    return and_(*(column == row[column.name] for column in table.primary_key))


def found(store: Store, table: Table, what: object) -> None:
    difference = verify(store).difference
    assert difference is not None, what
    assert names(table, difference.where), (what, difference)


def rows_of(store: Store, table: Table) -> list[Any]:
    with store.reading() as connection:
        rows = list(connection.execute(select(table).order_by(*table.primary_key)).mappings())
    assert rows, f"{table.name} has no row to tamper with"
    return rows


@pytest.mark.parametrize("name", RECORD)
def test_a_changed_value_is_found(record: Store, name: str) -> None:
    table = TABLES[name]
    rows = rows_of(record, table)
    for column in table.columns:
        if column.name in FREE.get(name, {}):
            continue
        tried = 0
        for row in {id(one): one for one in (rows[0], rows[-1])}.values():
            for value in changed(row[column.name], column):
                try:
                    with intruder(record) as connection:
                        connection.execute(update(table).where(keyed(table, row)).values({column.name: value}))
                except IntegrityError:
                    continue  # The database itself does not keep such a row.
                found(record, table, f"{name}.{column.name}: {row[column.name]!r} became {value!r}")
                after = {**row, column.name: value}
                with intruder(record) as connection:
                    connection.execute(update(table).where(keyed(table, after)).values(dict(row)))
                tried += 1
        assert tried, f"{name}.{column.name} was never changed"
    assert verify(record).difference is None


def test_a_changed_answer_in_a_proceeding_is_found(record: Store) -> None:
    """Of the proceeding that has one."""
    table = TABLES["proceedings"]
    (row,) = [one for one in rows_of(record, table) if one["answered_on"] is not None]
    assert (row["answered_on"], row["simplified"]) == (date(2026, 4, 7), True)
    for name in ("answered_on", "simplified"):
        for value in changed(row[name], table.columns[name]):
            with intruder(record) as connection:
                connection.execute(update(table).where(keyed(table, row)).values({name: value}))
            difference = verify(record).difference
            with intruder(record) as connection:
                connection.execute(update(table).where(keyed(table, row)).values(dict(row)))
            assert difference == (f"proceedings {row['id']}, {name}", str(row[name]), str(value))
    assert verify(record).difference is None


@pytest.mark.parametrize("name", RECORD)
def test_a_deleted_row_is_found(record: Store, name: str) -> None:
    table = TABLES[name]
    for row in rows_of(record, table):
        with intruder(record) as connection:
            connection.execute(delete(table).where(keyed(table, row)))
        difference = verify(record).difference
        with intruder(record) as connection:
            connection.execute(insert(table).values(dict(row)))
        assert difference is not None, row
    assert verify(record).difference is None


@pytest.mark.parametrize("name", RECORD)
def test_an_added_row_is_found(record: Store, name: str) -> None:
    table = TABLES[name]
    row = rows_of(record, table)[0]
    for column in table.primary_key:
        for value in changed(row[column.name], column):
            added = {**row, **UNIQUE.get(name, {}), column.name: value}
            with intruder(record) as connection:
                connection.execute(insert(table).values(added))
            found(record, table, added)
            with intruder(record) as connection:
                connection.execute(delete(table).where(keyed(table, added)))
    assert verify(record).difference is None


@pytest.mark.parametrize("name", RECORD)
def test_free_columns_are_free(record: Store, name: str) -> None:
    table = TABLES[name]
    for column in FREE.get(name, {}):
        row = rows_of(record, table)[0]
        for value in changed(row[column], table.columns[column]):
            with intruder(record) as connection:
                connection.execute(update(table).where(keyed(table, row)).values({column: value}))
            assert verify(record).difference is None
            with intruder(record) as connection:
                connection.execute(update(table).where(keyed(table, row)).values(dict(row)))


ODD = ("'garbage'", "x'ff'", "cast(x'ff' as text)", "-1", "'2026-13-45'")


@pytest.mark.parametrize("name", RECORD)
def test_what_is_no_value_of_its_column_is_found(record: Store, name: str) -> None:
    """SQLite keeps anything anywhere; PostgreSQL keeps to the type of a column."""
    if record.url.get_backend_name() == "postgresql":
        return
    first = f"where rowid = (select min(rowid) from {name})"  # noqa: S608 (our own table, as below)
    with record.engine.connect() as connection:
        before = connection.execute(text(f"select * from {name} {first}")).mappings().one()  # noqa: S608
    for column in TABLES[name].columns:
        if column.name in FREE.get(name, {}) or isinstance(column.type, Boolean):
            continue  # Every value is true or false.
        for value in ODD:
            set_to = f'update {name} set "{column.name}" = %s {first}'  # noqa: S608
            with intruder(record) as connection:
                connection.execute(text(set_to % value))
            difference = verify(record).difference
            with intruder(record) as connection:
                connection.execute(text(set_to % ":before"), {"before": before[column.name]})
            assert difference is not None, (column.name, value)
    assert verify(record).difference is None
