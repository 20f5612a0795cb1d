"""Mail by SMTP, step by step, so that it is known at every moment whether the server has the message."""

import re
import smtplib
from contextlib import suppress
from types import TracebackType
from typing import ClassVar, Self

from workflow.worker.channels.eml import Sender, eml, message_id
from workflow.worker.channels.mailboxes import mailbox
from workflow.worker.channels.message import Channel, Message, Refused, Sent, Uncertain, quoted
from workflow.worker.channels.smtp_server import DONE, NEVER, NOT_NOW, Server, connected, refusal, spoken_to

_GO_AHEAD = range(354, 355)
_FAREWELL_SECONDS = 2
"""For an answer to QUIT; nothing depends on it."""


class Smtp(Channel):
    """Sends mails by one server; several over one connection inside ``with channel:``.

    A mail sent twice has the same Message-ID, but many programs show it twice: it is not repeatable.

    Args:
        server: How it is reached.
        sender: Who writes.
    """

    name: ClassVar[str] = "smtp"
    repeatable: ClassVar[bool] = False

    def __init__(self, server: Server, sender: Sender) -> None:
        self.server = server
        self.sender = sender
        self._line: smtplib.SMTP | None = None
        self._kept = False

    def __enter__(self) -> Self:
        self._kept = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._kept = False
        self._leave()

    def send(self, message: Message) -> Sent:
        to = mailbox(message.to)
        line = self._line = self._ready()
        try:
            reply = self._exchange(line, message, to)
        except BaseException:
            self._drop()
            raise
        if not self._kept:
            self._leave()
        return Sent(message_id(message, self.sender), reply)

    def _exchange(self, line: smtplib.SMTP, message: Message, to: str) -> str:
        content = _content(line, message, self.sender, to)
        with spoken_to(self.server.host):
            _propose(line, self.sender, to, content, self.server.host)
        return _hand_over(line, content, self.server.host)

    def _ready(self) -> smtplib.SMTP:
        """Return the connection that is open, if the server still answers on it, or a new one."""
        if self._line is not None:
            with suppress(OSError):
                if self._line.noop()[0] in DONE:
                    return self._line
            self._drop()
        return connected(self.server)

    def _leave(self) -> None:
        if self._line is not None:
            with suppress(OSError):
                if self._line.sock is not None:
                    self._line.sock.settimeout(_FAREWELL_SECONDS)
                self._line.quit()
        self._drop()

    def _drop(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


def _content(line: smtplib.SMTP, message: Message, sender: Sender, to: str) -> bytes:
    """Return the mail as this server can carry it."""
    if _is_wide(sender, to) and not line.has_extn("smtputf8"):
        raise Refused(
            "The mail server cannot carry an address with letters outside ASCII ({address}). Use another address.",
            address=to,
        )
    return eml(message, sender, eight_bit=line.has_extn("8bitmime"))


def _is_wide(sender: Sender, to: str) -> bool:
    return not (to.isascii() and sender.address.isascii())


def _propose(line: smtplib.SMTP, sender: Sender, to: str, content: bytes, host: str) -> None:
    """Get as far as DATA: after this nothing has been handed over yet.

    Raises:
        Refused, Unreachable: The server does not want it.
    """
    options = ["SMTPUTF8"] if _is_wide(sender, to) else []
    if not content.isascii():
        options.append("BODY=8BITMIME")
    _agreed(line.mail(sender.address, options), DONE, host)
    _agreed(line.rcpt(to), DONE, host)
    _agreed(line.docmd("DATA"), _GO_AHEAD, host)


def _agreed(answer: tuple[int, bytes], hoped_for: range, host: str) -> None:
    code, reply = answer
    if code not in hoped_for:
        raise refusal(host, code, reply)


def _hand_over(line: smtplib.SMTP, content: bytes, host: str) -> str:
    """Hand the mail over and return what the server said.

    As long as the dot that ends it is not gone, the server may not deliver it (RFC 5321, 4.1.1.4); afterwards only its
    answer tells.

    Raises:
        Refused, Unreachable: The server does not take it.
        Uncertain: It gave no answer that can be read.
    """
    with spoken_to(host):
        line.send(re.sub(rb"(?m)^\.", b"..", content) + b".\r\n")
    try:
        code, reply = line.getreply()
    except OSError as error:
        raise _no_answer(host, "-") from error
    if code in DONE:
        return quoted(reply)
    if code in NOT_NOW or code in NEVER:
        raise refusal(host, code, reply)
    raise _no_answer(host, quoted(reply) or "-")


def _no_answer(host: str, reply: str) -> Uncertain:
    return Uncertain(
        "The mail server {host} was given the message and did not say whether it took it ({reply}). Ask the recipient "
        "before it is sent again.",
        host=host,
        reply=reply,
    )
