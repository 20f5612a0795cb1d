"""Every reminder that the rules ask for comes exactly once, whatever dies on the way."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from workflow.store.deliveries import DeliveryState
from workflow.store.seal import Seal
from workflow.store.session import Store

from .simulated.clock import FileClock
from .simulated.mailbox import Recorder, served
from .simulated.year import Year

FIRST = date(2026, 3, 2)


@pytest.mark.timeout(280)
def test_some_weeks_with_a_worker_that_is_killed_again_and_again(store: Store, seal: Seal, tmp_path: Path) -> None:
    clock = FileClock(tmp_path / "clock")
    recorder = Recorder(clock)
    server = served(recorder)
    server.start()
    year = Year(store, seal, clock, Random(7), tmp_path)
    clock.set(datetime(2026, 3, 1, 4, tzinfo=UTC))
    try:
        year.found(server.port)
        doubtful = live(year, recorder, days=40, requests=24, outage=range(20, 23))
    finally:
        year.kill()
        server.stop()
    expected, found = year.oracle.expected, list(year.reminders())
    assert len(found) == len(set(found))
    assert set(found) == expected
    assert year.messages(DeliveryState.UNCERTAIN) == set()
    assert year.messages(DeliveryState.FAILED) == set()
    assert recorder.ids().total() == len(recorder.ids())
    assert set(recorder.ids()) == year.messages(DeliveryState.SENT)
    assert any(key.rule == "reply-3-after" for key in expected)
    assert year.killed > 10
    assert len(recorder.mails) > 100, doubtful


def live(year: Year, recorder: Recorder, *, days: int, requests: int, outage: range) -> int:
    """Let days go by; the worker is killed at a random moment of most, and does not run at all during the outage."""
    doubtful = 0
    for number in range(days):
        on = FIRST + timedelta(days=number)
        working = year.oracle.calendar.is_working(on)
        left = requests - len(year.lives)
        year.day(on, min(left, 2) if working else 0)
        if number in outage:
            year.kill()
            continue
        if year.worker is None:
            year.start()
        if year.chance.random() < 0.6:
            _strike(year)
        year.settled(on)
        doubtful += year.look_after(recorder)
        year.settled(on)
    return doubtful


def _strike(year: Year) -> None:
    time.sleep(year.chance.random() * 0.5)
    year.kill()
    year.start()
