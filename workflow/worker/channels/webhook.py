"""The webhook: a message as signed JSON to a URL of the receiver's own system.

``{"id": UUID, "at": RFC 3339 in UTC, "subject": text, "text": text, "facts": {name: text}}``; the headers are
``Idempotency-Key`` (the id), ``X-Disclosure-Timestamp`` and ``X-Disclosure-Signature`` (`signature.verify`).
"""

from datetime import UTC
from typing import ClassVar

import msgspec

from workflow.worker.channels.answers import Clock, taken
from workflow.worker.channels.message import Channel, Message, Sent, quoted
from workflow.worker.channels.posting import Answer, Poster
from workflow.worker.channels.signature import SIGNATURE, TIMESTAMP, sign


class Webhook(Channel):
    """Posts to the URL a message is for. The receiver has to take each Idempotency-Key once, so trying again is safe.

    Args:
        secret: Shared with the receiver.
        poster: How requests are sent.
        clock: The instant of sending, in UTC.
    """

    name: ClassVar[str] = "webhook"
    repeatable: ClassVar[bool] = True

    def __init__(self, secret: str, poster: Poster, clock: Clock) -> None:
        self._secret = secret
        self.poster = poster
        self._clock = clock

    def send(self, message: Message) -> Sent:
        body = payload(message)
        timestamp = str(int(self._clock().timestamp()))
        headers = {
            "Idempotency-Key": str(message.id),
            TIMESTAMP: timestamp,
            SIGNATURE: sign(self._secret, timestamp, body),
        }
        answer = self.poster.post(message.to, body, headers)
        taken(answer, self._clock())
        return Sent(quoted(answer.headers.get("x-request-id", "")) or str(message.id), _note(answer))


def _note(answer: Answer) -> str:
    return f"HTTP {answer.status}" if answer.whole else f"HTTP {answer.status}, the answer was not read to its end"


def payload(message: Message) -> bytes:
    """Return the body; the same for every try."""
    return msgspec.json.encode(
        {
            "id": message.id,
            "at": message.at.astimezone(UTC),
            "subject": message.subject,
            "text": message.text,
            "facts": message.facts,
        }
    )
