"""From what is owed to who is reminded, inside the database: the cost grows with what is due, not with what is open.

A sweep names the due days that its rules remind of (`Marked`). The duties with such a day are looked up by an index,
and only their agencies' people; each reminder is one row whose key tells it from all others, so a sweep that comes
twice adds nothing.

To ask of each row whether it is there already costs as much as to write it. Sweeps therefore write one after the other,
and ask of each rule and day whether anything was written for it: only then is a row looked for. The key holds them all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby, product
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    FromClause,
    Insert,
    MetaData,
    Select,
    Table,
    Text,
    Uuid,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    literal_column,
    null,
    or_,
    select,
    text,
    true,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.dialects import sqlite as lite
from sqlalchemy.schema import CreateTable

from workflow.rules.record.clockwork import CLOCKWORK
from workflow.rules.reminders import ASSIGNEE, SUPERIOR
from workflow.rules.states import Role
from workflow.store.base import Instant
from workflow.store.postgres import Postgres
from workflow.store.reach import at_work, reached_by, with_role
from workflow.store.rows import TABLES
from workflow.store.session import Unit

DESK = "desk"
PERSONAL = (DESK, "email")
"""Channels that reach a person."""


SWEEP_LOCK = 0x7377656570  # "sweep"
_SINGLES = 1_000_000_000  # Numbers of single messages that each of the statements of a sweep may give out.
_DUTIES, _REMINDERS, _DELIVERIES = (TABLES[name] for name in ("duties", "reminders", "deliveries"))
_ROLES, _USERS, _AGENCIES = (TABLES[name] for name in ("roles", "users", "agencies"))
ON_DESK = _REMINDERS.c.channel == literal_column("'desk'")
NOT_DESK = _REMINDERS.c.channel != literal_column("'desk'")
"""Which of the two indexes beside the key a reminder stands in, as words of the statement: a database that is given
the channel apart from it cannot see that the index holds all that is asked for."""


def _temporary(name: str, *columns: Column[Any]) -> Table:
    return Table(name, MetaData(), *columns, prefixes=["TEMPORARY"], postgresql_on_commit="DELETE ROWS")


_MARKS = _temporary(
    "sweep_marks",
    Column("book", BigInteger),
    Column("duty", Text),
    Column("rule", Text),
    Column("role", Text),
    Column("channel", Text),
    Column("digest", Boolean),
    Column("daily", Boolean),
    Column("due_from", Date),
    Column("due_until", Date),
    Column("day", Date),
    Column("begun", Boolean),
)
_DAYS = _temporary(
    "sweep_days",
    Column("book", BigInteger),
    Column("duty", Text),
    Column("due_from", Date),
    Column("due_until", Date),
)
_BOOKS = _temporary("sweep_books", Column("agency_id", Uuid, primary_key=True), Column("book", BigInteger))
_SETUPS = _temporary("sweep_setups", Column("agency_id", Uuid), Column("channel", Text))
_KINDS = _temporary("sweep_kinds", Column("role", Text))
_MATTERS = _temporary(
    "sweep_matters",
    Column("subject_id", Uuid),
    Column("agency_id", Uuid),
    Column("book", BigInteger),
    Column("assignee_id", Uuid),
    Column("duty", Text),
    Column("ref", Text),
    Column("due_on", Date),
    Column("since", Date),
)
_HEADS = _temporary(
    "sweep_heads",
    Column("agency_id", Uuid),
    Column("role", Text),
    Column("channel", Text),
    Column("recipient_id", Uuid),
    Column("home_id", Uuid),
)
_TARGETS = _temporary(
    "sweep_targets",
    Column("book", BigInteger),
    Column("duty", Text),
    Column("agency_id", Uuid),
    Column("rule", Text),
    Column("channel", Text),
    Column("recipient_id", Uuid),
    Column("home_id", Uuid),
    Column("digest", Boolean),
    Column("daily", Boolean),
    Column("due_from", Date),
    Column("due_until", Date),
    Column("day", Date),
    Column("begun", Boolean),
    Column("stands_in", Boolean),
)
_FRESH = _temporary("sweep_fresh", Column("case_id", Uuid), Column("duty", Text), Column("ref", Text))
_QUIET = _temporary("sweep_quiet", Column("agency_id", Uuid, primary_key=True), Column("not_before", Instant))
_TEMPORARY = (_MARKS, _DAYS, _BOOKS, _SETUPS, _KINDS, _MATTERS, _HEADS, _TARGETS, _FRESH, _QUIET)


class Marked(NamedTuple):
    """A rule, for one of its roles and channels, and the due days that it reminds of on a day.

    Args:
        book: Which rules it stands in; 0 is the book of agencies that have none of their own.
        duty: What is owed.
        rule: Its id.
        role: Who is reminded.
        channel: How.
        digest: Put together with others.
        daily: On each working day anew.
        due_from: First due day.
        due_until: Last due day.
        day: The day of the reminder; what came to be owed after it is not reminded of.
    """

    book: int
    duty: str
    rule: str
    role: str
    channel: str
    digest: bool
    daily: bool
    due_from: date
    due_until: date
    day: date


class Matter(NamedTuple):
    """Something that an agency owes apart from its cases."""

    agency_id: UUID
    duty: str
    ref: str
    due_on: date
    since: date


class Number(NamedTuple):
    """Which sweep this is and when it runs; all of its messages are digests after an outage."""

    sweep: int
    at: datetime
    only_digests: bool


class Sweeping:
    """One sweep, in the caller's unit of work.

    Args:
        unit: The unit of work.
        number: Which sweep it is.
    """

    def __init__(self, unit: Unit, number: Number) -> None:
        unit.begin()
        self.connection = unit.connection
        self.number = number
        self.on_postgres = isinstance(unit.driver, Postgres)
        if self.on_postgres:
            self.connection.execute(select(func.pg_advisory_xact_lock(SWEEP_LOCK)))
        for table in _TEMPORARY:
            self.connection.execute(CreateTable(table, if_not_exists=True))
            self.connection.execute(delete(table))

    def prepare(self, marks: Sequence[Marked], books: dict[UUID, int], setups: Iterable[tuple[UUID, str]]) -> None:
        """Name the due days that are reminded of.

        Args:
            marks: Of all books.
            books: Agencies that have another book than 0.
            setups: Agencies and the channels, beside those to a person, that reach them.
        """
        self._marks, self._setups = marks, list(setups)
        self._fill(_DAYS, list(_spans(marks)))
        self._fill(_BOOKS, [{"agency_id": agency_id, "book": book} for agency_id, book in books.items()])

    def find(self, matters: Sequence[Matter], *, only_fresh: bool) -> int:
        """Find what is owed on such a day, mark it as seen, and return how much it is.

        Args:
            matters: What agencies owe apart from their cases.
            only_fresh: Look only at what was written since the sweep before.
        """
        days, book = _DAYS.c, func.coalesce(_BOOKS.c.book, 0)
        due, duties = self._due(self._fresh() if only_fresh else true())
        found = (
            select(
                duties.case_id,
                duties.agency_id,
                book,
                duties.assignee_id,
                duties.duty,
                duties.ref,
                duties.due_on,
                duties.since,
            )
            .select_from(due)
            .outerjoin(_BOOKS, _BOOKS.c.agency_id == duties.agency_id)
            .where(book == days.book)
        )
        self._hold_fresh()
        self._along_the_index(begin=True)
        self.connection.execute(insert(_MATTERS).from_select([column.name for column in _MATTERS.c], found))
        self._along_the_index(begin=False)
        self.connection.execute(update(_DUTIES).where(self._fresh()).values(fresh=False))
        known = {row.agency_id: row.book for row in self.connection.execute(select(_BOOKS))} if matters else {}
        rows = [
            {"subject_id": one.agency_id, "book": known.get(one.agency_id, 0), "assignee_id": None, **one._asdict()}
            for one in matters
        ]
        self._fill(_MATTERS, rows)
        return int(self.connection.execute(select(func.count()).select_from(_MATTERS)).scalar_one())

    def remind(self) -> int:
        """Add the reminders that are not there yet, and return how many they are."""
        self._fill(_MARKS, [mark._asdict() for mark in self._marks])
        self._fill(_SETUPS, [{"agency_id": agency_id, "channel": channel} for agency_id, channel in self._setups])
        self._fill(_KINDS, [{"role": str(role)} for role in Role])
        self._mark_begun()
        self._gather()
        self._aim()
        if self.on_postgres:
            self.connection.execute(text("set local default_statistics_target = 10"))
            for table in (_MARKS, _MATTERS, _TARGETS):
                self.connection.execute(text(f"analyze {table.name}"))
        known = self.connection.execute(select(_MARKS.c.begun).distinct()).scalars()
        ways = product(known, (self._by_role, self._by_name))
        return sum(self._add(query, place, begun=begun) for place, (begun, query) in enumerate(ways))

    def homes(self) -> list[UUID]:
        """Return the agencies for which somebody gets a message by this sweep."""
        mine = _REMINDERS.c.sweep == self.number.sweep
        query = select(_REMINDERS.c.agency_id).where(mine, NOT_DESK).distinct()
        return list(self.connection.execute(query).scalars())

    def dispatch(self, not_before: dict[UUID, datetime]) -> int:
        """Put the messages of this sweep on their way, and return how many they are.

        Args:
            not_before: The instant before which an agency's people are left alone.
        """
        self._fill(_QUIET, [{"agency_id": one, "not_before": until} for one, until in not_before.items()])
        mine, theirs = _REMINDERS.c, _DELIVERIES.c
        key = [mine.sweep, mine.channel, mine.agency_id, mine.recipient_id, mine.n]
        made = (
            select(*key, _at(self.number.at), _QUIET.c.not_before, literal("pending"), literal(0))
            .join_from(_REMINDERS, _QUIET, _QUIET.c.agency_id == mine.agency_id)
            .where(mine.sweep == self.number.sweep, NOT_DESK)
            .distinct()
        )
        names = [column.name for column in key]
        into = [theirs[name] for name in (*names, "created_at", "not_before", "state", "attempts")]
        return self._rows(insert(_DELIVERIES).from_select(into, made))

    def _hold_fresh(self) -> None:
        """Note what is fresh. A step that changes one of these waits, so that what it writes is seen as fresh again."""
        key = [_DUTIES.c.case_id, _DUTIES.c.duty, _DUTIES.c.ref]
        held = select(*key).where(_DUTIES.c.fresh).with_for_update()
        rows = held.cte("held") if self.on_postgres else held.subquery()
        self.connection.execute(insert(_FRESH).from_select([column.name for column in key], select(*rows.c)))

    def _due(self, only: ColumnElement[bool]) -> tuple[FromClause, Any]:
        """Return the duties of some days, and their columns.

        PostgreSQL is made to look each day up in the index: how few duties lie between two days it cannot know.
        """
        days = _DAYS.c
        on_its_day = and_(_DUTIES.c.duty == days.duty, _DUTIES.c.due_on.between(days.due_from, days.due_until))
        if not self.on_postgres:
            return _DAYS.join(_DUTIES, and_(on_its_day, only)), _DUTIES.c
        owing = select(_DUTIES).where(on_its_day, only).offset(0).lateral("owing")
        return _DAYS.join(owing, true()), owing.c

    def _along_the_index(self, *, begin: bool) -> None:
        if self.on_postgres:
            self.connection.execute(text(f"set local enable_seqscan = {'off' if begin else 'on'}"))
            self.connection.execute(text("set local jit = off"))  # To compile the query takes longer than to run it.

    def _fresh(self) -> ColumnElement[bool]:
        """Tell whether a duty was fresh when the sweep began."""
        duties, fresh = _DUTIES.c, _FRESH.c
        same = and_(fresh.case_id == duties.case_id, fresh.duty == duties.duty, fresh.ref == duties.ref)
        return and_(duties.fresh, select(fresh.case_id).where(same).exists())

    def _rows(self, added: Insert) -> int:
        return self.connection.execute(added, execution_options={"preserve_rowcount": True}).rowcount

    def _fill(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            self.connection.execute(insert(table), rows)

    def _gather(self) -> None:
        """Find the people and the agencies that can be reminded for what is owed."""
        agencies = select(_MATTERS.c.agency_id).distinct().scalar_subquery()
        has = with_role(_KINDS.c.role)
        below = _AGENCIES.alias("below")
        for channel in PERSONAL:
            own = (
                select(_ROLES.c.agency_id, _KINDS.c.role, literal(channel), _ROLES.c.user_id, _ROLES.c.agency_id)
                .join_from(_ROLES, _USERS, and_(_USERS.c.id == _ROLES.c.user_id, _USERS.c.active))
                .join(_KINDS, has)
                .where(_ROLES.c.agency_id.in_(agencies), _ROLES.c.user_id != CLOCKWORK)
            )
            above = (
                select(below.c.id, literal(SUPERIOR), literal(channel), _ROLES.c.user_id, _ROLES.c.agency_id)
                .join_from(below, _ROLES, _ROLES.c.agency_id == below.c.parent_id)
                .join(_USERS, and_(_USERS.c.id == _ROLES.c.user_id, _USERS.c.active))
                .where(below.c.id.in_(agencies), with_role(Role.SUPERVISOR))
            )
            for query in (own, above):
                self._heads(query if channel == DESK else query.where(reached_by(channel, _ROLES.c.user_id)))
        home = _SETUPS.c.agency_id
        of_own = select(home, _KINDS.c.role, _SETUPS.c.channel, home, home).join_from(_SETUPS, _KINDS, true())
        of_above = select(below.c.id, literal(SUPERIOR), _SETUPS.c.channel, home, home).join_from(
            below, _SETUPS, home == below.c.parent_id
        )
        self._heads(of_own.where(home.in_(agencies)))
        self._heads(of_above.where(below.c.id.in_(agencies)))

    def _heads(self, query: Select[Any]) -> None:
        self.connection.execute(insert(_HEADS).from_select([column.name for column in _HEADS.c], query))

    def _mark_begun(self) -> None:
        """Note which marks have reminders already, of an earlier sweep."""
        marks, mine = _MARKS.c, _REMINDERS.c
        first = case((marks.daily, marks.day), else_=marks.due_from)
        last = case((marks.daily, marks.day), else_=marks.due_until)
        there = select(mine.rule).where(mine.mark_on.between(first, last), mine.rule == marks.rule)
        self._along_the_index(begin=True)
        self.connection.execute(update(_MARKS).values(begun=there.correlate(_MARKS).exists()))
        self._along_the_index(begin=False)

    def _aim(self) -> None:
        """Find who is reminded by role, each person once for a rule, a channel and a day, whatever roles he has.

        An agency is told of a case by its webhook or group once, whoever of its people is meant. Who stands in for the
        person who has the case is reminded where nobody has it.
        """
        marks, heads = _MARKS.c, _HEADS.c
        stands_in = and_(marks.role == ASSIGNEE, marks.channel.in_(PERSONAL))
        role = case((marks.role == ASSIGNEE, str(Role.CASEWORKER)), else_=marks.role)
        what = [marks.book, marks.duty, heads.agency_id, marks.rule, marks.channel, heads.recipient_id]
        mark_on = case((marks.daily, marks.day), else_=marks.due_from)
        order = [case((stands_in, 1), else_=0), heads.home_id, marks.day.desc()]
        place = func.row_number().over(partition_by=[*what, marks.daily, mark_on], order_by=order)
        when = [marks.digest, marks.daily, marks.due_from, marks.due_until, marks.day, marks.begun]
        every = (
            select(*what, heads.home_id, *when, stands_in.label("stands_in"), place.label("place"))
            .join_from(_MARKS, _HEADS, and_(heads.channel == marks.channel, heads.role == role))
            .subquery()
        )
        names = [column.name for column in _TARGETS.c]
        first = select(*(every.c[name] for name in names)).where(every.c.place == 1)
        self.connection.execute(insert(_TARGETS).from_select(names, first))

    def _by_role(self, *, begun: bool, one_day: bool) -> Select[Any]:
        """Return who is reminded of what because of a role."""
        targets, matters = _TARGETS.c, _MATTERS.c
        works = at_work(matters.assignee_id, matters.agency_id)
        return (
            select(targets.recipient_id, *_what(targets), targets.home_id, targets.digest)
            .join_from(_TARGETS, _MATTERS, and_(_matched(targets, one_day), targets.agency_id == matters.agency_id))
            .where(targets.begun == begun, or_(~targets.stands_in, matters.assignee_id.is_(None), ~works))
        )

    def _by_name(self, *, begun: bool, one_day: bool) -> Select[Any]:
        """Return what those are reminded of who have the case, as far as no role of theirs reminds them of it."""
        targets, marks, matters = _TARGETS.c, _MARKS.c, _MATTERS.c
        same = [
            targets[name] == marks[name] for name in ("book", "duty", "rule", "channel", "daily", "due_from", "day")
        ]
        by_role_too = (
            select(targets.rule)
            .where(*same, ~targets.stands_in)
            .where(targets.agency_id == matters.agency_id, targets.recipient_id == matters.assignee_id)
            .exists()
        )
        return (
            select(matters.assignee_id, *_what(marks), matters.agency_id, marks.digest)
            .join_from(_MARKS, _MATTERS, _matched(marks, one_day))
            .where(marks.begun == begun, marks.role == ASSIGNEE, marks.channel.in_(PERSONAL), ~by_role_too)
            .where(at_work(matters.assignee_id, matters.agency_id))
            .where(or_(marks.channel == DESK, reached_by("email", matters.assignee_id)))
        )

    def _add(self, query: Callable[..., Select[Any]], place: int, *, begun: bool) -> int:
        """Add reminders of marks of one due day, which are found by that day, and of others, which are compared."""
        one = union_all(query(begun=begun, one_day=True), query(begun=begun, one_day=False)).subquery()
        *what, home, digest = one.c
        number = place * _SINGLES + func.row_number().over()
        n = literal(0) if self.number.only_digests else case((digest, 0), else_=number)
        rows = select(*what, home, _at(self.number.at), literal(self.number.sweep), n, null()).where(true())
        key = ["recipient_id", "subject_id", "duty", "ref", "rule", "due_on", "mark_on", "channel", "agency_id"]
        names = [*key, "created_at", "sweep", "n", "read_at"]
        make = pg.insert if self.on_postgres else lite.insert
        added = make(_REMINDERS).from_select(names, rows)
        return self._rows(added.on_conflict_do_nothing() if begun else added)


def _matched(marks: Any, one_day: bool) -> ColumnElement[bool]:  # noqa: ANN401, FBT001 (columns of marks or of targets)
    """Tell whether a mark is of a matter; marks of one due day or others."""
    matters, first, last = _MATTERS.c, marks.due_from, marks.due_until
    due = and_(first == last, matters.due_on == first)
    if not one_day:
        due = and_(first != last, matters.due_on.between(first, last))
    return and_(marks.book == matters.book, marks.duty == matters.duty, due, matters.since <= marks.day)


def _what(marks: Any) -> list[ColumnElement[Any]]:  # noqa: ANN401 (columns of marks or of targets)
    """Return what a reminder is of."""
    matters = _MATTERS.c
    mark_on = case((marks.daily, marks.day), else_=matters.due_on).label("mark_on")
    return [matters.subject_id, matters.duty, matters.ref, marks.rule, matters.due_on, mark_on, marks.channel]


def _spans(marks: Iterable[Marked]) -> Iterator[dict[str, object]]:
    """Yield the due days of each book and duty as spans that do not touch, so that no duty is found twice."""
    order = sorted({(mark.book, mark.duty, mark.due_from, mark.due_until) for mark in marks})
    for (book, duty), group in groupby(order, key=itemgetter(0, 1)):
        (_, _, start, end), *others = group
        for _, _, due_from, due_until in others:
            if due_from > end:
                yield {"book": book, "duty": duty, "due_from": start, "due_until": end}
                start, end = due_from, due_until
            else:
                end = max(end, due_until)
        yield {"book": book, "duty": duty, "due_from": start, "due_until": end}


def anything_fresh(unit: Unit) -> bool:
    """Tell whether something came to be owed, or its day moved, since the last sweep."""
    return unit.connection.execute(select(_DUTIES.c.case_id).where(_DUTIES.c.fresh).limit(1)).first() is not None


def _at(value: datetime) -> ColumnElement[datetime]:
    return literal(value, Instant)
