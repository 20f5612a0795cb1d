from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from workflow.files.calendars import shipped_notices
from workflow.rules.calendar import build
from workflow.rules.clock import Clock, ClockEvent, ClockRefused, EventType, Party, Status, read
from workflow.rules.explain import explain

CALENDAR = build(shipped_notices())
ONE_DAY = timedelta(days=1)
REVISION = date(2019, 5, 15)
RESTARTS = {EventType.RECEIVED, EventType.CORRECTION_RECEIVED, EventType.FEE_PAID, EventType.REDO_ORDERED}
ENDS = {EventType.REPLIED, EventType.WITHDRAWN, EventType.LAPSED}
PAUSES = (EventType.CONSULTATION_STARTED, EventType.CONSULTATION_DELIVERED, EventType.CONSULTATION_ANSWERED)
STEPS = (*EventType, *PAUSES, *PAUSES)
ANY_DAY = st.dates(date(2008, 1, 1), date(2027, 6, 30))


@st.composite
def ledgers(draw: st.DrawFn, steps: tuple[EventType, ...] = STEPS) -> list[ClockEvent]:
    """Draw events of which each may follow the ones before it: what is refused is left out."""
    on = draw(ANY_DAY)
    events = [ClockEvent(EventType.RECEIVED, on)]
    for _ in range(draw(st.integers(0, 10))):
        on += timedelta(days=draw(st.integers(0, 20)))
        event = ClockEvent(
            type=draw(st.sampled_from(steps)),
            on=on,
            ref=draw(st.sampled_from("ABC")),
            party=draw(st.sampled_from(Party)),
            days=draw(st.integers(1, 20)),
            until=on + timedelta(days=draw(st.integers(1, 60))),
        )
        try:
            read([*events, event], CALENDAR, on)
        except ClockRefused:
            continue
        events.append(event)
    return events


def clock_later(events: list[ClockEvent], days: int) -> Clock:
    return read(events, CALENDAR, events[-1].on + timedelta(days=days))


@given(events=ledgers(), days=st.integers(0, 60))
@example(events=[ClockEvent(EventType.RECEIVED, date(2026, 12, 25))], days=3)
def test_the_due_day_is_that_of_counting_day_by_day(events: list[ClockEvent], days: int) -> None:
    clock = clock_later(events, days)
    assert clock.due_on == count_by_hand(events, events[-1].on + timedelta(days=days))


@given(events=ledgers(), days=st.integers(0, 60))
def test_what_a_status_promises(events: list[ClockEvent], days: int) -> None:
    clock = clock_later(events, days)
    assert (clock.remaining is None) == (clock.status is not Status.RUNNING)
    if clock.status is Status.RUNNING:
        assert clock.due_on is not None
        assert clock.overdue == (clock.as_of > clock.due_on)
    assert (clock.status is Status.IDLE) == (clock.awaiting != "")
    assert (clock.status is Status.ENDED) == (clock.ended_on is not None)


@given(events=ledgers(), days=st.integers(0, 60), tomorrow=st.integers(1, 40))
def test_time_alone_never_moves_a_due_day(events: list[ClockEvent], days: int, tomorrow: int) -> None:
    before, after = clock_later(events, days), clock_later(events, days + tomorrow)
    assert before.due_on is None or before.due_on == after.due_on


@given(events=ledgers(steps=PAUSES), extension=st.integers(0, 15), days=st.integers(0, 120))
def test_a_pause_never_brings_the_due_day_forward(events: list[ClockEvent], extension: int, days: int) -> None:
    received, *pauses = events
    plain = [received, ClockEvent(EventType.EXTENDED, received.on, days=extension)] if extension else [received]
    without, paused = clock_later(plain, 0), clock_later([*plain, *pauses], days)
    assert without.due_on is not None
    assert paused.due_on is None or paused.due_on >= without.due_on


