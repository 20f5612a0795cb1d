"""The same rows as a step of the engine, written by hand: what the drivers allow when nothing is decided.

Each reads the same row of the same tables, sets the same columns of the case, and inserts the same event and the same
outbox row. What a step works out (clock, snapshot) is written as it was read, and nobody asks whether it is allowed.
"""

import sqlite3
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from .clients import Step
from .databases import Place
from .pool import NOW, TODAY, Share, person, picker, standing

_ASK = sha256(b"ask").hexdigest()[:32]
_NEXT = {"reviewed": ("secrecy_check", "submitted", "{}"), "secrecy_check": ("reviewed", "sent_back", '{"reason":"r"}')}

_READ = """
select c.state, c.version, c.head, c.snapshot, a.one_person, a.timezone, r.roles, coalesce(e.seq, 0),
       coalesce(e.ask, '')
from cases c join agencies a on a.id = c.agency_id
join roles r on r.agency_id = c.agency_id and r.user_id = ? join users u on u.id = r.user_id and u.active
left join events e on e.case_id = c.id and e.key = ? and e.key <> ''
where c.id = ?"""
_SET = ", ".join(f"{name} = ?" for name in ("state", "version", "head", "snapshot", *standing()))
_UPDATE = f"update cases set {_SET} where id = ? and version = ?"  # noqa: S608 (names of the models' own columns)
_EVENT = 'insert into events (case_id, seq, kind, counts_on, at, "by", key, ask, data, digest) '
_OUT = "insert into outbox (case_id, seq, topic, payload, created_at, attempts) "
_EVENT_VALUES = "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_OUT_VALUES = "values (?, ?, ?, ?, ?, 0)"
_EVENT_FROM_U = "select id, version, ?, ?, ?, ?, ?, ?, ?, ? from u"
_OUT_FROM_U = "select id, version, ?, ?, ?, 0 from u"
_CTE = f"with u as ({_UPDATE} returning id, version), e as ({_EVENT} {_EVENT_FROM_U}) {_OUT} {_OUT_FROM_U}"


class Rows(NamedTuple):
    """What one step writes, as parameters of the update and of the two inserts without their keys."""

    update: tuple[Any, ...]
    event: tuple[Any, ...]
    out: tuple[Any, ...]
    keys: tuple[Any, int]


class _Hand:
    """Makes the rows of steps of one client; `now`, `today` and the ids are as the driver takes them."""

    def __init__(self, place: Place, share: Share, plain: Any = lambda value: value) -> None:
        self.kept = share.read(place, *standing())
        self.kept = {id_: tuple(plain(value) for value in row) for id_, row in self.kept.items()}
        self.pick = picker(list(self.kept))
        self.who, self.now, self.today = plain(person(place, "zhang")), plain(NOW), plain(TODAY)
        self.plain = plain

    def rows(self, case_id: UUID, key: str, found: tuple[Any, ...]) -> Rows:
        """Return what is written after `found` was read."""
        state, version, head, snapshot = found[:4]
        to, kind, data = _NEXT[state]
        text = f"{head}|{case_id}|{version + 1}|{kind}|{self.today}|{self.now}|{self.who}|{key}|{_ASK}|{data}"
        new = sha256(text.encode()).hexdigest()
        id_ = self.plain(case_id)
        return Rows(
            (to, version + 1, new, snapshot, *self.kept[case_id], id_, version),
            (kind, self.today, self.now, self.who, key, _ASK, data, new),
            (f"case.{kind}", f'{{"kind":"{kind}","seq":{version + 1}}}', self.now),
            (id_, version + 1),
        )


def one_by_one(place: Place, client: int, clients: int) -> Step:
    """BEGIN, SELECT, UPDATE, INSERT, INSERT, COMMIT through psycopg."""
    hand = _Hand(place, Share(1, client, clients))
    connection = _connected(place, autocommit=False)
    cursor = connection.cursor()
    read, update, event, out = map(_pg, (_READ, _UPDATE, _EVENT + _EVENT_VALUES, _OUT + _OUT_VALUES))

    def step() -> int:
        case_id, key = hand.pick()
        rows = hand.rows(case_id, key, cursor.execute(read, (hand.who, key, case_id)).fetchone() or ())
        done = cursor.execute(update, rows.update).rowcount
        cursor.execute(event, rows.keys + rows.event)
        cursor.execute(out, rows.keys + rows.out)
        connection.commit()
        return done

    return step


def one_statement(place: Place, client: int, clients: int) -> Step:
    """SELECT and one statement with CTEs through psycopg, in autocommit."""
    hand = _Hand(place, Share(2, client, clients))
    cursor = _connected(place, autocommit=True).cursor()
    read, cte = _pg(_READ), _pg(_CTE)

    def step() -> int:
        case_id, key = hand.pick()
        rows = hand.rows(case_id, key, cursor.execute(read, (hand.who, key, case_id)).fetchone() or ())
        return cursor.execute(cte, rows.update + rows.event + rows.out).rowcount

    return step


def by_sqlite3(place: Place, client: int, clients: int) -> Step:
    """BEGIN IMMEDIATE, SELECT, UPDATE, INSERT, INSERT, COMMIT through sqlite3, every commit on the disk."""
    hand = _Hand(place, Share(1, client, clients), _plain)
    connection = sqlite3.connect(place.path, isolation_level=None, timeout=30)
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on", "cache_size=-65536"):
        connection.execute(f"pragma {pragma}")

    def step() -> int:
        case_id, key = hand.pick()
        connection.execute("begin immediate")
        rows = hand.rows(case_id, key, connection.execute(_READ, (hand.who, key, case_id.hex)).fetchone())
        done = connection.execute(_UPDATE, rows.update).rowcount
        connection.execute(_EVENT + _EVENT_VALUES, rows.keys + rows.event)
        connection.execute(_OUT + _OUT_VALUES, rows.keys + rows.out)
        connection.execute("commit")
        return done

    return step


def _connected(place: Place, *, autocommit: bool) -> psycopg.Connection[Any]:
    connection = psycopg.connect(place.dsn, autocommit=autocommit)
    connection.prepare_threshold = 0
    return connection


def _pg(sql: str) -> bytes:
    return sql.replace("?", "%s").encode()


def _plain(value: Any) -> Any:
    """Return a value as SQLite keeps it."""
    if isinstance(value, UUID):
        return value.hex
    if value == NOW:
        return NOW.strftime("%Y-%m-%d %H:%M:%S.%f")
    return str(value) if hasattr(value, "isoformat") else value
