"""Servers on the loopback that receive what channels send: HTTP, and mail word by word. Each ends with its test."""

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from workflow.worker.channels.message import Message

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
DELIVERY = UUID("0195e2a4-7c11-7000-8000-000000000001")


def message(
    to: str = "zhang@example.gov.cn",
    *,
    subject: str = "答复期限将至：2026-17",
    text: str = "依申请公开案件 2026-17 应于 2026-04-02 前答复。\n",
    ident: UUID = DELIVERY,
    at: datetime = NOW,
) -> Message:
    return Message(id=ident, to=to, subject=subject, text=text, facts={"case_no": "2026-17", "duty": "reply"}, at=at)


def make_certificate(folder: Path, *names: str, ends: datetime | None = None) -> Path:
    """Write a certificate for `names` and its key into one file; it is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "receiver of a test")])
    now = datetime.now(UTC)  # noqa: TID251 (TLS looks at the clock of the machine)
    until = ends or now + timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(now, until) - timedelta(days=2))
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def _general(name: str) -> x509.GeneralName:
    return x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)


def server_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def free_port() -> int:
    """Return a port on which nobody listens (a moment ago)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


# HTTP


@dataclass
class Received:
    """A request as it came."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class HttpReceiver:
    """What the server got, and how it answers."""

    port: int = 0
    requests: list[Received] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    """Set at the end, so that what waits goes home."""

    def url(self, path: str = "/hook", host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


Behaviour = Callable[[BaseHTTPRequestHandler, HttpReceiver], None]


def answering(status: int = 200, body: bytes = b"ok", **headers: str) -> Behaviour:
    """Answer with a status; ``_`` in the name of a header stands for ``-``."""

    def behave(handler: BaseHTTPRequestHandler, _receiver: HttpReceiver) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return behave


@contextmanager
def http_receiver(behave: Behaviour, tls: ssl.SSLContext | None = None) -> Iterator[HttpReceiver]:
    receiver = HttpReceiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            receiver.requests.append(Received(self.path, dict(self.headers.items()), body))
            with suppress(OSError):  # The sender may have gone.
                behave(self, receiver)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = False  # All of them end before the test does.

        def handle_error(self, *_: object) -> None:
            """A handshake that the other side gave up is what some tests are about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        receiver.port = server.server_port
        with served(server, receiver.released):
            yield receiver


# Mail, word by word


@dataclass
class MailScript:
    """What a mail server says to each command; b"" closes the connection, None is silence until the end."""

    replies: dict[str, bytes | None] = field(default_factory=dict)
    port: int = 0
    heard: list[str] = field(default_factory=list)
    content: list[bytes] = field(default_factory=list)
    connections: int = 0
    released: threading.Event = field(default_factory=threading.Event)

    def reply(self, command: str) -> bytes | None:
        usual = {
            "hello": b"220 ready",
            "EHLO": b"250 mail.test",
            "DATA": b"354 go on",
            ".": b"250 2.0.0 queued as 7",
            "QUIT": b"221 bye",
        }
        return {**usual, **self.replies}.get(command, b"250 ok")


class _Conversation(socketserver.StreamRequestHandler):
    def __init__(self, script: MailScript, *connection: Any) -> None:
        self.script = script
        super().__init__(*connection)

    def handle(self) -> None:
        self.script.connections += 1
        with suppress(OSError):  # The sender may have gone.
            self.converse()

    def converse(self) -> None:
        going_on = self.say("hello")
        while going_on and (line := self.rfile.readline()):
            self.script.heard.append(line.decode().rstrip("\r\n"))
            command = self.script.heard[-1].partition(" ")[0].upper()
            going_on = self.say(command) and command != "QUIT"
            if going_on and command == "DATA" and (self.script.reply("DATA") or b"").startswith(b"354"):
                self.script.content.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                going_on = self.say(".")

    def say(self, command: str) -> bool:
        reply = self.script.reply(command)
        if reply is None:
            self.script.released.wait(5)
        if not reply:
            return False
        self.wfile.write(reply + b"\r\n")
        return True


class _MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = False


@contextmanager
def mail_script(tls: ssl.SSLContext | None = None, /, **replies: bytes | None) -> Iterator[MailScript]:
    """Run a mail server that speaks as told; `dot` and `hello` stand for the end of DATA and the first words."""
    script = MailScript({{"dot": "."}.get(name, name): reply for name, reply in replies.items()})
    with _MailServer(("127.0.0.1", 0), partial(_Conversation, script)) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        script.port = server.server_address[1]
        with served(server, script.released):
            yield script


@contextmanager
def served(server: socketserver.BaseServer, released: threading.Event) -> Iterator[None]:
    """Serve in a thread until the block ends, and let everything that waits go home."""
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield
    finally:
        released.set()
        server.shutdown()
        thread.join()
