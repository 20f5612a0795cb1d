"""How a step is read and written on SQLite: driver-level statements inside BEGIN IMMEDIATE, one writer at a time."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from workflow.rules.record.replay import KEYS
from workflow.store.rows import DUTIES, PUT_DUTIES, Shape, Write, changing, columns, event_row, settable, shaped

ONE = """
select c.snapshot, c.head, a.one_person, a.timezone, r.roles, coalesce(e.seq, 0), coalesce(e.ask, ''), a.settings
from cases c join agencies a on a.id = c.agency_id
join roles r on r.agency_id = c.agency_id and r.user_id = ? and r.roles <> ''
join users u on u.id = r.user_id and u.active
left join events e on e.case_id = c.id and e.key = ? and e.key <> ''
where c.id = ?"""

Loaded = tuple[str, str, bool, str, str, int, str, str]


class Sqlite:
    """The statements of a step on a sqlite3 connection."""

    begin = "BEGIN IMMEDIATE"
    snapshot = "BEGIN"
    errors = (sqlite3.Error,)

    def executor(self, connection: Any) -> sqlite3.Connection:  # noqa: ANN401 (a sqlite3 connection)
        """Return what runs the statements of a unit: the connection itself."""
        held: sqlite3.Connection = connection
        return held

    def control(self, raw: sqlite3.Connection, command: str) -> None:
        """Begin or end a transaction."""
        raw.execute(command)

    def gone(self, raw: sqlite3.Connection) -> bool:  # noqa: ARG002 (a file is never gone)
        """Tell whether the database can no longer be reached by this connection."""
        return False

    def load(self, raw: sqlite3.Connection, case_id: UUID, by: UUID, key: str) -> Loaded | None:
        """Return the case, its agency's settings, the roles of `by` there, and an entry that has `key` already."""
        found: Loaded | None = raw.execute(ONE, (by.hex, key, case_id.hex)).fetchone()
        return found

    def load_many(self, raw: sqlite3.Connection, wanted: Sequence[tuple[UUID, UUID, str]]) -> list[Loaded]:
        """Return what `load` returns for (case, person, key) each; what is missing is left out."""
        found = (self.load(raw, *one) for one in wanted)
        return [row for row in found if row is not None]

    def save(self, raw: sqlite3.Connection, writes: Sequence[Write]) -> set[UUID]:
        """Write all and return the cases whose version still was the expected one; the others are left alone."""
        done = [write for write in writes if write.expected == 0 or _update(raw, write)]
        opened = [write for write in done if write.expected == 0]
        changes = [change for write in done for change in write.changes]
        groups = shaped(changes)
        for shape in [shape for shape in groups if shape.table == "applicants"]:
            _many(raw, _insert(shape.table, shape.columns), groups.pop(shape))
        _many(raw, _insert_all("cases"), [write.values for write in opened])
        _many(raw, _insert_all("events"), [event_row(one.case, each) for one in done for each in one.entries])
        _many(raw, _insert_all("outbox"), [row for write in done for row in write.outbox])
        _many(raw, f"{_insert_all(DUTIES)} {PUT_DUTIES}", [row for one in done for row in one.owing.rows(one.case)])
        gone = [{"case_id": one.case.id, "duty": duty, "ref": ref} for one in done for duty, ref in one.owing.drops]
        _many(raw, "delete from duties where case_id = :case_id and duty = :duty and ref = :ref", gone)
        for shape, rows in groups.items():
            _many(raw, _insert(shape.table, shape.columns) if shape.new else _change(shape), rows)
        return {write.case.id for write in done}

    def send(self, raw: sqlite3.Connection, writes: Sequence[Write]) -> Callable[[], list[Write]]:
        """Write one step of each of several cases at once; return what gives those of another version."""
        done = self.save(raw, writes)
        return lambda: [write for write in writes if write.case.id not in done]


def bound(value: object) -> object:
    """Return `value` as SQLAlchemy keeps it in SQLite."""
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _many(raw: sqlite3.Connection, sql: str, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        raw.executemany(sql, [{name: bound(value) for name, value in row.items()} for row in rows])


def _update(raw: sqlite3.Connection, write: Write) -> bool:
    values = {name: bound(value) for name, value in write.values.items()}
    return raw.execute(_update_case(), {**values, "expected": write.expected}).rowcount == 1


@cache
def _update_case() -> str:
    sets = ", ".join(f'"{name}" = :{name}' for name in changing())
    return f"update cases set {sets} where id = :id and version = :expected"


def _insert_all(table: str) -> str:
    return _insert(table, tuple(column.name for column in columns(table)))


@cache
def _insert(table: str, names: tuple[str, ...]) -> str:
    listed = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f":{name}" for name in names)
    return f"insert into {table} as t ({listed}) values ({values})"


@cache
def _change(shape: Shape) -> str:
    sets = ", ".join(f'"{name}" = :{name}' for name in settable(shape))
    same = " and ".join(f'"{key}" = :{key}' for key in KEYS[shape.table])
    return f"update {shape.table} set {sets} where {same}"
