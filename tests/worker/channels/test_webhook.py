import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from receivers import (
    DELIVERY,
    NOW,
    Behaviour,
    HttpReceiver,
    answering,
    free_port,
    http_receiver,
    make_certificate,
    message,
    server_tls,
)

from workflow.worker.channels import addresses
from workflow.worker.channels.answers import retry_after
from workflow.worker.channels.message import Refused, Uncertain, Unreachable
from workflow.worker.channels.posting import ANSWER_LIMIT, Poster
from workflow.worker.channels.signature import sign, verify
from workflow.worker.channels.tls import trust
from workflow.worker.channels.webhook import Webhook

SECRET = "a secret of the two of us"  # noqa: S105 (of a receiver that lives for a second)
LOOPBACK = frozenset({"127.0.0.1"})
SYSTEM = trust(None)
HERE = frozenset({"127.0.0.1", "hook.test"})


def poster(
    *, allowed: frozenset[str] = LOOPBACK, http: bool = True, seconds: float = 5, ca: Path | None = None
) -> Poster:
    return Poster(tls=trust(ca) if ca else SYSTEM, http=http, allowed=allowed, seconds=seconds)


def webhook(by: Poster | None = None) -> Webhook:
    return Webhook(SECRET, by or poster(), lambda: NOW)


@pytest.fixture
def hook_test_is_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """`hook.test` is the loopback; what else is looked up, and how often, is written down."""
    asked: list[str] = []

    def look_up(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.2", "127.0.0.1"] if host == "hook.test" else [host]

    monkeypatch.setattr(addresses, "look_up", look_up)
    return asked


@contextmanager
def raw_receiver(*, reads: int, says: bytes = b"") -> Iterator[int]:
    """Accept one connection, read once, say something, and hang up; `reads` 0 never hangs up."""
    end = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                if reads:
                    connection.recv(reads)
                    connection.sendall(says)
                else:
                    end.wait(5)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            end.set()
            thread.join()


def dripping(first: bytes) -> Behaviour:
    def behave(handler: BaseHTTPRequestHandler, receiver: HttpReceiver) -> None:
        handler.wfile.write(first)
        while not receiver.released.wait(0.02):
            handler.wfile.write(b"x")

    return behave


def test_a_message_arrives_signed_and_can_be_verified() -> None:
    odd = message("", subject="👩‍⚖️ Q&A 𠮷", text="“<b>”\n" * 200)
    with http_receiver(answering(202, X_Request_Id="r-17")) as receiver:
        sent = webhook().send(message(receiver.url("/hook?to=钩"), subject=odd.subject, text=odd.text))
        again = webhook().send(message(receiver.url(), subject=odd.subject, text=odd.text))

    got = receiver.requests[0]
    assert (sent, again) == (("r-17", "HTTP 202"), ("r-17", "HTTP 202"))
    assert json.loads(got.body) == {
        "id": str(DELIVERY),
        "at": "2026-03-05T09:30:00Z",
        "subject": odd.subject,
        "text": odd.text,
        "facts": {"case_no": "2026-17", "duty": "reply"},
    }
    assert got.path == "/hook?to=%E9%92%A9"
    assert got.headers["Host"] == f"127.0.0.1:{receiver.port}"
    assert {request.headers["Idempotency-Key"] for request in receiver.requests} == {str(DELIVERY)}
    assert len({request.body for request in receiver.requests}) == 1
    timestamp, signature = got.headers["X-Disclosure-Timestamp"], got.headers["X-Disclosure-Signature"]
    assert verify(SECRET, timestamp, got.body, signature, NOW, timedelta(minutes=5))
    assert SECRET not in str(got)


def test_a_name_is_looked_up_once_and_all_its_addresses_are_tried(
    hook_test_is_here: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked_of_the_system: list[object] = []
    system = socket.getaddrinfo

    def watched(host: str, *rest: int) -> object:
        asked_of_the_system.append(host)
        return system(host, *rest)

    monkeypatch.setattr(socket, "getaddrinfo", watched)
    certificate = make_certificate(tmp_path, "hook.test")
    with http_receiver(answering(), server_tls(certificate)) as receiver:
        url = receiver.url(host="hook.test", scheme="https")
        webhook(poster(allowed=HERE, http=False, ca=certificate)).send(message(url))

    assert hook_test_is_here == ["hook.test"]
    assert "hook.test" not in asked_of_the_system
    assert receiver.requests[0].headers["Host"] == f"hook.test:{receiver.port}"


@pytest.mark.usefixtures("hook_test_is_here")
def test_a_certificate_for_another_host_and_one_nobody_vouches_for(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path, "other.test")
    with http_receiver(answering(), server_tls(certificate)) as receiver:
        url = receiver.url(host="hook.test", scheme="https")
        for by in (poster(allowed=HERE, ca=certificate), poster(allowed=HERE)):
            with pytest.raises(Refused, match="certificate of hook"):
                webhook(by).send(message(url))

    assert not receiver.requests


def test_https_to_a_server_without_it() -> None:
    with http_receiver(answering()) as receiver, pytest.raises(Refused, match="No encrypted connection"):
        webhook().send(message(receiver.url(scheme="https")))


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/latest", "http://[::1]/", "http://192.168.0.1/", "http://[::ffff:7f00:1]/"]
)
def test_the_own_network_is_not_called(url: str) -> None:
    with pytest.raises(Refused, match="not open to the public"):
        webhook(poster(allowed=frozenset())).send(message(url))


def test_the_loopback_is_not_called_unless_it_is_allowed() -> None:
    with http_receiver(answering()) as receiver, pytest.raises(Refused, match="loopback"):
        webhook(poster(allowed=frozenset())).send(message(receiver.url()))

    assert not receiver.requests


@pytest.mark.parametrize(
    "place", ["http://169.254.169.254/latest/meta-data?key=hidden", "http://127.0.0.1:1/admin#hidden", "//x", ""]
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_refused_and_says_where_to(status: int, place: str) -> None:
    with http_receiver(answering(status, Location=place)) as receiver, pytest.raises(Refused) as refused:
        webhook().send(message(receiver.url()))

    assert place.partition("?")[0].partition("#")[0] in str(refused.value)
    assert "hidden" not in str(refused.value)
    assert len(receiver.requests) == 1


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_busy_receiver_says_when_to_come_back(status: int) -> None:
    with http_receiver(answering(status, Retry_After="120")) as receiver, pytest.raises(Unreachable) as later:
        webhook().send(message(receiver.url()))

    assert later.value.retry_after == timedelta(minutes=2)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 413, 422])
