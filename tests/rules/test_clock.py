from datetime import date

import pytest

from workflow.files.calendars import shipped_notices
from workflow.rules.calendar import build
from workflow.rules.clock import Clock, ClockEvent, ClockRefused, EventType, Status, read
from workflow.rules.errors import CalendarGap

CALENDAR = build(shipped_notices())


def events(*lines: str) -> list[ClockEvent]:
    """Make events from lines such as `extended 2026-03-16 days=15`."""
    made = []
    for line in lines:
        kind, on, *rest = line.split()
        fields = dict(part.split("=") for part in rest)
        made.append(
            ClockEvent(
                type=EventType(kind),
                on=date.fromisoformat(on),
                ref=fields.get("ref", ""),
                party=fields.get("party", ""),
                days=int(fields.get("days", 0)),
                until=date.fromisoformat(fields["until"]) if "until" in fields else None,
            )
        )
    return made


def clock(as_of: str, *lines: str) -> Clock:
    return read(events(*lines), CALENDAR, date.fromisoformat(as_of))


def due(as_of: str, *lines: str) -> str | None:
    due_on = clock(as_of, *lines).due_on
    return None if due_on is None else due_on.isoformat()


def refused(as_of: str, *lines: str) -> str:
    with pytest.raises(ClockRefused) as caught:
        clock(as_of, *lines)
    return str(caught.value)


# The worked examples; E2 and E14 need the receipt first and stand in test_receipt.py, E15 counts natural days.


def test_e1_three_days_off_in_june_2011() -> None:
    assert due("2011-06-01", "received 2011-06-01") == "2011-06-23"


def test_e3_spring_festival_2018_with_extension() -> None:
    received = "received 2018-02-09"
    assert due("2018-02-10", received) == "2018-03-07"
    assert due("2018-03-07", received, "extended 2018-03-07 days=15") == "2018-03-28"


def test_e4_two_make_up_days_in_a_row() -> None:
    assert due("2018-09-20", "received 2018-09-20") == "2018-10-17"


def test_e5_received_before_the_revision_and_due_after_it() -> None:
    assert due("2019-05-20", "received 2019-04-26") == "2019-05-20"


@pytest.mark.parametrize(
    ("received", "regime", "due_on"), [("2019-05-14", "CN-2008", "2019-06-04"), ("2019-05-15", "CN-2019", "2019-06-13")]
)
def test_e6_the_day_the_revision_took_effect(received: str, regime: str, due_on: str) -> None:
    said = clock(received, f"received {received}")
    assert (said.regime, str(said.due_on)) == (regime, due_on)


def test_e7_correction_notice_is_due_on_a_sunday_that_is_worked() -> None:
    said = clock("2024-02-02", "received 2024-02-02")
    assert (said.correction_notice_by, said.due_on) == (date(2024, 2, 18), date(2024, 3, 6))
    assert due("2024-03-06", "received 2024-02-02", "extended 2024-03-06 days=20") == "2024-04-03"


def test_e8_national_day_2024() -> None:
    assert due("2024-09-25", "received 2024-09-25") == "2024-10-28"


def test_e9_spring_festival_2025() -> None:
    said = clock("2025-01-20", "received 2025-01-20")
    assert (said.correction_notice_by, said.due_on) == (date(2025, 2, 5), date(2025, 2, 21))


def test_e10_a_correction_starts_the_period_anew() -> None:
    said = clock("2026-02-10", "received 2026-02-10")
    assert (said.correction_notice_by, said.due_on) == (date(2026, 2, 26), date(2026, 3, 16))
    said = clock(
        "2026-03-04", "received 2026-02-10", "correction_requested 2026-02-26", "correction_received 2026-03-04"
    )
    assert (said.start, said.due_on, said.notice_late) == (date(2026, 3, 4), date(2026, 4, 1), False)
    assert said.correction_notice_by is None


E11 = (
    "received 2025-09-10",
    "consultation_started 2025-09-22 ref=A party=third_party",
    "consultation_delivered 2025-09-24 ref=A",
)


