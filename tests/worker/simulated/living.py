"""Days that go by in an office while its crew is killed again and again, and what must be true after them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from workflow.store.deliveries import DeliveryState
from workflow.store.seal import Seal
from workflow.store.session import Store

from .clock import FileClock
from .crew import Crew, Process, crew
from .mailbox import Recorder, served
from .oracle import Key
from .year import PLANS, Plan, Year

FIRST = date(2026, 3, 2)


class Span(NamedTuple):
    """How long, how much, and what goes wrong.

    Args:
        days: Of the calendar.
        requests: All in all.
        a_day: At most on one working day.
        outage: Days, counted from 0, on which nothing runs.
        strikes: The chance of a day on which somebody is killed.
        plans: What is done with the requests.
        first: The first day.
    """

    days: int
    requests: int
    a_day: int
    outage: range
    strikes: float
    plans: Sequence[Sequence[Plan]] = PLANS
    first: date = FIRST


class Lived(NamedTuple):
    """What came of it: requests, the reminders asked for, the mails taken and for whom, who was killed how often."""

    requests: int
    expected: set[Key]
    mails: int
    addresses: set[str]
    doubtful: int
    killed: dict[str, int]


def lived(
    span: Span,
    kinds: tuple[str, ...],
    store: Store,
    seal: Seal,
    home: Path,
    broker: tuple[str, Process] | None = None,
) -> Lived:
    """Live through a span; check that each reminder asked for is there once, and each of its mails was taken once."""
    chance, clock = Random(7), FileClock(home / "clock")
    recorder = Recorder(clock)
    server = served(recorder)
    server.start()
    url = store.url.render_as_string(hide_password=False)
    workers = crew(kinds, chance, url, home, clock.path, broker)
    year = Year(store, seal, clock, chance, home, plans=span.plans, patience=240)
    clock.set(datetime.combine(span.first, datetime.min.time(), UTC) - timedelta(hours=20))
    try:
        year.found(server.port)
        doubtful = _live(span, year, workers, recorder)
    finally:
        workers.kill()
        server.stop()
    found = list(year.reminders())
    assert len(found) == len(set(found))
    assert set(found) == year.oracle.expected
    assert year.messages(DeliveryState.UNCERTAIN) == set()
    assert year.messages(DeliveryState.FAILED) == set()
    assert recorder.ids().total() == len(recorder.ids())
    assert set(recorder.ids()) == year.messages(DeliveryState.SENT)
    return Lived(
        len(year.lives),
        year.oracle.expected,
        len(recorder.mails),
        {mail.to for mail in recorder.mails},
        doubtful,
        workers.killed,
    )


def _live(span: Span, year: Year, workers: Crew, recorder: Recorder) -> int:
    """Let the days go by; somebody is killed at a random moment of most, and nobody runs during the outage."""
    doubtful = 0
    for number in range(span.days):
        on = span.first + timedelta(days=number)
        left = span.requests - len(year.lives)
        year.day(on, min(left, span.a_day) if year.oracle.calendar.is_working(on) else 0)
        if number in span.outage:
            workers.kill()
            continue
        workers.start()
        if year.chance.random() < span.strikes:
            workers.strike(0.5)
        year.settled(on)
        doubtful += year.look_after(recorder)
        year.settled(on)
    return doubtful
