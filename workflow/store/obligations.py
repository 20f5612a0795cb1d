"""Reading what a person owes now, and what agencies owe apart from their cases."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from workflow.rules.agencies import AgencyKind
from workflow.rules.agency_duties import agency_duties
from workflow.rules.calendar import Calendar
from workflow.rules.duty import UNTIL, Actor, Duty, Owed
from workflow.rules.states import Role
from workflow.store.deliveries import regime_of
from workflow.store.people import AgencyRow, agencies
from workflow.store.rows import TABLES

_DUTIES, _CASES, _ROLES, _USERS = (TABLES[name] for name in ("duties", "cases", "roles", "users"))
_OF_OTHERS = (Actor.APPLICANT.value, Actor.CONSULTED.value)
_BY_ROLE = {
    Actor.SECRECY_REVIEWER: Role.SECRECY_REVIEWER,
    Actor.APPROVER: Role.APPROVER,
    Actor.STATISTICIAN: Role.STATISTICIAN,
    Actor.ADMIN: Role.ADMIN,
}
_FIRST = "first_report"
"""Setting of an agency: the first year that it reports on here."""


class Outstanding(NamedTuple):
    """Something that a person owes.

    Args:
        subject_id: The case, or the agency where that owes it.
        agency_id: The agency.
        name: Number of the case, or name of the agency.
        owed: What.
        regime: Name of the regime of the case's clock; "" for an agency.
    """

    subject_id: UUID
    agency_id: UUID
    name: str
    owed: Owed
    regime: str = ""


def obligations(connection: Connection, user_id: UUID, *, today: date, calendar: Calendar) -> list[Outstanding]:
    """Return what a person owes now, by day; two statements about the person and one of the agencies, never more.

    That is what the office owes in the person's cases; as a caseworker what is owed in cases that nobody has; and what
    waits for another role of the person. The time of applicants and consulted parties is not the person's to keep.

    Args:
        connection: To read with.
        user_id: The person; one who is not active any more owes nothing.
        today: What could only be done until an earlier day is left out.
        calendar: Working days as announced.
    """
    held = _roles(connection, user_id)
    if not held:
        return []
    found = [_of_case(row) for row in connection.execute(_in_cases(user_id, held, today))]
    wanted = {agency_id for agency_id, roles in held.items() if roles & {Role.STATISTICIAN, Role.ADMIN}}
    if wanted:
        for office, owed in agencies_owe(agencies(connection), today=today, calendar=calendar, only=wanted):
            if _BY_ROLE[owed.who] in held[office.id]:
                found.append(Outstanding(office.id, office.id, office.name, owed))
    return sorted(found, key=_order)


def agencies_owe(
    offices: Iterable[AgencyRow], *, today: date, calendar: Calendar, only: Collection[UUID] | None = None
) -> Iterator[tuple[AgencyRow, Owed]]:
    """Yield what agencies owe apart from their cases; one of them, at the top of the tree, keeps the calendar.

    Args:
        offices: All agencies.
        today: The day asked about.
        calendar: Working days as announced.
        only: Of these agencies; None for all.
    """
    every = list(offices)
    keeper = next((office.id for office in every if office.parent_id is None), None)
    for office in every:
        if only is not None and office.id not in only:
            continue
        filed = {int(year) for year in office.settings.get("reports_filed", "").split() if year.isdecimal()}
        first = office.settings.get(_FIRST, "")
        for owed in agency_duties(
            AgencyKind(office.kind),
            today=today,
            calendar=calendar,
            reports_filed=filed,
            first_year=int(first) if first.isdecimal() else None,
            keeps_calendar=office.id == keeper,
        ):
            yield office, owed


def still_owed(today: date) -> ColumnElement[bool]:
    """Tell whether a row of `duties` can still be owed: a possibility, or somebody's time, ends with its day."""
    return or_(_DUTIES.c.duty.not_in([str(duty) for duty in UNTIL]), _DUTIES.c.due_on >= today)


def _roles(connection: Connection, user_id: UUID) -> dict[UUID, frozenset[Role]]:
    query = (
        select(_ROLES.c.agency_id, _ROLES.c.roles)
        .join(_USERS, _USERS.c.id == _ROLES.c.user_id)
        .where(_ROLES.c.user_id == user_id, _ROLES.c.roles != "", _USERS.c.active)
    )
    return {agency_id: frozenset(map(Role, names.split())) for agency_id, names in connection.execute(query)}


def _in_cases(user_id: UUID, held: Mapping[UUID, frozenset[Role]], today: date) -> Any:  # noqa: ANN401 (a select of mixed columns)
    duties, cases = _DUTIES.c, _CASES.c
    at_work = select(_USERS.c.id).where(_USERS.c.id == cases.assignee_id, _USERS.c.active).exists()
    of_nobody = and_(duties.who == Actor.CASEWORKER.value, ~at_work, duties.agency_id.in_(_with(held, Role.CASEWORKER)))
    by_role = [
        and_(duties.who == actor.value, duties.agency_id.in_(_with(held, role))) for actor, role in _BY_ROLE.items()
    ]
    mine = and_(cases.assignee_id == user_id, duties.who.not_in(_OF_OTHERS))
    return (
        select(duties.case_id, duties.agency_id, cases.case_no, cases.snapshot, *_OWED)
        .join_from(_DUTIES, _CASES, cases.id == duties.case_id)
        .where(duties.agency_id.in_(list(held)), or_(mine, of_nobody, *by_role), still_owed(today))
    )


_OWED = [_DUTIES.c[name] for name in ("duty", "ref", "due_on", "who", "provisional")]


def _with(held: Mapping[UUID, frozenset[Role]], role: Role) -> list[UUID]:
    return [agency_id for agency_id, roles in held.items() if role in roles]


def _of_case(row: Any) -> Outstanding:  # noqa: ANN401 (a row of mixed columns)
    owed = Owed(Duty(row.duty), row.ref, row.due_on, Actor(row.who), bool(row.provisional))
    return Outstanding(row.case_id, row.agency_id, row.case_no, owed, regime_of(row.snapshot))


_RANK = {duty: place for place, duty in enumerate(Duty)}


def _order(one: Outstanding) -> tuple[date, int, str, str, UUID]:
    return one.owed.due_on, _RANK[one.owed.duty], one.name, one.owed.ref, one.subject_id
