"""Consultations (征求意见): their own clock, their pause, and what silence means; Arts. 11, 32, 33(3), 34."""

from datetime import date
from typing import Any

import pytest
from factories import AT, Office
from sqlalchemy import select

from workflow.rules.errors import BadInput, NotFound, NotReady
from workflow.rules.record.case import Case
from workflow.rules.states import State
from workflow.store.rows import TABLES

REVIEWED = AT[State.REVIEWED]
SENT = (*REVIEWED, ("consult", "2026-03-04"))
DELIVERED = (*SENT, ("deliver_consultation", "2026-03-05"))


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


def kept(office: Office, case: Case) -> Any:
    rows = TABLES["consultations"]
    with office.store.reading() as connection:
        return connection.execute(select(rows).where(rows.c.case_id == case.id)).mappings().one()


def consulted(office: Office) -> Case:
    """Example E11 of the law notes, up to the delivery of the letter."""
    case = office.take(office.register("2025-09-10"), "review", "2025-09-10")
    case = office.take(case, "consult", "2025-09-22")
    return office.take(case, "deliver_consultation", "2025-09-24")


def test_the_clock_pauses_until_the_answer(office: Office) -> None:
    """E11: the party's last day is 2025-10-21; an answer of 10-16 leaves 12 working days, to 2025-11-03."""
    case = consulted(office)
    assert (case.clock_status, case.due_on) == ("paused", None)
    assert (case.next_what, case.next_on) == ("answer_consultation", date(2025, 10, 21))
    case = office.take(case, "answer_consultation", "2025-10-16")
    assert (case.clock_status, case.due_on) == ("running", date(2025, 11, 3))
    row = kept(office, case)
    assert (row["effect"], row["answered_on"], row["lapsed_on"]) == ("refuse", date(2025, 10, 16), None)


def test_a_third_party_s_silence_leaves_the_decision_to_the_agency(office: Office) -> None:
    """E11, silent: the clock goes on after the last day, to 2025-11-06; Art. 32."""
    case = consulted(office)
    with pytest.raises(NotReady, match="may answer until 2025-10-21"):
        office.take(case, "lapse_consultation", "2025-10-21")
    case = office.take(case, "lapse_consultation", "2025-10-22")
    assert (case.clock_status, case.due_on) == ("running", date(2025, 11, 6))
    row = kept(office, case)
    assert (row["effect"], row["lapsed_on"]) == ("agency decides", date(2025, 10, 21))


def test_a_co_producer_s_silence_is_consent(office: Office) -> None:
    """Art. 34: 逾期未提出意见的，视为同意公开."""
    case = office.case((*REVIEWED, ("consult", "2026-03-04", {"party": "co_producer"}), DELIVERED[-1]))
    case = office.take(case, "lapse_consultation", "2026-03-27")
    assert kept(office, case)["effect"] == "consent"


def test_another_agency_s_silence_says_nothing(sqlite_office: Office) -> None:
    """Art. 11 knows neither a period nor deemed consent."""
    case = sqlite_office.case((*REVIEWED, ("consult", "2026-03-04", {"party": "agency"}), DELIVERED[-1]))
    with pytest.raises(NotReady, match="silence says nothing"):
        sqlite_office.take(case, "lapse_consultation", "2026-12-01")


def test_no_period_runs_before_the_delivery(sqlite_office: Office) -> None:
    with pytest.raises(NotReady, match="never recorded as delivered"):
        sqlite_office.take(sqlite_office.case(SENT), "lapse_consultation", "2026-12-01")


def test_under_the_first_regulations_only_a_third_party_pauses(sqlite_office: Office) -> None:
    """Art. 24(3) of 2008; a third party has no period there, so its silence closes nothing."""
    case = sqlite_office.take(sqlite_office.register("2018-02-09"), "review", "2018-02-09")
    case = sqlite_office.take(case, "consult", "2018-02-11", party="agency")
    assert case.clock_status == "running"
    case = sqlite_office.take(case, "consult", "2018-02-11", party="third_party")
    assert case.clock_status == "paused"
    case = sqlite_office.take(case, "deliver_consultation", "2018-02-12", ref="C4")
    with pytest.raises(NotReady, match="silence says nothing"):
        sqlite_office.take(case, "lapse_consultation", "2018-12-03", ref="C4")


def test_an_open_consultation_holds_up_the_draft(office: Office) -> None:
    case = office.case((*DELIVERED, ("draft", "2026-03-09")))
    with pytest.raises(NotReady, match="consultation is still open"):
        office.take(case, "submit", "2026-03-10")
    case = office.take(case, "answer_consultation", "2026-03-10", opinion="agree")
    assert office.take(case, "submit", "2026-03-10").state is State.SECRECY_CHECK


def test_several_consultations_each_have_their_own_clock(sqlite_office: Office) -> None:
    case = sqlite_office.case((*SENT, ("consult", "2026-03-05", {"name": "某研究所"})))
    case = sqlite_office.take(case, "answer_consultation", "2026-03-10", ref="C3")
    assert [(one.ref, one.open) for one in case.consultations] == [("C3", False), ("C4", True)]
    assert case.clock_status == "paused"
    case = sqlite_office.take(case, "answer_consultation", "2026-03-12", ref="C4")
    assert case.due_on == date(2026, 4, 8)  # Six working days after 03-30, with 04-04 to 04-06 off.


def test_a_late_answer_is_on_record_and_moves_nothing(sqlite_office: Office) -> None:
    """The clock notes: a later answer has no effect on the clock."""
    silent = sqlite_office.take(sqlite_office.case(DELIVERED), "note", "2026-04-01")
    late = sqlite_office.take(silent, "answer_consultation", "2026-04-01", opinion="agree")
    assert (late.due_on, late.clock_status) == (silent.due_on, "running")
    assert kept(sqlite_office, late)["effect"] == "agree"


@pytest.mark.parametrize("step", ["deliver_consultation", "answer_consultation", "lapse_consultation"])
def test_a_consultation_that_does_not_wait_is_named(sqlite_office: Office, step: str) -> None:
    case = sqlite_office.case(DELIVERED)
    with pytest.raises(NotFound, match=r"no open consultation C9\. Open: C3"):
        sqlite_office.take(case, step, "2026-04-09", ref="C9")
    answered = sqlite_office.take(case, "answer_consultation", "2026-03-10")
    with pytest.raises(NotFound, match=r"no open consultation C3\. Open: -"):
        sqlite_office.take(answered, step, "2026-04-09")


@pytest.mark.parametrize("wrong", [{"party": "neighbour"}, {"name": " "}, {"question": ""}, {"name": "某公司\0"}])
def test_a_consultation_needs_a_party_a_name_and_a_question(sqlite_office: Office, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput):
        sqlite_office.take(sqlite_office.case(REVIEWED), "consult", "2026-03-04", **wrong)


def test_an_opinion_is_one_of_three(sqlite_office: Office) -> None:
    with pytest.raises(BadInput, match="agree, partly, refuse"):
        sqlite_office.take(sqlite_office.case(DELIVERED), "answer_consultation", "2026-03-09", opinion="maybe")
