"""Batches that are written in groups while the next group is decided: whole or not at all, wherever one fails."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import psycopg
import pytest
from factories import Office, dump

from workflow.actions.note import assign, note
from workflow.actions.review import review
from workflow.rules.errors import NotAllowed, Stale, Unavailable
from workflow.rules.record.case import Call, Case
from workflow.store.postgres import Postgres
from workflow.store.rows import Write
from workflow.store.session import Unit
from workflow.store.verify import verify

DAY = "2026-03-03"
Calls = list[tuple[UUID, Call]]


@pytest.fixture(autouse=True)
def small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six cases make three groups."""
    monkeypatch.setattr("workflow.store.session.GROUP", 2)


def six(office: Office) -> list[Case]:
    """Return new cases in the order in which a batch writes them."""
    return sorted((office.case() for _ in range(6)), key=lambda case: case.id)


def calls(office: Office, cases: Sequence[Case], key: str = "") -> Calls:
    """Return a call for each case, handed in out of order; the last one may have a key of its own."""
    made = [(case.id, office.call("caseworker", DAY, case.version)) for case in cases]
    if key:
        made[-1] = (cases[-1].id, office.call("caseworker", DAY, cases[-1].version, key=key))
    return made[::-1]


def noted(office: Office, told: Calls) -> list[Case]:
    with office.store.unit() as unit:
        return note.many(unit, told, text="已电话联系")


def assert_goes_on(office: Office, cases: Sequence[Case], before: dict[str, list[str]]) -> None:
    """Nothing was kept, and the same connection takes the next batch."""
    assert dump(office.store) == before
    assert [case.version for case in noted(office, calls(office, cases))] == [case.version + 1 for case in cases[::-1]]
    assert verify(office.store).difference is None


def test_results_come_in_the_order_of_the_calls(office: Office) -> None:
    told = calls(office, six(office))
    assert [case.id for case in noted(office, told)] == [case_id for case_id, _ in told]
    assert verify(office.store).difference is None


@pytest.mark.parametrize("place", [0, 5])
def test_a_refusal_drops_what_was_written_before(office: Office, place: int) -> None:
    cases = six(office)
    cases[place] = office.take(cases[place], "review", DAY)
    before = dump(office.store)
    with pytest.raises(NotAllowed), office.store.unit() as unit:
        review.many(unit, calls(office, cases))
    assert_goes_on(office, cases, before)


@pytest.mark.parametrize("place", [0, 5])
def test_a_case_that_moved_on_before_is_named(office: Office, place: int) -> None:
    cases = six(office)
    told = calls(office, cases)
    cases[place] = office.take(cases[place], "note", DAY)
    before = dump(office.store)
    with pytest.raises(Stale, match=cases[place].case_no):
        noted(office, told)
    assert_goes_on(office, cases, before)


@pytest.mark.parametrize("place", [0, 3, 5])
def test_a_case_that_moves_on_meanwhile_is_named(
    postgres_office: Office, monkeypatch: pytest.MonkeyPatch, place: int
) -> None:
    office, read = postgres_office, Unit.load_many
    cases = six(office)
    told = calls(office, cases)
    moved: list[Case] = []
    before: list[dict[str, list[str]]] = []

    def read_then_moved(unit: Unit, wanted: Sequence[tuple[UUID, UUID, str]]) -> object:
        found = read(unit, wanted)
        moved.append(office.take(cases[place], "note", DAY))
        before.append(dump(office.store))
        return found

    monkeypatch.setattr(Unit, "load_many", read_then_moved)
    with pytest.raises(Stale, match=cases[place].case_no):
        noted(office, told)
    monkeypatch.setattr(Unit, "load_many", read)
    cases[place] = moved[0]
    assert_goes_on(office, cases, before[0])


@pytest.mark.parametrize("last", [2, 4, 6])
def test_what_the_server_refuses_in_a_group_refuses_all(postgres_office: Office, last: int) -> None:
    """A further group may be sent or not; what the server says of the one before must come through."""
    office = postgres_office
    cases = six(office)
    told = calls(office, cases[:last], key="refused") + calls(office, cases[last:])
    with office.store.unit() as unit:
        unit.raw.execute("alter table events add constraint not_this check (key <> 'refused')")
    before = dump(office.store)
    with pytest.raises(psycopg.errors.CheckViolation):
        noted(office, told)
    assert_goes_on(office, cases, before)


def test_a_refusal_while_the_server_refuses_the_group_before_is_what_is_said(postgres_office: Office) -> None:
    office = postgres_office
    cases = six(office)
    cases[2] = office.take(cases[2], "review", DAY)
    told = calls(office, cases[:2], key="refused") + calls(office, cases[2:])
    with office.store.unit() as unit:
        unit.raw.execute("alter table events add constraint not_this check (key <> 'refused')")
    before = dump(office.store)
    with pytest.raises(NotAllowed), office.store.unit() as unit:
        review.many(unit, told)
    assert_goes_on(office, cases, before)


def test_a_server_that_goes_away_between_groups_is_said_to_be_gone(
    postgres_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, send = postgres_office, Postgres.send
    cases = six(office)
    before = dump(office.store)

    def send_and_end(driver: Postgres, connection: Any, writes: Sequence[Write]) -> object:
        wait = send(driver, connection, writes)
        with psycopg.connect(**connection.info.get_parameters()) as other:
            other.execute("select pg_terminate_backend(%s)", (connection.info.backend_pid,))
        return wait

    monkeypatch.setattr(Postgres, "send", send_and_end)
    with pytest.raises(Unavailable):
        noted(office, calls(office, cases))
    monkeypatch.setattr(Postgres, "send", send)
    assert_goes_on(office, cases, before)


def test_what_a_plan_looks_up_waits_for_the_group_on_its_way(office: Office) -> None:
    cases = six(office)
    with office.store.unit() as unit:
        done = assign.many(unit, calls(office, cases), to=office.people["caseworker"])
    assert [case.version for case in done] == [2] * 6
    assert verify(office.store).difference is None


def test_a_unit_with_a_refused_batch_keeps_nothing(office: Office) -> None:
    cases = six(office)
    cases[5] = office.take(cases[5], "review", DAY)
    before = dump(office.store)

    def swallowed() -> None:
        with office.store.unit() as unit:
            with pytest.raises(NotAllowed):
                review.many(unit, calls(office, cases))
            unit.commit()

    with pytest.raises(RuntimeError, match="nothing of the unit can be kept"):
        swallowed()
    assert_goes_on(office, cases, before)
