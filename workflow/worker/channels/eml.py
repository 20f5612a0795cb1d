"""A message as a mail (RFC 5322): plain text, a stable Message-ID, marked as sent by a machine.

It is written here and not by `email.message`, which reads a subject before it writes it: an encoded word that somebody
typed into one would be decoded on its way, line breaks included.
"""

import re
from base64 import encodebytes
from dataclasses import dataclass
from email.header import Header
from email.utils import format_datetime

from workflow.worker.channels.mailboxes import mailbox
from workflow.worker.channels.message import Message

_LINE_LIMIT = 998
"""Octets of a line that travels as it is; RFC 5322, 2.1.1."""

_CRLF = b"\r\n"


@dataclass(frozen=True)
class Sender:
    """Who writes.

    Args:
        address: Mail address of the office, as `mailbox` returns it.
        domain: What stands after the @ of a Message-ID, and how we greet a server.
    """

    address: str
    domain: str


def message_id(message: Message, sender: Sender) -> str:
    """Return the Message-ID; the same for every try."""
    return f"<{message.id}@{sender.domain}>"


def eml(message: Message, sender: Sender, *, eight_bit: bool) -> bytes:
    """Return the mail as bytes, lines ended by CRLF. Its headers are ASCII, except for an address that is not.

    Args:
        message: What is sent; `to` is a mail address.
        sender: Who sends it.
        eight_bit: Whether text may travel as UTF-8; else it is written in base64.

    Raises:
        Refused: The recipient is no mail address.
    """
    encoding, body = _body(message.text, eight_bit=eight_bit)
    headers = {
        "From": sender.address,
        "To": mailbox(message.to),
        "Subject": Header(message.subject, "utf-8", header_name="Subject").encode(linesep="\r\n"),
        "Date": format_datetime(message.at),
        "Message-ID": message_id(message, sender),
        "Auto-Submitted": "auto-generated",
        "MIME-Version": "1.0",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": encoding,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return head.encode() + _CRLF + body


def _body(text: str, *, eight_bit: bool) -> tuple[str, bytes]:
    """Return how the text is encoded, and the text in that encoding; it ends with a line break."""
    lines = [line.encode() for line in re.split(r"\r\n|\r|\n", text)]
    if lines[-1]:
        lines.append(b"")
    whole = _CRLF.join(lines)
    if any(len(line) > _LINE_LIMIT for line in lines) or b"\0" in whole or not (eight_bit or text.isascii()):
        return "base64", encodebytes(whole).replace(b"\n", _CRLF)
    return ("7bit" if text.isascii() else "8bit"), whole
