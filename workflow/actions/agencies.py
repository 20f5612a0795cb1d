"""Agencies, people and their roles: entries of the installation's record."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from uuid_utils.compat import uuid7

from workflow.actions.texts import one_of, said
from workflow.rules.agencies import AgencyKind
from workflow.rules.errors import BadInput
from workflow.rules.record.journal import AgencyAdded, AgencyChanged, RolesGranted, UserAdded, UserChanged
from workflow.rules.states import Role
from workflow.store import journal
from workflow.store.people import agencies, agency, agency_by_code, roles_of, user_exists
from workflow.store.session import Unit


class Stamp(NamedTuple):
    """Who does it, on which day and at which instant; `by` is None for the installation itself."""

    by: UUID | None
    on: date
    at: datetime


def add_agency(
    unit: Unit,
    stamp: Stamp,
    *,
    code: str,
    name: str,
    kind: str,
    parent: str = "",
    one_person: bool = False,
    settings: Mapping[str, str] | None = None,
) -> UUID:
    """Add an agency below `parent` (its code) and return its id.

    Raises:
        BadInput: The code is taken or the kind unknown.
        NotFound: There is no such parent.
    """
    unit.begin()
    code, name = said(code, "code"), said(name, "name")
    if any(known.code == code for known in agencies(unit.connection)):
        raise BadInput("The code {code} is taken by another agency. Choose another.", code=code)
    page = AgencyAdded(
        id=uuid7(),
        code=code,
        name=name,
        agency_kind=one_of(kind, tuple(str(one) for one in AgencyKind), "kind of agency"),
        parent_id=agency_by_code(unit.connection, parent).id if parent else None,
        one_person=one_person,
        settings=dict(settings or {}),
    )
    journal.append(unit, page, **stamp._asdict())
    return page.id


def change_agency(
    unit: Unit,
    stamp: Stamp,
    agency_id: UUID,
    *,
    name: str = "",
    kind: str = "",
    one_person: bool | None = None,
    settings: Mapping[str, str] | None = None,
) -> None:
    """Change what is given of an agency; a setting with an empty value is taken away."""
    unit.begin()
    before = agency(unit.connection, agency_id)
    merged = {**before.settings, **(settings or {})}
    page = AgencyChanged(
        id=agency_id,
        name=name or before.name,
        agency_kind=one_of(kind or before.kind, tuple(str(one) for one in AgencyKind), "kind of agency"),
        one_person=before.one_person if one_person is None else one_person,
        settings={key: value for key, value in merged.items() if value},
    )
    journal.append(unit, page, **stamp._asdict())


def add_user(unit: Unit, stamp: Stamp, *, login: str, name: str) -> UUID:
    """Add a person and return their id. BadInput where the login is taken."""
    unit.begin()
    login = said(login, "login")
    if user_exists(unit.connection, login):
        raise BadInput("The login {login} is taken. Choose another.", login=login)
    page = UserAdded(id=uuid7(), login=login, name=said(name, "name"))
    journal.append(unit, page, **stamp._asdict())
    return page.id


def change_user(unit: Unit, stamp: Stamp, user_id: UUID, *, name: str, active: bool) -> None:
    """Change a person's name, or let them act no more."""
    journal.append(unit, UserChanged(id=user_id, name=said(name, "name"), active=active), **stamp._asdict())


def grant(unit: Unit, stamp: Stamp, *, user_id: UUID, agency_id: UUID, roles: Collection[Role]) -> None:
    """Give a person these roles, and no others, in an agency."""
    unit.begin()
    page = RolesGranted(
        user_id=user_id,
        agency_id=agency_id,
        roles=[str(role) for role in Role if role in roles],
        first=not roles_of(unit.connection, user_id, agency_id),
    )
    journal.append(unit, page, **stamp._asdict())
