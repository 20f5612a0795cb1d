"""Days out of order are refused: in the future, before the receipt, before what a step rests on."""

from datetime import UTC, datetime
from typing import Any

import pytest
from factories import AT, DECIDED, HISTORIES, REPLIED, Office, at, dump

from workflow.rules.errors import RuleBroken
from workflow.rules.states import State


def refused(office: Office, history: Any, step: str, on: str, match: str, **said: Any) -> None:
    case = office.case(history)
    before = dump(office.store)
    with pytest.raises(RuleBroken, match=match):
        office.take(case, step, on, **said)
    assert dump(office.store) == before


def test_a_day_in_the_future_is_refused_by_the_agency_s_clock(sqlite_office: Office) -> None:
    """At 16:30 UTC it is tomorrow in Shanghai already, half an hour past midnight."""
    case = sqlite_office.case()
    evening = datetime(2026, 3, 3, 15, 30, tzinfo=UTC)
    with pytest.raises(RuleBroken, match="2026-03-04 is in the future: today is 2026-03-03"):
        sqlite_office.take(case, "review", "", call=sqlite_office.call("caseworker", "2026-03-04", 1, now=evening))
    night = datetime(2026, 3, 3, 16, 30, tzinfo=UTC)
    assert (
        sqlite_office.take(
            case, "review", "", call=sqlite_office.call("caseworker", "2026-03-04", 1, now=night)
        ).version
        == 2
    )


def test_a_machine_whose_clock_was_set_back_reads_no_case_wrongly(sqlite_office: Office) -> None:
    """The statutory clock would not see what is on record for a later day."""
    case = sqlite_office.case([("ask_correction", "2026-03-05")])
    before = dump(sqlite_office.store)
    call = sqlite_office.call("caseworker", "2026-03-04", 2, now=at("2026-03-04"))
    with pytest.raises(RuleBroken, match="2026-03-05 is in the future: today is 2026-03-04"):
        sqlite_office.take(case, "note", "", call=call)
    assert dump(sqlite_office.store) == before


def test_a_step_may_be_entered_later_than_the_day_it_counts(sqlite_office: Office) -> None:
    case = sqlite_office.case()
    case = sqlite_office.take(
        case, "review", "", call=sqlite_office.call("caseworker", "2026-03-03", 1, now=at("2026-03-20"))
    )
    assert str(case.moved_on) == "2026-03-03"


@pytest.mark.parametrize("step", ["review", "note", "withdraw", "file_proceeding"])
def test_a_day_before_the_receipt_is_refused(sqlite_office: Office, step: str) -> None:
    refused(sqlite_office, (), step, "2026-02-27", "before the receipt on 2026-03-02")


def test_a_step_before_the_one_that_led_to_the_state_is_refused(sqlite_office: Office) -> None:
    refused(sqlite_office, DECIDED[:1], "withdraw", "2026-03-02", "before the last step of the case on 2026-03-03")


@pytest.mark.parametrize(
    ("history", "step", "on", "match"),
    [
        (DECIDED[:2], "submit", "2026-03-06", "before the draft of 2026-03-09"),
        (DECIDED[:3], "clear", "2026-03-09", "before the draft was handed in on 2026-03-10"),
        (DECIDED[:4], "decide", "2026-03-10", "before the secrecy review of 2026-03-11"),
        (REPLIED[:6], "reply", "2026-03-12", "before the last day of letter 1, 2026-03-13"),
        (REPLIED, "serve", "2026-03-13", "before the last day of letter 1, 2026-03-16"),
        (HISTORIES["written about"][:1], "dispatch", "2026-02-27", "before the receipt"),
        ((("issue_letter", "2026-03-05"),), "dispatch", "2026-03-04", "before the last day of letter 1"),
        ((*REPLIED, ("file_proceeding", "2026-04-01")), "conclude_proceeding", "2026-03-31", "proceeding 1"),
        ((*REPLIED, ("file_proceeding", "2026-04-01")), "answer_proceeding", "2026-03-31", "proceeding 1, 2026-04-01"),
        (HISTORIES["upheld and looked at again"][:9], "conclude_proceeding", "2026-04-03", "proceeding 1, 2026-04-07"),
        (REPLIED, "reassess", "2026-03-13", "before the reply or the last look at it, on 2026-03-16"),
        (HISTORIES["upheld and looked at again"], "reassess", "2026-05-29", "the last look at it, on 2026-06-01"),
        (HISTORIES["reopened and replied again"][:9], "reopen", "2026-05-05", "proceeding 1, 2026-05-06"),
        (AT[State.AWAITING_PAYMENT], "deliver_fee_notice", "2026-03-04", "before the fee notice of 2026-03-05"),
    ],
)
def test_a_step_before_what_it_rests_on_is_refused(
    sqlite_office: Office, history: Any, step: str, on: str, match: str
) -> None:
    refused(sqlite_office, history, step, on, match)


@pytest.mark.parametrize(
    ("history", "step", "on"),
    [
        ("consulted and answered", "deliver_consultation", "2026-03-03"),
        ("consulted and answered", "answer_consultation", "2026-03-03"),
    ],
)
def test_what_comes_of_a_consultation_before_it_was_sent_is_refused(
    sqlite_office: Office, history: str, step: str, on: str
) -> None:
    """The clock takes the events in their order and names the one that cannot follow; Art. 32."""
    steps = HISTORIES[history]
    refused(sqlite_office, steps[: [name for name, *_ in steps].index(step)], step, on, "no consultation C3 is waiting")
