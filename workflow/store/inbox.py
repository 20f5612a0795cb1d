"""Reminders on a person's desk: read and unread, of what is still owed and of what is done."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, or_, select, tuple_, update

from workflow.rules.agency_duties import owing
from workflow.rules.calendar import Calendar
from workflow.rules.duty import Actor, Duty, Owed
from workflow.store.deliveries import SAME_DUTY, regime_of
from workflow.store.obligations import agencies_owe, still_owed
from workflow.store.people import AgencyRow, agencies
from workflow.store.rows import TABLES
from workflow.store.session import Unit
from workflow.store.sweeping import ON_DESK

_REMINDERS, _DUTIES, _CASES = (TABLES[name] for name in ("reminders", "duties", "cases"))
_ROLES, _USERS = TABLES["roles"], TABLES["users"]
_MINE = and_(_REMINDERS.c.recipient_id == bindparam("user_id"), ON_DESK)


class ReminderKey(NamedTuple):
    """What tells one reminder on a person's desk from another."""

    subject_id: UUID
    duty: str
    ref: str
    rule: str
    due_on: date
    mark_on: date


class Place(NamedTuple):
    """Where a page ended; the next page begins after it."""

    created_at: datetime
    key: ReminderKey


class Noted(NamedTuple):
    """A reminder on the desk.

    Args:
        key: Of the reminder.
        agency_id: The agency for which the person is reminded.
        name: Number of the case, or code of the agency that owes it.
        of_agency: Whether an agency owes it and not a case.
        owed: What is owed.
        regime: Name of the regime of the case's clock; "" for an agency.
        open: Whether it is still owed, by the same day; else it is done, or its day moved.
        created_at: When the person was reminded, UTC.
        read_at: When it was read, UTC; None before.
    """

    key: ReminderKey
    agency_id: UUID
    name: str
    of_agency: bool
    owed: Owed
    regime: str
    open: bool
    created_at: datetime
    read_at: datetime | None

    @property
    def place(self) -> Place:
        """Its place on the desk."""
        return Place(self.created_at, self.key)


class Reader(NamedTuple):
    """Whose desk it is, and as of when.

    Args:
        user_id: The person; one who is not active any more has no desk.
        today: What could only be done until an earlier day is done.
        calendar: Working days as announced; what an agency owes is counted with it.
    """

    user_id: UUID
    today: date
    calendar: Calendar


_KEY = [_REMINDERS.c[name] for name in ReminderKey._fields]


def unread(connection: Connection, reader: Reader, limit: int, after: Place | None = None) -> list[Noted]:
    """Return a page of the reminders that the person has not read, open or done, the newest first."""
    return inbox(connection, reader, limit, after, only_unread=True)


def inbox(
    connection: Connection,
    reader: Reader,
    limit: int,
    after: Place | None = None,
    *,
    only_unread: bool = False,
    only_open: bool = False,
) -> list[Noted]:
    """Return a page of the reminders on a person's desk, the newest first.

    Args:
        connection: To read with.
        reader: The person.
        limit: Most rows.
        after: The place of the last row of the page before.
        only_unread: Leave out what was read.
        only_open: Leave out what is not owed any more.
    """
    query = _page(reader.today, only_unread=only_unread, only_open=only_open)
    offices = _Offices(connection, reader)
    found: list[Noted] = []
    while len(found) < limit:
        wanted = limit - len(found)
        page = query if after is None else query.where(_after(after))
        rows = connection.execute(page.limit(wanted), {"user_id": reader.user_id}).all()
        read = [_noted(row, offices) for row in rows]
        found += (one for one in read if one.open or not only_open)
        if len(rows) < wanted:
            break
        after = read[-1].place
    return found


def every_unread(connection: Connection, reader: Reader, at_once: int = 1000) -> Iterator[Noted]:
    """Yield all reminders that the person has not read, page by page."""
    after: Place | None = None
    while page := unread(connection, reader, at_once, after):
        yield from page
        after = page[-1].place


