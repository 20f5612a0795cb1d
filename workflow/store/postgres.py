"""How a step is read and written on PostgreSQL: one statement to read, one statement with CTEs to write.

The write carries its rows as JSON and lets the server unfold them, so that one step and a hundred steps are the same
statement; what it writes besides the case hangs on the rows that the version check let through.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from sqlalchemy.dialects import postgresql

from workflow.rules.record.replay import KEYS
from workflow.store.rows import Shape, Write, changing, columns, event_row, settable, shaped

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
ONE = """
select c.snapshot, c.head, a.one_person, a.timezone, r.roles, coalesce(e.seq, 0), coalesce(e.ask, '')
from cases c join agencies a on a.id = c.agency_id
join roles r on r.agency_id = c.agency_id and r.user_id = %s and r.roles <> ''
join users u on u.id = r.user_id and u.active
left join events e on e.case_id = c.id and e.key = %s and e.key <> ''
where c.id = %s"""
MANY = """
select c.snapshot, c.head, a.one_person, a.timezone, r.roles, coalesce(e.seq, 0), coalesce(e.ask, '')
from unnest(%s::uuid[], %s::uuid[], %s::text[]) as w(id, by, key)
join cases c on c.id = w.id join agencies a on a.id = c.agency_id
join roles r on r.agency_id = c.agency_id and r.user_id = w.by and r.roles <> ''
join users u on u.id = r.user_id and u.active
left join events e on e.case_id = c.id and e.key = w.key and e.key <> ''"""

_ONE_EVENT = """e_ as (
insert into events (case_id, seq, kind, counts_on, at, by, key, ask, data, digest)
select id, %(version)s, %(kind)s, %(on)s, %(at)s, %(by)s, %(key)s, %(ask)s, %(data)s, %(head)s from u)"""
_ONE_OUT = """o_ as (
insert into outbox (case_id, seq, topic, payload, created_at, attempts)
select id, %(version)s, %(topic)s, %(payload)s, %(at)s, 0 from u)"""

Loaded = tuple[str, str, bool, str, str, int, str]


class Postgres:
    """The statements of a step on a psycopg cursor."""

    begin = "BEGIN"
    snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    errors = (psycopg.Error,)

    def executor(self, connection: Any) -> psycopg.Cursor[Any]:  # noqa: ANN401 (a psycopg connection)
        """Return what runs the statements of a unit: one cursor for all of them."""
        cursor: psycopg.Cursor[Any] = connection.cursor()
        return cursor

    def load(self, raw: psycopg.Cursor[Any], case_id: UUID, by: UUID, key: str) -> Loaded | None:
        """Return the case, its agency's settings, the roles of `by` there, and an entry that has `key` already."""
        found: Loaded | None = raw.execute(ONE, (by, key, case_id), prepare=True).fetchone()
        return found

    def load_many(self, raw: psycopg.Cursor[Any], wanted: Sequence[tuple[UUID, UUID, str]]) -> list[Loaded]:
        """Return what `load` returns for (case, person, key) each; what is missing is left out."""
        ids, people, keys = ([one[part] for one in wanted] for part in range(3))
        rows: list[Loaded] = raw.execute(MANY, (ids, people, keys), prepare=True).fetchall()
        return rows

    def save(self, raw: psycopg.Cursor[Any], writes: Sequence[Write]) -> set[UUID]:
        """Write all and return the cases whose version still was the expected one; the others are left alone."""
        if len(writes) == 1 and writes[0].expected and len(writes[0].entries) == 1:
            return _save_one(raw, writes[0])
        groups = shaped(change for write in writes for change in write.changes)
        new = writes[0].expected == 0
        parameters: dict[str, object] = {
            "cases": _json([{**write.values, "expected": write.expected} for write in writes]),
            "events": _json([event_row(write.case, chained) for write in writes for chained in write.entries]),
            "outbox": _json([row for write in writes for row in write.outbox]),
        }
        parameters.update({f"t{number}": _json(rows) for number, rows in enumerate(groups.values())})
        found = raw.execute(statement(new, tuple(groups)), parameters, prepare=True)
        return {row[0] for row in found}


def _save_one(raw: psycopg.Cursor[Any], write: Write) -> set[UUID]:
    """Write one step with its values as parameters, which spares the server the unfolding; the most common write."""
    groups = shaped(write.changes)
    chained = write.entries[0]
    entry = chained.entry
    parameters: dict[str, object] = {
        **write.values,
        "expected": write.expected,
        "kind": entry.body.kind,
        "on": entry.on,
        "at": entry.at,
        "by": entry.by,
        "key": entry.key,
        "ask": entry.ask,
        "data": chained.data,
        "topic": write.outbox[0]["topic"],
        "payload": write.outbox[0]["payload"],
    }
    if groups:
        parameters.update({f"t{number}": _json(rows) for number, rows in enumerate(groups.values())})
    return {row[0] for row in raw.execute(one_statement(tuple(groups)), parameters, prepare=True)}


def _json(rows: object) -> str:
    return msgspec.json.encode(rows).decode()


def _typed(table: str) -> str:
    return ", ".join(f'"{column.name}" {column.type.compile(_DIALECT)}' for column in columns(table))


def _names(names: Sequence[str], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in names)


@cache
def statement(new: bool, shapes: tuple[Shape, ...]) -> str:  # noqa: FBT001 (part of the cache key)
    """Return the one statement that writes cases of this shape."""
    names = [column.name for column in columns("cases")]
    parts = [f"x as (select * from json_to_recordset(%(cases)s::json) as x({_typed('cases')}, expected int))"]
    if new:
        parts.append(f"u as (insert into cases ({_names(names)}) select {_names(names)} from x returning id)")
    else:
        sets = ", ".join(f'"{name}" = x."{name}"' for name in changing())
        parts.append(
            f"u as (update cases c set {sets} from x where c.id = x.id and c.version = x.expected returning c.id)"
        )
    parts += [_insert("events", "events", None), _insert("outbox", "outbox", None)]
    parts += [_part(f"t{number}", shape) for number, shape in enumerate(shapes)]
    return f"with {', '.join(parts)} select id from u"


@cache
def one_statement(shapes: tuple[Shape, ...]) -> str:
    """Return the one statement that writes one step of one case, with rows of these shapes."""
    sets = ", ".join(f'"{name}" = %({name})s' for name in changing())
    parts = [
        f"u as (update cases set {sets} where id = %(id)s and version = %(expected)s returning id)",
        _ONE_EVENT,
        _ONE_OUT,
    ]
    parts += [_part(f"t{number}", shape) for number, shape in enumerate(shapes)]
    return f"with {', '.join(parts)} select id from u"


def _insert(name: str, table: str, only: Sequence[str] | None) -> str:
    listed = _names(only if only is not None else [column.name for column in columns(table)])
    return (
        f"{name}_ as (insert into {table} ({listed}) select {listed} from "
        f"json_to_recordset(%({name})s::json) as s({_typed(table)}) where {_let_through(table)})"
    )


def _let_through(table: str) -> str:
    return "exists (select 1 from u)" if table == "applicants" else "s.case_id in (select id from u)"


def _part(name: str, shape: Shape) -> str:
    if shape.new:
        return _insert(name, shape.table, shape.columns)
    sets = ", ".join(f'"{column}" = s."{column}"' for column in settable(shape))
    same = " and ".join(f't."{key}" = s."{key}"' for key in KEYS[shape.table])
    return (
        f"{name}_ as (update {shape.table} t set {sets} from json_to_recordset(%({name})s::json) as "
        f"s({_typed(shape.table)}) where {same} and s.case_id in (select id from u))"
    )
