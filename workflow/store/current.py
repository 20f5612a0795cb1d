"""Whether the database is of this program's schema; looking makes and changes nothing."""

from pathlib import Path

from sqlalchemy import inspect, text

from workflow.rules.errors import BadInput, NotFound
from workflow.store.revision import HEAD
from workflow.store.session import Store


def must_be_current(store: Store) -> None:
    """Refuse a database that this program cannot work with as it is.

    Raises:
        NotFound: There is none yet.
        Unavailable: It does not answer.
        BadInput: It is of another schema.
    """
    path = store.url.database
    missing = store.url.get_backend_name() == "sqlite" and path is not None and not Path(path).exists()
    present = None if missing else _revision(store)
    if present is None:
        raise NotFound("There is no record yet. Make it with: disclosure db upgrade.")
    if present != HEAD:
        raise BadInput(
            "The database has the schema {present}, and this program works with {wanted}. Run disclosure db upgrade, "
            "or install the program that it belongs to.",
            present=present,
            wanted=HEAD,
        )


def _revision(store: Store) -> str | None:
    with store.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(text("select version_num from alembic_version")).scalar_one_or_none()
    return found