def mark_read(unit: Unit, user_id: UUID, keys: Collection[ReminderKey] | None, now: datetime) -> int:
    """Note that a person has read reminders, and return how many were unread.

    Args:
        unit: The unit of work.
        user_id: The person.
        keys: Of the reminders; None for all that there are by now.
        now: The present instant.
    """
    unit.begin()
    mine = _REMINDERS.c
    change = update(_REMINDERS).where(mine.recipient_id == user_id, ON_DESK, mine.read_at.is_(None))
    change = change.values(read_at=now)
    if keys is None:
        return unit.connection.execute(change.where(mine.created_at <= now)).rowcount
    return sum(unit.connection.execute(change.where(*_same(key))).rowcount for key in keys)


def _same(key: ReminderKey) -> list[ColumnElement[bool]]:
    return [column == value for column, value in zip(_KEY, key, strict=True)]


def _page(today: date, *, only_unread: bool, only_open: bool) -> Select[Any]:
    """Return the query of a desk; what an agency owes has no row among the duties and is judged later."""
    mine, duties = _REMINDERS.c, _DUTIES.c
    owed = and_(SAME_DUTY, still_owed(today))
    works = (
        select(_ROLES.c.user_id)
        .join(_USERS, _USERS.c.id == _ROLES.c.user_id)
        .where(_ROLES.c.user_id == mine.recipient_id, _ROLES.c.agency_id == mine.agency_id)
        .where(_ROLES.c.roles != "", _USERS.c.active)
        .exists()
    )
    query = (
        select(
            *_KEY,
            mine.agency_id,
            mine.created_at,
            mine.read_at,
            _CASES.c.case_no,
            _CASES.c.snapshot,
            duties.who,
            duties.provisional,
        )
        .join_from(_REMINDERS, _DUTIES, owed, isouter=True)
        .join(_CASES, _CASES.c.id == mine.subject_id, isouter=True)
        .where(_MINE, works)
        .order_by(mine.created_at.desc(), *_KEY)
    )
    if only_unread:
        query = query.where(mine.read_at.is_(None))
    if only_open:
        query = query.where(or_(duties.case_id.is_not(None), _CASES.c.id.is_(None)))
    return query


def _after(place: Place) -> ColumnElement[bool]:
    created = _REMINDERS.c.created_at
    return or_(created < place.created_at, and_(created == place.created_at, tuple_(*_KEY) > place.key))


class _Offices:
    """The agencies and what they owe, read when the first reminder asks for it."""

    def __init__(self, connection: Connection, reader: Reader) -> None:
        self._connection = connection
        self._reader = reader
        self._known: Mapping[UUID, AgencyRow] | None = None
        self._owed: set[tuple[UUID, str, str, date]] = set()

    def code(self, agency_id: UUID) -> str:
        """Return the code of an agency; "" where it is none."""
        office = self._all().get(agency_id)
        return "" if office is None else office.code

    def owe(self, key: ReminderKey) -> bool:
        """Tell whether an agency still owes what a reminder says."""
        self._all()
        return (key.subject_id, key.duty, key.ref, key.due_on) in self._owed

    def _all(self) -> Mapping[UUID, AgencyRow]:
        if self._known is None:
            every = agencies(self._connection)
            self._known = {office.id: office for office in every}
            owing_now = agencies_owe(every, today=self._reader.today, calendar=self._reader.calendar)
            self._owed = {(office.id, str(one.duty), one.ref, one.due_on) for office, one in owing_now}
        return self._known


def _noted(row: Any, offices: _Offices) -> Noted:  # noqa: ANN401 (a row of mixed columns)
    key = ReminderKey(*row[: len(_KEY)])
    of_agency = row.case_no is None
    duty = Duty(row.duty)
    who = owing(duty) if of_agency else Actor(row.who or Actor.NOBODY)
    return Noted(
        key=key,
        agency_id=row.agency_id,
        name=offices.code(key.subject_id) if of_agency else row.case_no,
        of_agency=of_agency,
        owed=Owed(duty, row.ref, row.due_on, who, bool(row.provisional)),
        regime=regime_of(row.snapshot),
        open=offices.owe(key) if of_agency else row.who is not None,
        created_at=row.created_at,
        read_at=row.read_at,
    )
