"""Databases made for a measurement and dropped after it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from uuid import uuid4

import psycopg
from sqlalchemy.engine import make_url

from workflow.files.calendars import shipped_notices
from workflow.store import schema
from workflow.store.files import FileStore
from workflow.store.session import Store

SERVER = os.environ.get("DISCLOSURE_TEST_POSTGRES", "postgresql+psycopg://root@127.0.0.1/postgres")


class Place(NamedTuple):
    """Where a record is: the database and the folder of its files. Each process opens its own store on it."""

    url: str
    folder: Path

    def store(self) -> Store:
        """Open the record."""
        return Store(self.url, shipped_notices(), FileStore(self.folder))

    @property
    def dsn(self) -> str:
        """The database as psycopg names it."""
        return make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False)

    @property
    def path(self) -> str:
        """The database as sqlite3 names it."""
        return str(make_url(self.url).database)


@contextmanager
def postgres(*, prepared: bool = True) -> Iterator[Place]:
    """Make a database on the server; with `prepared` it has the project's tables."""
    name = f"dd_bench_{uuid4().hex[:12]}"
    server = Place(SERVER, Path())
    with psycopg.connect(server.dsn, autocommit=True) as connection, TemporaryDirectory() as folder:
        connection.execute(f"create database {name} template template0 encoding 'UTF8'".encode())
        try:
            yield _laid_out(Place(make_url(SERVER).set(database=name).render_as_string(False), Path(folder)), prepared)
        finally:
            connection.execute(f"drop database {name} with (force)".encode())


@contextmanager
def sqlite() -> Iterator[Place]:
    """Make a database in a temporary folder."""
    with TemporaryDirectory() as folder:
        yield _laid_out(Place(f"sqlite:///{folder}/record.db", Path(folder)), prepared=True)


def _laid_out(place: Place, prepared: bool) -> Place:  # noqa: FBT001 (passed on)
    if prepared:
        store = place.store()
        schema.prepare(store)
        store.close()
    return place
