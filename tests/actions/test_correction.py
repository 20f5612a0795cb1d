"""Corrections of a request (补正), asked for once and complete; Art. 30."""

from datetime import date

import pytest
from factories import AT, Office, answer

from workflow.rules.errors import BadInput, NotReady, RuleBroken
from workflow.rules.outcomes import Outcome
from workflow.rules.states import State
from workflow.store.verify import verify

ASKED = AT[State.CORRECTING]


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


def test_the_period_runs_anew_from_the_corrected_request(office: Office) -> None:
    """Art. 30; example E10 of the law notes: due 2026-04-01 after a correction received on 2026-03-04."""
    case = office.register("2026-02-10")
    assert case.due_on == date(2026, 3, 16)
    case = office.take(case, "ask_correction", "2026-02-26")
    assert (case.state, case.due_on, case.next_what) == (State.CORRECTING, None, "correct")
    assert case.next_on == date(2026, 3, 31)
    case = office.take(case, "correct", "2026-03-04")
    assert (case.state, case.due_on) == (State.RECEIVED, date(2026, 4, 1))


def test_the_corrected_wording_stands_in_the_items(office: Office) -> None:
    case = office.take(office.case(ASKED), "correct", "2026-03-12", items=[" 2024年预算 ", " "])
    assert verify(office.store).difference is None
    assert case.version == 3


def test_a_second_correction_is_refused(sqlite_office: Office) -> None:
    """Art. 30 allows one notice that names every point."""
    case = sqlite_office.case([*ASKED, ("correct", "2026-03-12")])
    with pytest.raises(NotReady, match="already asked for"):
        sqlite_office.take(case, "ask_correction", "2026-03-13")


def test_a_notice_has_to_name_points_and_leave_time(sqlite_office: Office) -> None:
    case = sqlite_office.case()
    with pytest.raises(BadInput, match="names no point"):
        sqlite_office.take(case, "ask_correction", "2026-03-05", points=[])
    with pytest.raises(BadInput, match="point to correct is empty"):
        sqlite_office.take(case, "ask_correction", "2026-03-05", points=["写明年度", " "])
    with pytest.raises(RuleBroken, match="not after the notice"):
        sqlite_office.take(case, "ask_correction", "2026-03-05", reply_by=date(2026, 3, 5))


@pytest.mark.parametrize("items", [["一"], ["一", "二", "三"]])
def test_the_corrected_wording_answers_each_item_or_none(sqlite_office: Office, items: list[str]) -> None:
    with pytest.raises(BadInput, match="The request has 2 items"):
        sqlite_office.take(sqlite_office.case(ASKED), "correct", "2026-03-12", items=items)


def test_a_request_lapses_only_after_the_last_day(office: Office) -> None:
    """Art. 30: 逾期不补正的，视为放弃申请."""
    case = office.case(ASKED)
    with pytest.raises(NotReady, match="time is not over"):
        office.take(case, "lapse", "2026-03-31")
    case = office.take(case, "lapse", "2026-04-01")
    assert (case.state, case.outcome, case.closed_on) == (State.LAPSED, Outcome.C1, date(2026, 4, 1))


def test_a_request_brought_in_while_waiting_can_lapse_though_no_last_day_is_known(office: Office) -> None:
    case = office.bring_in(correction_requested_on=date(2026, 3, 5))
    assert case.state is State.CORRECTING
    case = office.take(case, "lapse", "2026-04-20")
    assert (case.state, case.outcome) == (State.LAPSED, Outcome.C1)
    assert verify(office.store).difference is None


def test_an_unclear_request_is_answered_so_only_after_a_correction(sqlite_office: Office) -> None:
    """U4, 补正后申请内容仍不明确."""
    case = sqlite_office.case(AT[State.REVIEWED])
    with pytest.raises(RuleBroken, match="U4"):
        sqlite_office.take(case, "draft", "2026-03-09", items=[answer(1, Outcome.U4)])
    case = sqlite_office.case([*ASKED, ("correct", "2026-03-12"), ("review", "2026-03-13")])
    assert sqlite_office.take(case, "draft", "2026-03-16", items=[answer(1, Outcome.U4)]).docs == 1
