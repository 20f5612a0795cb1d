"""The processing fee (信息处理费), its notice and its payment; Art. 42, 国办函〔2020〕109号."""

from datetime import date

import pytest
from factories import AT, HISTORIES, Office
from sqlalchemy import select

from workflow.actions.register import Requester
from workflow.rules.errors import BadInput, NotReady, RuleBroken
from workflow.rules.outcomes import Outcome
from workflow.rules.record.case import Case
from workflow.rules.record.handling import Charged
from workflow.rules.states import State
from workflow.store.cases import entry_body
from workflow.store.rows import TABLES
from workflow.store.verify import verify

REVIEWED, CHARGED = AT[State.REVIEWED], AT[State.AWAITING_PAYMENT]


def test_the_clock_waits_for_the_payment_and_then_begins_anew(office: Office) -> None:
    """Example E12 of the law notes: notice on 2026-04-28, to pay by 05-28; paid 05-12, due 06-09."""
    case = office.register("2026-04-20")
    case = office.take(case, "review", "2026-04-20")
    assert case.due_on == date(2026, 5, 20)
    case = office.take(case, "charge", "2026-04-27")
    assert (case.state, case.fee_fen, case.due_on) == (State.AWAITING_PAYMENT, 70_000, date(2026, 5, 20))
    case = office.take(case, "deliver_fee_notice", "2026-04-28")
    assert (case.due_on, case.next_what, case.next_on) == (None, "pay", date(2026, 5, 28))
    case = office.take(case, "pay", "2026-05-12", receipt_no="No. 7")
    assert (case.state, case.due_on) == (State.REVIEWED, date(2026, 6, 9))
    assert verify(office.store).difference is None


def test_an_unpaid_request_lapses_only_after_the_last_day(office: Office) -> None:
    case = office.case((*CHARGED, ("deliver_fee_notice", "2026-03-06")))
    with pytest.raises(NotReady, match="time is not over"):
        office.take(case, "lapse", "2026-04-03")
    case = office.take(case, "lapse", "2026-04-07")
    assert (case.state, case.outcome) == (State.LAPSED, Outcome.C2)


def test_nothing_is_paid_or_lapses_before_the_notice_came(office: Office) -> None:
    case = office.case(CHARGED)
    with pytest.raises(NotReady, match="fee notice is not on record"):
        office.take(case, "pay", "2026-03-09")
    with pytest.raises(NotReady, match="time is not over"):
        office.take(case, "lapse", "2026-12-01")


def test_a_notice_comes_once(office: Office) -> None:
    case = office.case((*CHARGED, ("deliver_fee_notice", "2026-03-06")))
    with pytest.raises(RuleBroken, match="waits for the applicant"):
        office.take(case, "deliver_fee_notice", "2026-03-09")


@pytest.mark.parametrize(("method", "quantity"), [("items", 10), ("pages", 30)])
def test_what_is_free_is_not_charged(sqlite_office: Office, method: str, quantity: int) -> None:
    with pytest.raises(RuleBroken, match="Nothing is due"):
        sqlite_office.take(sqlite_office.case(REVIEWED), "charge", "2026-03-05", method=method, quantity=quantity)


@pytest.mark.parametrize(("method", "quantity"), [("weight", 1), ("items", 0), ("pages", -5), ("items", 10**12)])
def test_what_cannot_be_charged_is_refused(sqlite_office: Office, method: str, quantity: int) -> None:
    with pytest.raises(BadInput):
        sqlite_office.take(sqlite_office.case(REVIEWED), "charge", "2026-03-05", method=method, quantity=quantity)


def test_a_request_older_than_the_fee_is_never_charged(sqlite_office: Office) -> None:
    """The rules of 2021 do not reach back; under the first Regulations the clock knows no payment at all."""
    for received, reviewed in (("2019-05-13", "2026-03-03"), ("2020-12-31", "2021-01-04")):
        case = sqlite_office.take(sqlite_office.register(received), "review", reviewed)
        with pytest.raises(RuleBroken, match="No processing fee"):
            sqlite_office.take(case, "charge", reviewed)


def asked(office: Office, day: str, address: str) -> Case:
    paper = {"id_number": "110101", "address": address}
    who = Requester(name="张三", applicant_class="natural_person", identifiers=paper)
    return office.register(day, requester=who)


def before(office: Office, case: Case) -> int:
    case = office.take(case, "review", "2026-03-31")
    case = office.take(case, "charge", "2026-03-31", method="items", quantity=20)
    with office.store.reading() as connection:
        charged = entry_body(connection, case.id, case.version)
    assert isinstance(charged, Charged)
    return charged.before


def test_items_are_counted_by_the_applicant_and_the_calendar_month(office: Office) -> None:
    """按件: per applicant and calendar month (自然月), wherever the applicant lives by then."""
    days = ("2026-02-27", "2026-03-02", "2026-03-02", "2026-03-03", "2026-03-31")
    cases = [asked(office, day, f"某街{number}号") for number, day in enumerate(days)]
    office.register("2026-03-02", requester=Requester(name="李四", applicant_class="natural_person"))
    assert [before(office, case) for case in cases[1:]] == [0, 1, 2, 3]


def test_a_charge_made_twice_keeps_both_notices(office: Office) -> None:
    case = office.case(HISTORIES["charged and paid"])
    for step, on in (("charge", "2026-03-23"), ("deliver_fee_notice", "2026-03-24"), ("pay", "2026-03-25")):
        case = office.take(case, step, on)
    case = office.take(case, "correct_entry", "2026-03-26", corrects=5, day=date(2026, 3, 19), reason="误录")
    with office.store.reading() as connection:
        fees = TABLES["fees"]
        paid = connection.execute(select(fees.c.paid_on).order_by(fees.c.seq)).scalars().all()
    assert paid == [date(2026, 3, 19), date(2026, 3, 25)]
    assert verify(office.store).difference is None
