"""Many at once: one step is taken and the others are told, numbers have no gap, a crash leaves nothing."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any, TypeVar

import pytest
from factories import DECIDED, Office
from sqlalchemy import func, select

from workflow.actions.agencies import Stamp, add_user, grant
from workflow.actions.decide import decide
from workflow.actions.note import note
from workflow.actions.register import Requester, register
from workflow.rules.arrival import Arrival, Channel
from workflow.rules.errors import BadInput, CaseworkError, Stale
from workflow.rules.record.case import Case
from workflow.rules.states import Role, State
from workflow.store.rows import TABLES
from workflow.store.verify import verify

T = TypeVar("T")


def at_once(tasks: Sequence[Callable[[], T]]) -> list[T | CaseworkError]:
    """Run all tasks as nearly at the same time as threads can, and return what came of each."""
    barrier = Barrier(len(tasks))

    def run(task: Callable[[], T]) -> T | CaseworkError:
        barrier.wait()
        try:
            return task()
        except CaseworkError as refusal:
            return refusal

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def count(office: Office, table: str, **where: Any) -> int:
    rows = TABLES[table]
    query = select(func.count()).select_from(rows)
    with office.store.reading() as connection:
        return int(
            connection.execute(query.where(*(rows.c[name] == value for name, value in where.items()))).scalar_one()
        )


def deciding(office: Office, case: Case, key: str) -> Callable[[], Case]:
    call = office.call("approver", "2026-03-12", case.version, key=key)

    def task() -> Case:
        with office.store.step() as unit:
            return decide(unit, case.id, call)

    return task


@pytest.mark.parametrize("people", [50])
def test_of_parallel_decisions_one_is_taken(office: Office, people: int) -> None:
    """Lessons, part 6, rank 4: one history row, one state change, and the others refused cleanly."""
    case = office.case(DECIDED[:4])
    done = at_once([deciding(office, case, f"decision {number}") for number in range(people)])
    assert Counter(type(one) for one in done) == {Case: 1, Stale: people - 1}
    assert count(office, "events", kind="decided") == count(office, "decisions") == 1
    assert count(office, "outbox", topic="case.decided") == 1
    assert verify(office.store).difference is None


def test_the_same_decision_sent_many_times_is_one(office: Office) -> None:
    case = office.case(DECIDED[:4])
    done = at_once([deciding(office, case, "decision") for _ in range(50)])
    first = done[0]
    assert isinstance(first, Case)
    assert first.state is State.DECIDED
    assert done == [first] * 50
    assert count(office, "events", kind="decided") == 1
    assert verify(office.store).difference is None


def registering(office: Office, key: str, paper: str = "") -> Callable[[], Case]:
    call = office.call("intake", "2026-03-02", 0, key=key)
    who = Requester(name="张三", applicant_class="natural_person", identifiers={"id_number": paper})
    arrival = Arrival(channel=Channel.IN_PERSON, handed_in_on=date(2026, 3, 2))

    def task() -> Case:
        with office.store.unit() as unit:
            return register(unit, office.seal, office.agency_id, call, arrival=arrival, requester=who, items=["一"])

    return task


def test_parallel_registrations_are_numbered_without_a_gap(office: Office) -> None:
    done = at_once([registering(office, f"form {number}", "110101") for number in range(20)])
    assert sorted(one.serial for one in done if isinstance(one, Case)) == list(range(1, 21))
    assert count(office, "applicants") == 1
    assert verify(office.store).difference is None


def test_the_same_form_sent_many_times_is_one_case(office: Office) -> None:
    done = at_once([registering(office, "form") for _ in range(20)])
    assert done == [done[0]] * 20
    assert count(office, "cases") == 1
    assert office.register().serial == 2


class Crash(Exception):
    pass


def test_registrations_beside_crashes_have_no_gap(office: Office) -> None:
    def crash() -> str:
        try:
            with office.store.unit() as unit:
                unit.next_number(office.agency_id, "case", 2026)
                raise Crash
        except Crash:
            return "crashed"

    tasks: list[Callable[[], Any]] = [registering(office, f"form {number}") for number in range(10)]
    done = at_once([*tasks, *[crash] * 10])
    assert sorted(one.serial for one in done if isinstance(one, Case)) == list(range(1, 11))
    assert done[10:] == ["crashed"] * 10
    assert verify(office.store).difference is None


def test_two_batches_over_the_same_cases_are_each_whole_or_refused(office: Office) -> None:
    cases = [office.case() for _ in range(6)]

    def batch(order: Sequence[Case], key: str) -> Callable[[], list[Case]]:
        calls = [(case.id, office.call("caseworker", "2026-03-03", 1, key=key)) for case in order]

        def task() -> list[Case]:
            with office.store.step() as unit:
                return note.many(unit, calls, text="已电话联系")

        return task

    done = at_once([batch(cases, "one"), batch(cases[::-1], "two"), batch(cases, "three")])
    assert Counter(type(one) for one in done) == {list: 1, Stale: 2}
    assert count(office, "events", kind="noted") == 6
    assert verify(office.store).difference is None


def test_parallel_entries_of_the_journal_are_one_chain(office: Office) -> None:
    stamp = Stamp(None, date(2026, 3, 2), office.call("intake", "2026-03-02", 0).at)

    def granting(number: int) -> Callable[[], None]:
        def task() -> None:
            with office.store.unit() as unit:
                person = add_user(unit, stamp, login=f"person {number % 8}", name="张三")
                grant(unit, stamp, user_id=person, agency_id=office.agency_id, roles=[Role.INTAKE])

        return task

    done = at_once([granting(number) for number in range(16)])
    assert Counter(type(one) for one in done) == {type(None): 8, BadInput: 8}
    assert verify(office.store).difference is None
