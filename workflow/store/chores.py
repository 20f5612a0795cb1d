"""What work that is done by itself reads: periods that are over, requests that will be late."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, and_, select

from workflow.rules.duty import Duty
from workflow.rules.states import State
from workflow.store.rows import TABLES

_DUTIES, _CASES = TABLES["duties"], TABLES["cases"]
_ENDS = (Duty.REPLY.value, Duty.REDO.value)
_BEFORE_A_DRAFT = (State.RECEIVED.value, State.REVIEWED.value)


class Silence(NamedTuple):
    """A party that has let its time pass.

    Args:
        case_id: The case.
        case_no: Its number.
        version: Its version.
        agency_id: Its agency.
        ref: The consultation.
        last_on: The last day of the party.
    """

    case_id: UUID
    case_no: str
    version: int
    agency_id: UUID
    ref: str
    last_on: date


def silent(connection: Connection, before: date, limit: int) -> list[Silence]:
    """Return consultations whose last day lies before a day and that are open in the record, the oldest first."""
    duties = _DUTIES.c
    query = (
        select(_CASES.c.id, _CASES.c.case_no, _CASES.c.version, _CASES.c.agency_id, duties.ref, duties.due_on)
        .join_from(_DUTIES, _CASES, _CASES.c.id == duties.case_id)
        .where(duties.duty == Duty.ANSWER_CONSULTATION.value, duties.due_on < before)
        .order_by(duties.due_on, _CASES.c.id)
        .limit(limit)
    )
    return [Silence(*row) for row in connection.execute(query)]


class Threatened(NamedTuple):
    """A request that has no draft although its last day is near."""

    agency_id: UUID
    case_no: str
    due_on: date


def threatened(connection: Connection, agencies: Sequence[UUID], until: date) -> list[Threatened]:
    """Return the requests of agencies that fall due by a day and have not come as far as a draft under review."""
    duties = _DUTIES.c
    near = and_(duties.duty.in_(_ENDS), duties.due_on <= until, duties.agency_id.in_(agencies))
    query = (
        select(_CASES.c.agency_id, _CASES.c.case_no, duties.due_on)
        .join_from(_DUTIES, _CASES, _CASES.c.id == duties.case_id)
        .where(near, _CASES.c.state.in_(_BEFORE_A_DRAFT))
        .order_by(duties.due_on, _CASES.c.case_no)
    )
    return [Threatened(*row) for row in connection.execute(query)]
