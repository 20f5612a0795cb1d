"""Cases for clients to take steps in: each contender has its own, and each of its clients a share of them."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, cast, select

from workflow.store.rows import TABLES, changing

from .databases import Place
from .record import YEAR

CONTENDERS = 3
TODAY = date(YEAR, 12, 1)
NOW = datetime(YEAR, 12, 1, 2, 0, tzinfo=UTC)
_CASES = TABLES["cases"].c


class Share(NamedTuple):
    """Which cases a client takes its steps in: of which contender, and which client of how many."""

    contender: int
    client: int
    clients: int

    def read(self, place: Place, *names: str) -> dict[UUID, tuple[Any, ...]]:
        """Return columns of the cases of this share, by id."""
        mine = cast(_CASES.serial, Integer)
        query = select(_CASES.id, *(_CASES[name] for name in names)).where(
            mine % CONTENDERS == self.contender, mine // CONTENDERS % self.clients == self.client
        )
        store = place.store()
        with store.reading() as connection:
            rows = {row[0]: tuple(row[1:]) for row in connection.execute(query)}
        store.close()
        return rows


def person(place: Place, login: str) -> UUID:
    """Return somebody of the office."""
    users = TABLES["users"].c
    store = place.store()
    with store.reading() as connection:
        found: UUID = connection.execute(select(users.id).where(users.login == login)).scalar_one()
    store.close()
    return found


def picker(ids: list[UUID]) -> Callable[[], tuple[UUID, str]]:
    """Return what picks a case at random and gives the step a key of its own."""
    bits = random.Random()

    def pick() -> tuple[UUID, str]:
        return bits.choice(ids), f"{bits.getrandbits(128):032x}"

    return pick


def standing() -> tuple[str, ...]:
    """Return the columns of a case that a step writes again as they were."""
    return tuple(name for name in changing() if name not in ("state", "version", "head", "snapshot"))
