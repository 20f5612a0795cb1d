"""Writing the installation's own record: the entry, chained, and the rows it makes, in the caller's unit of work."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, insert, select, text, update

from workflow.rules.record.entry import START, Change
from workflow.rules.record.journal import PAGE_KEYS, Page, page_digest
from workflow.store.models import JournalEntry
from workflow.store.postgres import Postgres
from workflow.store.rows import TABLES
from workflow.store.session import Unit

_JOURNAL = JournalEntry.__table__
_LOCK = 0x6A6F75726E616C  # "journal": one writer of it at a time.


def hold(unit: Unit) -> None:
    """Let no other unit write in the journal until this one ends, so that what it read there stays true."""
    unit.begin()
    if isinstance(unit.driver, Postgres):
        unit.connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def append(unit: Unit, page: Page, *, by: UUID | None, on: date, at: datetime) -> int:
    """Add an entry and its rows; return its number."""
    hold(unit)
    at = at.astimezone(UTC)
    newest = select(func.max(_JOURNAL.c.seq)).scalar_subquery()
    last = unit.connection.execute(
        select(_JOURNAL.c.seq, _JOURNAL.c.digest).where(_JOURNAL.c.seq == newest)
    ).one_or_none()
    seq, before = (1, START) if last is None else (last.seq + 1, last.digest)
    data = msgspec.json.encode(page).decode()
    unit.connection.execute(
        insert(JournalEntry).values(
            seq=seq,
            kind=page.kind,
            counts_on=on,
            at=at,
            by=by,
            data=data,
            digest=page_digest(before, seq, page.kind, on, at, by, data),
        )
    )
    for change in page.changes(seq):
        _write(unit, change)
    return seq


def _write(unit: Unit, change: Change) -> None:
    table = TABLES[change.table]
    values: dict[str, Any] = dict(change.values)
    if change.new:
        unit.connection.execute(insert(table).values(values))
        return
    keys = {name: values.pop(name) for name in PAGE_KEYS[change.table]}
    same = and_(*(table.c[name] == value for name, value in keys.items()))
    unit.connection.execute(update(table).where(same).values(values))
