from datetime import date

import pytest

from workflow.files.calendars import shipped_notices
from workflow.rules.calendar import Why, as_known_on, build
from workflow.rules.clock import ClockEvent, ClockRefused, EventType, Status
from workflow.rules.explain import Day, Explanation, Rule, explain

CALENDAR = build(shipped_notices())
NOTICE_2026 = "国务院办公厅关于2026年部分节假日安排的通知"


def received(on: date, *later: ClockEvent) -> list[ClockEvent]:
    return [ClockEvent(EventType.RECEIVED, on), *later]


def day(told: Explanation, on: date) -> Day:
    return next(found for found in told.days if found.on == on)


def skipped(told: Explanation, why: Why | Rule) -> list[date]:
    return [found.on for found in told.days if found.why is why and not found.counted]


def test_e10_around_the_spring_festival_of_2026() -> None:
    told = explain(received(date(2026, 2, 10)), CALENDAR, date(2026, 2, 10))
    assert [found.on for found in told.days if found.counted][-1] == told.clock.due_on == date(2026, 3, 16)
    assert day(told, date(2026, 2, 11)) == Day(date(2026, 2, 11), True, 1, Why.WORKING, "", False)
    assert day(told, date(2026, 2, 14)) == Day(date(2026, 2, 14), True, 4, Why.MAKE_UP, NOTICE_2026, False)
    assert day(told, date(2026, 2, 16)) == Day(date(2026, 2, 16), False, 0, Why.DAY_OFF, NOTICE_2026, False)
    assert day(told, date(2026, 3, 1)) == Day(date(2026, 3, 1), False, 0, Why.WEEKEND, "", False)
    assert told.basis == ("《中华人民共和国政府信息公开条例》第三十三条第二款",)
    assert (told.period, told.calendar) == (20, CALENDAR.version)


def test_e11_the_days_of_a_consultation_are_named() -> None:
    ledger = received(
        date(2025, 9, 10),
        ClockEvent(EventType.CONSULTATION_STARTED, date(2025, 9, 22), ref="A", party="third_party"),
        ClockEvent(EventType.CONSULTATION_DELIVERED, date(2025, 9, 24), ref="A"),
    )
    told = explain(ledger, CALENDAR, date(2025, 10, 22))
    assert told.clock.due_on == date(2025, 11, 6)
    assert day(told, date(2025, 9, 22)).number == 8
    assert day(told, date(2025, 9, 23)) == Day(date(2025, 9, 23), False, 0, Rule.THIRD_PARTY, "A", False)
    assert day(told, date(2025, 10, 1)).why is Why.DAY_OFF  # would not count anyway
    assert skipped(told, Rule.THIRD_PARTY)[-1] == date(2025, 10, 21)
    assert day(told, date(2025, 10, 22)).number == 9
    assert told.basis[-1] == "《中华人民共和国政府信息公开条例》第三十三条第三款"


def test_while_paused_the_days_up_to_today() -> None:
    ledger = received(date(2025, 3, 3), ClockEvent(EventType.REASONS_REQUESTED, date(2025, 3, 10)))
    told = explain(ledger, CALENDAR, date(2025, 3, 14))
    assert told.clock.status is Status.PAUSED
    assert told.days[-1].on == date(2025, 3, 14)
    assert skipped(told, Rule.REASONS) == [date(2025, 3, day) for day in (11, 12, 13, 14)]
    assert told.basis[-1] == "《中华人民共和国政府信息公开条例》第三十五条"


@pytest.mark.parametrize(
    ("kind", "why"),
    [(EventType.CORRECTION_REQUESTED, Rule.CORRECTION), (EventType.FEE_NOTIFIED, Rule.PAYMENT)],
)
def test_while_idle_what_is_waited_for(kind: EventType, why: Rule) -> None:
    ledger = received(date(2025, 3, 3), ClockEvent(kind, date(2025, 3, 5)))
    told = explain(ledger, CALENDAR, date(2025, 3, 7))
    assert [(found.number, found.why) for found in told.days] == [
        (1, Why.WORKING),
        (2, Why.WORKING),
        (0, why),
        (0, why),
    ]
    withdrawn = explain([*ledger, ClockEvent(EventType.WITHDRAWN, date(2025, 3, 6))], CALENDAR, date(2025, 6, 1))
    assert (withdrawn.days[-1].on, withdrawn.days[-1].why) == (date(2025, 3, 6), why)


def test_a_restart_is_explained_from_its_own_day() -> None:
    ledger = received(
        date(2026, 2, 10),
        ClockEvent(EventType.CORRECTION_REQUESTED, date(2026, 2, 26)),
        ClockEvent(EventType.CORRECTION_RECEIVED, date(2026, 3, 4)),
    )
    told = explain(ledger, CALENDAR, date(2026, 3, 4))
    assert (told.days[0].on, told.days[-1].on) == (date(2026, 3, 5), date(2026, 4, 1))


def test_a_delay_ends_on_the_day_it_sets_even_a_sunday() -> None:
    ledger = received(date(2025, 3, 3), ClockEvent(EventType.DELAY_SET, date(2025, 3, 10), until=date(2025, 4, 13)))
    told = explain(ledger, CALENDAR, date(2025, 3, 10))
    assert told.days[-1] == Day(date(2025, 4, 13), True, 29, Rule.DELAYED, "", False)
    assert day(told, date(2025, 4, 12)).why is Why.WEEKEND


def test_an_extension_cites_its_article_once() -> None:
    ledger = [
        ClockEvent(EventType.RECEIVED, date(2018, 2, 9)),
        ClockEvent(EventType.EXTENDED, date(2018, 3, 7), days=15),
    ]
    told = explain(ledger, CALENDAR, date(2018, 3, 7))
    assert told.basis == ("《中华人民共和国政府信息公开条例》第二十四条第二款",)
    assert (told.period, told.clock.extension_days, told.days[-1].number) == (15, 15, 30)


def test_beyond_the_horizon_the_days_are_assumed() -> None:
    told = explain(received(date(2026, 12, 10)), CALENDAR, date(2026, 12, 10))
    assert told.clock.provisional
    assert day(told, date(2026, 12, 31)).provisional is False
    assert day(told, date(2027, 1, 1)) == Day(date(2027, 1, 1), True, 16, Why.ASSUMED, "", True)
    assert day(told, date(2027, 1, 2)).why is Why.ASSUMED_WEEKEND


def test_a_past_due_day_is_explained_with_the_calendar_of_its_time() -> None:
    ledger = received(date(2020, 1, 10))
    then = explain(ledger, as_known_on(shipped_notices(), date(2020, 1, 20)), date(2020, 1, 20))
    now = explain(ledger, CALENDAR, date(2020, 2, 3))
    assert (then.clock.due_on, now.clock.due_on) == (date(2020, 2, 12), date(2020, 2, 14))
    assert day(then, date(2020, 2, 1)).why is Why.MAKE_UP
    assert day(now, date(2020, 2, 1)).detail == "国务院办公厅关于延长2020年春节假期的通知"
    assert then.calendar != now.calendar


def test_a_ledger_that_is_refused_is_not_explained() -> None:
    with pytest.raises(ClockRefused):
        explain([ClockEvent(EventType.REPLIED, date(2025, 3, 3))], CALENDAR, date(2025, 3, 3))
