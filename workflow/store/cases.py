"""Reading cases: one as of an entry, one by its number, and the rows of its record."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, bindparam, func, or_, select, tuple_

from workflow.rules.record.case import Case
from workflow.rules.record.entry import Body, Entry
from workflow.rules.record.replay import KINDS, Replay
from workflow.rules.states import Step
from workflow.store import models

if TYPE_CHECKING:
    from workflow.store.session import Store

_EVENTS = models.Event.__table__
_CASES = models.Case.__table__
_AGENCIES = models.Agency.__table__
_APPLICANTS = models.Applicant.__table__
_FEES = models.Fee.__table__
# Every registration asks these; to make them takes longer than to run them.
_BY_MATCH = (
    select(_APPLICANTS.c.id, _APPLICANTS.c.sealed)
    .where(*(_APPLICANTS.c[name] == bindparam(name) for name in ("agency_id", "match", "name", "applicant_class")))
    .order_by(_APPLICANTS.c.id)
)
_BY_NUMBER = select(_CASES.c.id, _CASES.c.version).where(
    *(_CASES.c[name] == bindparam(name) for name in ("agency_id", "case_no"))
)


def entries(connection: Connection, case_id: UUID, upto: int | None = None) -> Iterator[Entry]:
    """Yield the entries of a case in their order, up to the one numbered `upto`."""
    query = select(_EVENTS).where(_EVENTS.c.case_id == case_id).order_by(_EVENTS.c.seq)
    if upto is not None:
        query = query.where(_EVENTS.c.seq <= upto)
    for row in connection.execute(query):
        body = msgspec.json.decode(row.data, type=KINDS[row.kind])
        yield Entry(row.seq, row.counts_on, row.at, row.by, row.key, row.ask, body)


def case_as_of(store: "Store", connection: Connection, case_id: UUID, seq: int) -> Case:
    """Return the case as its entry `seq` left it, folded from the record."""
    name = connection.execute(
        select(_AGENCIES.c.timezone).join(_CASES, _CASES.c.agency_id == _AGENCIES.c.id).where(_CASES.c.id == case_id)
    ).scalar_one()
    zone = ZoneInfo(name)
    replay = Replay(store.calendars, lambda at: at.astimezone(zone).date())
    last = None
    for last in entries(connection, case_id, seq):
        replay.add(case_id, last)
    if last is None or replay.case is None:
        raise LookupError(seq)
    replay.settle(last)
    return replay.case


def entry_body(connection: Connection, case_id: UUID, seq: int) -> Body:
    """Return what an entry on record says."""
    query = select(_EVENTS.c.kind, _EVENTS.c.data).where(_EVENTS.c.case_id == case_id, _EVENTS.c.seq == seq)
    kind, data = connection.execute(query).one()
    return msgspec.json.decode(data, type=KINDS[kind])


def entry_days(connection: Connection, case_id: UUID) -> list[tuple[int, Step | None, date]]:
    """Return the number, the step and the day of each entry, as they were entered; the opening has no step."""
    query = select(_EVENTS.c.seq, _EVENTS.c.kind, _EVENTS.c.counts_on).where(_EVENTS.c.case_id == case_id)
    return [(seq, KINDS[kind].step, on) for seq, kind, on in connection.execute(query.order_by(_EVENTS.c.seq))]


def fee_notice_before(connection: Connection, case_id: UUID, seq: int) -> int:
    """Return the number of the fee notice that an entry after it is about, 0 where there is none."""
    query = select(func.max(_FEES.c.seq)).where(_FEES.c.case_id == case_id, _FEES.c.seq < seq)
    return connection.execute(query).scalar_one() or 0


def requests_in_month(connection: Connection, case: Case) -> int:
    """Return how many earlier requests the same applicant made to the agency in the calendar month of this one.

    Those of one day follow each other by their number; whoever shows the same identity paper is the same applicant.

    Source:
        国办函〔2020〕109号: 按件计收 counts per calendar month (自然月) and applicant.
    """
    if case.applicant_id is None:
        return 0
    first = case.received_on.replace(day=1)
    paper = select(_APPLICANTS.c.match).where(_APPLICANTS.c.id == case.applicant_id, _APPLICANTS.c.match != "")
    alike = select(_APPLICANTS.c.id).where(
        _APPLICANTS.c.agency_id == case.agency_id, _APPLICANTS.c.match == paper.scalar_subquery()
    )
    query = select(func.count()).where(
        or_(_CASES.c.applicant_id == case.applicant_id, _CASES.c.applicant_id.in_(alike)),
        _CASES.c.agency_id == case.agency_id,
        _CASES.c.received_on >= first,
        tuple_(_CASES.c.received_on, _CASES.c.serial) < (case.received_on, case.serial),
    )
    return int(connection.execute(query).scalar_one())


def applicants_by_match(
    connection: Connection, agency_id: UUID, match: str, name: str, applicant_class: str
) -> list[tuple[UUID, str]]:
    """Return who is on record with the same identity paper, name and class, and their sealed identifiers."""
    asked = {"agency_id": agency_id, "match": match, "name": name, "applicant_class": applicant_class}
    return [(row.id, row.sealed) for row in connection.execute(_BY_MATCH, asked)]


def sealed_of(connection: Connection, case_id: UUID) -> str:
    """Return the encrypted identifiers of a case's applicant, empty where there are none."""
    query = (
        select(_APPLICANTS.c.sealed)
        .join(_CASES, _CASES.c.applicant_id == _APPLICANTS.c.id)
        .where(_CASES.c.id == case_id)
    )
    found: str | None = connection.execute(query).scalar_one_or_none()
    return found or ""


def find_case(connection: Connection, agency_id: UUID, case_no: str) -> tuple[UUID, int] | None:
    """Return id and version of an agency's case by its number, None where there is none."""
    row = connection.execute(_BY_NUMBER, {"agency_id": agency_id, "case_no": case_no}).one_or_none()
    return None if row is None else (row.id, row.version)
