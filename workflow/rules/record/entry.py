"""One entry of the record: envelope, body, and the digest that chains it to the entry before."""

from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar, NamedTuple
from uuid import UUID

import msgspec

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


def digest(before: str, case_id: UUID, entry: Entry, data: str) -> str:
    """Return the SHA-256 (hex) that chains `entry`, whose body reads `data`, to the entry `before`.

    A key may hold any character, so its length stands before it: no part can pass for the end of another.
    """
    _, on, at, by, key, ask, body = entry
    instant = at.isoformat(timespec="microseconds")
    text = f"{before}|{case_id}|{entry.seq}|{body.kind}|{on}|{instant}|{by}|{len(key)}|{key}|{ask}|{data}"
    return sha256(text.encode()).hexdigest()
