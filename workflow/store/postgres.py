"""How a step is read and written on PostgreSQL: one statement to read, one statement with CTEs to write.

A write of many carries its rows as JSON and lets the server unfold them; what is written besides the case hangs on the
rows that the version check let through.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from psycopg.pq.abc import PGresult
from sqlalchemy import Column
from sqlalchemy.dialects import postgresql

from workflow.rules.duty import Owed
from workflow.rules.record.replay import KEYS
from workflow.store.prepared import TEXT, UUIDS, Kind, Statement, checked, kind_of, listed, received
from workflow.store.rows import DUTIES, PUT_DUTIES, Shape, Write, changing, columns, event_row, settable, shaped

_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
ONE = """
select c.snapshot, c.head, a.one_person, a.timezone, r.roles, coalesce(e.seq, 0), coalesce(e.ask, ''), a.settings
from cases c join agencies a on a.id = c.agency_id
join roles r on r.agency_id = c.agency_id and r.user_id = $2 and r.roles <> ''
join users u on u.id = r.user_id and u.active
left join events e on e.case_id = c.id and e.key = $3 and e.key <> ''
where c.id = $1"""
MANY = """
select c.snapshot, c.head, a.one_person, a.timezone, r.roles, coalesce(e.seq, 0), coalesce(e.ask, ''), a.settings
from unnest($1, $2, $3) as w(id, by, key)
join cases c on c.id = w.id join agencies a on a.id = c.agency_id
join roles r on r.agency_id = c.agency_id and r.user_id = w.by and r.roles <> ''
join users u on u.id = r.user_id and u.active
left join events e on e.case_id = w.id and e.key = w.key and e.key <> ''"""

_READ = Statement(ONE, (UUIDS, UUIDS, TEXT))
_READ_MANY = Statement(MANY, (listed(UUIDS), listed(UUIDS), listed(TEXT)))
_ENTRY = ("kind", "counts_on", "at", "by", "key", "ask", "data")  # Number and digest are the case's.
_OUT = ("topic", "payload")
_CHANGING = itemgetter(*changing())

Loaded = tuple[bytes | str, str, bool, str, str, int, str, str]


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
        return _row(found, 0) if found.ntuples else None

    def load_many(self, connection: psycopg.Connection[Any], wanted: Sequence[tuple[UUID, UUID, str]]) -> list[Loaded]:
        """Return what `load` returns for (case, person, key) each; what is missing is left out."""
        found = _READ_MANY.run(connection, tuple(zip(*wanted, strict=True)))
        return [_row(found, number) for number in range(found.ntuples)]

    def save(self, connection: psycopg.Connection[Any], writes: Sequence[Write]) -> set[UUID]:
        """Write all and return the cases whose version still was the expected one; the others are left alone."""
        if not writes[0].expected:
            return _save_new(connection, writes)
        if len(writes) == 1:
            return _save_one(connection, writes[0])
        late = {write.case.id for write in self.send(connection, writes)()}
        return {write.case.id for write in writes} - late

    def send(self, connection: psycopg.Connection[Any], writes: Sequence[Write]) -> Callable[[], list[Write]]:
        """Send one step of each of several cases; return what waits for it and gives those of another version."""
        groups = shaped(change for write in writes for change in write.changes)
        rows = [_step_values(write) for write in writes]
        values = [*zip(*rows, strict=True)]
        for shape, changed in groups.items():
            values += _lists(shape, changed)
        puts = [(write.case.id, *_put(one), write.owing.on) for write in writes for one in write.owing.puts]
        drops = [(write.case.id, *one) for write in writes for one in write.owing.drops]
        owing = bool(puts or drops)
        if owing:
            values += [*_turned(puts, 7), *_turned(drops, 3)]
        many_statement(tuple(groups), owing).send(connection, values)

        def wait() -> list[Write]:
            found = received(connection)
            if found.ntuples == len(writes):
                return []
            done = {UUID((found.get_value(number, 0) or b"").decode()) for number in range(found.ntuples)}
            return [write for write in writes if write.case.id not in done]

        return wait


def _row(found: PGresult, number: int) -> Loaded:
    snapshot, head, one_person, zone, roles, seq, ask, settings = (
        found.get_value(number, column) or b"" for column in range(8)
    )
    texts = zone.decode(), roles.decode(), int(seq), ask.decode(), settings.decode()
    return snapshot, head.decode(), one_person == b"t", *texts


def _step_values(write: Write) -> list[object]:
    """Return the parameters of one step: what may change of the case, its id, the expected version, entry, outbox."""
    [(entry, data, _)], [out] = write.entries, write.outbox
    values = list(_CHANGING(write.values))
    values += (write.case.id, write.expected)
    values += (entry.body.kind, entry.on, entry.at, entry.by, entry.key, entry.ask, data)
    values += (out["topic"], out["payload"])
    return values


def _lists(shape: Shape, rows: Sequence[Mapping[str, object]]) -> Iterator[tuple[object, ...]]:
    """Return rows of a shape as a list of each of their columns."""
    return zip(*map(itemgetter(*shape.columns), rows), strict=True)


def _save_one(connection: psycopg.Connection[Any], write: Write) -> set[UUID]:
    """Write one step with its values as parameters, which spares the server the unfolding; the most common write."""
    groups = shaped(write.changes) if write.changes else {}
    values = _step_values(write)
    for shape, rows in groups.items():
        values += _lists(shape, rows)
    puts, drops, on = write.owing
    if puts or drops:
        values += [*_turned([_put(one) for one in puts], 5), *_turned(drops, 2), on]
    done = one_statement(tuple(groups), bool(puts or drops)).run(connection, values)
    return {write.case.id} if done.ntuples else set()


def _put(one: Owed) -> tuple[object, ...]:
    return str(one.duty), one.ref, one.due_on, str(one.who), one.provisional


def _turned(rows: Sequence[tuple[object, ...]], width: int) -> Iterator[tuple[object, ...]]:
    """Return rows of some width as a list of each of their columns."""
    return zip(*rows, strict=True) if rows else iter([()] * width)


def _save_new(connection: psycopg.Connection[Any], writes: Sequence[Write]) -> set[UUID]:
    """Write new cases, with their rows as JSON."""
    groups = shaped(change for write in writes for change in write.changes)
    parameters: dict[str, object] = {
        "cases": _json([write.values for write in writes]),
        "events": _json([event_row(write.case, chained) for write in writes for chained in write.entries]),
        "outbox": _json([row for write in writes for row in write.outbox]),
    }
    parameters.update({f"t{number}": _json(rows) for number, rows in enumerate(groups.values())})
    parameters[DUTIES] = _json([row for write in writes for row in write.owing.rows(write.case)])
    found = connection.execute(new_statement(tuple(groups)), parameters, prepare=True)
    return {row[0] for row in found}


def _json(rows: object) -> str:
    return msgspec.json.encode(rows).decode()


def _typed(table: str) -> str:
    return ", ".join(f'"{column.name}" {column.type.compile(_DIALECT)}' for column in columns(table))


def _names(names: Sequence[str], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in names)


@cache
def new_statement(shapes: tuple[Shape, ...]) -> str:
    """Return the one statement that writes new cases, with rows of these shapes."""
    names = _names([column.name for column in columns("cases")])
    unfolded = f"select {names} from json_to_recordset(%(cases)s::json) as x({_typed('cases')})"
    parts = [f"u as (insert into cases ({names}) {unfolded} returning id)"]
    parts += [_insert("events", "events", None, _from_json("events", "%(events)s"))]
    parts += [_insert(table, table, None, _from_json(table, f"%({table})s")) for table in ("outbox", DUTIES)]
    parts += [
        _part(f"t{number}", shape, _from_json(shape.table, f"%(t{number})s")) for number, shape in enumerate(shapes)
    ]
    return f"with {', '.join(parts)} select id from u"


@cache
def one_statement(shapes: tuple[Shape, ...], owing: bool = False) -> Statement:  # noqa: FBT001, FBT002 (part of the cache key)
    """Return the one statement that writes one step of one case, with rows of these shapes.

    Its parameters: those of `_step_values`, a list of each column of each shape, and where what is owed changes, lists
    of duties, references, days, actors and whether the day may move; of duties and references that go; and the day.
    """
    kinds = _step_kinds()
    sent = list(kinds.values())
    mark = {name: f"${number}" for number, name in enumerate(kinds, 1)}
    sets = ", ".join(f'"{name}" = {mark[name]}' for name in changing())
    same = f"id = {mark['id']} and version = {mark['expected']}"
    parts = [f"u as (update cases set {sets} where {same} returning id, agency_id, assignee_id)"]
    parts += _chained(mark, "u")
    parts += _shapes(shapes, sent)
    if owing:
        first = len(sent) + 1
        day = f"${first + 7}"
        parts += _owing(_from_lists("s", _PUT, first), _from_lists("s", _DROP, first + 5), "u.id", day)
        sent += [*(listed(kind) for kind in _owing_kinds()), kind_of(_column(DUTIES, "since"))]
    return Statement(f"with {', '.join(parts)} select id from u", sent)


@cache
def many_statement(shapes: tuple[Shape, ...], owing: bool = False) -> Statement:  # noqa: FBT001, FBT002 (part of the cache key)
    """Return the one statement that writes one step of each of several cases, with rows of these shapes.

    Its parameters: a list of each parameter of `one_statement`, and one of each column of each shape.
    """
    kinds = _step_kinds()
    sent = [listed(kind) for kind in kinds.values()]
    mark = {name: f'x."{name}"' for name in kinds}
    sets = ", ".join(f'"{name}" = {mark[name]}' for name in changing())
    same = "c.id = x.id and c.version = x.expected"
    parts = [
        f"x as (select * from {_from_lists('x', list(kinds), 1)})",
        f"u as (update cases c set {sets} from x where {same} returning c.id, c.agency_id, c.assignee_id)",
        *_chained({**mark, "id": "x.id"}, "x where x.id in (select id from u)"),
    ]
    parts += _shapes(shapes, sent)
    if owing:
        first = len(sent) + 1
        puts = _from_lists("s", ("case_id", *_PUT, "since"), first)
        parts += _owing(puts, _from_lists("s", ("case_id", *_DROP), first + 7), "s.case_id", "s.since")
        put, drop = _owing_kinds()[:5], _owing_kinds()[5:]
        whole = [UUIDS, *put, kind_of(_column(DUTIES, "since")), UUIDS, *drop]
        sent += map(listed, whole)
    return Statement(f"with {', '.join(parts)} select id from u", sent)


_PUT, _DROP = ("duty", "ref", "due_on", "who", "provisional"), ("duty", "ref")


def _owing_kinds() -> list[Kind]:
    return [kind_of(_column(DUTIES, name)) for name in (*_PUT, *_DROP)]


def _column(table: str, name: str) -> Column[object]:
    return next(column for column in columns(table) if column.name == name)


def _owing(puts: str, drops: str, case_id: str, since: str) -> Iterator[str]:
    """Yield what writes the schedule of the cases that were let through."""
    put = _names(_PUT, "s.")
    yield (
        f"p_ as (insert into duties as t (case_id, {_names(_PUT)}, agency_id, assignee_id, since, fresh) "
        f"select u.id, {put}, u.agency_id, u.assignee_id, {since}, true "
        f"from u join {puts} on u.id = {case_id} {PUT_DUTIES})"
    )
    yield (
        f"q_ as (delete from duties t using u join {drops} on u.id = {case_id} "
        "where t.case_id = u.id and t.duty = s.duty and t.ref = s.ref)"
    )


def _shapes(shapes: Sequence[Shape], sent: list[Kind]) -> Iterator[str]:
    """Yield what writes the rows of each shape; how their columns are sent is added to `sent`."""
    for number, shape in enumerate(shapes):
        known = {column.name: column for column in columns(shape.table)}
        yield _part(f"t{number}", shape, _from_lists("s", shape.columns, len(sent) + 1))
        sent += (listed(kind_of(known[name])) for name in shape.columns)


def _step_kinds() -> dict[str, Kind]:
    """Return how the parameters of a step are sent, by name and in their order."""
    case, event, out = ({column.name: column for column in columns(table)} for table in ("cases", "events", "outbox"))
    sent = {name: kind_of(case[name]) for name in (*changing(), "id")}
    sent |= {"expected": kind_of(case["version"])}
    return sent | {name: kind_of(event[name]) for name in _ENTRY} | {name: kind_of(out[name]) for name in _OUT}


def _chained(mark: Mapping[str, str], source: str) -> Iterator[str]:
    """Yield what writes entry and outbox row of the cases of `source`, with values by name."""
    entry, row = (", ".join(mark[name] for name in names) for names in (_ENTRY, _OUT))
    chained = f"select id, {mark['version']}, {entry}, {mark['head']} from {source}"
    told = f"select id, {mark['version']}, {row}, {mark['at']}, 0 from {source}"
    yield f"e_ as (insert into events (case_id, seq, {_names(_ENTRY)}, digest) {chained})"
    yield f"o_ as (insert into outbox (case_id, seq, {_names(_OUT)}, created_at, attempts) {told})"


def _from_json(table: str, sent: str) -> str:
    return f"json_to_recordset({sent}::json) as s({_typed(table)})"


def _from_lists(alias: str, names: Sequence[str], first: int) -> str:
    marks = ", ".join(f"${number}" for number in range(first, first + len(names)))
    return f"unnest({marks}) as {alias}({_names(names)})"


def _insert(name: str, table: str, only: Sequence[str] | None, source: str) -> str:
    names = _names(only if only is not None else [column.name for column in columns(table)])
    return f"{name}_ as (insert into {table} ({names}) select {names} from {source} where {_let_through(table)})"


def _let_through(table: str) -> str:
    return "exists (select 1 from u)" if table == "applicants" else "s.case_id in (select id from u)"


def _part(name: str, shape: Shape, source: str) -> str:
    if shape.new:
        return _insert(name, shape.table, shape.columns, source)
    sets = ", ".join(f'"{column}" = s."{column}"' for column in settable(shape))
    same = " and ".join(f't."{key}" = s."{key}"' for key in KEYS[shape.table])
    return (
        f"{name}_ as (update {shape.table} t set {sets} from {source} where {same} and s.case_id in (select id from u))"
    )
