"""Units of work: everything in one is committed together, at its end, or not at all.

A unit that only takes one step needs no transaction of its own on PostgreSQL, since a step is one statement there;
`Store.step()` gives that, and becomes a whole transaction as soon as something needs one. `Store.unit()` is whole from
the start. On SQLite both begin with BEGIN IMMEDIATE. `Store.look()` only reads, and keeps nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import islice
from types import TracebackType
from typing import Any, NamedTuple, Self
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection as Connection  # noqa: PLC0414 (named by those who may not know SQLAlchemy)
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.pool import PoolProxiedConnection

from workflow.rules.calendar import Calendar
from workflow.rules.duty import DutyPolicy
from workflow.rules.errors import BadInput
from workflow.rules.notices import Notice
from workflow.rules.record.case import Case
from workflow.rules.record.schedule import policy_of
from workflow.rules.states import Role
from workflow.store.calendars import Calendars
from workflow.store.failing import refusal, told
from workflow.store.files import FileStore
from workflow.store.postgres import Postgres
from workflow.store.questions import Question, kinds
from workflow.store.rows import Write
from workflow.store.sqlite import Sqlite

GROUP = 25  # Steps of a batch that are written together.
KEPT = 5  # Idle connections of a store; more are given back to the pool.
CALENDAR_LOCK = 0x63616C656E646172  # "calendar"
_NEXT = Question(
    "insert into number_series as s (agency_id, series, year, last) values ($1, $2, $3, 1) "
    "on conflict (agency_id, series, year) do update set last = s.last + 1 returning last",
    kinds("number_series", "agency_id", "series", "year"),
)


class Standing(NamedTuple):
    """How a person stands to a case: the agency's settings and periods, and the person's roles there."""

    one_person: bool
    zone: ZoneInfo
    roles: frozenset[Role]
    policy: DutyPolicy


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
        self._idle: list[PoolProxiedConnection] = []

    def unit(self) -> "Unit":
        """Open a unit of work that is one transaction."""
        return Unit(self, whole=True)

    def step(self) -> "Unit":
        """Open a unit of work for one step."""
        return Unit(self)

    def look(self) -> "Unit":
        """Open a unit that sees the record as it stands at its first query, and of which nothing is kept."""
        return Unit(self, whole=True, looking=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection that only reads, and sees the record as it stands at its first query."""
        with told(), self.engine.connect() as connection:
            driven: Any = connection.connection.driver_connection
            try:
                self.driver.control(driven, self.driver.snapshot)
                yield connection
            finally:
                if self.driver.gone(driven):
                    connection.invalidate()
                    self.close()
                else:
                    self.driver.control(driven, "ROLLBACK")

    def take(self) -> PoolProxiedConnection:
        """Return a connection for a unit: the one used last, which costs a step a tenth less than one from the pool."""
        try:
            return self._idle.pop()
        except IndexError:
            return self.engine.raw_connection()

    def give_back(self, held: PoolProxiedConnection) -> None:
        """Keep a sound connection for the next unit."""
        if len(self._idle) < KEPT:
            self._idle.append(held)
        else:
            held.close()

    def drop(self, held: PoolProxiedConnection) -> None:
        """Part with a connection that is gone, and with the idle ones, which may be as gone."""
        held.invalidate()
        self.close()

    def close(self) -> None:
        """Give back all connections."""
        while self._idle:
            self._idle.pop().close()
        self.engine.dispose()


