"""The open cases, for what touches all of them: a new calendar, a nightly reading."""

from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, select

from workflow.rules.duty import DutyPolicy
from workflow.rules.record.case import Case
from workflow.store import models
from workflow.store.session import policy_in, zone_of

_CASES = models.Case.__table__
_AGENCIES = models.Agency.__table__


class Opened(NamedTuple):
    """An open case with the digest of its last entry, and its agency's code, time zone and periods."""

    case: Case
    head: str
    agency: str
    zone: ZoneInfo
    policy: DutyPolicy


def open_cases(connection: Connection, *, held: bool = False) -> Iterator[Opened]:
    """Yield every open case, in the order of agency, due day and number.

    Args:
        connection: To read with.
        held: Let steps of these cases wait until the unit ends; SQLite has one writer anyway.
    """
    query = (
        select(_CASES.c.snapshot, _CASES.c.head, _AGENCIES.c.code, _AGENCIES.c.timezone, _AGENCIES.c.settings)
        .join(_AGENCIES, _AGENCIES.c.id == _CASES.c.agency_id)
        .where(_CASES.c.closed_on.is_(None))
        .order_by(_AGENCIES.c.code, _CASES.c.due_on, _CASES.c.case_no)
    )
    if held:
        query = query.with_for_update(of=_CASES, key_share=True)
    for snapshot, head, code, zone, settings in connection.execute(query).all():
        yield Opened(msgspec.json.decode(snapshot, type=Case), head, code, zone_of(zone), policy_in(settings))
