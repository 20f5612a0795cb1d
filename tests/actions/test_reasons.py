"""Reasons for very many requests (说明理由), and the later day that may follow (延迟答复); Art. 35."""

from datetime import date

import pytest
from factories import AT, Office

from workflow.rules.errors import BadInput, NotReady, RuleBroken
from workflow.rules.states import State

REVIEWED = AT[State.REVIEWED]
ASKED = (*REVIEWED, ("ask_reasons", "2026-03-04"))


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


def test_the_clock_waits_for_the_reasons(office: Office) -> None:
    case = office.case(ASKED)
    assert (case.clock_status, case.next_what, case.next_on) == ("paused", "give_reasons", None)
    case = office.take(case, "give_reasons", "2026-03-09")
    assert (case.clock_status, case.due_on) == ("running", date(2026, 4, 2))


def test_reasons_are_asked_for_once_at_a_time_and_block_the_draft(sqlite_office: Office) -> None:
    case = sqlite_office.case((*ASKED, ("draft", "2026-03-05")))
    with pytest.raises(NotReady, match="asked for reasons"):
        sqlite_office.take(case, "ask_reasons", "2026-03-06")
    with pytest.raises(NotReady, match="asked for reasons"):
        sqlite_office.take(case, "submit", "2026-03-06")


def test_no_answer_without_a_question(sqlite_office: Office) -> None:
    with pytest.raises(NotReady, match="was not asked"):
        sqlite_office.take(sqlite_office.case(REVIEWED), "give_reasons", "2026-03-06")


@pytest.mark.parametrize("count", [0, -3, 2**80])
def test_a_number_of_requests_that_is_none_is_refused(sqlite_office: Office, count: int) -> None:
    with pytest.raises(BadInput):
        sqlite_office.take(sqlite_office.case(REVIEWED), "ask_reasons", "2026-03-06", count=count)


def test_a_restart_of_the_clock_forgets_that_reasons_were_asked_for(office: Office) -> None:
    """The period that runs anew after a payment has no open question; it can be asked again."""
    charged = (("charge", "2026-03-05"), ("deliver_fee_notice", "2026-03-06"), ("pay", "2026-03-09"))
    case = office.case((*ASKED, *charged, ("draft", "2026-03-10")))
    with pytest.raises(NotReady, match="was not asked"):
        office.take(case, "give_reasons", "2026-03-11")
    assert office.take(case, "ask_reasons", "2026-03-11").clock_status == "paused"
    assert office.take(office.case((*ASKED, *charged, ("draft", "2026-03-10"))), "submit", "2026-03-11").version == 8


def test_a_later_day_is_set(sqlite_office: Office) -> None:
    case = sqlite_office.take(sqlite_office.case(REVIEWED), "delay", "2026-03-05", until=date(2026, 6, 30))
    assert case.due_on == date(2026, 6, 30)
    with pytest.raises(RuleBroken, match="not after it"):
        sqlite_office.take(case, "delay", "2026-03-06", until=date(2026, 3, 6))


def test_neither_exists_before_2019(sqlite_office: Office) -> None:
    for step in ("ask_reasons", "delay"):
        case = sqlite_office.take(sqlite_office.register("2019-05-13"), "review", "2019-05-14")
        with pytest.raises(RuleBroken, match="does not know it"):
            sqlite_office.take(case, step, "2019-05-15")
