from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.files.calendars import shipped_notices
from workflow.rules.calendar import build
from workflow.rules.clock import ClockEvent, EventType, read
from workflow.rules.errors import BadInput, NotReady
from workflow.rules.receipt import (
    Arrival,
    Channel,
    Mail,
    Portal,
    Receipt,
    ReceiptRule,
    ReceiptWarning,
    RestDay,
    receipt,
)
from workflow.rules.regimes import CN_2019

CALENDAR = build(shipped_notices())
OLD = date(2018, 3, 5)  # a Monday under the 2008 text
NEW = date(2025, 3, 3)  # a Monday under the 2019 text
LATER = date(2025, 3, 6)


def due_on(received_on: date) -> date | None:
    return read([ClockEvent(EventType.RECEIVED, received_on)], CALENDAR, received_on).due_on


def test_article_31_1_in_person() -> None:
    found = receipt(Arrival(channel=Channel.IN_PERSON, handed_in_on=NEW), CALENDAR)
    assert found == Receipt(NEW, ReceiptRule.HANDED_IN, "《中华人民共和国政府信息公开条例》第三十一条第一项")


def test_article_31_2_signed_letter() -> None:
    arrival = Arrival(channel=Channel.LETTER, mail=Mail.REGISTERED, arrived_on=NEW, signed_on=LATER)
    found = receipt(arrival, CALENDAR)
    assert found == Receipt(LATER, ReceiptRule.SIGNED, "《中华人民共和国政府信息公开条例》第三十一条第二项")


def test_article_31_2_ordinary_letter_counts_when_the_office_confirms() -> None:
    arrival = Arrival(channel=Channel.LETTER, mail=Mail.ORDINARY, arrived_on=NEW, office_confirmed_on=NEW)
    assert receipt(arrival, CALENDAR).warnings == ()
    late = Arrival(channel=Channel.LETTER, mail=Mail.ORDINARY, arrived_on=NEW, office_confirmed_on=LATER)
    found = receipt(late, CALENDAR)
    assert (found.received_on, found.warnings) == (LATER, (ReceiptWarning.CONFIRMED_LATE,))


@pytest.mark.parametrize("channel", [Channel.FAX, Channel.EMAIL])
def test_article_31_3_both_sides_confirm(channel: Channel) -> None:
    arrival = Arrival(channel=channel, arrived_on=NEW, office_confirmed_on=NEW, applicant_confirmed_on=LATER)
    found = receipt(arrival, CALENDAR)
    assert found == Receipt(LATER, ReceiptRule.BOTH_CONFIRMED, "《中华人民共和国政府信息公开条例》第三十一条第三项")


def portal(**days: object) -> Arrival:
    return Arrival(channel=Channel.ONLINE, **days)  # type: ignore[arg-type]  # a builder for tests


def test_a_portal_counts_on_the_earlier_of_success_and_confirmation() -> None:
    found = receipt(portal(submitted_on=NEW, auto_ack_on=NEW), CALENDAR)
    assert (found.received_on, found.rule) == (NEW, ReceiptRule.BOTH_CONFIRMED)
    found = receipt(portal(submitted_on=NEW, office_confirmed_on=LATER), CALENDAR)
    assert (found.received_on, found.rule, found.article) == (
        NEW,
        ReceiptRule.PORTAL_SUCCESS,
        "最高人民法院指导案例26号",
    )
    assert receipt(portal(submitted_on=NEW), CALENDAR).received_on == NEW


def test_a_portal_may_publish_that_the_confirmation_counts() -> None:
    arrival = portal(submitted_on=NEW, office_confirmed_on=LATER, portal_rule_published=True)
    found = receipt(arrival, CALENDAR)
    assert (found.received_on, found.warnings) == (LATER, (ReceiptWarning.AFTER_SUCCESS,))
    assert receipt(portal(submitted_on=NEW, office_confirmed_on=LATER), CALENDAR, portal=Portal.CONFIRMED) == found


def test_the_acknowledgement_of_the_portal_is_the_confirmation_unless_set_otherwise() -> None:
    arrival = portal(submitted_on=NEW, auto_ack_on=NEW, office_confirmed_on=LATER, late_reason="次日人工核对")
    assert receipt(arrival, CALENDAR, portal=Portal.CONFIRMED).received_on == NEW
    assert receipt(arrival, CALENDAR, portal=Portal.CONFIRMED, auto_ack_confirms=False).received_on == LATER


