"""What the year's tables are counted from: cases and proceedings, grouped in one query each."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Date, Select, and_, bindparam, func, literal, or_, select

from workflow.rules.entered import Place
from workflow.rules.statistics import Group, ProceedingGroup
from workflow.store import models

_CASES = models.Case.__table__
_PROCEEDINGS = models.Proceeding.__table__
_FIGURES = models.Figure.__table__

Scope = Literal["all", "one", "some"]
"""Which agencies a query is about; each has a query of its own."""


def groups_of(connection: Connection, year: int, agencies: Sequence[UUID] | None, *, by_channel: bool) -> list[Group]:
    """Return the cases of a year, counted as of its 31 December whatever happened since.

    Args:
        connection: To read with.
        year: The year.
        agencies: The agencies; all of the installation when None.
        by_channel: Whether the form asks for channel, lateness and correction notices (before 2019); the others are
            grouped by class and outcome alone.
    """
    rows = connection.execute(_cases_query(by_channel, _scope(agencies)), _asked(year, agencies))
    return [_group(tuple(row), by_channel=by_channel) for row in rows]


_FIRST, _LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)


@cache
def _cases_query(by_channel: bool, scope: Scope) -> Select[Any]:  # noqa: FBT001 (part of the cache key)
    """Return the query, made once: making it takes longer than counting the cases of most agencies."""
    cases = _CASES.c
    open_at_start = or_(cases.counted_on.is_(None), cases.counted_on >= _FIRST)
    asked = cases.correction_on.between(_FIRST, _LAST)
    grouping: list[Any] = [cases.applicant_class, cases.counted_outcome]
    grouping += [cases.channel, cases.counted_late] if by_channel else []
    counts = [
        func.count().filter(cases.received_on >= _FIRST),
        func.count().filter(and_(cases.received_on < _FIRST, open_at_start)),
        func.count().filter(cases.counted_on.between(_FIRST, _LAST)),
        func.count().filter(or_(cases.counted_on.is_(None), cases.counted_on > _LAST)),
        func.count().filter(asked) if by_channel else literal(0),
    ]
    query = (
        select(*grouping, *counts)
        .where(cases.received_on <= _LAST, or_(open_at_start, asked) if by_channel else open_at_start)
        .group_by(*grouping)
    )
    return _within(query, cases.agency_id, scope)


def _group(row: tuple[Any, ...], *, by_channel: bool) -> Group:
    applicant_class, outcome, *rest = row
    channel, late, *counts = rest if by_channel else ("", False, *rest)
    return Group(applicant_class, outcome, channel, bool(late), *counts)


def _scope(agencies: Sequence[UUID] | None) -> Scope:
    return "all" if agencies is None else "one" if len(agencies) == 1 else "some"


def _asked(year: int, agencies: Sequence[UUID] | None) -> dict[str, object]:
    days: dict[str, object] = {"first": date(year, 1, 1), "last": date(year, 12, 31)}
    if agencies is None:
        return days
    return days | ({"agency": agencies[0]} if len(agencies) == 1 else {"agencies": list(agencies)})


def _within(query: Select[Any], column: Any, scope: Scope) -> Select[Any]:  # noqa: ANN401 (a column)
    if scope == "all":
        return query
    return query.where(
        column == bindparam("agency") if scope == "one" else column.in_(bindparam("agencies", expanding=True))
    )


def proceedings_of(connection: Connection, year: int, agencies: Sequence[UUID] | None) -> list[ProceedingGroup]:
    """Return the proceedings of a year: those concluded in it, and those pending at its end."""
    groups: list[ProceedingGroup] = []
    for kind, result, done, waiting in connection.execute(_proceedings_query(_scope(agencies)), _asked(year, agencies)):
        groups += [ProceedingGroup(kind, result, done)] if done else []
        groups += [ProceedingGroup(kind, None, waiting)] if waiting else []
    return groups


@cache
def _proceedings_query(scope: Scope) -> Select[Any]:
    rows = _PROCEEDINGS.c
    concluded = rows.concluded_on.between(_FIRST, _LAST)
    pending = or_(rows.concluded_on.is_(None), rows.concluded_on > _LAST)
    query = (
        select(rows.kind, rows.result, func.count().filter(concluded), func.count().filter(pending))
        .where(rows.filed_on <= _LAST)
        .group_by(rows.kind, rows.result)
    )
    return _within(query, rows.agency_id, scope)


class KeptProceeding(NamedTuple):
    """A proceeding on record; `case_id` is None where it was brought in from a ledger."""

    id: str
    case_id: UUID | None
    case_no: str
    kind: str
    filed_on: date
    result: str
    concluded_on: date | None


def kept_proceedings(connection: Connection, agency_id: UUID, year: int | None = None) -> list[KeptProceeding]:
    """Return an agency's proceedings by the day of filing; of a year those concluded in it or pending at its start."""
    rows = _PROCEEDINGS.c
    query = select(*(rows[name] for name in KeptProceeding._fields)).where(rows.agency_id == agency_id)
    if year is not None:
        open_at_start = or_(rows.concluded_on.is_(None), rows.concluded_on >= date(year, 1, 1))
        query = query.where(rows.filed_on <= date(year, 12, 31), open_at_start)
    order = (rows.filed_on, rows.case_no, rows.kind, rows.result, rows.concluded_on, rows.id)
    return [KeptProceeding(*row) for row in connection.execute(query.order_by(*order))]


def figures_of(connection: Connection, year: int, agency_id: UUID) -> dict[Place, Decimal]:
    """Return the figures entered for an agency's year, by (table, row, column)."""
    query = select(_FIGURES.c["cell"], _FIGURES.c.value).where(
        _FIGURES.c.agency_id == agency_id, _FIGURES.c.year == year
    )
    return {place(cell): Decimal(value) for cell, value in connection.execute(query)}


def cell(place: Place) -> str:
    """Return the one name that a cell of a report is kept under: `table.row.column`, a dot in a name written %2E."""
    return ".".join(part.replace("%", "%25").replace(".", "%2E") for part in place)


def place(cell: str) -> Place:
    """Return a cell's (table, row, column) from the name it is kept under."""
    table, row, column = (part.replace("%2E", ".").replace("%25", "%") for part in cell.split("."))
    return table, row, column
