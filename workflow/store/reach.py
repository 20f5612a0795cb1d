"""Who can be reached: people by their roles and addresses, agencies by the channels that are set up for them."""

from uuid import UUID

from sqlalchemy import ColumnElement, Connection, literal, select

from workflow.store.rows import TABLES

TO_AGENCIES = ("webhook", "wecom", "dingtalk")
"""Channels that reach an agency: its system, or a group of its people."""

_ROLES, _USERS, _AGENCIES = (TABLES[name] for name in ("roles", "users", "agencies"))
_CONTACTS, _CHANNELS = TABLES["contacts"], TABLES["channels"]


def with_role(role: ColumnElement[str] | str) -> ColumnElement[bool]:
    """Tell whether a row of `roles` holds a role."""
    asked = literal(role) if isinstance(role, str) else role
    return (literal(" ") + _ROLES.c.roles + literal(" ")).like(literal("% ") + asked + literal(" %"))


def reached_by(channel: str, user_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Tell whether a person has an address in a channel."""
    return (
        select(_CONTACTS.c.user_id)
        .where(_CONTACTS.c.user_id == user_id, _CONTACTS.c.channel == channel, _CONTACTS.c.address != "")
        .exists()
    )


def at_work(user_id: ColumnElement[UUID], agency_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Tell whether a person is active and has a role in an agency."""
    return (
        select(_USERS.c.id)
        .join(_ROLES, _ROLES.c.user_id == _USERS.c.id)
        .where(_USERS.c.id == user_id, _USERS.c.active, _ROLES.c.agency_id == agency_id, _ROLES.c.roles != "")
        .exists()
    )


def reachable(connection: Connection) -> list[tuple[UUID, str]]:
    """Return the agencies and the channels that reach them as agencies: their own, or those of the nearest above."""
    query = select(_CHANNELS.c.agency_id, _CHANNELS.c.kind, _CHANNELS.c.active)
    chosen = query.where(_CHANNELS.c.kind.in_(TO_AGENCIES), _CHANNELS.c.options != "")
    own = {(agency_id, kind): active for agency_id, kind, active in connection.execute(chosen)}
    if not own:
        return []
    above = {one: parent for one, parent in connection.execute(select(_AGENCIES.c.id, _AGENCIES.c.parent_id))}  # noqa: C416 (rows are no pairs to dict)
    return [(one, kind) for one in above for kind in TO_AGENCIES if _nearest(one, kind, own, above)]


def _nearest(agency_id: UUID, kind: str, own: dict[tuple[UUID, str], bool], above: dict[UUID, UUID | None]) -> bool:
    """Tell whether a channel is on at an agency, or at the nearest one above it that says anything of it."""
    at: UUID | None = agency_id
    while at is not None:
        if (at, kind) in own:
            return own[at, kind]
        at = above[at]
    return False
