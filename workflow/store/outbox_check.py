"""The outbox against the entries: each entry made here sends one row, and what it sends is what the entry says."""

from uuid import UUID

from sqlalchemy import Connection, Text, and_, cast, func, literal, or_, select

from workflow.store import models
from workflow.store.chains import between
from workflow.store.differences import Differs, rows

_EVENTS = models.Event.__table__
_OUTBOX = models.Outbox.__table__
SILENT = "imported"  # What was handled elsewhere sends nothing.


def check_outbox(connection: Connection, after: UUID | None, upto: UUID | None, entries: int) -> None:
    """Check the rows that go out for the cases in `(after, upto]`, which have so many entries that send one.

    Raises:
        Differs: A row is missing, changed, or too many.
    """
    mine, theirs = (between(table.c.case_id, after, upto) for table in (_OUTBOX, _EVENTS))
    same = and_(_OUTBOX.c.case_id == _EVENTS.c.case_id, _OUTBOX.c.seq == _EVENTS.c.seq, mine)
    topic = literal("case.") + _EVENTS.c.kind
    payload = literal('{"kind":"') + _EVENTS.c.kind + literal('","seq":') + cast(_EVENTS.c.seq, Text) + literal("}")
    wrong = or_(
        _OUTBOX.c.seq.is_(None),
        _OUTBOX.c.topic != topic,
        _OUTBOX.c.payload != payload,
        _OUTBOX.c.created_at != _EVENTS.c.at,
    )
    missing = (
        select(_EVENTS.c.case_id, _EVENTS.c.seq, topic, _OUTBOX.c.topic, _OUTBOX.c.payload)
        .select_from(_EVENTS.outerjoin(_OUTBOX, same))
        .where(theirs, _EVENTS.c.kind != SILENT, wrong)
        .limit(1)
    )
    for case_id, seq, expected, found, said in rows(connection, "outbox", missing):
        raise Differs(f"outbox {case_id} {seq}", expected, f"{found} {said}")
    ((count,),) = rows(connection, "outbox", select(func.count()).select_from(_OUTBOX).where(mine))
    if count != entries:
        _too_many(connection, after, upto)


def _too_many(connection: Connection, after: UUID | None, upto: UUID | None) -> None:
    """Name the first row that no entry sends."""
    same = and_(_OUTBOX.c.case_id == _EVENTS.c.case_id, _OUTBOX.c.seq == _EVENTS.c.seq)
    extra = (
        select(_OUTBOX.c.case_id, _OUTBOX.c.seq, _OUTBOX.c.topic)
        .select_from(_OUTBOX.outerjoin(_EVENTS, same))
        .where(between(_OUTBOX.c.case_id, after, upto), or_(_EVENTS.c.seq.is_(None), _EVENTS.c.kind == SILENT))
        .limit(1)
    )
    for case_id, seq, found in rows(connection, "outbox", extra):
        raise Differs(f"outbox {case_id} {seq}", "no such row", found)
