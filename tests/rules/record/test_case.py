"""What the entries of one case make of it, without a database."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
import pytest

from workflow.files.calendars import shipped_notices
from workflow.rules.calendar import Calendar, build
from workflow.rules.clock import EventType
from workflow.rules.duty import Filed
from workflow.rules.errors import RuleBroken
from workflow.rules.outcomes import Outcome
from workflow.rules.record.aftermath import ProceedingAnswered, ProceedingFiled, Reassessed, Reopened
from workflow.rules.record.case import Case
from workflow.rules.record.entry import Body, Entry
from workflow.rules.record.handling import Consulted, Delayed, Extended, ReasonsAsked
from workflow.rules.record.intake import Imported
from workflow.rules.record.replay import follow
from workflow.rules.record.schedule import situation
from workflow.rules.states import State

CALENDAR = build(shipped_notices())
SOMEBODY, RECEIVED = UUID(int=1), date(2026, 3, 2)


def calendars(version: str) -> Calendar:
    assert version == CALENDAR.version
    return CALENDAR


def entry(seq: int, on: date, body: Body) -> Entry:
    return Entry(seq, on, datetime(2026, 6, 1, tzinfo=UTC), SOMEBODY, "", "", body)


def opened(**told: Any) -> Case:
    body = Imported(
        agency_id=UUID(int=2),
        case_no="1",
        received_on=RECEIVED,
        channel="letter",
        calendar=CALENDAR.version,
        items=["一"],
        import_id=UUID(int=3),
        applicant_class="natural_person",
        **told,
    )
    case = body.open(UUID(int=4))
    follow(case, entry(1, RECEIVED, body))
    return case


def registered(**told: Any) -> Case:
    """Return a case as one that came from no ledger."""
    case = opened(**told)
    case.import_id = None
    return case


@pytest.mark.parametrize(
    ("told", "state", "moved_on"),
    [
        ({}, State.RECEIVED, RECEIVED),
        ({"correction_requested_on": date(2026, 3, 4)}, State.CORRECTING, date(2026, 3, 4)),
        (
            {"correction_requested_on": date(2026, 3, 4), "correction_received_on": date(2026, 3, 9)},
            State.RECEIVED,
            date(2026, 3, 9),
        ),
        ({"extended_on": date(2026, 3, 16), "extension_days": 5}, State.REVIEWED, RECEIVED),
        ({"outcome": Outcome.D2, "closed_on": date(2026, 3, 20)}, State.REPLIED, date(2026, 3, 20)),
        ({"outcome": Outcome.C1, "closed_on": date(2026, 3, 20)}, State.LAPSED, date(2026, 3, 20)),
        ({"outcome": Outcome.C3, "closed_on": date(2026, 3, 20)}, State.WITHDRAWN, date(2026, 3, 20)),
    ],
)
def test_a_row_of_a_ledger_stands_where_its_days_lead(told: dict[str, Any], state: State, moved_on: date) -> None:
    case = opened(**told)
    assert (case.state, case.moved_on) == (state, moved_on)


def test_days_are_kept_in_their_order_whenever_they_were_entered() -> None:
    case = opened()
    follow(case, entry(2, date(2026, 3, 16), Extended(days=5, reason="档案")))
    follow(case, entry(3, date(2026, 3, 9), Consulted(ref="C3", party="agency", name="某局", question="问")))
    follow(case, entry(4, date(2026, 3, 16), Delayed(until=date(2026, 5, 6), reason="多")))
    assert [(tick.seq, tick.event.type) for tick in case.ticks] == [
        (1, EventType.RECEIVED),
        (3, EventType.CONSULTATION_STARTED),
        (2, EventType.EXTENDED),
        (4, EventType.DELAY_SET),
    ]


def test_a_reading_is_not_repeated_for_the_same_ledger_calendar_and_day() -> None:
    case = opened()
    read: list[str] = []

    def counted(version: str) -> Calendar:
        read.append(version)
        return CALENDAR

    for today in (date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 4)):
        case.settle(counted, today)
    assert len(read) == 2
    follow(case, entry(2, date(2026, 3, 4), ReasonsAsked(count=40, reason="多")))
    case.settle(counted, date(2026, 3, 4))
    assert len(read) == 3
    assert (case.clock_status, case.next_what) == ("paused", "give_reasons")


def test_what_is_owed_after_a_reply_follows_what_was_entered() -> None:
    """The schedule reads answers and second looks off the case; a reopening forgets the look."""
    case = registered(outcome=Outcome.N1, closed_on=date(2026, 3, 20))
    follow(case, entry(2, date(2026, 4, 1), ProceedingFiled(no=1, filing="review", filed_on=date(2026, 4, 1))))
    filed = ProceedingFiled(no=2, filing="review", filed_on=date(2026, 4, 2), simplified=True)
    follow(case, entry(3, date(2026, 4, 2), filed))
    follow(case, entry(4, date(2026, 4, 7), ProceedingAnswered(no=1, number="1号")))
    follow(case, entry(5, date(2026, 5, 6), Reassessed(finding="disclosable", reason="已解密")))
    seen = situation(case, CALENDAR)
    assert seen.proceedings == (
        Filed(1, "review", date(2026, 4, 1), answered=True),
        Filed(2, "review", date(2026, 4, 2), simplified=True),
    )
    assert (seen.refused_on, seen.reassessed_on, case.finding) == (date(2026, 3, 20), date(2026, 5, 6), "disclosable")
    assert [one.last_on for one in case.proceedings] == [date(2026, 4, 7), date(2026, 4, 2)]
    assert msgspec.json.decode(msgspec.json.encode(case), type=Case) == case
    follow(case, entry(6, date(2026, 5, 7), Reopened(days=15, order="1号", proceeding=1, calendar=CALENDAR.version)))
    assert (case.reassessed_on, case.finding, case.withheld_on) == (None, "", None)


def test_a_case_without_what_is_new_reads_as_before() -> None:
    """What stands on a case without proceedings is the same text as in earlier versions."""
    told = msgspec.json.encode(opened(outcome=Outcome.N1, closed_on=date(2026, 3, 20))).decode()
    assert not [name for name in ("reassessed_on", "finding", "proceedings") if f'"{name}"' in told]


def test_a_day_that_the_clock_would_not_see_is_refused() -> None:
    case = opened(outcome=Outcome.D2, closed_on=date(2026, 3, 20))
    with pytest.raises(RuleBroken, match="2026-03-20 is in the future: today is 2026-03-19"):
        case.settle(calendars, date(2026, 3, 19))
    case.settle(calendars, date(2026, 3, 20))
    assert (case.on_time, case.counted_late) == (True, False)
