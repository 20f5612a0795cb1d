"""Work that is done again and again by whichever worker takes its lease: when it was last done, and how far it came."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, or_, select, update
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.dialects import sqlite as lite

from workflow.store.postgres import Postgres
from workflow.store.rows import TABLES
from workflow.store.session import Unit

_BEATS = TABLES["beats"]


class Beat(NamedTuple):
    """A kind of work as it stands.

    Args:
        name: Of the work.
        turns: How often it was begun.
        began_at: When it was last begun, UTC.
        ended_at: When it was last done, UTC.
        until_on: The day up to which it is done, where it goes by days.
        place: Where it goes on, where it goes through the record.
        note: What it did last.
    """

    name: str
    turns: int
    began_at: datetime | None
    ended_at: datetime | None
    until_on: date | None
    place: str
    note: str


_COLUMNS = [_BEATS.c[name] for name in Beat._fields]


def take(unit: Unit, name: str, holder: str, now: datetime, lease: timedelta) -> Beat | None:
    """Take the lease of some work; None where somebody else holds it. The unit has to end for others to see it.

    Args:
        unit: A unit of its own.
        name: Of the work.
        holder: Who takes it; the same one may take it again.
        now: The present instant.
        lease: How long it is held at most; should the holder die, the next one waits that long.
    """
    unit.begin()
    insert = pg.insert if isinstance(unit.driver, Postgres) else lite.insert
    unit.connection.execute(insert(_BEATS).values(name=name).on_conflict_do_nothing())
    free = or_(_BEATS.c.lease_until.is_(None), _BEATS.c.lease_until <= now, _BEATS.c.holder == holder)
    taken = (
        update(_BEATS)
        .where(_BEATS.c.name == name, free)
        .values(holder=holder, lease_until=now + lease, began_at=now, turns=_BEATS.c.turns + 1)
        .returning(*_COLUMNS)
    )
    row = unit.connection.execute(taken).one_or_none()
    return None if row is None else Beat(*row)


def done(
    unit: Unit,
    name: str,
    holder: str,
    now: datetime,
    *,
    until_on: date | None = None,
    place: str | None = None,
    note: str = "",
) -> bool:
    """Give the lease back and say what was done, in the unit that did it; False where another has taken it meanwhile.

    Whoever gets False has to undo what was done.
    """
    values: dict[str, object] = {"holder": None, "lease_until": None, "ended_at": now, "note": note}
    if until_on is not None:
        values["until_on"] = until_on
    if place is not None:
        values["place"] = place
    mine = update(_BEATS).where(_BEATS.c.name == name, _BEATS.c.holder == holder)
    return unit.connection.execute(mine.values(values)).rowcount == 1


def beats(connection: Connection) -> dict[str, Beat]:
    """Return all kinds of work that were ever begun, by name."""
    return {row.name: Beat(*row) for row in connection.execute(select(*_COLUMNS))}
