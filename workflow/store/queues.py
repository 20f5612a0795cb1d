"""Queues of open cases, by the next day that binds somebody.

Two statements whatever the number of rows. A case whose period runs has its next day in `due_on`, so the index of open
cases gives those in order; the others (they wait for an applicant or a party) are few and sorted by themselves.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, and_, or_, select, tuple_

from workflow.rules.record.case import Case
from workflow.store import models

_CASES = models.Case.__table__
_USERS = models.User.__table__


class Place(NamedTuple):
    """Where a page of a queue ended; the next page begins after it. No day comes after every day."""

    next_on: date | None
    case_id: UUID


class Queued(NamedTuple):
    """An open case in a queue, and the name of the person who has it."""

    case: Case
    assignee: str

    @property
    def place(self) -> Place:
        """Its place in the queue."""
        return Place(self.case.next_on, self.case.id)


def queue(
    connection: Connection,
    agencies: Sequence[UUID],
    *,
    limit: int,
    assignee: UUID | None = None,
    before: date | None = None,
    after: Place | None = None,
) -> list[Queued]:
    """Return a page of the open cases of agencies, in the order of their next day and their id.

    Args:
        connection: To read with.
        agencies: Whose cases.
        limit: Most rows.
        assignee: Only those that this person has.
        before: Only those whose next day is before this one.
        after: The place of the last row of the page before.
    """
    running = _running(agencies, assignee, before, after).limit(limit)
    waiting = _waiting(agencies, assignee, before, after).limit(limit)
    rows = merge(_read(connection, running), _read(connection, waiting), key=lambda row: _order(row.place))
    return list(islice(rows, limit))


def _running(agencies: Sequence[UUID], assignee: UUID | None, before: date | None, after: Place | None) -> Any:  # noqa: ANN401 (SQLAlchemy's select of mixed columns)
    cases = _CASES.c
    query = _open(agencies, assignee).where(cases.due_on.is_not(None)).order_by(cases.due_on, cases.id)
    if before is not None:
        query = query.where(cases.due_on < before)
    if after is None:
        return query
    if after.next_on is None:
        return query.where(cases.due_on.is_(None))  # Nothing that runs comes after a case without a day.
    return query.where(tuple_(cases.due_on, cases.id) > (after.next_on, after.case_id))


def _waiting(agencies: Sequence[UUID], assignee: UUID | None, before: date | None, after: Place | None) -> Any:  # noqa: ANN401 (the same)
    cases = _CASES.c
    query = _open(agencies, assignee).where(cases.due_on.is_(None))
    query = query.order_by(cases.next_on.is_(None), cases.next_on, cases.id)
    if before is not None:
        query = query.where(cases.next_on < before)
    if after is None:
        return query
    later = and_(cases.next_on.is_(None), cases.id > after.case_id)
    if after.next_on is None:
        return query.where(later)
    return query.where(or_(cases.next_on.is_(None), tuple_(cases.next_on, cases.id) > (after.next_on, after.case_id)))


def _open(agencies: Sequence[UUID], assignee: UUID | None) -> Any:  # noqa: ANN401 (the same)
    of_agencies = _CASES.c.agency_id == agencies[0] if len(agencies) == 1 else _CASES.c.agency_id.in_(agencies)
    query = (
        select(_CASES.c.snapshot, _USERS.c.name)
        .outerjoin(_USERS, _USERS.c.id == _CASES.c.assignee_id)
        .where(of_agencies, _CASES.c.closed_on.is_(None))
    )
    return query if assignee is None else query.where(_CASES.c.assignee_id == assignee)


def _read(connection: Connection, query: Any) -> Iterator[Queued]:  # noqa: ANN401 (the same)
    for snapshot, name in connection.execute(query).all():
        yield Queued(msgspec.json.decode(snapshot, type=Case), name or "")


def _order(place: Place) -> tuple[bool, date, UUID]:
    return place.next_on is None, place.next_on or date.max, place.case_id
