"""Databases for tests: a migrated template of each kind, made once, and a copy of it for every test that asks."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import OperationalError

sys.path.append(str(Path(__file__).parent))  # `factories` is imported by its name from every folder of tests.

from factories import Office, fill, found_office

from workflow.files.calendars import shipped_notices
from workflow.store.files import FileStore
from workflow.store.schema import prepare
from workflow.store.seal import Seal
from workflow.store.session import Store

settings.register_profile("patient", deadline=None)  # A machine that others use as well is slow for a moment.
settings.load_profile("patient")
SERVER = os.environ.get("DISCLOSURE_TEST_POSTGRES", "postgresql+psycopg://root@127.0.0.1/postgres")


def open_store(url: str, folder: Path) -> Store:
    return Store(url, shipped_notices(), FileStore(folder / "files"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    store = open_store(f"sqlite:///{path}", path.parent)
    prepare(store)
    store.close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Engine]:
    """The server's own database; without a server the test is skipped, unless CI promised one."""
    engine = create_engine(SERVER, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 5})
    try:
        with engine.connect():
            pass
    except OperationalError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI has to run a PostgreSQL server at DISCLOSURE_TEST_POSTGRES: {error.orig}")
        pytest.skip("no PostgreSQL server at DISCLOSURE_TEST_POSTGRES")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    name = f"dd_test_{uuid4().hex[:12]}"
    with created(postgres_server, name) as url:
        store = open_store(url, tmp_path_factory.mktemp("template"))
        prepare(store)
        store.close()
        yield name


@contextmanager
def created(server: Engine, name: str, template: str = "template0") -> Iterator[str]:
    """Make a database on the server, give its URL, and drop it afterwards."""
    with server.connect() as connection:
        connection.execute(text(f"create database {name} template {template} encoding 'UTF8'"))
    try:
        yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"drop database {name} with (force)"))


@contextmanager
def fresh_store(request: pytest.FixtureRequest, backend: str, folder: Path) -> Iterator[Store]:
    """Give an empty, migrated record on `sqlite` or `postgres`, which is gone afterwards."""
    with ExitStack() as done:
        if backend == "sqlite":
            path = folder / f"{uuid4().hex}.db"
            shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
            url = f"sqlite:///{path}"
        else:
            template = request.getfixturevalue("postgres_template")
            server = request.getfixturevalue("postgres_server")
            url = done.enter_context(created(server, f"{template}_{uuid4().hex[:8]}", template))
        store = open_store(url, folder)
        done.callback(store.close)
        yield store


@pytest.fixture
def store_context(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], AbstractContextManager[Store]]:
    """Opens an empty record on `sqlite` or `postgres` for a block, and drops it after the block."""
    return lambda backend: fresh_store(request, backend, tmp_path)


@pytest.fixture
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    """Makes an empty, migrated record on `sqlite` or `postgres`."""
    with ExitStack() as done:
        yield lambda backend: done.enter_context(fresh_store(request, backend, tmp_path))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def full_office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, seal: Seal
) -> Iterator[Office]:
    """An office whose record has rows in every table, for tests that put back what they change."""
    with fresh_store(request, request.param, tmp_path_factory.mktemp("full")) as store:
        yield fill(found_office(store, seal, one_person=True))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def shared_office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, seal: Seal
) -> Iterator[Office]:
    """An office that all tests of a file share, for tests that only look at cases of their own."""
    with fresh_store(request, request.param, tmp_path_factory.mktemp("shared")) as store:
        yield found_office(store, seal)


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, new_store: Callable[[str], Store]) -> Store:
    """An empty record, on each of the two databases."""
    return new_store(request.param)


@pytest.fixture
def sqlite_store(new_store: Callable[[str], Store]) -> Store:
    return new_store("sqlite")


@pytest.fixture
def postgres_store(new_store: Callable[[str], Store]) -> Store:
    return new_store("postgres")


@pytest.fixture(scope="session")
def seal() -> Seal:
    return Seal(Seal.new_key())


@pytest.fixture
def office(store: Store, seal: Seal) -> Office:
    """An agency with a person for each role, on each of the two databases."""
    return found_office(store, seal)


@pytest.fixture
def sqlite_office(sqlite_store: Store, seal: Seal) -> Office:
    return found_office(sqlite_store, seal)


@pytest.fixture
def postgres_office(postgres_store: Store, seal: Seal) -> Office:
    return found_office(postgres_store, seal)


@pytest.fixture
def agency(office: Office) -> UUID:
    return office.agency_id


@pytest.fixture
def people(office: Office) -> dict[str, UUID]:
    """The people of the office, by the name of their role."""
    return office.people
