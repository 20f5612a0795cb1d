from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.files.calendars import shipped_notices
from workflow.rules.calendar import as_known_on, build
from workflow.rules.clock import ClockEvent, EventType, Party, read
from workflow.rules.duties import (
    FOLLOWING,
    UNTIL,
    Actor,
    Asked,
    Duty,
    DutyPolicy,
    Filed,
    Owed,
    Situation,
    basis,
    first,
    otherwise,
    owed,
)
from workflow.rules.errors import BadInput
from workflow.rules.regimes import CN_2008, CN_2019
from workflow.rules.states import OPEN, State

CALENDAR = build(shipped_notices())
RECEIVED = date(2026, 2, 10)
DAYS = st.dates(date(2019, 5, 15), date(2026, 6, 30))


def make_situation(**fields: object) -> Situation:
    defaults: dict[str, object] = {
        "state": State.REVIEWED,
        "received_on": RECEIVED,
        "registered_on": RECEIVED,
        "today": RECEIVED,
        "due_on": date(2026, 3, 16),
    }
    return Situation(**(defaults | fields))  # type: ignore[arg-type]  # a builder for tests


def found(duty: Duty, situation: Situation, policy: DutyPolicy | None = None) -> list[Owed]:
    duties = owed(situation, CALENDAR, policy or DutyPolicy())
    return [one for one in duties if one.duty is duty]


def one(duty: Duty, situation: Situation, policy: DutyPolicy | None = None) -> Owed:
    (only,) = found(duty, situation, policy)
    return only


def test_e10_a_new_request_is_opened_looked_at_and_answered() -> None:
    events = [ClockEvent(EventType.RECEIVED, RECEIVED)]
    clock = read(events, CALENDAR, RECEIVED)
    situation = make_situation(
        state=State.RECEIVED, opened=False, correction_notice_by=clock.correction_notice_by, due_on=clock.due_on
    )
    assert owed(situation, CALENDAR) == (
        Owed(Duty.OPEN, "", date(2026, 2, 11), Actor.CASEWORKER),
        Owed(Duty.CORRECTION_NOTICE, "", date(2026, 2, 26), Actor.CASEWORKER),
        Owed(Duty.REPLY, "", date(2026, 3, 16), Actor.CASEWORKER),
    )


def test_art_30_asks_for_one_correction_notice_only() -> None:
    again = make_situation(state=State.RECEIVED, corrected=True, correction_notice_by=date(2026, 2, 26))
    assert not found(Duty.CORRECTION_NOTICE, again)
    assert not found(Duty.CORRECTION_NOTICE, make_situation(correction_notice_by=date(2026, 2, 26)))


def test_art_30_the_end_is_offered_when_the_applicants_time_is_over() -> None:
    waiting = make_situation(state=State.CORRECTING, due_on=None, correct_by=date(2026, 3, 11), today=date(2026, 3, 11))
    assert owed(waiting, CALENDAR) == (
        Owed(Duty.CORRECT, "correction", date(2026, 3, 11), Actor.APPLICANT),
        Owed(Duty.LAPSE, "correction", date(2026, 3, 12), Actor.CASEWORKER),
    )
    over = make_situation(state=State.CORRECTING, due_on=None, correct_by=date(2026, 3, 11), today=date(2026, 3, 12))
    assert owed(over, CALENDAR) == (Owed(Duty.LAPSE, "correction", date(2026, 3, 12), Actor.CASEWORKER),)


def test_e12_twenty_working_days_to_pay() -> None:
    pay_by = date(2026, 5, 28)
    unpaid = make_situation(state=State.AWAITING_PAYMENT, due_on=None, pay_by=pay_by, today=date(2026, 4, 28))
    assert owed(unpaid, CALENDAR) == (
        Owed(Duty.PAY, "payment", pay_by, Actor.APPLICANT),
        Owed(Duty.LAPSE, "payment", date(2026, 5, 29), Actor.CASEWORKER),
    )


def test_a_fee_notice_that_was_not_delivered_leaves_the_reply_owed() -> None:
    assert owed(make_situation(state=State.AWAITING_PAYMENT), CALENDAR) == (
        Owed(Duty.REPLY, "", date(2026, 3, 16), Actor.CASEWORKER),
    )


