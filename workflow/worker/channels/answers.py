"""What the status of an answer means for the message: taken, later, or not at all."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from workflow.worker.channels.message import Refused, Unreachable, quoted
from workflow.worker.channels.posting import Answer

Clock = Callable[[], datetime]
"""Says what instant it is, in UTC; the worker's own, passed in by whoever makes a channel."""

_TAKEN, _ELSEWHERE, _BROKEN = range(200, 300), range(300, 400), range(500, 600)
"""The classes of a status; RFC 9110, 15."""

_LATER = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
_LONGEST = timedelta(days=365)
"""What a receiver asks for beyond this is no time span but a mistake."""


def taken(answer: Answer, now: datetime) -> None:
    """Do nothing when the receiver took the message (2xx).

    Raises:
        Unreachable: It asks for another try (408, 425, 429 or 5xx).
        Refused: It sends us elsewhere (3xx), or does not want the message.
    """
    status = answer.status
    if status in _TAKEN:
        return
    if status in _LATER or status in _BROKEN:
        raise Unreachable(
            "{host} cannot take the message now (status {status}). It is tried again by itself.",
            retry_after=retry_after(answer.headers.get("retry-after", ""), now),
            host=answer.host,
            status=status,
        )
    if status in _ELSEWHERE:
        raise Refused(
            "{host} sends the message on to {place} (status {status}), and messages are not sent on. If that is right, "
            "enter the new address.",
            host=answer.host,
            place=_place(answer.headers.get("location", "")),
            status=status,
        )
    raise Refused(
        "{host} does not take the message (status {status}: {reply}). Check the address and what is agreed with the "
        "receiver.",
        host=answer.host,
        status=status,
        reply=quoted(answer.body) or "-",
    )


def retry_after(value: str, now: datetime) -> timedelta | None:
    """Return how long the header Retry-After asks to wait: seconds, or a date counted from `now`; None if neither."""
    text = value.strip()
    if text.isascii() and text.isdecimal():
        return min(timedelta(seconds=int(text[:10])), _LONGEST)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return min(max(wait, timedelta()), _LONGEST)


def _place(location: str) -> str:
    """Return where a redirect leads, without its query, which may hold a key."""
    return quoted(location.partition("?")[0].partition("#")[0]) or "-"
