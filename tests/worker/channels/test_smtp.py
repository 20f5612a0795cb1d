import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd import smtp as aio
from aiosmtpd.controller import Controller
from receivers import DELIVERY, free_port, mail_script, make_certificate, message, server_tls

from workflow.worker.channels.eml import Sender
from workflow.worker.channels.message import Refused, Uncertain, Unreachable
from workflow.worker.channels.smtp import Smtp
from workflow.worker.channels.smtp_server import Security, Server
from workflow.worker.channels.tls import trust

SENDER = Sender("open@example.gov.cn", "example.gov.cn")
SYSTEM = trust(None)
PASSWORD = "a password that no error may show"  # noqa: S105 (of a server that lives for a second)


class Recording:
    """What a mail server took; recipients that begin with `nobody` are refused."""

    def __init__(self) -> None:
        self.taken: list[aio.Envelope] = []
        self.encrypted: list[bool] = []

    async def handle_RCPT(  # noqa: N802 (the name is aiosmtpd's)
        self, _server: aio.SMTP, _session: aio.Session, envelope: aio.Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("nobody"):
            return "550 5.1.1 no such user here"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, _server: aio.SMTP, session: aio.Session, envelope: aio.Envelope) -> str:  # noqa: N802 (as above)
        self.taken.append(envelope)
        self.encrypted.append(session.ssl is not None)
        return f"250 2.0.0 queued as {len(self.taken)}"