def test_e11_a_third_party_answers() -> None:
    assert due("2025-09-19", *E11) == "2025-10-14"
    said = clock("2025-10-15", *E11)
    assert (said.status, said.due_on) == (Status.PAUSED, None)
    [consultation] = said.open_consultations
    assert (consultation.ref, consultation.last_on, consultation.pausing) == ("A", date(2025, 10, 21), True)
    said = clock("2025-10-16", *E11, "consultation_answered 2025-10-16 ref=A")
    assert (said.status, said.remaining, said.due_on) == (Status.RUNNING, 12, date(2025, 11, 3))
    assert said.open_consultations == ()


def test_e11_a_third_party_is_silent() -> None:
    assert clock("2025-10-21", *E11).status is Status.PAUSED
    said = clock("2025-10-22", *E11)
    assert (said.status, said.due_on, said.open_consultations) == (Status.RUNNING, date(2025, 11, 6), ())
    assert due("2025-10-24", *E11, "consultation_answered 2025-10-24 ref=A") == "2025-11-06"


def test_e12_fee() -> None:
    received, notified = "received 2026-04-20", "fee_notified 2026-04-28"
    assert due("2026-04-27", received) == "2026-05-20"
    said = clock("2026-05-01", received, notified)
    assert (said.status, said.awaiting, said.pay_by) == (Status.IDLE, "payment", date(2026, 5, 28))
    said = clock("2026-05-12", received, notified, "fee_paid 2026-05-12")
    assert (said.due_on, said.pay_by, said.awaiting) == (date(2026, 6, 9), None, "")
    assert clock("2026-05-29", received, notified, "lapsed 2026-05-29").status is Status.ENDED


def test_e13_handed_in_on_a_saturday_that_is_worked() -> None:
    assert due("2026-05-09", "received 2026-05-09") == "2026-06-05"


# States.


def test_running_towards_the_due_day_and_past_it() -> None:
    assert (clock("2025-03-31", "received 2025-03-03").remaining, due("2025-03-31", "received 2025-03-03")) == (
        0,
        "2025-03-31",
    )
    said = clock("2025-04-01", "received 2025-03-03")
    assert (said.overdue, said.remaining) == (True, -1)


def test_overdue_over_the_turn_of_the_year() -> None:
    said = clock("2026-01-04", "received 2025-11-28")
    assert (said.due_on, said.overdue, said.remaining) == (date(2025, 12, 26), True, -4)


def test_beyond_the_announced_year_the_due_day_is_provisional() -> None:
    assert clock("2026-12-01", "received 2026-12-01").due_on == date(2026, 12, 29)
    assert not clock("2026-12-01", "received 2026-12-01").provisional
    assert (due("2026-12-03", "received 2026-12-03"), clock("2026-12-03", "received 2026-12-03").provisional) == (
        "2026-12-31",
        False,
    )
    assert clock("2026-12-04", "received 2026-12-04").provisional


def test_a_reply_on_the_due_day_is_in_time() -> None:
    received = "received 2025-03-03"
    assert clock("2025-04-01", received, "replied 2025-03-31").on_time is True
    late = clock("2025-04-01", received, "replied 2025-04-01")
    assert (late.on_time, late.overdue, late.ended_on) == (False, False, date(2025, 4, 1))


def test_silence_is_judged_on_the_day_of_the_reply() -> None:
    assert clock("2026-01-05", *E11, "replied 2025-10-21").due_on is None
    assert clock("2026-01-05", *E11, "replied 2025-10-22").due_on == date(2025, 11, 6)


def test_a_consultation_still_open_at_the_end_stays_open_in_the_record() -> None:
    assert [found.ref for found in clock("2026-01-05", *E11, "withdrawn 2025-10-21").open_consultations] == ["A"]


@pytest.mark.parametrize("party", ["third_party", "co_producer", "agency"])
def test_in_2019_every_consultation_pauses(party: str) -> None:
    started = f"consultation_started 2025-03-10 ref=A party={party}"
    assert clock("2025-03-10", "received 2025-03-03", started).status is Status.PAUSED


def test_in_2008_only_a_third_party_pauses_and_its_silence_closes_nothing() -> None:
    received = "received 2015-03-02"
    said = clock("2015-03-20", received, "consultation_started 2015-03-10 ref=A party=agency")
    assert (said.status, said.due_on) == (Status.RUNNING, date(2015, 3, 23))
    assert [found.pausing for found in said.open_consultations] == [False]
    third = (
        received,
        "consultation_started 2015-03-10 ref=A party=third_party",
        "consultation_delivered 2015-03-11 ref=A",
    )
    said = clock("2015-12-01", *third)
    assert (said.status, said.open_consultations[0].last_on) == (Status.PAUSED, None)


