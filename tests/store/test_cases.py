"""A case read from its row, and the same case made from its entries, are the same case."""

from uuid import UUID, uuid4

import pytest
from factories import DECIDED, HISTORIES, Office, found_office
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from workflow.rules.errors import RuleBroken
from workflow.rules.record.case import Case, case_values
from workflow.rules.record.entry import Entry
from workflow.rules.record.intake import Registered
from workflow.rules.record.replay import Replay
from workflow.store.cases import case_as_of, entries, find_case, requests_in_month
from workflow.store.rows import TABLES
from workflow.store.seal import Seal
from workflow.store.session import Store, local_day, zone_of

SHANGHAI = zone_of("Asia/Shanghai")


def replay_on(store: Store) -> Replay:
    return Replay(store.calendars, lambda at: local_day(at, SHANGHAI))


@pytest.mark.parametrize("name", HISTORIES)
def test_each_step_returns_the_case_that_its_entries_make(sqlite_office: Office, name: str) -> None:
    case = sqlite_office.register()
    steps: list[Case] = [case]
    for step, on, *said in HISTORIES[name]:
        case = sqlite_office.take(case, step, on, **(said[0] if said else {}))
        steps.append(case)
    with sqlite_office.store.reading() as connection:
        for taken in steps:
            assert case_as_of(sqlite_office.store, connection, taken.id, taken.version) == taken, taken.version


def test_the_row_holds_the_case_and_what_is_searched_and_sorted_by(office: Office) -> None:
    case = office.case(HISTORIES["reopened and replied again"])
    cases = TABLES["cases"]
    with office.store.reading() as connection:
        row = connection.execute(select(cases).where(cases.c.id == case.id)).mappings().one()
    assert dict(row) == case_values(case, row["head"])


@pytest.fixture(scope="module")
def longest(full_office: Office) -> tuple[Store, UUID, list[Entry]]:
    """All entries of the longest case of a record."""
    events = TABLES["events"]
    with full_office.store.reading() as connection:
        longest = connection.execute(select(events.c.case_id).order_by(events.c.seq.desc()).limit(1)).scalar_one()
        return full_office.store, longest, list(entries(connection, longest))


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stops=st.sets(st.integers(0, 40)))
def test_a_replay_is_the_same_whatever_its_pauses(longest: tuple[Store, UUID, list[Entry]], stops: set[int]) -> None:
    store, case_id, whole = longest
    through, paused = replay_on(store), replay_on(store)
    for place, entry in enumerate(whole):
        through.add(case_id, entry)
        paused.add(case_id, entry)
        if place in stops:
            paused.settle(entry)
    through.settle(whole[-1])
    paused.settle(whole[-1])
    assert through.case == paused.case
    assert through.rows == paused.rows


def test_a_record_begins_with_its_opening(longest: tuple[Store, UUID, list[Entry]]) -> None:
    store, case_id, whole = longest
    assert isinstance(whole[0].body, Registered)
    with pytest.raises(RuleBroken, match="does not begin with a registration but with reviewed"):
        replay_on(store).add(case_id, whole[1])


def test_a_second_opening_cannot_follow(longest: tuple[Store, UUID, list[Entry]]) -> None:
    store, case_id, whole = longest
    replay = replay_on(store)
    replay.add(case_id, whole[0])
    with pytest.raises(RuleBroken, match=r"Entry 1 \(registered\) cannot follow the state received"):
        replay.add(case_id, whole[0])


def test_an_entry_that_the_table_does_not_have_cannot_follow(longest: tuple[Store, UUID, list[Entry]]) -> None:
    store, case_id, whole = longest
    replay = replay_on(store)
    replay.add(case_id, whole[0])
    with pytest.raises(RuleBroken, match=r"\(submitted\) cannot follow the state received"):
        replay.add(case_id, next(entry for entry in whole if entry.body.kind == "submitted"))


def test_a_row_is_changed_only_after_it_was_added(longest: tuple[Store, UUID, list[Entry]]) -> None:
    store, case_id, whole = longest
    replay = replay_on(store)
    for entry in whole[:2]:
        replay.add(case_id, entry)
    replay.rows.clear()
    with pytest.raises(RuleBroken, match="changes a row of items that no entry added"):
        replay.add(case_id, next(entry for entry in whole if entry.body.kind == "drafted"))


def test_a_case_is_found_by_its_number_in_its_agency_only(store: Store, office: Office, seal: Seal) -> None:
    other = found_office(store, seal, "0002")
    case = office.case(DECIDED[:1])
    with store.reading() as connection:
        assert find_case(connection, office.agency_id, case.case_no) == (case.id, 2)
        assert find_case(connection, other.agency_id, case.case_no) is None


def test_there_is_no_case_without_entries(office: Office) -> None:
    case = office.register()
    with office.store.reading() as connection:
        with pytest.raises(LookupError):
            case_as_of(office.store, connection, case.id, 0)
        assert not list(entries(connection, uuid4()))


def test_who_has_no_applicant_on_record_has_no_earlier_requests(office: Office) -> None:
    case = office.bring_in()
    with office.store.reading() as connection:
        assert requests_in_month(connection, case) == 0