def test_a_receiver_that_does_not_want_it(status: int) -> None:
    behave = answering(status, b"<html>\r\n\x00not \xff wanted</html>")
    with http_receiver(behave) as receiver, pytest.raises(Refused, match=r"not \S+ wanted"):
        webhook().send(message(receiver.url()))


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("0", timedelta()),
        (" 7 ", timedelta(seconds=7)),
        ("9" * 60, timedelta(days=365)),
        ("Thu, 05 Mar 2026 09:31:00 GMT", timedelta(minutes=1)),
        ("Thu, 05 Mar 2026 17:31:00 +0800", timedelta(minutes=1)),
        ("Thu, 05 Mar 2020 09:31:00 GMT", timedelta()),
        ("Thu, 05 Mar 2999 09:31:00 GMT", timedelta(days=365)),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("٧", None),
        ("soon", None),
        ("Thu, 99 Mar 2026 09:31:00 GMT", None),
    ],
)
def test_retry_after_in_both_its_forms(value: str, wait: timedelta | None) -> None:
    assert retry_after(value, NOW) == wait


def test_ten_megabytes_are_not_read() -> None:
    with http_receiver(answering(200, b"x" * 10_000_000)) as receiver:
        answer = poster().post(receiver.url(), b"{}", {})
        sent = webhook().send(message(receiver.url()))

    assert (len(answer.body), answer.whole) == (ANSWER_LIMIT, False)
    assert sent.note == "HTTP 200, the answer was not read to its end"