def test_an_agency_has_no_last_day() -> None:
    said = clock(
        "2025-12-01",
        "received 2025-03-03",
        "consultation_started 2025-03-10 ref=A party=agency",
        "consultation_delivered 2025-03-11 ref=A",
    )
    assert (said.status, said.open_consultations[0].last_on) == (Status.PAUSED, None)


def test_pauses_that_overlap_count_once() -> None:
    """Ten working days lie in (10, 24] March: used 5, then 15 more after the 24th."""
    said = due(
        "2025-03-25",
        "received 2025-03-03",
        "consultation_started 2025-03-10 ref=A party=third_party",
        "consultation_started 2025-03-12 ref=B party=agency",
        "consultation_answered 2025-03-20 ref=A",
        "consultation_answered 2025-03-24 ref=B",
    )
    assert said == CALENDAR.add(date(2025, 3, 24), 15).isoformat()


def test_a_pause_inside_another_adds_nothing() -> None:
    outer = ("consultation_started 2025-03-10 ref=A party=agency", "consultation_answered 2025-03-24 ref=A")
    inner = ("consultation_started 2025-03-12 ref=B party=agency", "consultation_answered 2025-03-14 ref=B")
    assert due("2025-03-25", "received 2025-03-03", outer[0], *inner, outer[1]) == due(
        "2025-03-25", "received 2025-03-03", *outer
    )


def test_a_pause_after_the_due_day_moves_nothing() -> None:
    assert due(
        "2025-04-10",
        "received 2025-03-03",
        "consultation_started 2025-04-02 ref=A party=agency",
        "consultation_answered 2025-04-09 ref=A",
    ) == due("2025-04-10", "received 2025-03-03")


def test_a_pause_opened_on_the_due_day_moves_nothing() -> None:
    said = clock(
        "2025-04-10",
        "received 2025-03-03",
        "consultation_started 2025-03-31 ref=A party=agency",
        "consultation_answered 2025-04-09 ref=A",
    )
    assert (said.due_on, said.remaining) == (date(2025, 3, 31), -7)


def test_opened_and_answered_on_one_day_is_no_pause() -> None:
    said = clock(
        "2025-03-10",
        "received 2025-03-03",
        "consultation_started 2025-03-10 ref=A party=agency",
        "consultation_answered 2025-03-10 ref=A",
    )
    assert (said.status, said.due_on) == (Status.RUNNING, date(2025, 3, 31))


def test_reasons_pause_until_they_come() -> None:
    received, asked = "received 2025-03-03", "reasons_requested 2025-03-10"
    said = clock("2025-03-17", received, asked)
    assert (said.status, said.reasons_open) == (Status.PAUSED, True)
    said = clock("2025-03-17", received, asked, "reasons_received 2025-03-17")
    assert (said.reasons_open, said.due_on) == (False, CALENDAR.add(date(2025, 3, 17), 15))


def test_a_delay_sets_the_day_even_while_paused_article_35() -> None:
    lines = ("received 2025-03-03", "reasons_requested 2025-03-10", "delay_set 2025-03-12 until=2025-06-30")
    said = clock("2025-03-13", *lines)
    assert (said.status, said.due_on, said.remaining) == (Status.PAUSED, date(2025, 6, 30), None)
    said = clock("2025-07-01", *lines, "replied 2025-06-30")
    assert (said.due_on, said.on_time) == (date(2025, 6, 30), True)


def test_a_restart_forgets_pauses_extension_and_delay() -> None:
    said = clock(
        "2025-04-20",
        "received 2025-03-03",
        "extended 2025-03-04 days=20",
        "consultation_started 2025-03-10 ref=A party=agency",
        "delay_set 2025-03-12 until=2025-06-30",
        "correction_requested 2025-03-20",
        "correction_received 2025-04-18",
        "extended 2025-04-18 days=5",
    )
    assert (said.due_on, said.extension_days) == (CALENDAR.add(date(2025, 4, 18), 25), 5)
    assert (said.status, [found.pausing for found in said.open_consultations]) == (Status.RUNNING, [False])