def test_e11_the_party_has_its_time_and_its_silence_is_recorded() -> None:
    asked = Asked("C3", "third_party", date(2025, 9, 24), date(2025, 10, 21), date(2025, 9, 22))
    situation = make_situation(received_on=date(2025, 9, 10), due_on=None, parties=(asked,), today=date(2025, 10, 21))
    assert owed(situation, CALENDAR) == (
        Owed(Duty.ANSWER_CONSULTATION, "C3", date(2025, 10, 21), Actor.CONSULTED),
        Owed(Duty.RECORD_SILENCE, "C3", date(2025, 10, 22), Actor.CASEWORKER),
    )
    silent = make_situation(
        received_on=date(2025, 9, 10), due_on=date(2025, 11, 6), parties=(asked,), today=date(2025, 10, 22)
    )
    assert [(each.duty, each.due_on) for each in owed(silent, CALENDAR)] == [
        (Duty.RECORD_SILENCE, date(2025, 10, 22)),
        (Duty.REPLY, date(2025, 11, 6)),
        (Duty.EXTEND, date(2025, 11, 6)),
    ]


@pytest.mark.parametrize(
    "asked",
    [
        Asked("C3", "agency", date(2026, 3, 2), None, date(2026, 2, 27)),
        Asked("C3", "third_party", None, None, date(2026, 3, 2)),
        Asked("C3", "agency", date(2026, 3, 2)),
    ],
)
def test_art_33_a_wait_without_a_last_day_is_chased(asked: Asked) -> None:
    assert owed(make_situation(due_on=None, parties=(asked,)), CALENDAR) == (
        Owed(Duty.CHASE, "C3", date(2026, 3, 23), Actor.CASEWORKER),
    )


def test_art_35_reasons_that_never_come_are_chased() -> None:
    asked = make_situation(due_on=None, asked_on=date(2026, 3, 2))
    assert owed(asked, CALENDAR) == (Owed(Duty.CHASE, "reasons", date(2026, 3, 23), Actor.CASEWORKER),)


def test_a_correction_without_a_last_day_is_chased() -> None:
    told = make_situation(state=State.CORRECTING, due_on=None, asked_on=date(2026, 3, 2))
    assert owed(told, CALENDAR) == (Owed(Duty.CHASE, "correction", date(2026, 3, 23), Actor.CASEWORKER),)


def test_art_17_the_secrecy_review_has_five_days_within_the_period_of_the_reply() -> None:
    early = make_situation(state=State.SECRECY_CHECK, submitted_on=date(2026, 3, 2))
    assert one(Duty.SECRECY_REVIEW, early) == Owed(Duty.SECRECY_REVIEW, "", date(2026, 3, 9), Actor.SECRECY_REVIEWER)
    assert one(Duty.REPLY, early).who is Actor.SECRECY_REVIEWER
    late = make_situation(state=State.SECRECY_CHECK, submitted_on=date(2026, 3, 13))
    assert one(Duty.SECRECY_REVIEW, late).due_on == date(2026, 3, 16)
    overdue = make_situation(state=State.SECRECY_CHECK, submitted_on=date(2026, 3, 20))
    assert one(Duty.SECRECY_REVIEW, overdue).due_on == date(2026, 3, 20)


def test_a_cleared_draft_waits_for_the_approver() -> None:
    cleared = make_situation(state=State.SECRECY_CHECK, submitted_on=date(2026, 3, 2), cleared=True)
    assert owed(cleared, CALENDAR) == (Owed(Duty.REPLY, "", date(2026, 3, 16), Actor.APPROVER),)


def test_art_33_an_extension_can_be_decided_until_the_due_day() -> None:
    last_chance = make_situation(today=date(2026, 3, 16))
    assert one(Duty.EXTEND, last_chance) == Owed(Duty.EXTEND, "", date(2026, 3, 16), Actor.APPROVER)
    assert first(owed(last_chance, CALENDAR)) == Owed(Duty.REPLY, "", date(2026, 3, 16), Actor.CASEWORKER)


@pytest.mark.parametrize(
    "fields",
    [
        {"today": date(2026, 3, 17)},
        {"extended": True},
        {"ordered": True},
        {"state": State.RECEIVED},
        {"state": State.DECIDED},
        {"due_on": None},
    ],
)
def test_art_33_no_extension_is_left(fields: dict[str, object]) -> None:
    assert not found(Duty.EXTEND, make_situation(**fields))


def test_an_ordered_reply_is_a_redo() -> None:
    assert owed(make_situation(ordered=True), CALENDAR) == (Owed(Duty.REDO, "", date(2026, 3, 16), Actor.CASEWORKER),)


