"""Every reminder that the rules ask for comes exactly once, whatever dies on the way."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from workflow.store.seal import Seal
from workflow.store.session import Store

from .simulated.crew import RABBITMQ, REDIS, Process, rabbitmq, redis
from .simulated.living import Lived, Span, lived
from .simulated.year import PLANS

Broker = tuple[str, Process]

WEEKS = Span(days=40, requests=24, a_day=2, outage=range(20, 23), strikes=0.6)
DAYS = Span(days=10, requests=9, a_day=3, outage=range(5, 7), strikes=0.8)
YEAR = Span(
    days=365,
    requests=2000,
    a_day=9,
    outage=range(150, 153),
    strikes=0.5,
    plans=[*PLANS[:4]] * 6 + [*PLANS[:6]] * 5 + [*PLANS[6:]],
    first=date(2025, 12, 1),
)
"""A year in which most is done in time, a part late, and two in 56 requests are forgotten."""


@pytest.mark.timeout(280)
def test_some_weeks_with_a_worker_that_is_killed_again_and_again(store: Store, seal: Seal, tmp_path: Path) -> None:
    came = lived(WEEKS, ("bare",), store, seal, tmp_path)
    assert any(key.rule == "reply-3-after" for key in came.expected)
    assert came.killed["bare 0"] > 10
    assert came.mails > 100, came.doubtful
    assert "chief@example.gov.cn" in came.addresses


@pytest.mark.timeout(280)
@pytest.mark.parametrize("store", ["postgres"], indirect=True)
@pytest.mark.parametrize("broker", ["redis"], indirect=True)
def test_some_days_with_a_broker_that_is_killed_as_well(
    store: Store, seal: Seal, broker: Broker, tmp_path: Path
) -> None:
    came = lived(DAYS, ("worker", "worker", "beat"), store, seal, tmp_path, broker)
    assert came.killed["broker"] > 1
    assert came.mails > 30


@pytest.mark.soak
@pytest.mark.timeout(5400)
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_year_embedded(store: Store, seal: Seal, tmp_path: Path) -> None:
    came = lived(YEAR, ("embedded",), store, seal, tmp_path)
    _was_a_year(came)
    assert came.killed["embedded 0"] > 100


@pytest.mark.soak
@pytest.mark.timeout(5400)
@pytest.mark.parametrize("store", ["postgres"], indirect=True)
def test_a_year_with_brokers(store: Store, seal: Seal, broker: Broker, tmp_path: Path) -> None:
    came = lived(YEAR, ("worker", "worker", "beat"), store, seal, tmp_path, broker)
    _was_a_year(came)
    assert came.killed["broker"] > 10
    assert came.killed["worker 0"] > 10
    assert came.killed["beat 2"] > 10


@pytest.fixture(params=["rabbitmq", "redis"])
def broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Broker]:
    """A broker of the test's own, which may be killed."""
    make: Callable[[Path], Broker] = {"rabbitmq": rabbitmq, "redis": redis}[request.param]
    if {"rabbitmq": RABBITMQ, "redis": REDIS}[request.param] is None and os.environ.get("CI") != "true":
        pytest.skip(f"there is no server of {request.param} to kill")
    address, process = make(tmp_path)
    yield address, process
    process.kill()


def _was_a_year(came: Lived) -> None:
    """Check that the year had in it what it is for."""
    asked_for = {key.rule for key in came.expected}
    assert {"reply-3-after", "open-3-after"} <= asked_for
    assert came.requests == YEAR.requests
    assert len({key.subject for key in came.expected}) > 1000
    assert came.mails > 3000
    assert "chief@example.gov.cn" in came.addresses
