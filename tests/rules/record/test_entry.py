"""The digest chains an entry to the one before: nothing of either can change without a trace."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.rules.record.aftermath import Noted
from workflow.rules.record.entry import START, Body, Entry, digest, encoded
from workflow.rules.record.journal import PAGES, Page, page_digest
from workflow.rules.record.replay import KEYS, KINDS
from workflow.rules.states import Step

INSTANTS = st.datetimes(datetime(2008, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
DAYS = st.dates(date(2008, 1, 1), date(2100, 1, 1))
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
KEYWORDS = st.text(st.characters(categories=("L", "N", "P")), max_size=20)


@dataclass(frozen=True)
class Chained:
    """What the digest of an entry is made of."""

    before: str
    case_id: UUID
    seq: int
    on: date
    at: datetime
    by: UUID
    key: str
    ask: str
    text: str

    def digest(self) -> str:
        body = Noted(text=self.text)
        entry = Entry(self.seq, self.on, self.at, self.by, self.key, self.ask, body)
        return digest(self.before, self.case_id, entry, encoded(body))


chained = st.builds(
    Chained,
    before=st.sampled_from([START, "a" * 64]),
    case_id=st.uuids(),
    seq=st.integers(1, 10**9),
    on=DAYS,
    at=INSTANTS,
    by=st.uuids(),
    key=KEYWORDS,
    ask=KEYWORDS,
    text=TEXTS,
)
OTHERS: dict[str, Any] = {
    "before": lambda one: one.before[::-1] + "b",
    "case_id": lambda one: UUID(int=one.case_id.int ^ 1),
    "seq": lambda one: one.seq + 1,
    "on": lambda one: one.on + timedelta(days=1),
    "at": lambda one: one.at + timedelta(microseconds=1),
    "by": lambda one: UUID(int=one.by.int ^ 1),
    "key": lambda one: f"{one.key}x",
    "ask": lambda one: f"{one.ask}x",
    "text": lambda one: f"{one.text}x",
}


@given(one=chained, name=st.sampled_from(sorted(OTHERS)))
def test_the_digest_changes_with_every_part(one: Chained, name: str) -> None:
    assert replace(one, **{name: OTHERS[name](one)}).digest() != one.digest()
    assert replace(one).digest() == one.digest()


@given(seq=st.integers(1, 10**6), on=DAYS, at=INSTANTS, by=st.none() | st.uuids(), data=TEXTS)
def test_the_digest_of_the_journal_changes_with_every_part(
    seq: int, on: date, at: datetime, by: UUID | None, data: str
) -> None:
    parts: list[Any] = [START, seq, "user_added", on, at, by, data]
    others = ["a" * 64, seq + 1, "x", on + timedelta(days=1), at + timedelta(microseconds=1), UUID(int=7), f"{data}x"]
    digests = {page_digest(*parts)}
    for place, other in enumerate(others):
        digests.add(page_digest(*[*parts[:place], other, *parts[place + 1 :]]))
    assert len(digests) == len(parts) + 1


def test_no_part_passes_for_the_end_of_another() -> None:
    one = Chained(
        START, UUID(int=1), 1, date(2026, 3, 2), datetime(2026, 3, 2, tzinfo=UTC), UUID(int=2), "a|b", "c", "d"
    )
    assert one.digest() != replace(one, key="a", ask="b|c").digest()


def kinds_of(base: Any) -> set[str]:
    """Return the kinds of all bodies that the program defines."""
    found = {kind for below in base.__subclasses__() for kind in kinds_of(below)}
    return found | ({base.kind} if "kind" in vars(base) else set())


def test_every_entry_can_be_read_again() -> None:
    assert set(KINDS) == kinds_of(Body)
    assert set(PAGES) == kinds_of(Page)


def test_every_step_has_its_entry() -> None:
    """A correction of an entry and a look at the identifiers leave a trace as well."""
    assert {body.step for body in KINDS.values()} - {None} == set(Step)


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_says_what_it_says_whatever_the_program_adds_later(kind: str) -> None:
    """Unknown fields are left alone, and what is not said is not written."""
    config = KINDS[kind].__struct_config__
    assert config.frozen
    assert config.omit_defaults
    assert not config.forbid_unknown_fields


def test_each_table_of_the_record_has_a_key() -> None:
    assert all(KEYS.values())


@given(text=TEXTS)
def test_the_text_of_an_entry_is_canonical(text: str) -> None:
    data = encoded(Noted(text=text))
    assert encoded(msgspec.json.decode(data, type=Noted)) == data