def test_reconsideration_is_answered_in_ten_working_days_or_five_in_the_simplified_procedure() -> None:
    """行政复议法 (2023), Arts. 48, 54, 88."""
    filed = date(2026, 4, 28)  # Rest on 1–5 May, work on Saturday 9 May.
    closed = make_situation(
        state=State.REPLIED,
        due_on=date(2026, 3, 16),
        closed_on=date(2026, 3, 16),
        proceedings=(Filed(1, "review", filed), Filed(2, "review", filed, simplified=True)),
    )
    assert owed(closed, CALENDAR) == (
        Owed(Duty.ANSWER_REVIEW, "2", date(2026, 5, 8), Actor.CASEWORKER),
        Owed(Duty.ANSWER_REVIEW, "1", date(2026, 5, 14), Actor.CASEWORKER),
    )


@pytest.mark.parametrize(
    ("filed_on", "due_on"),
    [
        (date(2026, 3, 2), date(2026, 3, 17)),
        (date(2026, 3, 6), date(2026, 3, 23)),  # The fifteenth day is a Saturday.
        (date(2026, 9, 18), date(2026, 10, 8)),  # It lies in the National Day holiday.
        (date(2026, 4, 24), date(2026, 5, 9)),  # A Saturday worked in lieu counts as any working day.
    ],
)
def test_a_suit_is_answered_in_fifteen_days(filed_on: date, due_on: date) -> None:
    """行政诉讼法, Art. 67; the last day moves past a rest day (民法典, Art. 203)."""
    sued = make_situation(closed_on=date(2026, 3, 1), proceedings=(Filed(3, "direct", filed_on),))
    assert owed(sued, CALENDAR) == (Owed(Duty.ANSWER_SUIT, "3", due_on, Actor.CASEWORKER),)


@pytest.mark.parametrize("end", [{"result": "upheld"}, {"answered": True}])
def test_what_was_answered_or_decided_is_not_owed(end: dict[str, object]) -> None:
    filed = Filed(1, "review", date(2026, 4, 1), **end)  # type: ignore[arg-type]  # one field of the filing
    assert owed(make_situation(closed_on=date(2026, 3, 1), proceedings=(filed,)), CALENDAR) == ()


@pytest.mark.parametrize(
    ("refused_on", "reassessed_on", "due_on"),
    [
        (date(2026, 3, 16), None, date(2027, 3, 16)),
        (date(2024, 2, 29), None, date(2025, 2, 28)),
        (date(2026, 3, 16), date(2027, 1, 31), date(2028, 1, 31)),
    ],
)
def test_art_18_what_was_withheld_is_looked_at_again(
    refused_on: date, reassessed_on: date | None, due_on: date
) -> None:
    refused = make_situation(
        state=State.REPLIED, closed_on=refused_on, refused_on=refused_on, reassessed_on=reassessed_on
    )
    assert owed(refused, CALENDAR) == (Owed(Duty.REASSESS, "", due_on, Actor.CASEWORKER),)


def test_the_text_of_2008_asks_for_no_second_look() -> None:
    refused = make_situation(closed_on=date(2019, 5, 14), refused_on=date(2019, 5, 14))
    assert owed(refused, CALENDAR) == ()


def test_a_day_beyond_the_announced_holidays_is_provisional() -> None:
    known = as_known_on(shipped_notices(), date(2025, 10, 1))
    asked = Asked("C3", "third_party", date(2025, 12, 15), known.add(date(2025, 12, 15), 15))
    duties = owed(make_situation(due_on=None, parties=(asked,), today=date(2025, 12, 15)), known)
    assert [each.provisional for each in duties] == [True, True]


def test_a_policy_moves_the_targets_of_the_office() -> None:
    policy = DutyPolicy(open_days=2, secrecy_days=1)
    unopened = make_situation(state=State.RECEIVED, opened=False)
    assert one(Duty.OPEN, unopened, policy).due_on == date(2026, 2, 12)
    submitted = make_situation(state=State.SECRECY_CHECK, submitted_on=date(2026, 3, 2))
    assert one(Duty.SECRECY_REVIEW, submitted, policy).due_on == date(2026, 3, 3)
    with pytest.raises(BadInput, match="secrecy_days is 0"):
        DutyPolicy(secrecy_days=0)


def test_nothing_owed_comes_first_of_nothing() -> None:
    assert first(()) is None


