"""The imported holiday notices, read with the bare driver.

A command that only counts days would otherwise wait 300 ms for SQLAlchemy, several times what it takes itself.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import msgspec

from workflow.rules.errors import Unavailable
from workflow.rules.notices import Notice

_QUERY = "select data from notices where undone_by is null order by seq"
_SQLITE = "sqlite:///"
_PATIENCE = 5  # Seconds to wait for a server or a lock.


def known_notices(url: str) -> tuple[Notice, ...]:
    """Return the notices imported into the record at `url` and not taken back, oldest first; none without a record.

    Args:
        url: `sqlite:///path` or `postgresql+psycopg://…`, as in the settings.

    Raises:
        Unavailable: There is a record, and it does not answer.
    """
    if url.startswith(_SQLITE):
        rows = _from_sqlite(Path(url.removeprefix(_SQLITE).partition("?")[0]))
    else:
        rows = _from_postgres(url)
    return tuple(msgspec.json.decode(data, type=Notice) for (data,) in rows)


def _from_sqlite(path: Path) -> Iterable[tuple[str]]:
    if not path.is_file():
        return []
    try:
        read_only = f"file:{quote(str(path.absolute()))}?mode=ro"
        with closing(sqlite3.connect(read_only, uri=True, timeout=_PATIENCE)) as connection:
            return connection.execute(_QUERY).fetchall()
    except sqlite3.DatabaseError as error:
        if "no such table" in str(error):
            return []
        raise _unavailable(error) from error


def _from_postgres(url: str) -> Iterable[tuple[str]]:
    import psycopg  # noqa: PLC0415 (100 ms that SQLite does not cost)

    plain = url.replace("+psycopg", "", 1)
    try:
        with psycopg.connect(plain, connect_timeout=_PATIENCE) as connection:
            return connection.execute(_QUERY).fetchall()
    except psycopg.errors.UndefinedTable:
        return []
    except psycopg.OperationalError as error:
        raise _unavailable(error) from error


def _unavailable(error: Exception) -> Unavailable:
    cause = str(error).strip().splitlines() or [type(error).__name__]
    return Unavailable("The imported holiday notices cannot be read ({cause}).", cause=cause[0])
