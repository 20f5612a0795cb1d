"""Reading who is reminded by which rules, where people are reached, and how an agency's messages leave.

What an agency has not set itself comes from the nearest agency above that has; at the end stands what is shipped.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, bindparam, literal, select

from workflow.rules.errors import NotFound
from workflow.rules.quiet_hours import Quiet
from workflow.rules.reminders import Rule
from workflow.store import models
from workflow.store.seal import Seal

_AGENCIES = models.Agency.__table__
_ROLES = models.RoleGrant.__table__
_BOOKS = models.RuleBook.__table__
_CONTACTS = models.Contact.__table__
_CHANNELS = models.ChannelSetup.__table__
_AT_ONCE = 10_000  # Values in one statement; SQLite takes 32,766.
_rules = msgspec.json.Decoder(tuple[Rule, ...]).decode
_quiet = msgspec.json.Decoder(Quiet).decode
_options = msgspec.json.Decoder(dict[str, str]).decode

_START = select(_AGENCIES.c.id, _AGENCIES.c.parent_id, literal(0).label("height")).where(
    _AGENCIES.c.id == bindparam("agency_id")
)
_LINE = _START.cte("line", recursive=True)
_LINE = _LINE.union_all(
    select(_AGENCIES.c.id, _AGENCIES.c.parent_id, _LINE.c.height + 1).join(_LINE, _AGENCIES.c.id == _LINE.c.parent_id)
)
_ABOVE = select(_AGENCIES.c.id, _AGENCIES.c.parent_id)
_LINE_OF = select(_LINE.c.id).order_by(_LINE.c.height)


class Book(NamedTuple):
    """The rules and quiet hours that apply to an agency.

    Args:
        rules: Of reminders.
        quiet: The hours in which nothing is sent.
        agency_id: The agency that set the rules; None where they are those shipped.
        quiet_agency_id: The agency that set the quiet hours, likewise.
    """

    rules: tuple[Rule, ...]
    quiet: Quiet
    agency_id: UUID | None
    quiet_agency_id: UUID | None


class Setup(NamedTuple):
    """A channel of an agency, as it was set.

    Args:
        options: Name -> text.
        secrets: Name -> text; never shown.
        active: Whether messages leave by it.
        agency_id: The agency that set it.
    """

    options: dict[str, str]
    secrets: dict[str, str]
    active: bool
    agency_id: UUID


class Texts(NamedTuple):
    """What an agency itself has set, as JSON; "" where it has not."""

    rules: str = ""
    quiet: str = ""


def lineage(connection: Connection, agency_id: UUID) -> list[UUID]:
    """Return an agency and those above it, the nearest first.

    Raises:
        NotFound: There is no such agency.
    """
    line = list(connection.execute(_LINE_OF, {"agency_id": agency_id}).scalars())
    if not line:
        raise NotFound("There is no such agency. The agencies are listed by: disclosure agency list.")
    return line


def rule_book(connection: Connection, agency_id: UUID, shipped: Sequence[Rule]) -> Book:
    """Return the rules and quiet hours of an agency; `shipped` are the rules where nobody set any.

    Raises:
        NotFound: There is no such agency.
    """
    line = lineage(connection, agency_id)
    found = connection.execute(select(_BOOKS).where(_BOOKS.c.agency_id.in_(line)))
    return _book(line, {row.agency_id: Texts(row.rules, row.quiet) for row in found}, tuple(shipped), _rules)


def books(connection: Connection, shipped: Sequence[Rule]) -> dict[UUID, Book]:
    """Return the rules and quiet hours of every agency; equal rules are one object."""
    above: dict[UUID, UUID | None] = {one: parent for one, parent in connection.execute(_ABOVE)}  # noqa: C416 (rows)
    own = {row.agency_id: Texts(row.rules, row.quiet) for row in connection.execute(select(_BOOKS))}
    kept, read = tuple(shipped), cache(_rules)
    said = {one: _book(_line(one, above), own, kept, read) for one in own}
    nobody = _book((), own, kept, read)
    return {one: next((said[at] for at in _line(one, above) if at in said), nobody) for one in above}


def _line(agency_id: UUID | None, above: Mapping[UUID, UUID | None]) -> Iterator[UUID]:
    while agency_id is not None:
        yield agency_id
        agency_id = above[agency_id]


def _book(
    line: Iterable[UUID],
    own: Mapping[UUID, Texts],
    shipped: tuple[Rule, ...],
    read: Callable[[str], tuple[Rule, ...]],
) -> Book:
    """Return what applies to the first agency of a line."""
    said = [(one, own[one]) for one in line if one in own]
    rules = next((one for one, texts in said if texts.rules), None)
    quiet = next((one for one, texts in said if texts.quiet), None)
    return Book(
        rules=shipped if rules is None else read(own[rules].rules),
        quiet=Quiet() if quiet is None else _quiet(own[quiet].quiet),
        agency_id=rules,
        quiet_agency_id=quiet,
    )


def own_texts(connection: Connection, agency_id: UUID) -> Texts | None:
    """Return what an agency itself has set of its book; None where it never set anything."""
    row = connection.execute(select(_BOOKS).where(_BOOKS.c.agency_id == agency_id)).one_or_none()
    return None if row is None else Texts(row.rules, row.quiet)


def contacts(connection: Connection, user_ids: Collection[UUID]) -> dict[tuple[UUID, str], str]:
    """Return where people are reached: person and channel -> address. Who has no address is absent."""
    wanted = list(user_ids)
    found: dict[tuple[UUID, str], str] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        rows = connection.execute(select(_CONTACTS).where(_CONTACTS.c.user_id.in_(some), _CONTACTS.c.address != ""))
        found |= {(row.user_id, row.channel): row.address for row in rows}
    return found


def own_address(connection: Connection, user_id: UUID, channel: str) -> str | None:
    """Return a person's address for a channel, "" where it was taken away; None where there never was one."""
    query = select(_CONTACTS.c.address).where(_CONTACTS.c.user_id == user_id, _CONTACTS.c.channel == channel)
    found: str | None = connection.execute(query).scalar_one_or_none()
    return found


