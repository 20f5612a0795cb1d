"""A full disk, a locked, damaged or vanished database: said in words, nothing kept, and work goes on afterwards."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from factories import Office, dump
from ledgers import assert_verified, bring_in, row
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import IntegrityError as Wrapped

from workflow.files.calendars import shipped_notices
from workflow.rules.errors import CaseworkError, Stale, Unavailable
from workflow.store.failing import told
from workflow.store.files import FileStore
from workflow.store.session import Store

FULL = "The disk is full, so nothing was kept"
LOCKED = "Another program holds the database"
GONE = "The database did not answer as it should"


def wrapped(error: Exception) -> DBAPIError:
    """Return what SQLAlchemy makes of an error of a driver."""
    return DBAPIError("select 1", None, error)


@pytest.mark.parametrize(
    ("error", "kind", "sentence"),
    [
        (sqlite3.OperationalError("database or disk is full"), Unavailable, f"{FULL} (database or disk is full)"),
        (psycopg.errors.DiskFull("could not extend file"), Unavailable, f"{FULL} (could not extend file)"),
        (sqlite3.OperationalError("database is locked"), Unavailable, f"{LOCKED} (database is locked)"),
        (psycopg.OperationalError("the connection is closed\nmore"), Unavailable, f"{GONE} (the connection is closed)"),
        (psycopg.errors.DeadlockDetected(""), Unavailable, f"{GONE} (DeadlockDetected)"),
        (sqlite3.DatabaseError("file is not a database"), Unavailable, f"{GONE} (file is not a database)"),
        (sqlite3.IntegrityError("UNIQUE constraint failed: users.login"), Stale, "Somebody else entered the same"),
        (psycopg.errors.UniqueViolation("duplicate key"), Stale, "Somebody else entered the same"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_a_driver_raises_is_said_in_words(error: Exception, kind: type[CaseworkError], sentence: str) -> None:
    for raised in (error, wrapped(error)):
        with pytest.raises(kind) as refused, told():
            raise raised
        assert str(refused.value).startswith(sentence)
        assert refused.value.__cause__ is raised


@pytest.mark.parametrize(
    "error",
    [
        ValueError("full of locked"),
        sqlite3.IntegrityError("CHECK constraint failed: closed_after_receipt"),
        sqlite3.ProgrammingError("Incorrect number of bindings supplied"),
        psycopg.errors.CheckViolation("closed_after_receipt"),
        Wrapped("insert", None, sqlite3.IntegrityError("FOREIGN KEY constraint failed")),
    ],
    ids=repr,
)
def test_a_mistake_of_the_program_is_not_dressed_up(error: Exception) -> None:
    with pytest.raises(type(error)) as raised, told():
        raise error
    assert raised.value is error


def database(office: Office) -> Path:
    assert office.store.url.database is not None
    return Path(office.store.url.database)


def test_a_full_disk_keeps_nothing_of_an_import(sqlite_office: Office) -> None:
    rows = [row(str(number), "2024-02-05", description="长" * 5000) for number in range(200)]
    before = dump(sqlite_office.store)
    sqlite_office.store.close()
    room = [f"pragma max_page_count = {database(sqlite_office).stat().st_size // 4096 + 20}"]
    event.listen(sqlite_office.store.engine, "connect", lambda raw, _: raw.execute(room[0]))
    with pytest.raises(Unavailable, match=FULL):
        bring_in(sqlite_office, rows)
    assert dump(sqlite_office.store) == before
    room[0] = "pragma max_page_count = 1000000"
    sqlite_office.store.close()
    assert bring_in(sqlite_office, rows).added == 200
    assert_verified(sqlite_office.store)


def test_a_database_that_another_program_holds_is_not_waited_for_in_vain(sqlite_office: Office) -> None:
    store = sqlite_office.store
    store.close()
    event.listen(store.engine, "connect", lambda raw, _: raw.execute("pragma busy_timeout = 20"))
    case = sqlite_office.register()
    other = sqlite3.connect(database(sqlite_office))
    other.execute("begin immediate")
    with pytest.raises(Unavailable, match=LOCKED):
        sqlite_office.take(case, "note", "2026-03-03")
    other.execute("rollback")
    other.close()
    assert sqlite_office.take(case, "note", "2026-03-03").version == 2


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "rubbish.db"
    path.write_bytes(b"x" * 8192)
    store = Store(f"sqlite:///{path}", shipped_notices(), FileStore(tmp_path))
    with pytest.raises(Unavailable, match="not a database"), store.unit():
        pass
    with pytest.raises(Unavailable, match="not a database"), store.reading():
        pass
    store.close()


def restart(office: Office) -> None:
    """End every connection to the database, as a restart of the server does."""
    url = office.store.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )


def test_work_goes_on_after_the_server_came_back(postgres_office: Office) -> None:
    case = postgres_office.register()
    with postgres_office.store.reading() as one, postgres_office.store.reading() as two:  # two idle connections remain
        assert one is not two
    restart(postgres_office)
    with pytest.raises(Unavailable, match=GONE):
        postgres_office.take(case, "note", "2026-03-03")
    assert postgres_office.take(case, "note", "2026-03-03").version == 2
    assert_verified(postgres_office.store)


def test_reading_goes_on_after_the_server_came_back(postgres_office: Office) -> None:
    dump(postgres_office.store)
    restart(postgres_office)
    with pytest.raises(Unavailable, match=GONE):
        dump(postgres_office.store)
    assert dump(postgres_office.store)["users"]


def test_a_server_that_is_not_there_is_said_to_be_gone(tmp_path: Path) -> None:
    store = Store("postgresql+psycopg://root@127.0.0.1:9/nothing", shipped_notices(), FileStore(tmp_path))
    with pytest.raises(Unavailable, match=GONE), store.unit():
        pass
    with pytest.raises(Unavailable, match=GONE), store.reading():
        pass
