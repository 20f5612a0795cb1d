"""Queries that registering and issuing ask each time, put to the driver as they are; both databases answer in text."""

import re
from collections.abc import Sequence
from typing import Any, Protocol

from psycopg.pq.abc import PGresult

from workflow.store.postgres import Postgres
from workflow.store.prepared import Kind, Statement, kind_of
from workflow.store.rows import columns
from workflow.store.sqlite import Sqlite, bound

_MARK = re.compile(r"\$(\d+)")


class Open(Protocol):
    """What a question needs of a unit of work: its driver, and what runs statements."""

    driver: Postgres | Sqlite

    @property
    def raw(self) -> Any:  # noqa: ANN401 (a psycopg cursor or a sqlite3 connection)
        """What runs statements as the driver takes them."""


class Asking(Protocol):
    """What a question needs of a unit of work: the database's statements, and what runs them."""

    @property
    def driver(self) -> Postgres | Sqlite:
        """The statements of the database."""

    @property
    def raw(self) -> Any:  # noqa: ANN401 (a psycopg cursor or a sqlite3 connection)
        """What runs statements as the driver takes them."""


def kinds(table: str, *names: str) -> list[Kind]:
    """Return how values of these columns of a table are sent."""
    known = {column.name: column for column in columns(table)}
    return [kind_of(known[name]) for name in names]


class Question:
    """A query with its parameters as `$1` and on; what differs between the databases is put in by name.

    Args:
        sql: The query. Each of its columns is text or a whole number, a day is text on SQLite.
        sent: How PostgreSQL is sent the parameters.
        postgres: What stands for each `{name}` of the query on PostgreSQL.
        sqlite: What stands for it on SQLite.
    """

    def __init__(
        self,
        sql: str,
        sent: Sequence[Kind],
        postgres: dict[str, str] | None = None,
        sqlite: dict[str, str] | None = None,
    ) -> None:
        self._statement = Statement(sql.format_map(postgres or {}), sent)
        self._lite = _MARK.sub(r"?\1", sql.format_map(sqlite or {}))

    def ask(self, unit: Open, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows that answer; whole numbers may come as text.

        Raises:
            psycopg.Error, sqlite3.Error: What the database objects to; the unit puts it into words.
        """
        if isinstance(unit.driver, Postgres):
            found = self._statement.run(unit.raw.connection, values)
            return [tuple(_text(found, row, column) for column in range(found.nfields)) for row in range(found.ntuples)]
        rows: list[tuple[Any, ...]] = unit.raw.execute(self._lite, [bound(value) for value in values]).fetchall()
        return rows


def _text(found: PGresult, row: int, column: int) -> str | None:
    value = found.get_value(row, column)
    return None if value is None else value.decode()
