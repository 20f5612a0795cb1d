"""`verify` makes the whole record again from its entries; what the program wrote itself never differs."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from factories import HISTORIES, RECORD, REPLIED, Office, fill, found_office
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from workflow.store import case_check
from workflow.store.rows import TABLES
from workflow.store.session import Store
from workflow.store.verify import verify


def test_nothing_differs_after_any_history(office: Office) -> None:
    events = 0
    for number, (name, history) in enumerate(HISTORIES.items(), 1):
        events += office.case(history).version
        assert verify(office.store) == (number, events, None), name


def test_an_empty_record_is_whole(store: Store) -> None:
    assert verify(store) == (0, 0, None)


def test_every_table_of_the_record_is_gone_through(full_office: Office) -> None:
    seen: list[int] = []
    verified = verify(full_office.store, seen.append)
    assert verified.difference is None
    assert (verified.cases, seen[-1]) == (7, 7)
    with full_office.store.reading() as connection:
        assert all(connection.execute(select(TABLES[name]).limit(1)).one_or_none() for name in RECORD)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_cases_are_gone_through_chunk_by_chunk(full_office: Office, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_check, "CHUNK", size)
    seen: list[int] = []
    assert verify(full_office.store, seen.append).difference is None
    assert seen[-1] == 7


@pytest.mark.parametrize("place", ["00000000-0000-0000-0000-000000000001", "ffffffff-ffff-ffff-ffff-ffffffffffff"])
@pytest.mark.parametrize("name", ["events", "items", "requests", "outbox"])
def test_rows_of_a_case_that_is_not_there_are_found(
    sqlite_store: Store, sqlite_office: Office, place: str, name: str
) -> None:
    """Before the first case and after the last one as well."""
    sqlite_office.case(REPLIED)
    table = TABLES[name]
    with sqlite_store.engine.connect() as connection:
        connection.execute(text("pragma foreign_keys = off"))
        row = connection.execute(select(table).limit(1)).mappings().one()
        connection.execute(insert(table).values({**row, "case_id": UUID(place)}))
    difference = verify(sqlite_store).difference
    assert difference is not None
    assert name in difference.where
    assert place in difference.where


def test_a_case_without_its_row_is_found(sqlite_store: Store, sqlite_office: Office) -> None:
    case = sqlite_office.case(REPLIED)
    with sqlite_store.engine.connect() as connection:
        connection.execute(text("pragma foreign_keys = off"))
        connection.execute(delete(TABLES["cases"]))
    difference = verify(sqlite_store).difference
    assert difference is not None
    assert difference.where == f"events of {case.id}"


def test_a_number_that_was_given_to_nobody_is_found(office: Office) -> None:
    office.register()
    with office.store.engine.connect() as connection:
        connection.execute(update(TABLES["number_series"]).values(last=10**15))
    difference = verify(office.store).difference
    assert difference is not None
    assert difference.where == "number_series case 2026, number 2"


@pytest.mark.parametrize("name", ["events", "journal"])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_entries_are_only_ever_added(office: Office, name: str, verb: str) -> None:
    office.register()
    table = TABLES[name]
    statement = delete(table) if verb == "delete" else update(table).values(data="{}")
    with pytest.raises(DBAPIError, match="append-only"), office.store.engine.connect() as connection:
        connection.execute(statement)
    assert verify(office.store).difference is None


@pytest.mark.parametrize("table", ["events", "journal"])
def test_the_record_cannot_be_emptied_at_once(postgres_office: Office, table: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), postgres_office.store.engine.connect() as connection:
        connection.execute(text(f"truncate {table} cascade"))


def test_steps_taken_meanwhile_make_no_difference(office: Office) -> None:
    fill(office)
    case = office.case()

    def work() -> None:
        nonlocal case
        for _ in range(60):
            case = office.take(case, "note", "2026-03-03")
            office.register()

    with ThreadPoolExecutor(1) as others:
        done = others.submit(work)
        while not done.done():
            assert verify(office.store).difference is None
        done.result()


def test_each_agency_s_days_are_those_of_its_own(store: Store, office: Office) -> None:
    other = found_office(store, office.seal, "0002")
    other.case(REPLIED)
    office.case(REPLIED)
    assert verify(store) == (2, 16, None)
