"""Verifying a record, beside reading the same entries with psycopg and hashing them.

Verifying also folds every entry again, and compares each row of each table with what the entries make.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

import psycopg

from workflow.rules.record.entry import START
from workflow.store.verify import verify

from .databases import Place, postgres
from .racing import Bar, Size, Table, median, race, timed, times_as_fast
from .record import found, load, replied

EVENTS = 1_000_000
LIFE = 8  # Entries of a case.
OURS, COLUMNS, ENVELOPE = "verify", "psycopg, read and hash", "psycopg, text put together by the server"
_ROUNDS = 2  # Each takes minutes.
_FETCHED = 2000

_READ = 'select case_id, seq, kind, counts_on, at, "by", key, ask, data, digest from events order by case_id, seq'
_READ_TEXT = """
select case_id, seq,
       concat_ws('|', case_id, seq, kind, counts_on,
                 to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'),
                 "by", length(key), key, ask, data),
       digest
from events order by case_id, seq"""


def measure(size: Size) -> list[Table]:
    """Go through a million entries."""
    entries = size.rows(EVENTS)
    with postgres() as place:
        store = place.store()
        load(place, found(store), replied, entries // LIFE)

        def ours() -> None:
            done = verify(store)
            if done.difference or done.events != entries:
                raise AssertionError(done)

        contenders = {
            OURS: timed(ours, entries),
            COLUMNS: timed(lambda: _hashed(place, entries), entries),
            ENVELOPE: timed(lambda: _hashed_text(place, entries), entries),
        }
        times = race(contenders, size.rounds if size.quick else min(size.rounds, _ROUNDS))
        store.close()
    rows = {name: {"entries/s": round(1 / median(times, name)), "µs": median(times, name) * 1e6} for name in times}
    bars = [Bar(f"rate / {COLUMNS}", times_as_fast(times, OURS, COLUMNS), 0.5)]
    note = f"rate / {ENVELOPE}: {times_as_fast(times, OURS, ENVELOPE):g}, for information"
    return [Table(f"Verifying {entries:,} entries on PostgreSQL", rows, bars, note)]


def _hashed(place: Place, entries: int) -> None:
    """Read the columns that a digest covers, one value each, and follow the chains."""
    done = 0
    before, last = START, None
    for case_id, seq, kind, on, at, by, key, ask, data, digest in _fetched(place, _READ):
        before = before if case_id == last else START
        said = f"{before}|{case_id}|{seq}|{kind}|{on.isoformat()}|{_instant(at)}|{by}|{len(key)}|{key}|{ask}|{data}"
        before, last = sha256(said.encode()).hexdigest(), case_id
        done += before == digest
    if done != entries:
        raise AssertionError(done)


def _hashed_text(place: Place, entries: int) -> None:
    """Let the server put the text together, and follow the chains."""
    done, before = 0, START
    for _, seq, text, digest in _fetched(place, _READ_TEXT):
        if seq == 1:
            before = START
        before = sha256(f"{before}|{text}".encode()).hexdigest()
        done += before == digest
    if done != entries:
        raise AssertionError(done)


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def _fetched(place: Place, query: str) -> Iterator[Any]:
    with (
        psycopg.connect(place.dsn, options="-c timezone=UTC") as connection,
        connection.cursor(name="read", binary=True) as cursor,
    ):
        cursor.itersize = _FETCHED
        yield from cursor.execute(query.encode())
