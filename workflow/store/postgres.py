"""How a step is read and written on PostgreSQL: one statement to read, one statement with CTEs to write.

A write of many carries its rows as JSON and lets the server unfold them; what is written besides the case hangs on the
rows that the version check let through.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from sqlalchemy.dialects import postgresql

from workflow.rules.record.replay import KEYS
from workflow.store.prepared import JSON, TEXT, UUIDS, Statement, checked, kind_of
from workflow.store.rows import Shape, Write, changing, columns, event_row, settable, shaped

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
ONE = """
select c.snapshot, c.head, a.one_person, a.timezone, r.roles, coalesce(e.seq, 0), coalesce(e.ask, '')
from cases c join agencies a on a.id = c.agency_id
join roles r on r.agency_id = c.agency_id and r.user_id = $2 and r.roles <> ''
join users u on u.id = r.user_id and u.active
left join events e on e.case_id = c.id and e.key = $3 and e.key <> ''
where c.id = $1"""
MANY = """
select c.snapshot, c.head, a.one_person, a.timezone, r.roles, coalesce(e.seq, 0), coalesce(e.ask, '')
from unnest(%s::uuid[], %s::uuid[], %s::text[]) as w(id, by, key)
join cases c on c.id = w.id join agencies a on a.id = c.agency_id
join roles r on r.agency_id = c.agency_id and r.user_id = w.by and r.roles <> ''
join users u on u.id = r.user_id and u.active
left join events e on e.case_id = c.id and e.key = w.key and e.key <> ''"""

_READ = Statement(ONE, (UUIDS, UUIDS, TEXT))
_ENTRY = ("kind", "counts_on", "at", "by", "key", "ask", "data")  # Number and digest are the case's.
_OUT = ("topic", "payload")

Loaded = tuple[bytes | str, str, bool, str, str, int, str]


class Postgres:
    """The statements of a step on a psycopg cursor."""

    begin = "BEGIN"
    snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    errors = (psycopg.Error,)

    def executor(self, connection: Any) -> psycopg.Cursor[Any]:  # noqa: ANN401 (a psycopg connection)
        """Return what runs the statements of a unit: one cursor for all of them."""
        cursor: psycopg.Cursor[Any] = connection.cursor()
        return cursor

    def control(self, connection: psycopg.Connection[Any], command: str) -> None:
        """Begin or end a transaction, unseen by the driver, which forgets every prepared statement at a rollback."""
        checked(connection.pgconn.exec_(command.encode()))

    def gone(self, connection: psycopg.Connection[Any]) -> bool:
        """Tell whether the server can no longer be reached by this connection."""
        return connection.closed

    def load(self, connection: psycopg.Connection[Any], case_id: UUID, by: UUID, key: str) -> Loaded | None:
        """Return the case, its agency's settings, the roles of `by` there, and an entry that has `key` already."""
        found = _READ.run(connection, (case_id, by, key))
        if not found.ntuples:
            return None
        snapshot, head, one_person, zone, roles, seq, ask = (found.get_value(0, column) or b"" for column in range(7))
        return snapshot, head.decode(), one_person == b"t", zone.decode(), roles.decode(), int(seq), ask.decode()

    def load_many(self, connection: psycopg.Connection[Any], wanted: Sequence[tuple[UUID, UUID, str]]) -> list[Loaded]:
        """Return what `load` returns for (case, person, key) each; what is missing is left out."""
        ids, people, keys = ([one[part] for one in wanted] for part in range(3))
        rows: list[Loaded] = connection.execute(MANY, (ids, people, keys), prepare=True).fetchall()
        return rows

    def save(self, connection: psycopg.Connection[Any], writes: Sequence[Write]) -> set[UUID]:
        """Write all and return the cases whose version still was the expected one; the others are left alone."""
        if len(writes) == 1 and writes[0].expected and len(writes[0].entries) == 1:
            return _save_one(connection, writes[0])
        groups = shaped(change for write in writes for change in write.changes)
        new = writes[0].expected == 0
        parameters: dict[str, object] = {
            "cases": _json([{**write.values, "expected": write.expected} for write in writes]),
            "events": _json([event_row(write.case, chained) for write in writes for chained in write.entries]),
            "outbox": _json([row for write in writes for row in write.outbox]),
        }
        parameters.update({f"t{number}": _json(rows) for number, rows in enumerate(groups.values())})
        found = connection.execute(statement(new, tuple(groups)), parameters, prepare=True)
        return {row[0] for row in found}