def test_a_correction_across_the_revision_takes_the_new_period() -> None:
    said = clock(
        "2019-05-20", "received 2019-05-06", "correction_requested 2019-05-10", "correction_received 2019-05-20"
    )
    assert (said.regime, said.due_on) == ("CN-2019", CALENDAR.add(date(2019, 5, 20), 20))


def test_a_late_correction_notice_is_a_breach_without_effect() -> None:
    received = "received 2026-02-10"
    assert not clock("2026-02-26", received, "correction_requested 2026-02-26").notice_late
    said = clock("2026-02-27", received, "correction_requested 2026-02-27")
    assert (said.notice_late, said.status, said.awaiting) == (True, Status.IDLE, "correction")
    assert (said.correction_notice_by, said.pay_by) == (date(2026, 2, 26), None)
    assert clock(
        "2026-03-03", received, "correction_requested 2026-02-27", "correction_received 2026-03-02"
    ).notice_late


def test_in_2008_no_day_is_set_for_the_correction_notice() -> None:
    said = clock("2018-05-31", "received 2018-03-01", "correction_requested 2018-05-31")
    assert (said.notice_late, said.correction_notice_by) == (False, None)


def test_a_redo_is_a_new_round_with_the_days_ordered() -> None:
    said = clock(
        "2025-06-03",
        "received 2025-03-03",
        "correction_requested 2025-03-20",
        "correction_received 2025-04-01",
        "replied 2025-04-02",
        "redo_ordered 2025-06-03 days=10",
    )
    assert (said.round, said.due_on, said.ended_on) == (2, CALENDAR.add(date(2025, 6, 3), 10), None)
    assert (said.status, said.correction_notice_by) == (Status.RUNNING, CALENDAR.add(date(2025, 6, 3), 7))


def test_a_redo_after_the_revision_follows_it() -> None:
    said = clock("2019-06-03", "received 2019-03-01", "replied 2019-03-20", "redo_ordered 2019-06-03 days=10")
    assert said.regime == "CN-2019"


def test_events_after_the_day_asked_about_are_not_seen() -> None:
    assert clock("2025-03-05", "received 2025-03-03", "received 2025-03-06").status is Status.RUNNING


def test_before_the_receipt_there_is_no_clock() -> None:
    assert "There is no clock on 2025-03-02" in refused("2025-03-02", "received 2025-03-03")


def test_a_receipt_before_the_calendar() -> None:
    with pytest.raises(CalendarGap, match="2007-12-28"):
        clock("2008-03-01", "received 2007-12-28")


# Refusals. Each names the event, its day and the rule.

