"""A mail server that remembers what it took."""

import asyncio
import email
import email.policy
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage
from socket import socket
from typing import Any

from aiosmtpd.controller import Controller

from .clock import FileClock


@dataclass
class Mail:
    """A mail as it was taken."""

    id: str
    to: str
    text: str
    taken_on: str


@dataclass
class Recorder:
    """Takes every mail, after a moment, so that a kill may come in between."""

    clock: FileClock
    seconds: float = 0.001
    mails: list[Mail] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: ARG002, N802 (aiosmtpd's)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        await asyncio.sleep(self.seconds)
        self.mails.append(
            Mail(message["Message-ID"], envelope.rcpt_tos[0], message.get_content(), self.clock().isoformat())
        )
        return "250 taken"

    def ids(self) -> Counter[str]:
        """Return how often each Message-ID was taken."""
        return Counter(mail.id for mail in self.mails)


def served(recorder: Recorder) -> Controller:
    """Return a server for a recorder, on a free port of this machine."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return Controller(recorder, hostname="127.0.0.1", port=port)
