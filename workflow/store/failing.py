"""What the database says when it cannot go on, in words: full disk, locked, gone."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError

from workflow.rules.errors import CaseworkError, Stale, Unavailable


@contextmanager
def told() -> Iterator[None]:
    """Raise what a database driver raises in the block as a refusal that says what to do.

    Raises:
        Unavailable: The disk is full, the database is locked by another program, damaged, or gone.
        Stale: Somebody else entered the same meanwhile.
    """
    try:
        yield
    except Exception as error:
        meant = refusal(error)
        if meant is None:
            raise
        raise meant from error


def refusal(error: BaseException) -> CaseworkError | None:
    """Return in words what a driver means by an error; None where it is no error of a driver, or of another kind."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    if isinstance(error, psycopg.errors.UniqueViolation) or "UNIQUE" in _cause(error, sqlite3.IntegrityError):
        return Stale("Somebody else entered the same at the same moment. Nothing was kept; look at it and do it again.")
    broken = type(error) in {sqlite3.DatabaseError, psycopg.DatabaseError}  # No database, or no server any more.
    if broken or isinstance(error, sqlite3.OperationalError | psycopg.OperationalError):
        return _refusal(error)
    return None


def _cause(error: BaseException, kind: type[BaseException] = BaseException) -> str:
    """Return the first line of what an error says, nothing of one that is not of the kind."""
    if not isinstance(error, kind):
        return ""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)


def _refusal(error: BaseException) -> Unavailable:
    cause = _cause(error)
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
