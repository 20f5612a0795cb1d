"""The register of letters (发文登记): what each number stands for, also where the letter is void."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, and_, func, or_, select

from workflow.store.rows import TABLES
from workflow.store.session import Unit

_LETTERS, _CASES, _DECISIONS = TABLES["letters"], TABLES["cases"], TABLES["decisions"]
_DECIDED = and_(_DECISIONS.c.case_id == _LETTERS.c.case_id, _DECISIONS.c.seq == _LETTERS.c.decision)
_DATED = func.coalesce(_DECISIONS.c.decided_on, _LETTERS.c.issued_on)
"""The day on a letter: of a reply that of its decision."""


class InCase(NamedTuple):
    """A number that a letter of a case has, void or not, and the count it is of."""

    number: str
    series: str
    year: int
    serial: int


def letters_in(unit: Unit, case_id: UUID) -> list[InCase]:
    """Return the numbers of a case's letters, in their order."""
    mine = _LETTERS.c
    query = select(mine.number, mine.series, mine.year, mine.serial).where(mine.case_id == case_id)
    return [InCase(*row) for row in unit.connection.execute(query.order_by(mine.no))]


def is_taken(unit: Unit, agency_id: UUID, number: str) -> bool:
    """Tell whether an agency has a letter of this number already."""
    query = (
        select(_LETTERS.c.no)
        .join(_CASES, _CASES.c.id == _LETTERS.c.case_id)
        .where(_LETTERS.c.number == number, _CASES.c.agency_id == agency_id)
    )
    return unit.connection.execute(query.limit(1)).first() is not None


class Registered(NamedTuple):
    """A line of the register.

    Args:
        number: As printed.
        kind: Of the letter.
        title: As printed.
        case_no: The case.
        no: Number of the letter in the case.
        issued_on: Day on the letter.
        dispatched_on: Day it was first sent.
        served_on: Day the addressee had it.
        void: It was sent back before it was sent, or another took its place.
        pdf: Whether its PDF is made.
    """

    number: str
    kind: str
    title: str
    case_no: str
    no: int
    issued_on: date
    dispatched_on: date | None
    served_on: date | None
    void: bool
    pdf: bool


def register_of(connection: Connection, agency_id: UUID, year: int) -> list[Registered]:
    """Return the letters of an agency that have a number of a year, by series and number; none is left out."""
    mine = _LETTERS.c
    query = (
        select(
            mine.number,
            mine.kind,
            mine.title,
            _CASES.c.case_no,
            mine.no,
            mine.issued_on,
            mine.dispatched_on,
            mine.served_on,
            mine.voided_by.is_not(None),
            mine.pdf.is_not(None),
        )
        .join_from(_LETTERS, _CASES, _CASES.c.id == mine.case_id)
        .where(_CASES.c.agency_id == agency_id, mine.year == year)
        .order_by(mine.series, mine.serial, _CASES.c.case_no, mine.no)
    )
    return [Registered(*row) for row in connection.execute(query)]


class ToSetOut(NamedTuple):
    """A letter whose PDF is not made yet; `source` is the digest of its blocks."""

    case_id: UUID
    case_no: str
    agency_id: UUID
    version: int
    no: int
    source: str


_WAITING = and_(_LETTERS.c.pdf.is_(None), _LETTERS.c.source != "")


def to_set_out(connection: Connection, limit: int, after: ToSetOut | None = None) -> list[ToSetOut]:
    """Return letters whose PDF is not made yet, those of a case together, from the one after `after` on."""
    mine = _LETTERS.c
    query = (
        select(mine.case_id, _CASES.c.case_no, _CASES.c.agency_id, _CASES.c.version, mine.no, mine.source)
        .join_from(_LETTERS, _CASES, _CASES.c.id == mine.case_id)
        .where(_WAITING)
        .order_by(mine.case_id, mine.no)
        .limit(limit)
    )
    if after is not None:
        query = query.where(or_(mine.case_id > after.case_id, and_(mine.case_id == after.case_id, mine.no > after.no)))
    return [ToSetOut(*row) for row in connection.execute(query)]


def waiting_to_be_set_out(connection: Connection) -> int:
    """Return how many letters have no PDF yet."""
    return int(connection.execute(select(func.count()).select_from(_LETTERS).where(_WAITING)).scalar_one())


class Registration(NamedTuple):
    """What a number of an agency stands for; `dated_on` is the day on the letter."""

    number: str
    title: str
    dated_on: date
    issued_on: date
    dispatched_on: date | None
    served_on: date | None


def registered(unit: Unit, agency_id: UUID, numbers: Collection[str]) -> list[Registration]:
    """Return what some numbers of an agency stand for."""
    mine = _LETTERS.c
    query = (
        select(mine.number, mine.title, _DATED, mine.issued_on, mine.dispatched_on, mine.served_on)
        .join_from(_LETTERS, _CASES, _CASES.c.id == mine.case_id)
        .outerjoin(_DECISIONS, _DECIDED)
        .where(_CASES.c.agency_id == agency_id, mine.number.in_(numbers))
    )
    return [Registration(*row) for row in unit.connection.execute(query)] if numbers else []


class OtherReply(NamedTuple):
    """A reply to the same applicant in another case; `dated_on` is the day on it."""

    number: str
    dated_on: date
    served_on: date | None
    request: str


def replies_to(unit: Unit, agency_id: UUID, applicant_id: UUID, but_case: UUID) -> list[OtherReply]:
    """Return the replies of an agency to an applicant in other cases, the newest first; at most 50."""
    mine, asked = _LETTERS.c, TABLES["requests"].c
    query = (
        select(mine.number, _DATED, mine.served_on, asked.description)
        .join_from(_LETTERS, _CASES, _CASES.c.id == mine.case_id)
        .outerjoin(_DECISIONS, _DECIDED)
        .join(TABLES["requests"], asked.case_id == mine.case_id)
        .where(
            _CASES.c.agency_id == agency_id,
            _CASES.c.applicant_id == applicant_id,
            _CASES.c.id != but_case,
            mine.decision != 0,
            mine.voided_by.is_(None),
        )
        .order_by(mine.issued_on.desc())
        .limit(50)
    )
    return [OtherReply(*row) for row in unit.connection.execute(query)]


def other_refusals(unit: Unit, agency_id: UUID, outcomes: Collection[str], but_case: UUID, limit: int) -> list[str]:
    """Return the reasons of the newest refusals of an agency with some outcomes."""
    items = TABLES["items"].c
    query = (
        select(items.reasons)
        .join_from(TABLES["items"], _CASES, _CASES.c.id == items.case_id)
        .where(
            _CASES.c.agency_id == agency_id,
            _CASES.c.closed_on.is_not(None),
            _CASES.c.id != but_case,
            items.outcome.in_(outcomes),
            items.reasons.is_not(None),
        )
        .order_by(_CASES.c.closed_on.desc())
        .limit(limit)
    )
    return list(unit.connection.execute(query).scalars()) if outcomes else []
