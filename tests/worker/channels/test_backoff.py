from datetime import timedelta
from itertools import takewhile

from hypothesis import given
from hypothesis import strategies as st

from workflow.worker.channels.backoff import ASKED_AT_MOST, FIRST, JITTER, LONGEST, TRIES, next_try

attempts = st.integers(0, TRIES - 1)
asked = st.none() | st.timedeltas(timedelta(), timedelta(days=30))
seeds = st.text(max_size=40)


def waits(seed: str) -> list[timedelta]:
    tries = (next_try(made, None, seed) for made in range(1, 100))
    return [wait for wait in takewhile(lambda wait: wait is not None, tries) if wait is not None]


def test_waits_double_up_to_six_hours_and_then_somebody_is_told() -> None:
    plain = [min(FIRST * 2**made, LONGEST) for made in range(TRIES - 1)]

    assert len(waits("a")) == TRIES - 1
    assert all(least <= wait <= least * (1 + JITTER) for least, wait in zip(plain, waits("a"), strict=True))
    assert next_try(TRIES, timedelta(seconds=1), "a") is None


@given(seeds)
def test_a_weekend_without_a_mail_server_loses_nothing(seed: str) -> None:
    assert sum(waits(seed), timedelta()) > timedelta(hours=62)


@given(attempts, asked, seeds)
def test_never_sooner_than_asked_and_never_later_than_a_day_and_a_bit(
    made: int, wait: timedelta | None, seed: str
) -> None:
    chosen = next_try(made, wait, seed)

    assert chosen is not None
    assert min(wait or timedelta(), ASKED_AT_MOST) <= chosen <= ASKED_AT_MOST * (1 + JITTER)
    assert chosen >= FIRST


@given(attempts, asked, seeds)
def test_the_same_delivery_waits_the_same(made: int, wait: timedelta | None, seed: str) -> None:
    assert next_try(made, wait, seed) == next_try(made, wait, seed)


def test_what_failed_together_does_not_come_back_together() -> None:
    assert len({next_try(5, None, f"delivery {number}") for number in range(50)}) > 40
