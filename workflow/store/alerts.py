"""What the office has to look at although no person caused it; an alert is raised once until somebody clears it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.dialects import sqlite as lite
from uuid_utils.compat import uuid7

from workflow.rules.states import Role
from workflow.store.postgres import Postgres
from workflow.store.reach import reached_by, with_role
from workflow.store.rows import TABLES
from workflow.store.session import Unit

_ALERTS = TABLES["alerts"]
_ROLES, _USERS = TABLES["roles"], TABLES["users"]


class Alert(NamedTuple):
    """An alert that is open.

    Args:
        id: Its number.
        agency_id: Whose it is.
        about: What tells it from others of the agency.
        role: Whom it is for.
        text: What is wrong and what to do, in the language of the installation.
        raised_at: When, UTC.
    """

    id: UUID
    agency_id: UUID
    about: str
    role: str
    text: str
    raised_at: datetime


_COLUMNS = [_ALERTS.c[name] for name in Alert._fields]
_OPEN = _ALERTS.c.cleared_at.is_(None)


def raise_alert(unit: Unit, agency_id: UUID, about: str, role: str, text: str, now: datetime) -> bool:
    """Raise an alert, and tell whether it is new; one that is open already stays as it is."""
    unit.begin()
    make = pg.insert if isinstance(unit.driver, Postgres) else lite.insert
    values = {
        "id": uuid7(),
        "agency_id": agency_id,
        "about": about,
        "role": role,
        "text": text,
        "raised_at": now,
    }
    added = (
        make(_ALERTS)
        .values(values)
        .on_conflict_do_nothing(index_elements=["agency_id", "about"], index_where=_OPEN)
        .returning(_ALERTS.c.id)
    )
    return unit.connection.execute(added).first() is not None


def clear(unit: Unit, alert_id: UUID, by: UUID | None, now: datetime) -> bool:
    """Clear an alert, and tell whether it was open; `by` is None where what it was about came right by itself."""
    unit.begin()
    mine = update(_ALERTS).where(_ALERTS.c.id == alert_id, _OPEN).values(cleared_at=now, cleared_by=by)
    return unit.connection.execute(mine).rowcount == 1


def clear_about(unit: Unit, agency_id: UUID, about: str, now: datetime) -> bool:
    """Clear the alert about something that came right by itself, and tell whether one was open."""
    unit.begin()
    same = (_ALERTS.c.agency_id == agency_id, _ALERTS.c.about == about, _OPEN)
    return unit.connection.execute(update(_ALERTS).where(*same).values(cleared_at=now)).rowcount == 1


def open_alerts(connection: Connection, agencies: Sequence[UUID] | None = None) -> list[Alert]:
    """Return the open alerts of agencies, or of all, the oldest first."""
    query = select(*_COLUMNS).where(_OPEN).order_by(_ALERTS.c.raised_at, _ALERTS.c.id)
    if agencies is not None:
        query = query.where(_ALERTS.c.agency_id.in_(agencies))
    return [Alert(*row) for row in connection.execute(query)]


def people_with(connection: Connection, agency_id: UUID, role: Role, channel: str) -> list[UUID]:
    """Return the active people of an agency who have a role and an address in a channel."""
    query = (
        select(_USERS.c.id)
        .join(_ROLES, _ROLES.c.user_id == _USERS.c.id)
        .where(_ROLES.c.agency_id == agency_id, _USERS.c.active, with_role(role), reached_by(channel, _USERS.c.id))
        .order_by(_USERS.c.login)
    )
    return list(connection.execute(query).scalars())
