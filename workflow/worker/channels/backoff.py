"""When to try again what could not be delivered, and when to give up and tell somebody."""

from datetime import timedelta
from hashlib import sha256

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)
TRIES = 19
"""With the waits above the last try comes more than 62 hours after the first: a mail server that is switched off on
Friday evening and on again on Monday morning loses nothing."""

ASKED_AT_MOST = timedelta(days=1)
"""More than this no receiver can make us wait."""

JITTER = 0.25
"""Up to this share is added to a wait, so that what failed together does not come back together."""


def next_try(attempts: int, retry_after: timedelta | None, jitter_seed: str) -> timedelta | None:
    """Return how long to wait before the next try, or None when it is time to give up and alert.

    Args:
        attempts: How often it was tried so far.
        retry_after: What the other side asked for (`Unreachable.retry_after`); never answered by a shorter wait, unless
            it is longer than `ASKED_AT_MOST`.
        jitter_seed: The delivery, as text; the same gives the same wait.
    """
    if attempts >= TRIES:
        return None
    own = min(FIRST * (1 << max(attempts - 1, 0)), LONGEST)
    asked = min(retry_after or timedelta(), ASKED_AT_MOST)
    return max(own, asked) * (1 + JITTER * _share(f"{jitter_seed}:{attempts}"))


def _share(seed: str) -> float:
    """Return a number from 0 up to 1 that depends on nothing but `seed`."""
    return int.from_bytes(sha256(seed.encode()).digest()[:4], "big") / 2**32
