"""What the record asks of each database: durable, consistent, in UTC, and one unit of work that is kept or dropped."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from factories import Office, at, dump
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from workflow.actions.agencies import Stamp, add_user
from workflow.rules.errors import BadInput, CaseworkError
from workflow.store.rows import TABLES
from workflow.store.session import Store

STAMP = Stamp(None, date(2026, 3, 2), at("2026-03-02"))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("foreign_keys", 1), ("journal_mode", "wal"), ("synchronous", 2)],  # 2 is FULL
)
def test_sqlite_is_durable_and_consistent_on_every_connection(sqlite_store: Store, pragma: str, value: object) -> None:
    with sqlite_store.reading() as one, sqlite_store.reading() as another, sqlite_store.unit() as unit:
        for connection in (one, another, unit.connection):
            assert connection.execute(text(f"pragma {pragma}")).scalar_one() == value


def test_a_unit_on_sqlite_holds_the_writer_s_lock_before_it_reads(sqlite_store: Store, sqlite_office: Office) -> None:
    case = sqlite_office.register()
    with sqlite_store.step() as unit:
        unit.load(case.id, sqlite_office.people["intake"], "key")
        path = str(sqlite_store.url.database)
        with (
            closing(sqlite3.connect(path, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("begin immediate")


def test_rows_of_nothing_are_refused(store: Store) -> None:
    row = {"user_id": uuid4(), "agency_id": uuid4(), "roles": "admin"}
    with pytest.raises(IntegrityError), store.engine.connect() as connection:
        connection.execute(insert(TABLES["roles"]).values(row))


@pytest.mark.parametrize("instant", [at("2026-03-02"), datetime(2026, 3, 2, 10, 0, 0, 1, timezone(timedelta(hours=8)))])
def test_instants_come_back_as_they_were_in_utc(store: Store, instant: datetime) -> None:
    with store.unit() as unit:
        add_user(unit, Stamp(None, date(2026, 3, 2), instant), login="zhang", name="张三")
    with store.reading() as connection:
        kept = connection.execute(select(TABLES["journal"].c.at)).scalar_one()
    assert kept == instant
    assert kept.tzinfo is UTC


def test_an_instant_without_a_zone_is_never_kept(store: Store) -> None:
    values = {
        "seq": 1,
        "kind": "x",
        "counts_on": date(2026, 3, 2),
        "at": datetime(2026, 3, 2),  # noqa: DTZ001 (that is the point)
        "data": "{}",
        "digest": "",
    }
    with pytest.raises(StatementError, match="time zone"), store.engine.connect() as connection:
        connection.execute(insert(TABLES["journal"]).values(values))


class Crash(Exception):
    pass


def people(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(TABLES["users"])).scalar_one())


@pytest.mark.parametrize("kind", ["unit", "step"])
def test_a_unit_that_fails_leaves_nothing_and_the_next_one_is_whole(store: Store, kind: str) -> None:
    def crash() -> None:
        with getattr(store, kind)() as unit:
            add_user(unit, STAMP, login="zhang", name="张三")
            raise Crash

    for _ in range(3):
        with pytest.raises(Crash):
            crash()
    assert people(store) == 0
    with getattr(store, kind)() as unit:
        add_user(unit, STAMP, login="zhang", name="张三")
    assert people(store) == 1


def test_what_a_unit_did_is_seen_by_others_only_when_it_is_done(store: Store) -> None:
    with store.unit() as unit:
        add_user(unit, STAMP, login="zhang", name="张三")
        assert people(store) == 0
    assert people(store) == 1


def test_a_reading_sees_one_state_of_the_record(store: Store) -> None:
    users = select(func.count()).select_from(TABLES["users"])
    with store.reading() as connection:
        assert connection.execute(users).scalar_one() == 0
        with store.unit() as unit:
            add_user(unit, STAMP, login="zhang", name="张三")
        assert connection.execute(users).scalar_one() == 0


def test_steps_go_on_after_a_reading_and_after_a_failure_on_the_same_connection(office: Office) -> None:
    case = office.register()
    for number in range(8):
        with pytest.raises(CaseworkError):
            office.take(case, "decide", "2026-03-03")
        with office.store.reading() as connection:
            connection.execute(text("select 1"))
        case = office.take(case, "note", "2026-03-03", text=f"第{number}次")
        dump(office.store)
    assert case.version == 9


def test_a_database_of_another_kind_is_refused(new_store: Callable[[str], Store]) -> None:
    known = new_store("sqlite")
    with pytest.raises(BadInput, match="mysql is not a database this program knows"):
        Store("mysql://localhost/x", (), known.files)
