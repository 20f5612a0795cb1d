"""The schema of the database: made on first use, brought up to date on request, refused when it is from the future."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import OperationalError

from workflow.rules.errors import BadInput
from workflow.store.session import Store

_SCRIPTS = Path(__file__).parent / "migrations"


def prepare(store: Store) -> bool:
    """Make the schema if the database is empty, and tell whether it was.

    Raises:
        BadInput: The database cannot be opened, is older than this program, or newer.
    """
    if store.url.get_backend_name() == "sqlite" and store.url.database:
        Path(store.url.database).parent.mkdir(parents=True, exist_ok=True)
    try:
        with store.reading() as connection:
            present, empty = _revision(connection), not inspect(connection).get_table_names()
    except OperationalError as error:
        raise BadInput(
            "The database {url} cannot be opened: {cause}. Check DISCLOSURE_DATABASE_URL and that the server runs.",
            url=store.url.render_as_string(hide_password=True),
            cause=str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else "no answer",
        ) from None
    if empty:
        upgrade(store)
        return True
    _refuse_other(present)
    return False


def upgrade(store: Store) -> str:
    """Bring the schema up to date and return its revision.

    Raises:
        BadInput: The database is from a newer version of this program.
    """
    engine = create_engine(make_url(store.url))
    try:
        with engine.begin() as connection:
            present = _revision(connection)
            if present is not None:
                _refuse_newer(present)
            config = Config()
            config.set_main_option("script_location", str(_SCRIPTS))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
    return head()


def head() -> str:
    """Return the newest revision that this program knows."""
    return _scripts().get_current_head() or ""


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_SCRIPTS))


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_other(present: str | None) -> None:
    if present is None:
        raise BadInput("The database holds tables of something else. Give this program a database of its own.")
    _refuse_newer(present)
    if present != head():
        raise BadInput("The database is older than this program. Bring it up to date with: disclosure db upgrade.")


def _refuse_newer(present: str) -> None:
    known = {script.revision for script in _scripts().walk_revisions()}
    if present not in known:
        raise BadInput(
            "The database is from a newer version of this program (schema {revision}). Install that version; nothing "
            "was changed.",
            revision=present,
        )