def test_both_sides_of_a_portal_confirm() -> None:
    arrival = portal(submitted_on=NEW, office_confirmed_on=NEW, applicant_confirmed_on=LATER)
    assert receipt(arrival, CALENDAR, portal=Portal.CONFIRMED).received_on == LATER
    same_day = portal(submitted_on=NEW, office_confirmed_on=NEW, portal_rule_published=True)
    assert receipt(same_day, CALENDAR).warnings == ()


def test_later_than_the_acknowledgement_only_with_a_reason() -> None:
    arrival = portal(submitted_on=NEW, auto_ack_on=NEW, office_confirmed_on=LATER)
    with pytest.raises(BadInput, match="2025-03-06 is later than the acknowledgement of the portal on 2025-03-03"):
        receipt(arrival, CALENDAR, portal=Portal.CONFIRMED, auto_ack_confirms=False)


def test_confirmation_awaited_by_a_portal_that_published_so() -> None:
    with pytest.raises(BadInput, match="A day is missing: the day the office confirmed it"):
        receipt(portal(submitted_on=NEW, portal_rule_published=True), CALENDAR)


@pytest.mark.parametrize(
    ("arrival", "rule"),
    [
        (Arrival(channel=Channel.IN_PERSON, handed_in_on=OLD), ReceiptRule.HANDED_IN),
        (Arrival(channel=Channel.LETTER, mail=Mail.REGISTERED, signed_on=OLD), ReceiptRule.SIGNED),
        (Arrival(channel=Channel.LETTER, mail=Mail.ORDINARY, office_confirmed_on=OLD), ReceiptRule.LETTER_CONFIRMED),
        (Arrival(channel=Channel.EMAIL, arrived_on=OLD), ReceiptRule.MAIL_SYSTEM),
        (
            Arrival(channel=Channel.FAX, office_confirmed_on=OLD, applicant_confirmed_on=OLD),
            ReceiptRule.BOTH_CONFIRMED,
        ),
        (Arrival(channel=Channel.OTHER, stated_on=OLD), ReceiptRule.STATED),
    ],
)
def test_letter_207_under_the_2008_text(arrival: Arrival, rule: ReceiptRule) -> None:
    assert receipt(arrival, CALENDAR) == Receipt(OLD, rule, "国办公开办函〔2015〕207号")


def test_e1_guiding_case_26() -> None:
    found = receipt(portal(submitted_on=date(2011, 6, 1), office_confirmed_on=date(2011, 6, 7)), CALENDAR)
    assert (found.received_on, found.rule) == (date(2011, 6, 1), ReceiptRule.PORTAL_SUCCESS)
    assert due_on(found.received_on) == date(2011, 6, 23)


def test_under_the_2008_text_a_portal_may_state_another_day() -> None:
    found = receipt(portal(submitted_on=OLD, stated_on=date(2018, 3, 7)), CALENDAR)
    assert (found.received_on, found.rule) == (date(2018, 3, 7), ReceiptRule.STATED)


def test_a_letter_to_another_unit() -> None:
    signed = Arrival(channel=Channel.LETTER, mail=Mail.REGISTERED, signed_on=NEW, other_unit=True)
    assert receipt(signed, CALENDAR).warnings == (ReceiptWarning.PRACTICE,)
    old = Arrival(channel=Channel.LETTER, mail=Mail.REGISTERED, signed_on=OLD, other_unit=True)
    with pytest.raises(BadInput, match="A day is missing: the day the office confirmed it"):
        receipt(old, CALENDAR)


def test_an_applicant_who_cannot_be_reached() -> None:
    arrival = Arrival(channel=Channel.LETTER, mail=Mail.ORDINARY, arrived_on=NEW, unreachable=True)
    with pytest.raises(NotReady, match="the period has not begun"):
        receipt(arrival, CALENDAR)
    reached = Arrival(
        channel=Channel.LETTER, mail=Mail.ORDINARY, arrived_on=NEW, unreachable=True, contact_restored_on=LATER
    )
    found = receipt(reached, CALENDAR)
    assert (found.received_on, found.rule) == (LATER, ReceiptRule.CONTACT_RESTORED)
    assert found.warnings == (ReceiptWarning.PRACTICE,)


