"""Registration (登记): day of receipt, number, applicant, items; Arts. 29, 31."""

from datetime import date
from typing import Any

import pytest
from factories import AT, DECIDED, Office, answer, at, dump, found_office
from sqlalchemy import select

from workflow.actions.agencies import Stamp, change_agency
from workflow.actions.register import Requester, register
from workflow.rules.arrival import Arrival, Channel, Mail
from workflow.rules.errors import BadInput, KeyReused, NotFound, NotYours, RuleBroken
from workflow.rules.outcomes import Outcome
from workflow.rules.states import State
from workflow.store.rows import TABLES
from workflow.store.verify import verify

PAPER = "11010119800101123X"
STAMP = Stamp(None, date(2026, 3, 1), at("2026-03-01"))


def requester(**told: Any) -> Requester:
    named = {"name": "张三", "applicant_class": "natural_person", **told}
    return Requester(**{"identifiers": {"id_number": PAPER, "phone": "13800000000"}, **named})


def test_a_request_is_registered(office: Office) -> None:
    """Art. 33: 20 working days from the day after receipt."""
    case = office.register(requester=requester(agent="王五", joint=["李四"]), form="纸质", note="当面提交")
    assert (case.case_no, case.state, case.version) == ("2026-0001", State.RECEIVED, 1)
    assert (case.received_on, case.due_on, case.regime) == (date(2026, 3, 2), date(2026, 3, 30), "CN-2019")
    assert verify(office.store).difference is None


def test_the_day_of_receipt_is_that_of_the_channel(office: Office) -> None:
    """Art. 31: a registered letter counts from the day it was signed for."""
    posted = Arrival(
        channel=Channel.LETTER, mail=Mail.REGISTERED, arrived_on=date(2026, 3, 2), signed_on=date(2026, 3, 3)
    )
    assert office.register("2026-03-04", arrival=posted).received_on == date(2026, 3, 3)


def test_identifiers_are_nowhere_in_plain(office: Office) -> None:
    case = office.register(requester=requester())
    rows = "".join(row for table in dump(office.store).values() for row in table)
    assert PAPER not in rows
    assert "13800000000" not in rows
    with office.store.reading() as connection:
        applicants = TABLES["applicants"]
        sealed = connection.execute(
            select(applicants.c.sealed).where(applicants.c.id == case.applicant_id)
        ).scalar_one()
    assert office.seal.open(sealed) == {"id_number": PAPER, "phone": "13800000000"}


def test_who_shows_the_same_paper_is_the_same_applicant(office: Office) -> None:
    first = office.register(requester=requester())
    same = office.register(requester=requester(identifiers={"id_number": PAPER.lower().replace("1198", " 1198")}))
    assert same.applicant_id != first.applicant_id  # The paper is written otherwise, which is kept as it was written.
    again = office.register(requester=requester(identifiers={"id_number": PAPER}))
    assert again.applicant_id == first.applicant_id


def test_a_new_address_is_kept_with_the_request_that_gave_it(office: Office) -> None:
    first = office.register(requester=requester())
    moved = office.register(requester=requester(identifiers={"id_number": PAPER, "address": "某县新街1号"}))
    assert moved.applicant_id != first.applicant_id
    assert verify(office.store).difference is None


def test_applicants_without_a_paper_are_not_taken_for_each_other(office: Office) -> None:
    nameless = requester(identifiers={"phone": "13800000000"})
    assert (
        office.register(requester=nameless).applicant_id
        != office.register(requester=nameless, items=["一"]).applicant_id
    )


def test_numbers_run_through_each_year_and_agency(office: Office) -> None:
    other = found_office(office.store, office.seal, "0002")
    numbers = [office.register(on).case_no for on in ("2025-12-30", "2026-01-04", "2026-01-05")]
    assert numbers == ["2025-0001", "2026-0001", "2026-0002"]
    assert other.register("2026-01-05").case_no == "2026-0001"
    assert verify(office.store).difference is None


def test_an_agency_may_number_in_its_own_way(office: Office) -> None:
    with office.store.unit() as unit:
        change_agency(unit, STAMP, office.agency_id, settings={"case_no": "甲公开〔{year}〕第{n}号"})
    assert office.register().case_no == "甲公开〔2026〕第1号"


def test_a_number_that_a_ledger_brought_is_not_given_out_again(office: Office) -> None:
    office.bring_in(case_no="2026-0001")
    before = dump(office.store)
    with pytest.raises(BadInput, match="2026-0001, is taken by a case of a ledger"):
        office.register()
    assert dump(office.store) == before


class Crash(Exception):
    pass


def crash_after_registering(office: Office) -> None:
    arrival = Arrival(channel=Channel.IN_PERSON, handed_in_on=date(2026, 3, 2))
    with office.store.unit() as unit:
        call = office.call("intake", "2026-03-02", 0)
        register(unit, office.seal, office.agency_id, call, arrival=arrival, requester=requester(), items=["一"])
        raise Crash


def test_a_failure_after_the_number_leaves_no_gap(office: Office) -> None:
    with pytest.raises(Crash):
        crash_after_registering(office)
    assert office.register().case_no == "2026-0001"
    with pytest.raises(Crash):
        crash_after_registering(office)
    assert office.register().case_no == "2026-0002"
    assert verify(office.store).difference is None


def test_the_same_key_gives_the_same_case(office: Office) -> None:
    first = office.register(key="form 1", requester=requester())
    before = dump(office.store)
    assert office.register(key="form 1", requester=requester()) == first
    assert dump(office.store) == before


