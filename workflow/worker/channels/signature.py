"""How a webhook's receiver knows that a message is ours, whole, and not an old one sent again.

The sender computes HMAC-SHA256 with the shared secret over ``<timestamp>.<body>``, the bytes of the body as they
travel, and sends it as ``X-Disclosure-Signature: sha256=<hex>`` beside ``X-Disclosure-Timestamp``, in seconds since
1970.
"""

import hmac
from datetime import datetime, timedelta

SIGNATURE = "X-Disclosure-Signature"
TIMESTAMP = "X-Disclosure-Timestamp"

_DIGITS = 12
"""Enough for thirty thousand years; a longer number is not read."""


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a body sent at `timestamp`."""
    digest = hmac.digest(secret.encode(), f"{timestamp}.".encode() + body, "sha256")
    return f"sha256={digest.hex()}"


def verify(secret: str, timestamp: str, body: bytes, signature: str, now: datetime, tolerance: timedelta) -> bool:
    """Return whether a request is ours and recent; for receivers, and an example for those in other languages.

    Args:
        secret: What was agreed on.
        timestamp: Header X-Disclosure-Timestamp.
        body: As it came, before anything is decoded.
        signature: Header X-Disclosure-Signature.
        now: The receiver's clock, with a time zone.
        tolerance: By how much the clocks may differ, either way; five minutes are usual.

    A repetition within the tolerance passes: keep the header Idempotency-Key of what was taken, and take each once.
    """
    if not hmac.compare_digest(sign(secret, timestamp, body).encode(), signature.encode("utf-8", "replace")):
        return False
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= _DIGITS):
        return False
    return abs(now.timestamp() - int(timestamp)) <= tolerance.total_seconds()
