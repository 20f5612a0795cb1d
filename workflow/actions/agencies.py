"""Agencies, people and their roles: entries of the installation's record."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from uuid_utils.compat import uuid7

from workflow.actions.agency_profile import look_of
from workflow.actions.letter_style import salutation, title_style
from workflow.actions.texts import one_of, said, term
from workflow.rules.agencies import AgencyKind
from workflow.rules.errors import BadInput
from workflow.rules.numbering import numbering_of
from workflow.rules.record.journal import AgencyAdded, AgencyChanged, RolesGranted, UserAdded, UserChanged
from workflow.rules.record.schedule import policy_of
from workflow.rules.states import Role
from workflow.rules.third_party import release_gap
from workflow.store import journal
from workflow.store.people import agencies, agency, agency_by_code, granted, user, user_exists
from workflow.store.scheduling import reschedule
from workflow.store.session import Unit

MOST = 200  # Characters of a code or a login.
_DIFFERENT = 4  # Two years with two numbers each.
NUMBERS = ("case_no", "reply_number", "notice_number")
"""Settings that are the pattern of a number."""


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
        BadInput: The code is taken, the kind unknown, or a setting has a value that it cannot have.
        NotFound: There is no such parent.
    """
    journal.hold(unit)
    code, name = _short(code, "code"), said(name, "name")
    if any(known.code == code for known in agencies(unit.connection)):
        raise BadInput("The code {code} is taken by another agency. Choose another.", code=code)
    page = AgencyAdded(
        id=uuid7(),
        code=code,
        name=name,
        agency_kind=one_of(kind, tuple(str(one) for one in AgencyKind), "kind of agency"),
        parent_id=agency_by_code(unit.connection, parent).id if parent else None,
        one_person=one_person,
        settings=_usable(settings or {}),
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
    """Change what is given of an agency; a setting with an empty value is taken away. No change makes no entry.

    A changed period of its duties moves the days of those that are owed.

    Raises:
        NotFound: There is no such agency.
        BadInput: The kind is unknown, or a setting has a value that it cannot have.
    """
    journal.hold(unit)
    before = agency(unit.connection, agency_id)
    merged = {**before.settings, **(settings or {})}
    page = AgencyChanged(
        id=agency_id,
        name=said(name, "name") if name else before.name,
        agency_kind=one_of(kind or before.kind, tuple(str(one) for one in AgencyKind), "kind of agency"),
        one_person=before.one_person if one_person is None else one_person,
        settings=_usable({key: value for key, value in merged.items() if value}),
    )
    after = (page.name, page.agency_kind, page.one_person, page.settings)
    if after != (before.name, before.kind, before.one_person, before.settings):
        journal.append(unit, page, **stamp._asdict())
    policy = policy_of(page.settings)
    if policy != policy_of(before.settings):
        reschedule(unit.connection, unit.store.calendars, stamp.on, agency_id)


def _usable(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the settings; BadInput where one has a value that it cannot have, or a pattern gives a number twice."""
    for name in NUMBERS:
        pattern = settings.get(name)
        try:
            numbers = {pattern.format(year=year, n=n) for year in (2025, 2026) for n in (1, 2)} if pattern else None
        except (LookupError, ValueError, AttributeError):
            numbers = set()
        if numbers is not None and len(numbers) < _DIFFERENT:
            raise BadInput(
                "The setting {name} is {pattern}. Write it with {{year}} and {{n}}, so that no two numbers are alike.",
                name=name,
                pattern=pattern,
            )
    policy_of(settings)
    numbering_of(settings)
    look_of(settings)
    release_gap(settings)
    title_style(settings)
    salutation(settings)
    return dict(settings)


def _short(text: str, what: str) -> str:
    """Return a text by which something is looked up; BadInput where it is longer than such a text may be."""
    if len(text) > MOST:
        raise BadInput(
            "The {what} has {length} characters; {most} are allowed.", what=term(what), length=len(text), most=MOST
        )
    return said(text, what)


def add_user(unit: Unit, stamp: Stamp, *, login: str, name: str) -> UUID:
    """Add a person and return their id. BadInput where the login is taken."""
    journal.hold(unit)
    login = _short(login, "login")
    if user_exists(unit.connection, login):
        raise BadInput("The login {login} is taken. Choose another.", login=login)
    page = UserAdded(id=uuid7(), login=login, name=said(name, "name"))
    journal.append(unit, page, **stamp._asdict())
    return page.id


def change_user(unit: Unit, stamp: Stamp, user_id: UUID, *, name: str, active: bool) -> None:
    """Change a person's name, or let them act no more. No change makes no entry; NotFound where there is nobody."""
    journal.hold(unit)
    page = UserChanged(id=user_id, name=said(name, "name"), active=active)
    if user(unit.connection, user_id) != (page.name, page.active):
        journal.append(unit, page, **stamp._asdict())


def grant(unit: Unit, stamp: Stamp, *, user_id: UUID, agency_id: UUID, roles: Collection[Role]) -> None:
    """Give a person these roles, and no others, in an agency. No change makes no entry.

    Raises:
        NotFound: There is no such person or agency.
    """
    journal.hold(unit)
    user(unit.connection, user_id)
    agency(unit.connection, agency_id)
    before = granted(unit.connection, user_id, agency_id)
    if before == frozenset(roles):
        return
    page = RolesGranted(
        user_id=user_id,
        agency_id=agency_id,
        roles=[str(role) for role in Role if role in roles],
        first=before is None,
    )
    journal.append(unit, page, **stamp._asdict())
