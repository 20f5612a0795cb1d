"""Reading who works for which agency."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, bindparam, select

from workflow.rules.errors import NotFound
from workflow.rules.states import Role
from workflow.store import models
from workflow.store.questions import Question, kinds
from workflow.store.session import CALENDAR_LOCK, Unit

_AGENCIES = models.Agency.__table__
_USERS = models.User.__table__
_ROLES = models.RoleGrant.__table__
# Every registration asks these; to make them takes longer than to run them.
_ROLES_OF = (
    select(_ROLES.c.roles)
    .join(_USERS, _USERS.c.id == _ROLES.c.user_id)
    .where(_ROLES.c.user_id == bindparam("user_id"), _ROLES.c.agency_id == bindparam("agency_id"), _USERS.c.active)
)
_AGENCY = select(_AGENCIES).where(_AGENCIES.c.id == bindparam("agency_id"))
AGENCY = "a.id, a.code, a.name, a.kind, a.parent_id, cast(a.one_person as int), a.timezone, a.settings"
"""What a query about an agency `a` selects for `agency_row`."""
_OFFICE = Question(
    "select r.roles, {agency}{locked} from agencies a join roles r on r.agency_id = a.id and r.user_id = $1 "
    "join users u on u.id = r.user_id and u.active where a.id = $2{held}",
    kinds("roles", "user_id", "agency_id"),
    postgres={
        "agency": AGENCY,
        "locked": f", pg_advisory_xact_lock_shared({CALENDAR_LOCK})",  # Before the agency, as all who take both do.
        "held": " for no key update of a",
    },
    sqlite={"agency": AGENCY, "locked": "", "held": ""},
)
_AGENCY_HELD = _AGENCY.with_for_update(key_share=True)


class AgencyRow(NamedTuple):
    """An agency as it stands."""

    id: UUID
    code: str
    name: str
    kind: str
    parent_id: UUID | None
    one_person: bool
    timezone: str
    settings: dict[str, str]


def works_for(connection: Connection, user_id: UUID, agency_id: UUID) -> bool:
    """Tell whether a person has a role in an agency."""
    return bool(roles_of(connection, user_id, agency_id))


def roles_of(connection: Connection, user_id: UUID, agency_id: UUID) -> frozenset[Role]:
    """Return the roles of an active person in an agency; none where there is no such person."""
    found = connection.execute(_ROLES_OF, {"user_id": user_id, "agency_id": agency_id}).scalar_one_or_none()
    return frozenset(Role(name) for name in (found or "").split())


def granted(connection: Connection, user_id: UUID, agency_id: UUID) -> frozenset[Role] | None:
    """Return the roles granted to a person in an agency, active or not; None where nothing ever was."""
    query = select(_ROLES.c.roles).where(_ROLES.c.user_id == user_id, _ROLES.c.agency_id == agency_id)
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else frozenset(Role(name) for name in found.split())


def user(connection: Connection, user_id: UUID) -> tuple[str, bool]:
    """Return name and activity of a person.

    Raises:
        NotFound: There is none.
    """
    row = connection.execute(select(_USERS.c.name, _USERS.c.active).where(_USERS.c.id == user_id)).one_or_none()
    if row is None:
        raise NotFound("There is no such user. Add one with: disclosure user add.")
    return row.name, row.active


def user_by_login(connection: Connection, login: str) -> UUID:
    """Return the person of a login.

    Raises:
        NotFound: There is none, or the person is not active any more.
    """
    query = select(_USERS.c.id).where(_USERS.c.login == login, _USERS.c.active)
    found: UUID | None = connection.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound("There is no active user {login}. Add one with: disclosure user add.", login=login)
    return found


def agency_by_code(connection: Connection, code: str) -> AgencyRow:
    """Return the agency of a code.

    Raises:
        NotFound: There is none.
    """
    row = connection.execute(select(_AGENCIES).where(_AGENCIES.c.code == code)).one_or_none()
    if row is None:
        raise NotFound("There is no agency {code}. The agencies are listed by: disclosure agency list.", code=code)
    return _agency(row)


def agencies(connection: Connection) -> list[AgencyRow]:
    """Return all agencies, in the order of their codes."""
    return [_agency(row) for row in connection.execute(select(_AGENCIES).order_by(_AGENCIES.c.code))]


def founded(connection: Connection) -> bool:
    """Tell whether any agency works with this installation."""
    return connection.execute(select(_AGENCIES.c.id).limit(1)).first() is not None


def agency(connection: Connection, agency_id: UUID, *, held: bool = False) -> AgencyRow:
    """Return one agency by its id.

    Args:
        connection: To read with.
        agency_id: Its id.
        held: Let the others who hold it wait until the unit ends; SQLite has one writer anyway.

    Raises:
        NotFound: There is none.
    """
    row = connection.execute(_AGENCY_HELD if held else _AGENCY, {"agency_id": agency_id}).one_or_none()
    if row is None:
        raise NotFound("There is no such agency. The agencies are listed by: disclosure agency list.")
    return _agency(row)


def office_held(unit: Unit, user_id: UUID, agency_id: UUID) -> tuple[frozenset[Role], AgencyRow] | None:
    """Return an active person's roles in an agency and the agency; None where the person has none there.

    Until the unit ends the calendar stays in force, and others who hold the agency wait; SQLite has one writer anyway.
    What must be seen as those before left it is to be read after this.
    """
    found = _OFFICE.ask(unit, user_id, agency_id)
    if not found or not found[0][0]:
        return None
    roles, *cells = found[0]
    return frozenset(Role(name) for name in roles.split()), agency_row(cells)


def agency_row(cells: Sequence[Any]) -> AgencyRow:
    """Return an agency from what `AGENCY` selects; the lock that may follow has nothing to say."""
    key, code, name, kind, parent, one_person, timezone, settings = cells[:8]
    return AgencyRow(
        UUID(key),
        code,
        name,
        kind,
        UUID(parent) if parent else None,
        one_person=bool(int(one_person)),
        timezone=timezone,
        settings=msgspec.json.decode(settings, type=dict[str, str]),
    )


def people(connection: Connection, agency_id: UUID) -> list[tuple[str, str, frozenset[Role]]]:
    """Return login, name and roles of those who work for an agency."""
    query = (
        select(_USERS.c.login, _USERS.c.name, _ROLES.c.roles)
        .join(_ROLES, _USERS.c.id == _ROLES.c.user_id)
        .where(_ROLES.c.agency_id == agency_id, _USERS.c.active)
        .order_by(_USERS.c.login)
    )
    return [(login, name, frozenset(map(Role, roles.split()))) for login, name, roles in connection.execute(query)]


def _agency(row: object) -> AgencyRow:
    values = dict(row._mapping)  # type: ignore[attr-defined]  # noqa: SLF001 (SQLAlchemy's documented row mapping)
    values["settings"] = msgspec.json.decode(values["settings"], type=dict[str, str])
    return AgencyRow(**values)


def user_exists(connection: Connection, login: str) -> bool:
    """Tell whether a login was ever given."""
    return connection.execute(select(_USERS.c.id).where(_USERS.c.login == login)).one_or_none() is not None


def has_role(connection: Connection, user_id: UUID, role: Role) -> bool:
    """Tell whether an active person has a role in any agency."""
    query = (
        select(_ROLES.c.roles)
        .join(_USERS, _USERS.c.id == _ROLES.c.user_id)
        .where(_ROLES.c.user_id == user_id, _USERS.c.active)
    )
    return any(role in names.split() for (names,) in connection.execute(query))