def test_oral_and_other_channels_follow_practice() -> None:
    oral = receipt(Arrival(channel=Channel.ORAL, handed_in_on=NEW), CALENDAR)
    assert (oral.rule, oral.article, oral.warnings) == (ReceiptRule.FORM_FILLED, "", (ReceiptWarning.PRACTICE,))
    other = Arrival(channel=Channel.OTHER, office_confirmed_on=NEW, applicant_confirmed_on=NEW)
    assert receipt(other, CALENDAR).warnings == (ReceiptWarning.PRACTICE,)


def test_e2_an_email_on_a_sunday() -> None:
    arrival = Arrival(channel=Channel.EMAIL, arrived_on=date(2017, 6, 18))
    actual = receipt(arrival, CALENDAR)
    assert (actual.warnings, due_on(actual.received_on)) == ((ReceiptWarning.REST_DAY,), date(2017, 7, 7))
    moved = receipt(arrival, CALENDAR, rest_day=RestDay.NEXT_WORKING_DAY)
    assert (moved.received_on, moved.warnings) == (date(2017, 6, 19), (ReceiptWarning.MOVED,))
    assert due_on(moved.received_on) == date(2017, 7, 10)


def test_e13_a_saturday_that_is_worked_is_no_rest_day() -> None:
    arrival = Arrival(channel=Channel.IN_PERSON, handed_in_on=date(2026, 5, 9))
    for rest_day in RestDay:
        found = receipt(arrival, CALENDAR, rest_day=rest_day)
        assert (found.received_on, found.warnings) == (date(2026, 5, 9), ())
    assert due_on(date(2026, 5, 9)) == date(2026, 6, 5)


def test_e14_a_portal_on_a_saturday() -> None:
    arrival = portal(submitted_on=date(2026, 5, 16), auto_ack_on=date(2026, 5, 16))
    assert due_on(receipt(arrival, CALENDAR).received_on) == date(2026, 6, 12)
    moved = receipt(arrival, CALENDAR, rest_day=RestDay.NEXT_WORKING_DAY)
    assert due_on(moved.received_on) == date(2026, 6, 15)


@given(day=st.dates(date(2008, 1, 1), date(2027, 12, 31)))
def test_moving_a_receipt_never_makes_it_earlier(day: date) -> None:
    arrival = Arrival(channel=Channel.IN_PERSON, handed_in_on=day)
    assert receipt(arrival, CALENDAR).received_on == day
    moved = receipt(arrival, CALENDAR, rest_day=RestDay.NEXT_WORKING_DAY).received_on
    assert CALENDAR.is_working(moved)
    assert moved == day if CALENDAR.is_working(day) else CALENDAR.used(day, moved) == 1


def test_across_the_revision_the_law_of_the_arrival_applies() -> None:
    arrival = Arrival(
        channel=Channel.EMAIL,
        arrived_on=date(2019, 5, 14),
        office_confirmed_on=date(2019, 5, 16),
        applicant_confirmed_on=date(2019, 5, 16),
    )
    assert receipt(arrival, CALENDAR).received_on == date(2019, 5, 14)
    assert receipt(arrival, CALENDAR, regime=CN_2019).received_on == date(2019, 5, 16)


@pytest.mark.parametrize(
    ("arrival", "says"),
    [
        (Arrival(channel=Channel.IN_PERSON), "No day is given"),
        (Arrival(channel=Channel.IN_PERSON, arrived_on=NEW), "the day it was handed in.* by in_person"),
        (Arrival(channel=Channel.LETTER, signed_on=NEW), "how the letter was posted. Allowed are registered, ordinary"),
        (Arrival(channel=Channel.FAX, arrived_on=NEW, office_confirmed_on=NEW), "the day the applicant confirmed it"),
        (Arrival(channel=Channel.ONLINE, office_confirmed_on=NEW), "the day the portal reported success"),
        (
            Arrival(channel=Channel.EMAIL, arrived_on=LATER, office_confirmed_on=NEW, applicant_confirmed_on=LATER),
            "came in on 2025-03-06, .*: 2025-03-03, the day the office confirmed it",
        ),
    ],
)
def test_facts_that_do_not_suffice(arrival: Arrival, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        receipt(arrival, CALENDAR)