class Unit:
    """One unit of work on one connection, kept when its block ends well and dropped when it does not.

    Args:
        store: The record.
        whole: Whether it is a transaction from the start.
        looking: Whether it only reads; what is written all the same is refused or dropped.
    """

    def __init__(self, store: Store, *, whole: bool = False, looking: bool = False) -> None:
        self.store = store
        self.driver = store.driver
        self.begun = False
        self._whole = whole
        self._looking = looking
        self._lost = False
        self._spoiled = False
        self._cursor: Any = None
        self._late: list[Write] = []
        self._awaited: Callable[[], list[Write]] | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        with told():
            self._held = self.store.take()
        self._bare: Any = self._held.driver_connection
        if self._whole:
            try:
                self.begin()
            except BaseException as error:
                self._undo(error)
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._undo(error)
            return
        try:
            self.commit()
        except BaseException as failure:
            self._undo(failure)
            raise
        self._leave()

    def _undo(self, error: BaseException) -> None:
        """Drop what was done, and say in words what the database objected to, if it was the database."""
        self.rollback()
        self._leave()
        meant = refusal(error)
        if meant is not None:
            raise meant from error

    def _leave(self) -> None:
        if self._lost or self.driver.gone(self._driven):
            self.store.drop(self._held)
        else:
            self.store.give_back(self._held)

    @property
    def _driven(self) -> Any:  # noqa: ANN401 (a psycopg or a sqlite3 connection)
        """The connection, free for the next statement."""
        if self._awaited is not None:
            self._wait()
        return self._bare

    @property
    def raw(self) -> Any:  # noqa: ANN401 (a psycopg cursor or a sqlite3 connection)
        """What runs statements as the driver takes them."""
        driven = self._driven
        if self._cursor is None:
            self._cursor = self.driver.executor(driven)
        return self._cursor

    @property
    def connection(self) -> Connection:
        """SQLAlchemy's face of the same connection, made when something beside the step asks for it."""
        if self._awaited is not None:
            self._wait()
        if self._connection is None:
            self._connection = Connection(self.store.engine, connection=self._held)
        return self._connection

    def begin(self) -> None:
        """Make the unit a transaction, if it is none yet."""
        if not self.begun:
            self.driver.control(self._driven, self.driver.snapshot if self._looking else self.driver.begin)
            self.begun = True

    def commit(self) -> None:
        """Keep what was done.

        Raises:
            RuntimeError: A batch in it was refused when some of it was written already, and the caller went on.
        """
        if self._spoiled:
            raise RuntimeError("A batch in this unit was refused, so nothing of the unit can be kept.")
        if self.begun:
            self.driver.control(self._driven, "ROLLBACK" if self._looking else "COMMIT")
            self.begun = False

    def rollback(self) -> None:
        """Drop what was done."""
        if self.begun:
            self.begun = self._spoiled = False
            try:
                self.driver.control(self._driven, "ROLLBACK")
            except self.driver.errors:
                self._lost = True  # The server forgets an open transaction with its connection.

    def load(self, case_id: UUID, by: UUID, key: str) -> Loaded | None:
        """Return a case for a step; None where it does not exist or `by` has no role in its agency."""
        self._lock()
        found = self.driver.load(self._driven, case_id, by, key)
        return None if found is None else _loaded(found)

    def load_many(self, wanted: Sequence[tuple[UUID, UUID, str]]) -> dict[UUID, Loaded]:
        """Return cases for a batch of steps, by id; each of `wanted` is (case, person, key)."""
        self._lock()
        rows = map(_loaded, self.driver.load_many(self._driven, wanted) if wanted else ())
        return {loaded.case.id: loaded for loaded in rows}

    def save(self, writes: Sequence[Write]) -> set[UUID]:
        """Write steps of distinct cases; return those whose version still was the expected one."""
        return self.driver.save(self._driven, writes) if writes else set()

    def save_all(self, writes: Iterator[Write]) -> list[Write]:
        """Write one step of each of distinct cases, all or none; return those whose version was another.

        Groups of them are on their way to the server while the next are decided. What deciding asks of this unit waits
        until the connection is free, so that it may see the cases written before.
        """
        self.begin()
        self._late = []
        try:
            while group := list(islice(writes, GROUP)):
                self._awaited = self.driver.send(self._driven, group)
            self._wait()
        except BaseException:
            self._spoiled = True
            with suppress(*self.driver.errors):
                self._wait()
            raise
        self._spoiled = bool(self._late)
        return self._late

    def _wait(self) -> None:
        """Wait for the writes that are on their way."""
        if self._awaited is not None:
            wait, self._awaited = self._awaited, None
            self._late += wait()

    def calendar(self, *, changing: bool = False) -> Calendar:
        """Return the calendar in force now, and keep it in force until the unit ends.

        Args:
            changing: The unit is to change it, and waits for the units that count with it.
        """
        self.begin()
        if isinstance(self.driver, Postgres):
            lock = "pg_advisory_xact_lock" if changing else "pg_advisory_xact_lock_shared"
            self.raw.execute(f"select {lock}(%s)", (CALENDAR_LOCK,))
        return self.store.calendars.current(self.connection)

    def next_number(self, agency_id: UUID, series: str, year: int) -> int:
        """Give out the next number of a series; it is lost to nobody, since a rollback takes it back."""
        self.begin()
        [(number,)] = _NEXT.ask(self, agency_id, series, year)
        return int(number)

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


@lru_cache(maxsize=4096)
def policy_in(settings: str) -> DutyPolicy:
    """Return the periods of duties in the settings of an agency, as they stand in its row."""
    return policy_of(msgspec.json.decode(settings, type=dict[str, str]))


def _loaded(row: tuple[bytes | str, str, bool, str, str, int, str, str]) -> Loaded:
    snapshot, head, one_person, zone, roles, seen, ask, settings = row
    standing = Standing(bool(one_person), zone_of(zone), _roles(roles), policy_in(settings))
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
            pool_use_lifo=True,  # The connection used last has its statements and the server's memory at hand.
            connect_args={"prepare_threshold": 0, "client_encoding": "utf8", "options": "-c timezone=UTC"},
        )
    raise BadInput("{backend} is not a database this program knows. Use sqlite or postgresql.", backend=backend)


def _pragmas(raw: Any, record: object) -> None:  # noqa: ARG001, ANN401 (SQLAlchemy's signature)
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on", "cache_size=-65536"):
        raw.execute(f"pragma {pragma}")
