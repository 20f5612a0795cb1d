"""Units of work: everything in one is committed together, at its end, or not at all.

A unit that only takes one step needs no transaction of its own on PostgreSQL, since a step is one statement there;
`Store.step()` gives that, and becomes a whole transaction as soon as something needs one. `Store.unit()` is whole from
the start. On SQLite both begin with BEGIN IMMEDIATE.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection as Connection  # noqa: PLC0414 (named by those who may not know SQLAlchemy)
from sqlalchemy import create_engine, event
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.dialects import sqlite as lite
from sqlalchemy.engine import Engine, make_url

from workflow.rules.calendar import Calendar
from workflow.rules.errors import BadInput
from workflow.rules.notices import Notice
from workflow.rules.record.case import Case
from workflow.rules.states import Role
from workflow.store.calendars import Calendars
from workflow.store.failing import told
from workflow.store.files import FileStore
from workflow.store.models import NumberSeries
from workflow.store.postgres import Postgres
from workflow.store.rows import Write
from workflow.store.sqlite import Sqlite

_CALENDAR_LOCK = 0x63616C656E646172  # "calendar"
_NUMBERS = NumberSeries.__table__


class Standing(NamedTuple):
    """How a person stands to a case: the agency's settings and the person's roles there."""

    one_person: bool
    zone: ZoneInfo
    roles: frozenset[Role]


class Loaded(NamedTuple):
    """A case read for a step, and the entry that already has the call's key, if there is one."""

    case: Case
    head: str
    standing: Standing
    seen: int
    seen_ask: str


class Store:
    """The record in one database.

    Args:
        url: `sqlite:///path` or `postgresql+psycopg://…`.
        shipped: The holiday notices that came with the program.
        files: Where issued letters and attachments are kept.
    """

    def __init__(self, url: str, shipped: tuple[Notice, ...], files: FileStore) -> None:
        self.files = files
        self.url = make_url(url)
        self.driver: Postgres | Sqlite = Sqlite() if self.url.get_backend_name() == "sqlite" else Postgres()
        self.engine = _engine(url)
        self.calendars = Calendars(self.engine, shipped)

    @contextmanager
    def unit(self) -> Iterator["Unit"]:
        """Open a unit of work that is one transaction."""
        with self.step() as unit:
            unit.begin()
            yield unit

    @contextmanager
    def step(self) -> Iterator["Unit"]:
        """Open a unit of work for one step."""
        with told():
            unit = Unit(self)
            try:
                yield unit
                unit.commit()
            except BaseException:
                unit.rollback()
                raise
            finally:
                unit.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection that only reads, and sees the record as it stands at its first query."""
        with told(), self.engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute(self.driver.snapshot)
            try:
                yield connection
            finally:
                raw.execute("ROLLBACK")

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


class Unit:
    """One unit of work on one connection."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.driver = store.driver
        self._held = store.engine.raw_connection()
        self.raw: Any = self.driver.executor(self._held.driver_connection)
        self._connection: Connection | None = None
        self.begun = False

    @property
    def connection(self) -> Connection:
        """SQLAlchemy's face of the same connection, made when something beside the step asks for it."""
        if self._connection is None:
            self._connection = Connection(self.store.engine, connection=self._held)
        return self._connection

    def close(self) -> None:
        """Give the connection back."""
        self._held.close()

    def begin(self) -> None:
        """Make the unit a transaction, if it is none yet."""
        if not self.begun:
            self.raw.execute(self.driver.begin)
            self.begun = True

    def commit(self) -> None:
        """Keep what was done."""
        if self.begun:
            self.raw.execute("COMMIT")
            self.begun = False

    def rollback(self) -> None:
        """Drop what was done."""
        if self.begun:
            self.begun = False
            try:
                self.raw.execute("ROLLBACK")
            except self.driver.errors:
                self._held.invalidate()  # The server forgets an open transaction with its connection.

    def load(self, case_id: UUID, by: UUID, key: str) -> Loaded | None:
        """Return a case for a step; None where it does not exist or `by` has no role in its agency."""
        self._lock()
        found = self.driver.load(self.raw, case_id, by, key)
        return None if found is None else _loaded(found)

    def load_many(self, wanted: Sequence[tuple[UUID, UUID, str]]) -> dict[UUID, Loaded]:
        """Return cases for a batch of steps, by id; each of `wanted` is (case, person, key)."""
        self._lock()
        rows = (_loaded(row) for row in self.driver.load_many(self.raw, wanted))
        return {loaded.case.id: loaded for loaded in rows}

    def save(self, writes: Sequence[Write]) -> set[UUID]:
        """Write steps of distinct cases; return those whose version still was the expected one."""
        return self.driver.save(self.raw, writes) if writes else set()

    def calendar(self, *, changing: bool = False) -> Calendar:
        """Return the calendar in force now, and keep it in force until the unit ends.

        Args:
            changing: The unit is to change it, and waits for the units that count with it.
        """
        self.begin()
        if isinstance(self.driver, Postgres):
            lock = "pg_advisory_xact_lock" if changing else "pg_advisory_xact_lock_shared"
            self.raw.execute(f"select {lock}(%s)", (_CALENDAR_LOCK,))
        return self.store.calendars.current(self.connection)

    def next_number(self, agency_id: UUID, series: str, year: int) -> int:
        """Give out the next number of a series; it is lost to nobody, since a rollback takes it back."""
        self.begin()
        insert = pg.insert if isinstance(self.driver, Postgres) else lite.insert
        row = insert(NumberSeries).values(agency_id=agency_id, series=series, year=year, last=1)
        statement = row.on_conflict_do_update(
            index_elements=["agency_id", "series", "year"], set_={"last": _NUMBERS.c["last"] + 1}
        ).returning(_NUMBERS.c["last"])
        return int(self.connection.execute(statement).scalar_one())

    def _lock(self) -> None:
        """SQLite must hold the writer's lock before it reads what the step decides on."""
        if isinstance(self.driver, Sqlite):
            self.begin()


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """Return the agency's day of an instant."""
    return at.astimezone(zone).date()


@cache
def zone_of(name: str) -> ZoneInfo:
    """Return the time zone of a name such as `Asia/Shanghai`."""
    return ZoneInfo(name)


@cache
def _roles(names: str) -> frozenset[Role]:
    return frozenset(Role(name) for name in names.split())


_DECODER = msgspec.json.Decoder(Case)


def _loaded(row: tuple[str, str, bool, str, str, int, str]) -> Loaded:
    snapshot, head, one_person, zone, roles, seen, ask = row
    standing = Standing(bool(one_person), zone_of(zone), _roles(roles))
    return Loaded(_DECODER.decode(snapshot), head, standing, seen, ask)


def _engine(url: str) -> Engine:
    backend = make_url(url).get_backend_name()
    if backend == "sqlite":
        engine = create_engine(
            url, isolation_level="AUTOCOMMIT", pool_reset_on_return=None, connect_args={"timeout": 30}
        )
        event.listen(engine, "connect", _pragmas)
        return engine
    if backend == "postgresql":
        return create_engine(
            url,
            isolation_level="AUTOCOMMIT",
            pool_reset_on_return=None,
            pool_size=5,
            max_overflow=60,
            connect_args={"prepare_threshold": 0, "options": "-c timezone=UTC"},
        )
    raise BadInput("{backend} is not a database this program knows. Use sqlite or postgresql.", backend=backend)


def _pragmas(raw: Any, record: object) -> None:  # noqa: ARG001, ANN401 (SQLAlchemy's signature)
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on", "cache_size=-65536"):
        raw.execute(f"pragma {pragma}")
