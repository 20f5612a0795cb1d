"""Letters and their service, the reply, the withdrawal; Arts. 33, 36, 国办公开办函〔2016〕235号."""

from datetime import date
from typing import Any

import pytest
from factories import AT, DECIDED, HISTORIES, REPLIED, Office
from sqlalchemy import select

from workflow.rules.errors import BadInput, NotAllowed, NotFound, NotReady
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.rules.states import OPEN, State
from workflow.store.rows import TABLES

SIGNED = REPLIED[:6]


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


def letters(office: Office, case: Case) -> list[Any]:
    kept = TABLES["letters"]
    with office.store.reading() as connection:
        return list(connection.execute(select(kept).where(kept.c.case_id == case.id).order_by(kept.c.no)).mappings())


def test_a_reply_in_time_ends_the_case(office: Office) -> None:
    """235号: a mailed reply is in time when it is posted by the due day."""
    case = office.take(office.case(SIGNED), "reply", "2026-03-30")
    assert (case.state, case.outcome, case.closed_on) == (State.REPLIED, Outcome.D3, date(2026, 3, 30))
    assert (case.on_time, case.counted_late, case.clock_status) == (True, False, "ended")
    assert (case.counted_outcome, case.counted_on, case.next_what) == (Outcome.D3, date(2026, 3, 30), "")
    (letter,) = letters(office, case)
    assert (letter["way"], letter["dispatched_on"]) == ("post", date(2026, 3, 30))
    case = office.take(case, "serve", "2026-04-02")
    assert letters(office, case)[0]["served_on"] == date(2026, 4, 2)


def test_a_reply_after_the_due_day_is_late(office: Office) -> None:
    case = office.take(office.case(SIGNED), "reply", "2026-03-31")
    assert (case.on_time, case.counted_late) == (False, True)


def test_a_reply_needs_its_letter(office: Office) -> None:
    with pytest.raises(NotReady, match="not issued yet"):
        office.take(office.case(DECIDED), "reply", "2026-03-16")


@pytest.mark.parametrize("wrong", [{"way": "pigeon"}, {"proof": " "}])
@pytest.mark.parametrize("step", ["reply", "dispatch"])
def test_a_letter_goes_by_a_known_way_and_leaves_a_proof(
    sqlite_office: Office, step: str, wrong: dict[str, Any]
) -> None:
    case = sqlite_office.case(SIGNED if step == "reply" else [("issue_letter", "2026-03-03")])
    with pytest.raises(BadInput):
        sqlite_office.take(case, step, "2026-03-16", **wrong)


def test_a_reply_is_not_sent_like_a_notice(sqlite_office: Office) -> None:
    with pytest.raises(BadInput, match="Take the step reply"):
        sqlite_office.take(sqlite_office.case(SIGNED), "dispatch", "2026-03-16")


def test_a_letter_is_sent_once_and_served_after_it_was_sent(sqlite_office: Office) -> None:
    case = sqlite_office.case(HISTORIES["written about"][:1])
    with pytest.raises(BadInput, match="not sent yet"):
        sqlite_office.take(case, "serve", "2026-03-05")
    case = sqlite_office.take(case, "dispatch", "2026-03-05")
    with pytest.raises(BadInput, match="already sent"):
        sqlite_office.take(case, "dispatch", "2026-03-06")


@pytest.mark.parametrize("step", ["dispatch", "serve"])
def test_a_letter_that_is_not_there_is_named(sqlite_office: Office, step: str) -> None:
    with pytest.raises(NotFound, match="has no letter 7"):
        sqlite_office.take(sqlite_office.case(), step, "2026-03-05", no=7)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_a_request_is_withdrawn_in_every_open_state(office: Office, state: State) -> None:
    case = office.take(office.case(AT[state]), "withdraw", "2026-03-16")
    assert (case.state, case.outcome, case.closed_on) == (State.WITHDRAWN, Outcome.C3, date(2026, 3, 16))
    assert (case.on_time, case.clock_status) == (None, "ended")


@pytest.mark.parametrize("state", [State.REPLIED, State.LAPSED, State.WITHDRAWN])
def test_what_has_ended_is_not_withdrawn(sqlite_office: Office, state: State) -> None:
    with pytest.raises(NotAllowed):
        sqlite_office.take(sqlite_office.case(AT[state]), "withdraw", "2026-05-06")


def test_a_withdrawal_says_how_it_was_made(sqlite_office: Office) -> None:
    with pytest.raises(BadInput, match="how it was withdrawn is empty"):
        sqlite_office.take(sqlite_office.case(), "withdraw", "2026-03-16", how=" ")
