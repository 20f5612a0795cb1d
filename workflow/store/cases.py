"""Reading cases: one as of an entry, one by its number, and the rows of its record."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, bindparam, func, or_, select, tuple_

from workflow.rules.record.case import Case
from workflow.rules.record.entry import Body, Entry
from workflow.rules.record.replay import KINDS, Replay
from workflow.rules.states import Step
from workflow.store import models
from workflow.store.questions import Question, kinds

if TYPE_CHECKING:
    from workflow.store.session import Store, Unit

_EVENTS = models.Event.__table__
_CASES = models.Case.__table__
_AGENCIES = models.Agency.__table__
_APPLICANTS = models.Applicant.__table__
_FEES = models.Fee.__table__
_INTAKE = Question(
    "select s.known, s.newest, s.undone, p.id, p.name, p.applicant_class, p.sealed from "
    "(select (select count(*) from cases where id = $1) as known, coalesce(max(seq), 0) as newest, "
    "coalesce(max(undone_by), 0) as undone from notices) s "
    """left join applicants p on p.agency_id = $2 and p."match" = $3 and p."match" <> '' order by p.id""",
    kinds("applicants", "id", "agency_id", "match"),
)
_NUMBER_TAKEN = ("uq_cases_agency_id_case_no", "cases.agency_id, cases.case_no")
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


class Alike(NamedTuple):
    """Who showed the same identity paper before."""

    id: UUID
    name: str
    applicant_class: str
    sealed: str


class Intake(NamedTuple):
    """What a registration is decided on.

    Args:
        known: The request is registered already.
        notices: The last entry that imported or took back a holiday notice, 0 for none.
        alike: Who showed the same identity paper to the agency, with their sealed identifiers.
    """

    known: bool
    notices: int
    alike: list[Alike]


def intake(unit: "Unit", case_id: UUID, agency_id: UUID, match: str) -> Intake:
    """Read what the registration of a request is decided on; `match` is the digest of the paper, empty for none."""
    rows = _INTAKE.ask(unit, case_id, agency_id, match)
    known, newest, undone = map(int, rows[0][:3])
    alike = [Alike(UUID(key), name, kind, sealed) for _, _, _, key, name, kind, sealed in rows if key]
    return Intake(bool(known), max(newest, undone), alike)


def number_taken(error: Exception) -> bool:
    """Tell whether the database objected to a case because its agency has another one of that number."""
    return any(name in str(error) for name in _NUMBER_TAKEN)


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