def agencies_of(connection: Connection, user_id: UUID) -> list[UUID]:
    """Return the agencies in which a person has a role, active or not."""
    return list(
        connection.execute(
            select(_ROLES.c.agency_id).where(_ROLES.c.user_id == user_id, _ROLES.c.roles != "")
        ).scalars()
    )


def channel_setups(connection: Connection, agency_id: UUID, seal: Seal) -> dict[str, Setup]:
    """Return the channels of an agency by their kind, those switched off as well.

    Raises:
        NotFound: There is no such agency.
        BadInput: The secrets were sealed with another key.
    """
    line = lineage(connection, agency_id)
    query = select(_CHANNELS).where(_CHANNELS.c.agency_id.in_(line), _CHANNELS.c.options != "")
    nearest = sorted(connection.execute(query), key=lambda row: line.index(row.agency_id), reverse=True)
    chosen = {row.kind: row for row in nearest}
    return {
        kind: Setup(_options(row.options), seal.open(row.sealed), row.active, row.agency_id)
        for kind, row in sorted(chosen.items())
    }


def channel_setup(connection: Connection, agency_id: UUID, kind: str, seal: Seal) -> Setup:
    """Return one channel of an agency, switched off or not.

    Raises:
        NotFound: There is no such agency, or no such channel there or above it.
        BadInput: The secrets were sealed with another key.
    """
    setup = channel_setups(connection, agency_id, seal).get(kind)
    if setup is None:
        raise NotFound("The agency has no channel {kind}. Set one up with: disclosure channel set.", kind=kind[:40])
    return setup


def own_setup(connection: Connection, agency_id: UUID, kind: str) -> tuple[str, str, bool] | None:
    """Return options (JSON), sealed secrets and activity of a channel that an agency itself has set.

    The options are "" where it went back to what the agency above has; None stands where it never set any.
    """
    query = select(_CHANNELS).where(_CHANNELS.c.agency_id == agency_id, _CHANNELS.c.kind == kind)
    row = connection.execute(query).one_or_none()
    return None if row is None else (row.options, row.sealed, row.active)