maybe_days = st.none() | DAYS
parties = st.builds(Asked, st.sampled_from(["C2", "C3"]), st.sampled_from(Party), maybe_days, maybe_days, maybe_days)
proceedings = st.builds(
    Filed, st.integers(1, 3), st.sampled_from(["review", "direct", "after"]), DAYS, st.booleans(), st.just("")
)
situations = st.builds(
    Situation,
    state=st.sampled_from(State),
    received_on=DAYS,
    registered_on=DAYS,
    today=DAYS,
    opened=st.booleans(),
    corrected=st.booleans(),
    correction_notice_by=maybe_days,
    correct_by=maybe_days,
    pay_by=maybe_days,
    asked_on=maybe_days,
    parties=st.lists(parties, max_size=2, unique_by=lambda asked: asked.ref).map(tuple),
    submitted_on=maybe_days,
    cleared=st.booleans(),
    due_on=maybe_days,
    extended=st.booleans(),
    ordered=st.booleans(),
    proceedings=st.lists(proceedings, max_size=2).map(tuple),
    refused_on=maybe_days,
)


@given(situation=situations.filter(lambda situation: situation.state in OPEN))
def test_somebody_always_owes_something_in_an_open_case(situation: Situation) -> None:
    duties = owed(situation, CALENDAR)
    assert duties
    assert first(duties) == duties[0]
    assert duties[0].duty is not Duty.EXTEND
    assert sorted(each.due_on for each in duties) == [each.due_on for each in duties]


@given(situation=situations, days=st.integers(0, 400))
def test_days_that_pass_move_no_day_and_only_end_what_can_end(situation: Situation, days: int) -> None:
    """So a sweep may read what was stored at the last step."""
    later = Situation(
        **{name: getattr(situation, name) for name in situation.__struct_fields__}
        | {"today": situation.today + timedelta(days=days)}
    )
    before, after = owed(situation, CALENDAR), owed(later, CALENDAR)
    assert set(after) <= set(before)
    gone = [each for each in before if each not in after]
    assert all(each.duty in UNTIL and each.due_on < later.today for each in gone)


@given(situation=situations)
def test_a_wait_goes_with_what_follows_it(situation: Situation) -> None:
    duties = owed(situation, CALENDAR)
    following = {each.ref: each.due_on for each in duties if each.duty in FOLLOWING}
    waits = [each for each in duties if each.duty in UNTIL - {Duty.EXTEND}]
    assert all(situation.today <= each.due_on < following[each.ref] for each in waits)


@given(duty=st.sampled_from(Duty))
def test_every_duty_says_under_which_article_and_what_follows(duty: Duty) -> None:
    assert basis(duty, CN_2019).startswith("《")
    assert otherwise(duty).endswith(".")


@pytest.mark.parametrize(
    ("duty", "ref", "article"),
    [
        (Duty.CORRECTION_NOTICE, "", "《中华人民共和国政府信息公开条例》第三十条"),
        (Duty.REPLY, "", "《中华人民共和国政府信息公开条例》第三十三条第二款"),
        (Duty.ANSWER_CONSULTATION, "C3", "《中华人民共和国政府信息公开条例》第三十二条、第三十四条"),
        (Duty.LAPSE, "correction", "《中华人民共和国政府信息公开条例》第三十条"),
        (Duty.CHASE, "reasons", "《中华人民共和国政府信息公开条例》第三十五条"),
        (Duty.CHASE, "C3", "《中华人民共和国政府信息公开条例》第三十三条第三款"),
        (Duty.ANSWER_REVIEW, "1", "《中华人民共和国行政复议法》第四十八条、第五十四条"),
        (Duty.ANSWER_SUIT, "1", "《中华人民共和国行政诉讼法》第六十七条"),
        (Duty.REPORT_DEPARTMENT, "2025", "《中华人民共和国政府信息公开条例》第四十九条第一款"),
    ],
)
def test_the_article_of_a_duty(duty: Duty, ref: str, article: str) -> None:
    assert basis(duty, CN_2019, ref) == article


def test_the_articles_of_the_clock_are_those_of_the_regime() -> None:
    for regime in (CN_2008, CN_2019):
        assert basis(Duty.REPLY, regime) == regime.articles["reply_period"]
        assert basis(Duty.EXTEND, regime) == regime.articles["extension"]
        assert basis(Duty.CORRECT, regime) == regime.articles["correction"]
        assert basis(Duty.CHASE, regime, "C3") == regime.articles["pause"]
    assert basis(Duty.PAY, CN_2008) == ""
