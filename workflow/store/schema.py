"""The schema of the database: made on first use, brought up to date on request, refused when it is from the future."""

from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.engine import make_url

from workflow.rules.errors import BadInput
from workflow.store.failing import told
from workflow.store.revision import HEAD
from workflow.store.scheduling import reschedule
from workflow.store.session import Store

_WITHOUT_DUTIES = {"0001"}
"""Revisions whose records do not say yet what is owed."""


def prepare(store: Store) -> bool:
    """Make the schema if the database is empty, and tell whether it was.

    Raises:
        Unavailable: The database cannot be opened.
        BadInput: It is older than this program, newer, or something else's.
    """
    if store.url.get_backend_name() == "sqlite" and store.url.database:
        Path(store.url.database).parent.mkdir(parents=True, exist_ok=True)
    with store.reading() as connection:
        present, empty = _revision(connection), not inspect(connection).get_table_names()
    if empty:
        upgrade(store)
        return True
    _refuse_other(present)
    return False


def upgrade(store: Store) -> str:
    """Bring the schema up to date and return its revision.

    Raises:
        Unavailable: The database cannot be opened or written.
        BadInput: It is from a newer version of this program.
    """
    from workflow.store.migrating import migrate  # noqa: PLC0415 (100 ms that hardly any command needs)

    engine = create_engine(make_url(store.url))
    try:
        with told(), engine.begin() as connection:
            present = _revision(connection)
            if present is not None:
                _refuse_newer(present)
            migrate(connection)
            if present in _WITHOUT_DUTIES:
                reschedule(connection, store.calendars, None)
    finally:
        engine.dispose()
    return HEAD


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("select version_num from alembic_version")).scalar_one_or_none()
    return found


def _refuse_other(present: str | None) -> None:
    if present is None:
        raise BadInput("The database holds tables of something else. Give this program a database of its own.")
    _refuse_newer(present)
    if present != HEAD:
        raise BadInput("The database is older than this program. Bring it up to date with: disclosure db upgrade.")


def _refuse_newer(present: str) -> None:
    if present == HEAD:
        return
    from workflow.store.migrating import known_revisions  # noqa: PLC0415 (100 ms that hardly any command needs)

    if present not in known_revisions():
        raise BadInput(
            "The database is from a newer version of this program (schema {revision}). Install that version; nothing "
            "was changed.",
            revision=present,
        )
