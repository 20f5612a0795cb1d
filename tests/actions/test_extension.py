"""The one extension of the reply period (延长答复期限); Art. 33, and Art. 24 of the first Regulations."""

from datetime import date

import pytest
from factories import AT, Office

from workflow.rules.errors import BadInput, NotReady, NotYours, RuleBroken
from workflow.rules.states import State

REVIEWED = AT[State.REVIEWED]


@pytest.fixture
def office(shared_office: Office) -> Office:
    return shared_office


def test_an_extension_moves_the_due_day(office: Office) -> None:
    """Example E7 of the law notes: received 2024-02-02, due 2024-03-06, extended by 20 to 2024-04-03."""
    case = office.take(office.register("2024-02-02"), "review", "2024-02-02")
    assert case.due_on == date(2024, 3, 6)
    case = office.take(case, "extend", "2024-03-06", days=20)
    assert (case.due_on, case.extension_days, case.state) == (date(2024, 4, 3), 20, State.REVIEWED)


def test_a_second_extension_is_refused(office: Office) -> None:
    case = office.case((*REVIEWED, ("extend", "2026-03-16")))
    with pytest.raises(NotReady, match="already extended once"):
        office.take(case, "extend", "2026-03-17", days=5)


def test_an_extension_after_the_due_day_is_refused(sqlite_office: Office) -> None:
    case = sqlite_office.case(REVIEWED)
    with pytest.raises(RuleBroken, match="due day 2026-03-30 has passed"):
        sqlite_office.take(case, "extend", "2026-03-31")
    assert sqlite_office.take(case, "extend", "2026-03-30").version == 3


@pytest.mark.parametrize("days", [-1, 0, 21, 2**70])
def test_an_extension_out_of_bounds_is_refused(sqlite_office: Office, days: int) -> None:
    with pytest.raises(RuleBroken, match="allows 1 to 20"):
        sqlite_office.take(sqlite_office.case(REVIEWED), "extend", "2026-03-16", days=days)


def test_the_first_regulations_allow_fifteen_days(sqlite_office: Office) -> None:
    """Example E3: received 2018-02-09, due 2018-03-07, extended to 2018-03-28."""
    case = sqlite_office.take(sqlite_office.register("2018-02-09"), "review", "2018-02-09")
    with pytest.raises(RuleBroken, match="allows 1 to 15"):
        sqlite_office.take(case, "extend", "2018-03-07", days=16)
    case = sqlite_office.take(case, "extend", "2018-03-07", days=15)
    assert (case.regime, case.due_on) == ("CN-2008", date(2018, 3, 28))


def test_only_the_head_of_the_office_extends(sqlite_office: Office) -> None:
    with pytest.raises(NotYours, match="approver"):
        sqlite_office.take(sqlite_office.case(REVIEWED), "extend", "2026-03-16", by="caseworker")


def test_an_extension_waits_for_the_answer_of_a_consultation(sqlite_office: Office) -> None:
    case = sqlite_office.case((*REVIEWED, ("consult", "2026-03-04")))
    with pytest.raises(RuleBroken, match="Wait until it is closed"):
        sqlite_office.take(case, "extend", "2026-03-05")


def test_an_extension_needs_a_reason(sqlite_office: Office) -> None:
    with pytest.raises(BadInput, match="reason is empty"):
        sqlite_office.take(sqlite_office.case(REVIEWED), "extend", "2026-03-16", reason=" ")


def test_a_new_period_can_be_extended_again(sqlite_office: Office) -> None:
    """A restart forgets the extension; the clock notes, extension once per start."""
    paid = (("charge", "2026-03-17"), ("deliver_fee_notice", "2026-03-18"), ("pay", "2026-03-19"))
    case = sqlite_office.case((*REVIEWED, ("extend", "2026-03-16"), *paid))
    assert sqlite_office.take(case, "extend", "2026-03-20").extension_days == 10