def test_an_answer_that_never_ends_is_left_after_its_status() -> None:
    began = time.monotonic()
    with http_receiver(dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n")) as receiver:
        sent = webhook(poster(seconds=0.4)).send(message(receiver.url()))

    assert sent.note == "HTTP 200, the answer was not read to its end"
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 1"])
def test_headers_in_drips_do_not_make_it_last(first: bytes) -> None:
    began = time.monotonic()
    with http_receiver(dripping(first)) as receiver, pytest.raises(Uncertain):
        webhook(poster(seconds=0.4)).send(message(receiver.url()))

    assert time.monotonic() - began < 1.5


def test_silence_after_the_message_leaves_it_uncertain() -> None:
    with raw_receiver(reads=0) as port, pytest.raises(Uncertain, match="no answer in time"):
        webhook(poster(seconds=0.2)).send(message(f"http://127.0.0.1:{port}/"))


def test_silence_during_the_handshake_hands_nothing_over() -> None:
    with raw_receiver(reads=0) as port, pytest.raises(Unreachable, match="no answer in time"):
        webhook(poster(seconds=0.2)).send(message(f"https://127.0.0.1:{port}/"))


@pytest.mark.parametrize("says", [b"", b"HTTP/1.1 2", b"SSH-2.0-OpenSSH\r\n\r\n"])
def test_a_connection_lost_after_the_message_leaves_it_uncertain(says: bytes) -> None:
    with raw_receiver(reads=100_000, says=says) as port, pytest.raises(Uncertain, match="took the message"):
        webhook().send(message(f"http://127.0.0.1:{port}/"))


def test_a_connection_lost_within_the_message_is_tried_again() -> None:
    long = message("", text="长" * 4_000_000)
    with raw_receiver(reads=100) as port, pytest.raises(Unreachable):
        webhook().send(message(f"http://127.0.0.1:{port}/", text=long.text))


def test_a_receiver_that_stops_reading_does_not_hold_us() -> None:
    began = time.monotonic()
    with raw_receiver(reads=0) as port, pytest.raises(Unreachable, match="no answer in time"):
        webhook(poster(seconds=0.3)).send(message(f"http://127.0.0.1:{port}/", text="长" * 4_000_000))

    assert time.monotonic() - began < 1.5


def test_nobody_there() -> None:
    with pytest.raises(Unreachable, match="refused"):
        webhook().send(message(f"http://127.0.0.1:{free_port()}/"))


def test_http_is_refused_unless_it_is_allowed() -> None:
    with http_receiver(answering()) as receiver, pytest.raises(Refused, match="only https"):
        webhook(poster(http=False)).send(message(receiver.url()))


def test_the_proxies_of_the_environment_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    with http_receiver(answering()) as receiver:
        webhook().send(message(receiver.url()))

    assert len(receiver.requests) == 1


seconds = st.integers(0, 4_000_000_000)


@given(secret=st.text(st.characters(codec="utf-8"), min_size=1), at=seconds, body=st.binary())
def test_what_was_signed_is_verified(secret: str, at: int, body: bytes) -> None:
    now = datetime.fromtimestamp(at, UTC)

    assert verify(secret, str(at), body, sign(secret, str(at), body), now, timedelta(0))


@given(body=st.binary(), other=st.binary(), at=seconds, later=st.integers(-600, 600))
def test_another_body_another_time_and_another_secret_are_not(body: bytes, other: bytes, at: int, later: int) -> None:
    now, tolerance = datetime.fromtimestamp(at, UTC), timedelta(minutes=5)
    signature = sign(SECRET, str(at), body)

    assert verify(SECRET, str(at), other, signature, now, tolerance) is (body == other)
    assert verify(SECRET, str(at + later), body, signature, now, tolerance) is (later == 0)
    assert verify(SECRET, str(at), body, signature, now + timedelta(seconds=later), tolerance) is (abs(later) <= 300)
    assert not verify(SECRET + "x", str(at), body, signature, now, tolerance)


@pytest.mark.parametrize("timestamp", ["", "now", "-5", "1e9", "٧٧", "9" * 5000, " 1772703000", "1772703000.0"])
def test_a_timestamp_that_is_no_number_is_never_right(timestamp: str) -> None:
    assert not verify(SECRET, timestamp, b"", sign(SECRET, timestamp, b""), NOW, timedelta(days=99_999))


@pytest.mark.parametrize("signature", ["", "sha256=", "sha1=0000", "签名", "\ud800"])
def test_a_signature_that_is_none_is_never_right(signature: str) -> None:
    assert not verify(SECRET, "1772703000", b"", signature, NOW, timedelta(days=99_999))
