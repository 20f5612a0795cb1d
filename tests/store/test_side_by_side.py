"""Several processes that verify one record find what one process finds."""

from itertools import pairwise
from multiprocessing import current_process
from uuid import UUID

import pytest
from factories import HISTORIES, Office
from sqlalchemy import select, text, update

from workflow.store import side_by_side
from workflow.store.rows import TABLES
from workflow.store.session import Store
from workflow.store.verify import verify

CASES = TABLES["cases"].c


@pytest.fixture
def shared(postgres_store: Store, postgres_office: Office, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A record that is gone through two cases at a time, by two processes."""
    for history in HISTORIES.values():
        postgres_office.case(history)
    for name, value in {"SPAN": 2, "LARGE": 1, "MOST": 2}.items():
        monkeypatch.setattr(side_by_side, name, value)
    monkeypatch.setattr(side_by_side, "cpu_count", lambda: 2)
    return postgres_store


def ids(store: Store) -> list[UUID]:
    with store.reading() as connection:
        return list(connection.scalars(select(CASES.id).order_by(CASES.id)))


def test_they_add_up_what_one_process_counts(shared: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    together = verify(shared, seen.append)
    monkeypatch.setattr(side_by_side, "LARGE", 10**9)
    assert together == verify(shared)
    assert together.difference is None
    assert seen == sorted(set(seen))
    assert seen[-1] == together.cases == len(HISTORIES)


def test_the_first_difference_is_named_whoever_found_it(shared: Store) -> None:
    known = ids(shared)
    with shared.engine.connect() as connection:
        connection.execute(update(TABLES["cases"]).where(CASES.id.in_(known[-2:])).values(next_what="nothing"))
        first = connection.scalar(select(CASES.case_no).where(CASES.id == known[-2]))
    difference = verify(shared).difference
    assert difference is not None
    assert difference.where == f"case {first}, next_what"
    assert difference.found == "nothing"


def test_a_number_is_missed_although_each_process_sees_only_some(shared: Store) -> None:
    with shared.engine.connect() as connection:
        connection.execute(text("update number_series set last = last + 1 where series = 'case'"))
    difference = verify(shared).difference
    assert difference is not None
    assert "number_series case" in difference.where


def test_the_spans_leave_no_room_between_them(shared: Store) -> None:
    with shared.reading() as connection:
        spans = side_by_side.spans(connection)
    assert (spans[0][0], spans[-1][1]) == (None, None)
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    assert len(spans) == len(HISTORIES) // 2 + 1


def test_a_daemon_goes_through_them_alone(shared: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a process, as a worker of a pool, may start no others."""
    monkeypatch.setattr(current_process(), "_config", {"daemon": True})
    with shared.reading() as connection:
        assert side_by_side.spans(connection) == [(None, None)]