@contextmanager
def running(recording: Recording, **options: Any) -> Iterator[int]:
    port = free_port()
    controller = Controller(recording, "127.0.0.1", port, enable_SMTPUTF8=True, decode_data=False, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def mailer(
    port: int,
    security: Security = Security.NONE,
    *,
    ca: Path | None = None,
    host: str = "127.0.0.1",
    user: str = "",
    seconds: float = 5,
) -> Smtp:
    server = Server(
        host=host,
        port=port,
        security=security,
        tls=trust(ca) if ca else SYSTEM,
        greeting="example.gov.cn",
        user=user,
        password=PASSWORD if user else "",
        connect_seconds=seconds,
        read_seconds=seconds,
    )
    return Smtp(server, SENDER)


def read(envelope: aio.Envelope) -> EmailMessage:
    assert isinstance(envelope.content, bytes)
    return message_from_bytes(envelope.content, _class=EmailMessage, policy=SMTP)


def text_of(mail: EmailMessage) -> str:
    text: str = mail.get_content()
    return text.replace("\r\n", "\n")


def check(
    _server: aio.SMTP, _session: aio.Session, _envelope: aio.Envelope, _mechanism: str, given: Any
) -> aio.AuthResult:
    right = isinstance(given, aio.LoginPassword) and (given.login, given.password) == (b"foi", PASSWORD.encode())
    return aio.AuthResult(success=right, handled=False)


def test_a_mail_arrives_as_it_was_written() -> None:
    recording = Recording()
    odd = message(subject="👩‍⚖️ Q&A 𠮷：<答复>", text=".\n..\n" + "第一行 & 𪚥 🗂\n" * 200)
    with running(recording) as port:
        sent = mailer(port).send(odd)

    mail = read(recording.taken[0])
    assert sent == (f"<{DELIVERY}@example.gov.cn>", "2.0.0 queued as 1")
    assert mail["Message-ID"] == sent.reference
    assert (mail["Subject"], text_of(mail)) == (odd.subject, odd.text)
    assert recording.taken[0].mail_from == "open@example.gov.cn"
    assert recording.taken[0].rcpt_tos == ["zhang@example.gov.cn"]
    assert "BODY=8BITMIME" in recording.taken[0].mail_options


def test_an_address_outside_ascii_travels_as_utf8() -> None:
    recording = Recording()
    with running(recording) as port:
        mailer(port).send(message("张三@政务.cn"))

    assert recording.taken[0].rcpt_tos == ["张三@xn--zfr164b.cn"]
    assert recording.taken[0].smtp_utf8
    assert read(recording.taken[0])["To"] == "张三@xn--zfr164b.cn"


def test_a_recipient_that_is_refused_stops_nobody_else() -> None:
    recording = Recording()
    with running(recording) as port, mailer(port) as channel:
        channel.send(message())
        with pytest.raises(Refused, match="no such user here"):
            channel.send(message("nobody@example.gov.cn"))
        channel.send(message("li@example.gov.cn"))

    assert [envelope.rcpt_tos for envelope in recording.taken] == [["zhang@example.gov.cn"], ["li@example.gov.cn"]]


def test_starttls_and_a_password(tmp_path: Path) -> None:
    recording, certificate = Recording(), make_certificate(tmp_path, "127.0.0.1")
    options = {"tls_context": server_tls(certificate), "auth_required": True, "authenticator": check}
    with running(recording, **options) as port:
        mailer(port, Security.STARTTLS, ca=certificate, user="foi").send(message())
        with pytest.raises(Refused, match="user or the password") as refused:
            mailer(port, Security.STARTTLS, ca=certificate, user="somebody").send(message())

    assert recording.encrypted == [True]
    assert PASSWORD not in f"{refused.value!r} {refused.value} {refused.value.params}"


@pytest.mark.parametrize(
    ("names", "ends"),
    [(("other.example.cn",), None), (("127.0.0.1",), datetime(2020, 1, 1, tzinfo=UTC))],
    ids=["for another host", "expired"],
)
def test_a_certificate_that_does_not_fit_is_refused(tmp_path: Path, names: list[str], ends: datetime | None) -> None:
    recording, certificate = Recording(), make_certificate(tmp_path, *names, ends=ends)
    with running(recording, tls_context=server_tls(certificate)) as port:  # noqa: SIM117 (the server outlives the refusal)
        with pytest.raises(Refused, match=r"certificate of 127\.0\.0\.1 is not trusted"):
            mailer(port, Security.STARTTLS, ca=certificate).send(message())

    assert not recording.taken


def test_without_the_encryption_asked_for_nothing_is_sent() -> None:
    recording = Recording()
    with running(recording) as port:
        with pytest.raises(Refused, match="STARTTLS"):
            mailer(port, Security.STARTTLS).send(message())
        with pytest.raises(Refused, match="No encrypted connection"):
            mailer(port, Security.IMPLICIT).send(message())
        with pytest.raises(Refused, match="no way to sign in"):
            mailer(port, user="foi").send(message())

    assert not recording.taken


def test_encryption_from_the_first_byte(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path, "127.0.0.1")
    with mail_script(server_tls(certificate)) as script:
        mailer(script.port, Security.IMPLICIT, ca=certificate).send(message())

    assert len(script.content) == 1


def test_several_mails_over_one_connection() -> None:
    with mail_script() as script:
        with mailer(script.port) as channel:
            for number in range(3):
                channel.send(message(ident=UUID(int=number)))
        assert (script.connections, len(script.content)) == (1, 3)

        mailer(script.port).send(message())
        assert script.connections == 2
    assert script.heard.count("quit") == 2


def test_a_server_that_closes_between_two_mails_is_called_again() -> None:
    with mail_script(NOOP=b"") as script, mailer(script.port) as channel:
        channel.send(message())
        channel.send(message())

    assert (script.connections, len(script.content)) == (2, 2)


def test_a_server_without_8bitmime_gets_ascii() -> None:
    with mail_script() as script:
        mailer(script.port).send(message())
        with pytest.raises(Refused, match="outside ASCII"):
            mailer(script.port).send(message("张三@example.cn"))

    assert script.content[0].isascii()
    assert len(script.content) == 1


def test_a_dot_alone_does_not_end_a_mail_and_no_command_hides_in_it() -> None:
    text = "a\n.\nMAIL FROM:<x@example.cn>\r.\r\n.\r\nQUIT\n.b\n"
    with mail_script() as script:
        mailer(script.port).send(message(subject="plain", text=text))

    assert script.heard[1:] == ["mail FROM:<open@example.gov.cn>", "rcpt TO:<zhang@example.gov.cn>", "DATA", "quit"]
    body = script.content[0].split(b"\r\n\r\n")[1]
    assert body == b"a\r\n..\r\nMAIL FROM:<x@example.cn>\r\n..\r\n..\r\nQUIT\r\n..b\r\n"


@pytest.mark.parametrize("where", ["hello", "EHLO", "MAIL", "RCPT", "DATA", "dot"])
@pytest.mark.parametrize(
    ("reply", "refusal"), [(b"451 4.3.0 later, please", Unreachable), (b"554 5.7.1 not from you", Refused)]
)
def test_a_server_that_says_no(where: str, reply: bytes, refusal: type[Exception]) -> None:
    # A server that refuses EHLO is asked with HELO, too.
    both = {"EHLO": reply, "HELO": reply} if where == "EHLO" else {where: reply}
    with mail_script(**both) as script, pytest.raises(refusal, match=r"later, please|not from you"):
        mailer(script.port).send(message())


@pytest.mark.parametrize("where", ["hello", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_connection_lost_before_the_mail_is_tried_again(where: str) -> None:
    with mail_script(**{where: b""}) as script, pytest.raises(Unreachable):
        mailer(script.port).send(message())


@pytest.mark.parametrize("reply", [b"", b"what?", b"199 hm", b"350 more"])
def test_a_mail_without_an_answer_may_have_arrived(reply: bytes) -> None:
    with mail_script(dot=reply) as script, pytest.raises(Uncertain, match="did not say"):
        mailer(script.port).send(message())

    assert len(script.content) == 1


def test_silence_before_the_mail_and_after_it() -> None:
    began = time.monotonic()
    with mail_script(RCPT=None) as script, pytest.raises(Unreachable):
        mailer(script.port, seconds=0.2).send(message())
    with mail_script(dot=None) as script, pytest.raises(Uncertain):
        mailer(script.port, seconds=0.2).send(message())
    with mail_script(hello=None) as script, pytest.raises(Unreachable):
        mailer(script.port, seconds=0.2).send(message())

    assert time.monotonic() - began < 2


def test_a_mail_that_was_taken_stays_sent_when_the_farewell_fails() -> None:
    with mail_script(QUIT=b"") as script:
        assert mailer(script.port).send(message()).note == "2.0.0 queued as 7"


def test_nobody_there() -> None:
    with pytest.raises(Unreachable, match="refused"):
        mailer(free_port()).send(message())


@pytest.mark.parametrize("to", ["zhang", "a b@example.cn", "a@example.cn,b@example.cn", "<a@example.cn>"])
def test_a_bad_address_is_refused_before_anybody_is_called(to: str) -> None:
    with mail_script() as script, pytest.raises(Refused, match="cannot be used"):
        mailer(script.port).send(message(to))

    assert script.connections == 0


def test_what_it_prints_holds_no_password() -> None:
    assert PASSWORD not in repr(mailer(25, user="foi").server)


def test_the_same_delivery_keeps_its_message_id() -> None:
    with mail_script() as script:
        first, second = (mailer(script.port).send(message()) for _ in range(2))

    assert first.reference == second.reference
