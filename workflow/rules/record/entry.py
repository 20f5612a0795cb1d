"""One entry of the record: envelope, body, and the digest that chains it to the entry before."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar, NamedTuple
from uuid import UUID

import msgspec
from msgspec import to_builtins

from workflow.rules.states import Step

if TYPE_CHECKING:
    from workflow.rules.record.case import Case

START = "0" * 64  # What the first entry of a chain is chained to.


class Change(NamedTuple):
    """A row that an entry adds to a table of the record, or changes there.

    Args:
        table: Name of the table.
        values: Column to value; a change names the key columns and what it sets.
        new: Whether the row is added.
    """

    table: str
    values: dict[str, object]
    new: bool = True


class Body(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What an entry says. A kind of entry is a subclass; its name in the record is `kind`."""

    kind: ClassVar[str]
    step: ClassVar[Step | None]  # None: the entry that opens a record.

    def apply(self, case: "Case", entry: "Entry") -> None:
        """Make of `case` what it is after this entry; the state was moved before by the table."""

    def changes(self, case: "Case", entry: "Entry") -> Iterator[Change]:  # noqa: ARG002 (most entries add no row)
        """Yield the rows of the record that this entry adds or changes, besides the case itself."""
        return iter(())


class Entry(NamedTuple):
    """An entry and its place in the record.

    Args:
        seq: Number in the case, from 1; it is also the version of the case after it.
        on: Day it counts for the law, in the agency's time zone.
        at: Instant it was entered, UTC.
        by: Who entered it.
        key: Idempotency key of the call, on its first entry; else empty.
        ask: Digest of what the call asked for, to tell a repeated call from another with the same key.
    """

    seq: int
    on: date
    at: datetime
    by: UUID
    key: str
    ask: str
    body: Body


def encoded(body: Body) -> str:
    """Return the canonical text of a body; it is stored and hashed as it is."""
    return msgspec.json.encode(body).decode()


def envelope(entry: Entry) -> str:
    """Return what of an entry, beside its number and its kind, is hashed before its text.

    Day, instant (UTC) and person have their places by width. A key may hold any character, so its length stands before
    it: no part can pass for the end of another.
    """
    _, on, at, by, key, ask, _ = entry
    instant = at.isoformat()
    if not at.microsecond:
        instant = f"{instant[:19]}.000000{instant[19:]}"  # Quicker than to name the precision, and this runs often.
    return f"{on.isoformat()}|{instant}|{to_builtins(by)}|{len(key)}|{key}|{ask}"


def opened(told: str) -> tuple[date, datetime, UUID]:
    """Return day, instant and person of an envelope."""
    return date.fromisoformat(told[:10]), datetime.fromisoformat(told[11:43]), _person(told[44:80])


@lru_cache(maxsize=4096)
def _person(text: str) -> UUID:
    return UUID(text)


def chained(before: str, case_id: str, seq: int, kind: str, said: str) -> str:
    """Return the SHA-256 (hex) of an entry: its envelope and its text are `said`, separated by a bar."""
    return sha256(f"{before}|{case_id}|{seq}|{kind}|{said}".encode()).hexdigest()


def digest(before: str, case_id: UUID, entry: Entry, data: str) -> str:
    """Return the SHA-256 (hex) that chains `entry`, whose body reads `data`, to the entry `before`."""
    case = to_builtins(case_id)  # An id as text, in a fraction of the time.
    return chained(before, case, entry.seq, entry.body.kind, f"{envelope(entry)}|{data}")