@given(events=ledgers(), seed=st.randoms(use_true_random=False))
def test_events_on_distinct_days_need_only_be_sorted(events: list[ClockEvent], seed: object) -> None:
    one_a_day = list({event.on: event for event in reversed(events)}.values())
    in_order = sorted(one_a_day, key=lambda event: event.on)
    shuffled = list(one_a_day)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    as_of = in_order[-1].on
    assert outcome(sorted(shuffled, key=lambda event: event.on), as_of) == outcome(in_order, as_of)


def outcome(events: list[ClockEvent], as_of: date) -> Clock | str:
    try:
        return read(events, CALENDAR, as_of)
    except ClockRefused as error:
        return str(error)


@given(received=ANY_DAY)
def test_day_one_is_the_working_day_after_the_receipt_whatever_day_that_is(received: date) -> None:
    due_on = read([ClockEvent(EventType.RECEIVED, received)], CALENDAR, received).due_on
    day, period = received, 15 if received < REVISION else 20
    while period:
        day += ONE_DAY
        period -= CALENDAR.is_working(day)
    assert due_on == day


@given(events=ledgers(), days=st.integers(0, 60))
def test_an_explanation_leads_to_the_due_day(events: list[ClockEvent], days: int) -> None:
    as_of = events[-1].on + timedelta(days=days)
    told = explain(events, CALENDAR, as_of)
    clock = read(events, CALENDAR, as_of)
    assert told.clock == clock
    assert [day.on for day in told.days] == [clock.start + ONE_DAY * step for step in range(1, len(told.days) + 1)]
    counted = [day for day in told.days if day.counted]
    assert [day.number for day in counted] == list(range(1, len(counted) + 1))
    delayed = any(event.type is EventType.DELAY_SET and event.on <= as_of for event in since_start(events))
    if clock.due_on is not None:
        assert counted[-1].on == told.days[-1].on == clock.due_on
        assert delayed or len(counted) == told.period + clock.extension_days
    elif told.days:
        assert told.days[-1].on == (clock.ended_on or as_of)


def since_start(events: list[ClockEvent]) -> list[ClockEvent]:
    last = max(at for at, event in enumerate(events) if event.type in RESTARTS)
    return events[last:]


def count_by_hand(events: list[ClockEvent], as_of: date) -> date | None:
    """Find the due day of a ledger that is not refused by walking over the calendar one day at a time."""
    first, *rest = since_start(events)
    old = first.on < REVISION
    if any(event.type in {EventType.CORRECTION_REQUESTED, EventType.FEE_NOTIFIED} for event in rest):
        return None
    judged_on = next((event.on for event in rest if event.type in ENDS), as_of)
    delays = [event.until for event in rest if event.type is EventType.DELAY_SET]
    if delays:
        return delays[-1]
    period = first.days if first.type is EventType.REDO_ORDERED else 15 if old else 20
    period += sum(event.days for event in rest if event.type is EventType.EXTENDED)
    paused: set[date] = set()
    for at, event in enumerate(rest):
        until = pause_end(event, rest[at + 1 :], judged_on, old=old)
        if until is None:
            return None
        paused.update(event.on + ONE_DAY * step for step in range(1, (until - event.on).days + 1))
    day = first.on
    while period:
        day += ONE_DAY
        period -= CALENDAR.is_working(day) and day not in paused
    return day


def pause_end(event: ClockEvent, later: list[ClockEvent], judged_on: date, *, old: bool) -> date | None:
    """Return the last day of the pause that `event` opens, `event.on` if it opens none, None if it is open."""
    if event.type is EventType.REASONS_REQUESTED:
        return next((other.on for other in later if other.type is EventType.REASONS_RECEIVED), None)
    if event.type is not EventType.CONSULTATION_STARTED or (old and event.party != Party.THIRD_PARTY):
        return event.on
    of_it = {other.type: other.on for other in later if other.type in PAUSES and other.ref == event.ref}
    answered = of_it.get(EventType.CONSULTATION_ANSWERED)
    delivered = of_it.get(EventType.CONSULTATION_DELIVERED)
    if delivered is None or old or event.party == Party.AGENCY:
        return answered
    last, working = delivered, 15
    while working:
        last += ONE_DAY
        working -= CALENDAR.is_working(last)
    if last < judged_on:
        return last if answered is None else min(last, answered)
    return answered
