"""A mail server: how it is reached, and a connection with it that is ready for a message."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum

from workflow.worker.channels.message import Refused, Unreachable, quoted
from workflow.worker.channels.tls import fault


class Security(StrEnum):
    """How a connection is encrypted. There is no falling back from one to another.

    With NONE all that is sent can be read on its way, a password too; it is for a network of one's own.
    """

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"


PORTS = {Security.STARTTLS: 587, Security.IMPLICIT: 465, Security.NONE: 25}

DONE, NOT_NOW, NEVER = range(200, 300), range(400, 500), range(500, 600)
"""The classes of an answer; RFC 5321, 4.2.1."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """How a mail server is reached.

    Args:
        host: Name or address.
        port: 1 to 65535.
        security: How the connection is encrypted.
        tls: Whom we trust.
        greeting: How we call ourselves (EHLO).
        user: Whom we sign in as; "" for nobody.
        password: Of the user; ASCII.
        connect_seconds: For each address of the host to take the connection, and to greet.
        read_seconds: For the next part of an answer to come.
    """

    host: str
    port: int
    security: Security
    tls: ssl.SSLContext = field(repr=False)
    greeting: str
    user: str = ""
    password: str = field(default="", repr=False)
    connect_seconds: float = 10
    read_seconds: float = 60


def connected(server: Server) -> smtplib.SMTP:
    """Return a connection that is encrypted as asked, greeted and signed in.

    Raises:
        Refused: Certificate, encryption, user or password have to be put right first.
        Unreachable: It is not there, or does not want us now.
    """
    with spoken_to(server.host):
        line = _dialled(server)
    try:
        with spoken_to(server.host):
            _set_up(line, server)
    except BaseException:
        line.close()
        raise
    return line


def _dialled(server: Server) -> smtplib.SMTP:
    if server.security is Security.IMPLICIT:
        return smtplib.SMTP_SSL(
            server.host, server.port, server.greeting, timeout=server.connect_seconds, context=server.tls
        )
    return smtplib.SMTP(server.host, server.port, server.greeting, timeout=server.connect_seconds)


def _set_up(line: smtplib.SMTP, server: Server) -> None:
    if line.sock is not None:
        line.sock.settimeout(server.read_seconds)
    line.ehlo_or_helo_if_needed()
    if server.security is Security.STARTTLS:
        _encrypt(line, server)
    if server.user:
        _sign_in(line, server)


def _encrypt(line: smtplib.SMTP, server: Server) -> None:
    if not line.has_extn("starttls"):
        raise Refused(
            "The mail server {host} offers no encryption (STARTTLS), and without it nothing is sent. Check the port, "
            "or set the option security to what the server can do.",
            host=server.host,
        )
    line.starttls(context=server.tls)
    line.ehlo_or_helo_if_needed()


def _sign_in(line: smtplib.SMTP, server: Server) -> None:
    """Sign in; what the server says about it is not shown, for it may repeat what it was sent."""
    try:
        line.login(server.user, server.password)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPResponseException as error:
        if error.smtp_code in NOT_NOW:
            raise Unreachable(
                "The mail server {host} cannot check the password now (code {code}). It is tried again by itself.",
                host=server.host,
                code=error.smtp_code,
            ) from None
        raise Refused(
            "The mail server {host} does not accept the user or the password (code {code}). Correct them.",
            host=server.host,
            code=error.smtp_code,
        ) from None
    except smtplib.SMTPException:
        raise Refused(
            "The mail server {host} offers no way to sign in that this program knows. Ask its administrator, or leave "
            "the user empty.",
            host=server.host,
        ) from None


@contextmanager
def spoken_to(host: str) -> Iterator[None]:
    """Turn what goes wrong before a message is handed over into Refused or Unreachable.

    Raises:
        Refused: TLS is not set up for this server, or it refuses us (5xx).
        Unreachable: It cannot be reached, falls silent, or refuses us for now (4xx).
    """
    try:
        yield
    except smtplib.SMTPServerDisconnected as error:
        raise _gone(host, str(error)) from error
    except smtplib.SMTPResponseException as error:
        raise refusal(host, error.smtp_code, error.smtp_error) from error
    except OSError as error:
        raise fault(error, host) or _gone(host, error.strerror or str(error)) from error


def refusal(host: str, code: int, reply: bytes | str) -> Refused | Unreachable:
    """Return what an answer other than the hoped-for one means, given before the message was handed over."""
    if code in NEVER:
        return Refused(
            "The mail server {host} refuses this message (code {code}: {reply}). Check the address of the recipient "
            "and the sender.",
            host=host,
            code=code,
            reply=quoted(reply) or "-",
        )
    return Unreachable(
        "The mail server {host} cannot take the message now (code {code}: {reply}). It is tried again by itself.",
        host=host,
        code=code,
        reply=quoted(reply) or "-",
    )


def _gone(host: str, cause: str) -> Unreachable:
    return Unreachable(
        "The mail server {host} cannot be reached ({cause}). Check the network and whether it runs; it is tried again "
        "by itself.",
        host=host,
        cause=quoted(cause) or "-",
    )
