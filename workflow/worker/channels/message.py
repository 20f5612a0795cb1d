"""What is sent, what a channel is, and the three ways in which sending fails.

CaseworkError: Refused (do not try again), Unreachable (try again later), Uncertain (it may have arrived).
"""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import ClassVar, NamedTuple, Protocol, Self
from uuid import UUID

from workflow.rules.errors import CaseworkError

_NO_HEADER = {"Cc", "Cs", "Zl", "Zp"}
"""Unicode categories that break a line of headers, or that no receiver can read."""


class Refused(CaseworkError):
    """It will not go out like this: somebody has to change the address, the text or the options first."""


class Unreachable(CaseworkError):
    """It did not go out and can be tried again.

    Args:
        message: As of every CaseworkError.
        retry_after: How long the other side asks us to wait, if it says so.
        params: As of every CaseworkError.
    """

    def __init__(self, message: str, /, *, retry_after: timedelta | None = None, **params: object) -> None:
        super().__init__(message, **params)
        self.retry_after = retry_after


class Uncertain(CaseworkError):
    """All of it was handed over, and no answer came: it may have arrived.

    It is not to be repeated by itself, unless the channel is `repeatable`: there the receiver knows the id again.
    """


@dataclass(frozen=True, kw_only=True)
class Message:
    """One notification to one recipient.

    Args:
        id: The delivery; the key by which a receiver knows a repetition.
        to: Mail address or URL, as the channel asks; a robot speaks to its own group and does not look at it.
        subject: One line.
        text: Plain text, lines ended by line feeds.
        facts: What it is about, for programs: ``case_no``, ``duty``, ``due_on`` … No personal data beyond case numbers.
        at: When it was written; with a time zone.

    Raises:
        Refused: A part cannot be sent by any channel.
    """

    id: UUID
    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    facts: dict[str, str]
    at: datetime

    def __post_init__(self) -> None:
        if not _one_line(self.to):
            raise Refused("The address of the recipient holds a line break or an invisible sign. Type it anew.")
        if not _one_line(self.subject):
            raise Refused("The subject of the message holds a line break or an invisible sign. Write it in one line.")
        if not all(map(_readable, (self.text, *self.facts, *self.facts.values()))):
            raise Refused("The message holds half a sign (a lone surrogate) that nobody can read. Write it anew.")
        if self.at.utcoffset() is None:
            raise Refused("The message does not say in which time zone it was written. Give its instant in UTC.")


class Sent(NamedTuple):
    """The other side has it.

    Args:
        reference: By which it is found there: Message-ID, number of the request.
        note: What the other side said, or what was done to the message on its way; "" when there is nothing to say.
    """

    reference: str
    note: str = ""


class Channel(Protocol):
    """A way out. Inside `with channel:` a connection is kept for several messages. One thread at a time."""

    name: ClassVar[str]
    """Its kind, as in `registry.channel_of`."""

    repeatable: ClassVar[bool]
    """Whether sending again with the same id is harmless."""

    def send(self, message: Message) -> Sent:
        """Send a message and return what came of it.

        Raises:
            Refused: It will not go out like this.
            Unreachable: It did not go out and can be tried again.
            Uncertain: It may have arrived.
        """
        ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of what was kept open; most channels keep nothing."""
        return


def quoted(reply: bytes | str, limit: int = 160) -> str:
    """Return what the other side said as one line that is safe to show, of at most `limit` characters."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    line = "".join(sign if sign.isprintable() else " " for sign in text[: 4 * limit])
    return " ".join(line.split())[:limit]


def _one_line(text: str) -> bool:
    return not any(unicodedata.category(sign) in _NO_HEADER for sign in text)


def _readable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