def _save_one(connection: psycopg.Connection[Any], write: Write) -> set[UUID]:
    """Write one step with its values as parameters, which spares the server the unfolding; the most common write."""
    groups = shaped(write.changes) if write.changes else {}
    entry, data, _ = write.entries[0]
    out = write.outbox[0]
    values = [write.values[name] for name in changing()]
    values += (write.case.id, write.expected)
    values += (entry.body.kind, entry.on, entry.at, entry.by, entry.key, entry.ask, data)
    values += (out["topic"], out["payload"])
    values += (msgspec.json.encode(rows) for rows in groups.values())
    return {write.case.id} if one_statement(tuple(groups)).run(connection, values).ntuples else set()


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
    parts += [_insert("events", "events", None, "%(events)s"), _insert("outbox", "outbox", None, "%(outbox)s")]
    parts += [_part(f"t{number}", shape, f"%(t{number})s") for number, shape in enumerate(shapes)]
    return f"with {', '.join(parts)} select id from u"


@cache
def one_statement(shapes: tuple[Shape, ...]) -> Statement:
    """Return the one statement that writes one step of one case, with rows of these shapes.

    Its parameters: the columns of the case that may change, its id, the expected version, the entry, the outbox row,
    and the rows of each shape as JSON.
    """
    case, event, out = ({column.name: column for column in columns(table)} for table in ("cases", "events", "outbox"))
    sent = {name: kind_of(case[name]) for name in (*changing(), "id")}
    sent |= {"expected": kind_of(case["version"])}
    sent |= {name: kind_of(event[name]) for name in _ENTRY} | {name: kind_of(out[name]) for name in _OUT}
    mark = {name: f"${number}" for number, name in enumerate(sent, 1)}
    sets = ", ".join(f'"{name}" = {mark[name]}' for name in changing())
    entry, row = (", ".join(mark[name] for name in names) for names in (_ENTRY, _OUT))
    update = f"update cases set {sets} where id = {mark['id']} and version = {mark['expected']} returning id"
    chained = f"select id, {mark['version']}, {entry}, {mark['head']} from u"
    told = f"select id, {mark['version']}, {row}, {mark['at']}, 0 from u"
    parts = [
        f"u as ({update})",
        f"e_ as (insert into events (case_id, seq, {_names(_ENTRY)}, digest) {chained})",
        f"o_ as (insert into outbox (case_id, seq, {_names(_OUT)}, created_at, attempts) {told})",
    ]
    parts += [_part(f"t{number}", shape, f"${len(sent) + number + 1}") for number, shape in enumerate(shapes)]
    return Statement(f"with {', '.join(parts)} select id from u", [*sent.values(), *(JSON for _ in shapes)])


def _insert(name: str, table: str, only: Sequence[str] | None, sent: str) -> str:
    listed = _names(only if only is not None else [column.name for column in columns(table)])
    return (
        f"{name}_ as (insert into {table} ({listed}) select {listed} from "
        f"json_to_recordset({sent}::json) as s({_typed(table)}) where {_let_through(table)})"
    )


def _let_through(table: str) -> str:
    return "exists (select 1 from u)" if table == "applicants" else "s.case_id in (select id from u)"


def _part(name: str, shape: Shape, sent: str) -> str:
    if shape.new:
        return _insert(name, shape.table, shape.columns, sent)
    sets = ", ".join(f'"{column}" = s."{column}"' for column in settable(shape))
    same = " and ".join(f't."{key}" = s."{key}"' for key in KEYS[shape.table])
    return (
        f"{name}_ as (update {shape.table} t set {sets} from json_to_recordset({sent}::json) as "
        f"s({_typed(shape.table)}) where {same} and s.case_id in (select id from u))"
    )
