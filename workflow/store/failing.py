"""What the database says when it cannot go on, in words: full disk, locked, gone."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError

from workflow.rules.errors import Unavailable


@contextmanager
def told() -> Iterator[None]:
    """Raise what a database driver raises in the block as a refusal that says what to do.

    Raises:
        Unavailable: The disk is full, the database is locked by another program, or the connection is gone.
    """
    try:
        yield
    except Exception as error:
        meant = refusal(error)
        if meant is None:
            raise
        raise meant from error


def refusal(error: BaseException) -> Unavailable | None:
    """Return in words what a driver means by an error; None where it is no error of a driver, or of another kind."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    return _refusal(error) if isinstance(error, sqlite3.OperationalError | psycopg.OperationalError) else None


def _refusal(error: BaseException) -> Unavailable:
    cause = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if isinstance(error, psycopg.errors.DiskFull) or "full" in cause:
        return Unavailable("The disk is full, so nothing was kept ({cause}). Make room and do it again.", cause=cause)
    if "locked" in cause:
        return Unavailable(
            "Another program holds the database ({cause}). Nothing was kept; wait until it is done and do it again.",
            cause=cause,
        )
    return Unavailable(
        "The database did not answer as it should ({cause}). Nothing was kept; check it and do it again.", cause=cause
    )