@pytest.mark.parametrize(
    "other",
    [
        {"items": ["2025年预算"]},
        {"form": "电子"},
        {"note": "补充"},
        {"requester": requester(name="李四")},
        {"requester": requester(agent="王五")},
        {"requester": requester(joint=["李四"])},
        {"requester": requester(identifiers={"id_number": PAPER})},
        {"arrival": Arrival(channel=Channel.IN_PERSON, handed_in_on=date(2026, 2, 27))},
        {"by": "caseworker"},
        {"on": "2026-03-03"},
    ],
)
def test_the_same_key_for_another_request_is_refused(sqlite_office: Office, other: dict[str, Any]) -> None:
    arrival = Arrival(channel=Channel.IN_PERSON, handed_in_on=date(2026, 3, 2))
    sqlite_office.register(key="form 1", requester=requester(), arrival=arrival)
    before = dump(sqlite_office.store)
    with pytest.raises(KeyReused):
        sqlite_office.register(**{"key": "form 1", "requester": requester(), "arrival": arrival, **other})
    assert dump(sqlite_office.store) == before


@pytest.mark.parametrize(
    ("told", "error", "match"),
    [
        ({"items": []}, BadInput, "asks for nothing"),
        ({"items": ["一", " "]}, BadInput, "item is empty"),
        ({"items": ["一\0"]}, BadInput, "no letter can print"),
        ({"items": ["一\ud800"]}, BadInput, "no letter can print"),
        ({"note": "一\0"}, BadInput, "NUL"),
        ({"items": ["一" * 200_000]}, BadInput, "an entry holds 200000"),
        ({"requester": requester(name=" ")}, BadInput, "applicant is empty"),
        ({"requester": requester(applicant_class="anybody")}, BadInput, "is no class of applicant"),
        ({"requester": requester(identifiers={"phone": "1\ud800"})}, BadInput, "no letter can print"),
        ({"requester": requester(joint=[""])}, BadInput, "joint applicant is empty"),
        ({"arrival": Arrival(channel=Channel.IN_PERSON)}, BadInput, "No day is given"),
        ({"on": "2026-03-02", "by": "approver"}, NotYours, "intake and caseworker"),
        ({"by": "stranger"}, NotFound, "no such agency"),
    ],
)
def test_a_request_that_cannot_be_registered_changes_nothing(
    office: Office, told: dict[str, Any], error: type[Exception], match: str
) -> None:
    before = dump(office.store)
    with pytest.raises(error, match=match):
        office.register(**told)
    assert dump(office.store) == before


def test_a_day_of_receipt_after_the_registration_is_refused(sqlite_office: Office) -> None:
    arrival = Arrival(channel=Channel.IN_PERSON, handed_in_on=date(2026, 3, 3))
    with pytest.raises(RuleBroken, match="counts as received on 2026-03-03, after the day of its registration"):
        sqlite_office.register("2026-03-02", arrival=arrival)


def test_a_registration_in_the_future_is_refused(sqlite_office: Office) -> None:
    call = sqlite_office.call("intake", "2026-03-03", 0, now=at("2026-03-02"))
    arrival = Arrival(channel=Channel.IN_PERSON, handed_in_on=date(2026, 3, 2))
    with pytest.raises(RuleBroken, match="in the future"), sqlite_office.store.unit() as unit:
        register(
            unit,
            sqlite_office.seal,
            sqlite_office.agency_id,
            call,
            arrival=arrival,
            requester=requester(),
            items=["一"],
        )


def test_the_agency_of_another_is_not_found(office: Office) -> None:
    other = found_office(office.store, office.seal, "0002")
    office.agency_id = other.agency_id
    with pytest.raises(NotFound, match="no such agency"):
        office.register()


def test_three_hundred_items_go_all_the_way(office: Office) -> None:
    case = office.register(items=[f"第{number}项" for number in range(1, 301)])
    for step, on, *said in DECIDED:
        told: dict[str, Any] = (
            {"items": [answer(item.no, Outcome.D2) for item in case.items]} if step == "draft" else {}
        )
        case = office.take(case, step, on, **told, **(said[0] if said else {}))
    assert (case.state, len(case.clearances)) == (State.DECIDED, 300)
    assert verify(office.store).difference is None


def test_a_long_text_is_kept_to_the_last_character(office: Office) -> None:
    text = "一" * 199_000
    case = office.register(items=[text])
    with office.store.reading() as connection:
        items = TABLES["items"]
        assert connection.execute(select(items.c.text).where(items.c.case_id == case.id)).scalar_one() == text


def test_signs_that_mean_something_elsewhere_mean_nothing_here(office: Office) -> None:
    text = "%s {n} \\u0000 \\\\u0000 '; drop table cases; -- \u2028 \U0001f600"
    case = office.register(items=[text], requester=requester(name=text))
    with office.store.reading() as connection:
        items = TABLES["items"]
        assert connection.execute(select(items.c.text).where(items.c.case_id == case.id)).scalar_one() == text
    assert verify(office.store).difference is None


def test_a_request_of_another_time_zone_is_registered_on_the_agency_s_day(office: Office) -> None:
    """23:50 on a holiday in Shanghai is still that day; Art. 31."""
    submitted = Arrival(channel=Channel.ONLINE, submitted_on=date(2026, 5, 1), auto_ack_on=date(2026, 5, 1))
    call = office.call("intake", "2026-05-01", 0, now=at("2026-05-01", 15))
    with office.store.unit() as unit:
        case = register(
            unit, office.seal, office.agency_id, call, arrival=submitted, requester=requester(), items=["一"]
        )
    assert case.received_on == date(2026, 5, 1)
    assert case.due_on == date(2026, 6, 1)


def test_the_history_of_the_new_case_is_that_of_its_state(office: Office) -> None:
    assert office.case(AT[State.RECEIVED]).ticks[0].event.on == date(2026, 3, 2)
