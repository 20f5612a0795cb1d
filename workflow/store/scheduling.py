"""The rows of duties made anew, for all cases at once: after an upgrade, and when an agency changes its periods."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby, islice
from operator import itemgetter
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from workflow.rules.record.case import Calendars, Case
from workflow.rules.record.schedule import duty_row, schedule
from workflow.store.rows import DUTIES, TABLES
from workflow.store.session import policy_in

_DUTIES, _CASES, _AGENCIES = TABLES[DUTIES], TABLES["cases"], TABLES["agencies"]
_CHUNK = 500  # Cases at a time.
_COMPARED = ("due_on", "who", "provisional", "assignee_id")


def reschedule(connection: Connection, calendars: Calendars, on: date | None, agency_id: UUID | None = None) -> int:
    """Write the duties of cases as they follow from the case and its agency's periods; return how many rows changed.

    Args:
        connection: Of the unit of work.
        calendars: Gives the calendar of a version.
        on: The day from which what moves is reminded of; None for the day on which each case was last settled.
        agency_id: Only the cases of this agency.
    """
    owing = select(_DUTIES.c.case_id)
    query = (
        select(_CASES.c.snapshot, _AGENCIES.c.settings)
        .join(_AGENCIES, _AGENCIES.c.id == _CASES.c.agency_id)
        .where(or_(_CASES.c.closed_on.is_(None), _CASES.c.version > 1, _CASES.c.id.in_(owing)))
        .order_by(_CASES.c.id)
    )
    if agency_id is not None:
        query = query.where(_CASES.c.agency_id == agency_id)
    changed = 0
    cases = ((msgspec.json.decode(snapshot, type=Case), told) for snapshot, told in connection.execute(query).all())
    while chunk := list(islice(cases, _CHUNK)):
        changed += _written(connection, calendars, on, chunk)
    return changed


def refresh(connection: Connection, agency_id: UUID | None = None) -> int:
    """Let the next sweep look again at what is owed, because rules or calendar say something else of today.

    Args:
        connection: Of the unit of work.
        agency_id: In this agency and those below it; None for all.
    """
    marked = update(_DUTIES).values(fresh=True)
    if agency_id is not None:
        below = select(_AGENCIES.c.id).where(_AGENCIES.c.id == agency_id).cte("below", recursive=True)
        below = below.union_all(select(_AGENCIES.c.id).join(below, _AGENCIES.c.parent_id == below.c.id))
        marked = marked.where(_DUTIES.c.agency_id.in_(select(below.c.id)))
    return connection.execute(marked).rowcount


def _written(connection: Connection, calendars: Calendars, on: date | None, chunk: list[tuple[Case, str]]) -> int:
    ids = [case.id for case, _ in chunk]
    stored = connection.execute(select(_DUTIES).where(_DUTIES.c.case_id.in_(ids)).order_by(_DUTIES.c.case_id))
    known = {
        case_id: {(row["duty"], row["ref"]): row for row in rows}
        for case_id, rows in groupby(stored.mappings(), key=itemgetter("case_id"))
    }
    changed = 0
    for case, told in chunk:
        before = known.get(case.id, {})
        for row in _made(case, calendars, told, on):
            changed += _put(connection, row, before.pop((row["duty"], row["ref"]), None))
        for duty, ref in before:
            connection.execute(delete(_DUTIES).where(_same(case.id, duty, ref)))
            changed += 1
    return changed


def _made(case: Case, calendars: Calendars, told: str, on: date | None) -> Iterator[dict[str, Any]]:
    if case.settled is None:
        return
    for one in schedule(case, calendars(case.calendar), policy_in(told)):
        yield {**duty_row(case, one), "since": on or case.settled[2], "fresh": True}


def _put(connection: Connection, row: dict[str, Any], before: Any) -> bool:  # noqa: ANN401 (a row of mixed columns)
    """Add or change one row; False where it stands as it should."""
    if before is None:
        connection.execute(insert(_DUTIES).values(row))
        return True
    values = {name: row[name] for name in _COMPARED if row[name] != before[name]}
    if "due_on" in values:
        values |= {"since": row["since"], "fresh": True}
    if values:
        connection.execute(update(_DUTIES).where(_same(row["case_id"], row["duty"], row["ref"])).values(values))
    return bool(values)


def _same(case_id: UUID, duty: str, ref: str) -> Any:  # noqa: ANN401 (a clause)
    return and_(_DUTIES.c.case_id == case_id, _DUTIES.c.duty == duty, _DUTIES.c.ref == ref)