RECEIVED = "received 2025-03-03"
ASKED = "correction_requested 2025-03-10"
BACK = "correction_received 2025-03-20"
OPENED = "consultation_started 2025-03-10 ref=A party=third_party"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["replied 2025-03-03"], "replied on 2025-03-03 is refused: a clock starts with received"),
        ([RECEIVED, "received 2025-03-04"], "received on 2025-03-04 is refused: the request was already received"),
        ([RECEIVED, "extended 2025-03-02 days=5"], "extended on 2025-03-02 is refused: it lies before 2025-03-03"),
        ([RECEIVED, "withdrawn 2025-03-10", "replied 2025-03-11"], "the clock ended on 2025-03-10"),
        ([RECEIVED, "lapsed 2025-03-10", "redo_ordered 2025-03-11 days=5"], "the clock ended on 2025-03-10"),
        ([RECEIVED, "replied 2025-03-10", "replied 2025-03-11"], "Only an ordered redo may follow"),
        ([RECEIVED, "redo_ordered 2025-03-11 days=5"], "there is no reply to redo"),
        ([RECEIVED, "replied 2025-03-10", "redo_ordered 2025-03-11 days=0"], "at least 1 working day"),
        ([RECEIVED, ASKED, "extended 2025-03-11 days=5"], "the clock waits for the applicant since 2025-03-10"),
        ([RECEIVED, ASKED, OPENED], "consultation_started on 2025-03-10 is refused: the clock waits"),
        ([RECEIVED, ASKED, "fee_paid 2025-03-11"], "nothing asked for it"),
        ([RECEIVED, "fee_notified 2025-03-10", BACK], "nothing asked for it"),
        ([RECEIVED, "fee_notified 2025-03-10", "received 2025-03-11"], "already received"),
        ([RECEIVED, "correction_received 2025-03-11"], "nothing asked for it"),
        ([RECEIVED, "fee_paid 2025-03-11"], "nothing asked for it"),
        ([RECEIVED, ASKED, BACK, "correction_requested 2025-03-21"], "One notice must name all points"),
        ([RECEIVED, OPENED, OPENED], "the reference A is empty or was used before"),
        ([RECEIVED, "consultation_started 2025-03-10 party=agency"], 'the reference "" is empty'),
        ([RECEIVED, OPENED, ASKED, BACK, "consultation_started 2025-03-21 ref=A party=agency"], "was used before"),
        ([RECEIVED, "consultation_started 2025-03-10 ref=A party=press"], "press is no party to consult"),
        ([RECEIVED, "consultation_delivered 2025-03-11 ref=A"], "no consultation A is waiting"),
        ([RECEIVED, "consultation_answered 2025-03-11 ref=A"], "no consultation A is waiting"),
        (
            [RECEIVED, OPENED, "consultation_answered 2025-03-11 ref=A", "consultation_answered 2025-03-12 ref=A"],
            "no consultation A is waiting",
        ),
        (
            [RECEIVED, OPENED, "consultation_delivered 2025-03-11 ref=A", "consultation_delivered 2025-03-12 ref=A"],
            "consultation A was already delivered on 2025-03-11",
        ),
        (
            [RECEIVED, "extended 2025-03-10 days=5", "extended 2025-03-11 days=5"],
            "already extended by 5 working days. 《中华人民共和国政府信息公开条例》第三十三条第二款 allows it once",
        ),
        ([RECEIVED, "extended 2025-03-10 days=0"], "allows 1 to 20"),
        ([RECEIVED, "extended 2025-03-10 days=21"], "allows 1 to 20"),
        (["received 2018-03-05", "extended 2018-03-10 days=16"], "allows 1 to 15"),
        ([RECEIVED, "extended 2025-04-01 days=5"], "the due day 2025-03-31 has passed"),
        ([RECEIVED, OPENED, "extended 2025-03-10 days=5"], "a consultation or a request for reasons is open"),
        (["received 2018-03-05", "fee_notified 2018-03-10"], "does not know it"),
        (["received 2018-03-05", "delay_set 2018-03-10 until=2018-06-01"], "does not know it"),
        (["received 2018-03-05", "reasons_requested 2018-03-10"], "国务院令第492号"),
        ([RECEIVED, "delay_set 2025-03-10 until=2025-03-10"], "is not after it"),
        ([RECEIVED, "delay_set 2025-03-10"], "is not after it"),
        ([RECEIVED, "reasons_requested 2025-03-10", "reasons_requested 2025-03-11"], "2025-03-10 are still awaited"),
        ([RECEIVED, "reasons_received 2025-03-11"], "no request for reasons is open"),
        (
            [RECEIVED, "reasons_requested 2025-03-10", ASKED, BACK, "reasons_received 2025-03-21"],
            "no request for reasons",
        ),
    ],
)
def test_refused(lines: list[str], says: str) -> None:
    message = refused("2026-06-01", *lines)
    kind, on = lines[-1].split()[:2]
    assert message.startswith(f"{kind} on {on} is refused: ")
    assert says in message


@pytest.mark.parametrize(
    "lines",
    [
        [RECEIVED, ASKED, "replied 2025-03-11"],
        [RECEIVED, OPENED, ASKED, "consultation_delivered 2025-03-11 ref=A", "consultation_answered 2025-03-12 ref=A"],
        [RECEIVED, OPENED, ASKED, BACK, "consultation_answered 2025-03-21 ref=A"],
        [RECEIVED, "extended 2025-03-31 days=20"],
        [
            RECEIVED,
            ASKED,
            BACK,
            "replied 2025-03-21",
            "redo_ordered 2025-03-24 days=5",
            "correction_requested 2025-03-25",
        ],
        [RECEIVED, "fee_notified 2025-03-10", "fee_paid 2025-03-11", "correction_requested 2025-03-12"],
        [RECEIVED, "delay_set 2025-04-10 until=2025-05-10", "extended 2025-05-10 days=5"],
        [RECEIVED, OPENED, "fee_notified 2025-03-11"],
    ],
)
def test_allowed(lines: list[str]) -> None:
    assert clock("2026-06-01", *lines).start >= date(2025, 3, 3)
