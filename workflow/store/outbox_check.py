"""The outbox against the entries: each entry made here sends one row, and what it sends is what the entry says."""

from collections.abc import Iterator

from sqlalchemy import Connection, Text, cast, literal, or_, select

from workflow.store import models
from workflow.store.differences import rows

_EVENTS = models.Event.__table__
_OUTBOX = models.Outbox.__table__
_SILENT = "imported"  # What was handled elsewhere sends nothing.


def outbox_differences(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Yield the first row that is missing, too many or changed: where, what the entry makes, what stands there."""
    same = (_OUTBOX.c.case_id == _EVENTS.c.case_id) & (_OUTBOX.c.seq == _EVENTS.c.seq)
    topic = literal("case.") + _EVENTS.c.kind
    payload = literal('{"kind":"') + _EVENTS.c.kind + literal('","seq":') + cast(_EVENTS.c.seq, Text) + literal("}")
    wrong = or_(
        _OUTBOX.c.seq.is_(None),
        _OUTBOX.c.topic != topic,
        _OUTBOX.c.payload != payload,
        _OUTBOX.c.created_at != _EVENTS.c.at,
    )
    missing = (
        select(_EVENTS.c.case_id, _EVENTS.c.seq, topic.label("expected"), _OUTBOX.c.topic, _OUTBOX.c.payload)
        .select_from(_EVENTS.outerjoin(_OUTBOX, same))
        .where(_EVENTS.c.kind != _SILENT, wrong)
        .limit(1)
    )
    for row in rows(connection, "outbox", missing):
        yield f"outbox {row['case_id']} {row['seq']}", str(row["expected"]), f"{row['topic']} {row['payload']}"
    extra = (
        select(_OUTBOX.c.case_id, _OUTBOX.c.seq, _OUTBOX.c.topic)
        .select_from(_OUTBOX.outerjoin(_EVENTS, same))
        .where(or_(_EVENTS.c.seq.is_(None), _EVENTS.c.kind == _SILENT))
        .limit(1)
    )
    for row in rows(connection, "outbox", extra):
        yield f"outbox {row['case_id']} {row['seq']}", "no such row", str(row["topic"])
