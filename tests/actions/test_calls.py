"""What every step shares: the version decided on, the key that makes it happen once, and whose case it is."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from factories import DECIDED, REPLIED, Office, at, dump, found_office

from workflow.actions.agencies import Stamp, change_user, grant
from workflow.actions.extend import extend
from workflow.actions.note import note
from workflow.rules.errors import BadInput, KeyReused, NotFound, NotYours, Stale
from workflow.rules.record.case import Call, Case
from workflow.rules.states import Role

REVIEWED = DECIDED[:1]
STAMP = Stamp(None, date(2026, 3, 3), at("2026-03-03"))


def test_a_step_decided_on_an_older_version_is_refused(office: Office) -> None:
    case = office.case(REVIEWED)
    for version in (1, 3):
        with pytest.raises(Stale, match="has moved on since you read it"):
            office.take(case, "note", "", call=office.call("caseworker", "2026-03-04", version))


def test_the_same_key_gives_the_first_result_again(office: Office) -> None:
    case = office.case(REVIEWED)
    call = office.call("approver", "2026-03-04", 2, key="once")
    first = office.take(case, "extend", "", call=call)
    before = dump(office.store)
    assert office.take(case, "extend", "", call=call) == first
    assert dump(office.store) == before


@pytest.mark.parametrize("step", ["extend", "register"])
def test_the_same_key_gives_the_case_as_it_was_then_though_steps_followed(office: Office, step: str) -> None:
    opened = office.register(key="opened")
    case = office.take(opened, "review", "2026-03-03")
    call = office.call("approver", "2026-03-04", 2, key="extended")
    extended = office.take(case, "extend", "", call=call)
    last = extended
    for name, on, *said in REPLIED[1:]:
        last = office.take(last, name, on, **(said[0] if said else {}))
    before = dump(office.store)
    if step == "register":
        assert office.register(key="opened") == opened
    else:
        assert office.take(last, "extend", "", call=call) == extended
    assert dump(office.store) == before


def test_the_same_key_is_recognised_whatever_the_version_and_the_order_of_the_words(sqlite_office: Office) -> None:
    case = sqlite_office.case(REVIEWED)
    first = sqlite_office.call("approver", "2026-03-04", 2, key="once")
    again = sqlite_office.call("approver", "2026-03-04", 3, key="once")
    with sqlite_office.store.step() as unit:
        extended = extend(unit, case.id, first, days=5, reason="档案分存三处")
    with sqlite_office.store.step() as unit:
        assert extend(unit, case.id, again, reason="档案分存三处", days=5) == extended


@pytest.mark.parametrize(
    ("by", "on", "step", "days"),
    [
        ("approver", "2026-03-04", "extend", 6),
        ("approver", "2026-03-05", "extend", 5),
        ("everyone", "2026-03-04", "extend", 5),
        ("approver", "2026-03-04", "note", 5),
    ],
)
def test_the_same_key_for_something_else_is_refused(office: Office, by: str, on: str, step: str, days: int) -> None:
    case = office.case(REVIEWED)
    case = office.take(case, "extend", "", call=office.call("approver", "2026-03-04", 2, key="once"), days=5)
    before = dump(office.store)
    words: dict[str, Any] = {"days": days} if step == "extend" else {}
    with pytest.raises(KeyReused, match="already used for another step"):
        office.take(case, step, "", call=office.call(by, on, 3, key="once"), **words)
    assert dump(office.store) == before


def test_a_key_of_another_case_is_another_key(office: Office) -> None:
    first, second = office.case(), office.case()
    for case in (first, second):
        assert office.take(case, "note", "", call=office.call("intake", "2026-03-03", 1, key="same")).version == 2


@pytest.mark.parametrize("key", ["", "x" * 201, "a\0b", "a\ud800", "a\nb"])
def test_a_step_needs_a_key(sqlite_office: Office, key: str) -> None:
    case = sqlite_office.case()
    call = Call(by=sqlite_office.people["intake"], on=date(2026, 3, 3), at=at("2026-03-03"), key=key, version=1)
    with pytest.raises(BadInput, match="idempotency key"):
        sqlite_office.take(case, "note", "", call=call)


def test_a_long_key_is_kept(office: Office) -> None:
    call = office.call("intake", "2026-03-03", 1, key="键" * 200)
    assert office.take(office.case(), "note", "", call=call).version == 2


def test_a_case_that_does_not_exist_is_not_found(office: Office) -> None:
    case = office.case()
    case.id = uuid4()
    with pytest.raises(NotFound, match="no such case in your agency"):
        office.take(case, "note", "2026-03-03")


@pytest.mark.parametrize("step", ["note", "review", "decide"])
def test_a_case_of_another_agency_looks_as_if_it_did_not_exist(office: Office, step: str) -> None:
    other = found_office(office.store, office.seal, "0002")
    case = office.case()
    for version in (1, 2):
        with pytest.raises(NotFound, match="no such case in your agency"):
            office.take(case, step, "", call=other.call("everyone", "2026-03-03", version))


def test_nobody_acts_without_a_role(office: Office) -> None:
    with pytest.raises(NotFound):
        office.take(office.case(), "note", "2026-03-03", by="stranger")


@pytest.mark.parametrize("how", ["no roles left", "not active any more"])
def test_who_left_finds_nothing_not_even_what_they_did(office: Office, how: str) -> None:
    call = office.call("caseworker", "2026-03-03", 1, key="mine")
    case = office.take(office.case(), "note", "", call=call)
    person = office.people["caseworker"]
    with office.store.unit() as unit:
        if how == "no roles left":
            grant(unit, STAMP, user_id=person, agency_id=office.agency_id, roles=[])
        else:
            change_user(unit, STAMP, person, name="caseworker", active=False)
    for again in (call, office.call("caseworker", "2026-03-03", 2)):
        with pytest.raises(NotFound):
            office.take(case, "note", "", call=again)


def test_roles_change_what_a_person_may_do_at_once(office: Office) -> None:
    case = office.case()
    with pytest.raises(NotYours):
        office.take(case, "review", "2026-03-03", by="auditor")
    with office.store.unit() as unit:
        grant(
            unit,
            STAMP,
            user_id=office.people["auditor"],
            agency_id=office.agency_id,
            roles=[Role.AUDITOR, Role.CASEWORKER],
        )
    assert office.take(case, "review", "2026-03-03", by="auditor").version == 2


@pytest.mark.parametrize(
    "instant",
    [datetime(2026, 3, 3, 10), datetime(2026, 3, 3, 10, tzinfo=ZoneInfo("Asia/Shanghai"))],  # noqa: DTZ001
)
def test_an_instant_that_is_not_in_utc_is_a_fault_of_the_caller(instant: datetime) -> None:
    """Its digest would not be that of the instant which the database gives back."""
    with pytest.raises(ValueError, match="UTC"):
        Call(by=uuid4(), on=date(2026, 3, 3), at=instant, key="k")


def batch(office: Office, cases: list[Case], texts: str = "已电话联系") -> list[Case]:
    calls = [(case.id, office.call("caseworker", "2026-03-03", case.version)) for case in cases]
    with office.store.step() as unit:
        return note.many(unit, calls, text=texts)


def test_a_batch_takes_a_step_of_each_case(office: Office) -> None:
    cases = [office.case() for _ in range(3)]
    assert [case.version for case in batch(office, cases)] == [2, 2, 2]


def test_a_batch_is_taken_whole_or_not_at_all(office: Office) -> None:
    cases = [office.case() for _ in range(3)]
    office.take(cases[1], "note", "2026-03-03")
    before = dump(office.store)
    with pytest.raises(Stale):
        batch(office, cases)
    cases[2].id = uuid4()
    with pytest.raises(NotFound):
        batch(office, [cases[0], cases[2]])
    assert dump(office.store) == before


def test_a_batch_sent_twice_gives_its_first_results(office: Office) -> None:
    cases = [office.case() for _ in range(2)]
    calls = [(case.id, office.call("caseworker", "2026-03-03", 1, key="batch")) for case in cases]
    with office.store.step() as unit:
        first = note.many(unit, calls, text="已电话联系")
    before = dump(office.store)
    with office.store.step() as unit:
        assert note.many(unit, calls, text="已电话联系") == first
    assert dump(office.store) == before


def test_a_batch_of_nothing_does_nothing(office: Office) -> None:
    assert batch(office, []) == []


def test_a_case_stands_in_a_batch_once(office: Office) -> None:
    case = office.case()
    twice = [(case.id, office.call("caseworker", "2026-03-03", version)) for version in (1, 2)]
    with pytest.raises(ValueError, match="only once"), office.store.step() as unit:
        note.many(unit, twice, text="已电话联系")
