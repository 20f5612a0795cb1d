"""One POST over HTTP/1.1: checked destination, no redirect, no proxy, no cookies, a bounded time and a bounded answer.

httpcore2 is used without the client of httpx2 above it, which has redirects, the environment's proxies and decoding of
compressed answers; what is not there need not be switched off.
"""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

import httpcore2

from workflow.rules.errors import CaseworkError
from workflow.worker.channels.addresses import addresses
from workflow.worker.channels.connection import Pinned
from workflow.worker.channels.deadline import Deadline
from workflow.worker.channels.destinations import Destination, destination
from workflow.worker.channels.message import Uncertain, Unreachable

ANSWER_LIMIT = 64 * 1024
"""Bytes of an answer that are read; the rest is left with the sender."""

_FAILURES = (httpcore2.NetworkError, httpcore2.ProtocolError, httpcore2.TimeoutException)


@dataclass(frozen=True)
class Answer:
    """What came back.

    Args:
        host: Who answered.
        status: HTTP status.
        headers: Names in lower case.
        body: At most `ANSWER_LIMIT` bytes.
        whole: Whether that is all of it.
    """

    host: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    whole: bool

    def without(self, secret: str) -> "Answer":
        """Return the answer with a secret blotted out; some servers repeat the address they were asked for."""
        return replace(self, body=self.body.replace(secret.encode(), b"***")) if secret else self


@dataclass(frozen=True, kw_only=True)
class Poster:
    """How requests are sent.

    Args:
        tls: Whom we trust.
        http: Whether a connection without TLS will do.
        allowed: Hosts that may lie in the own network, as `destinations.host_name` returns them.
        seconds: For the whole exchange, from the look-up of the name to the last byte of the answer.
    """

    tls: ssl.SSLContext = field(repr=False)
    http: bool = False
    allowed: frozenset[str] = frozenset()
    seconds: float = 15

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send JSON and return the answer, whatever its status.

        Raises:
            Refused: The URL must not be called, or TLS is not set up for it.
            Unreachable: The body did not get there.
            Uncertain: All of it was handed over, and no answer came.
        """
        deadline = Deadline(self.seconds)
        where = destination(url, http=self.http)
        found = addresses(where.host, where.port, self.allowed, deadline.left(TimeoutError))
        sent = list(_headers(where, body, headers).items())
        content = _Content(body)
        try:
            with (
                httpcore2.ConnectionPool(self.tls, network_backend=Pinned(found, deadline)) as pool,
                pool.stream("POST", _url(where), headers=sent, content=content) as response,
            ):
                return _answer(where.host, response)
        except _FAILURES as error:
            raise _refusal(error, where.host, handed_over=content.handed_over) from error


class _Content(Iterator[bytes]):
    """A body that knows whether all of it was given to the network.

    The next part is asked for once the one before was written; when the end is asked for, everything was.
    """

    def __init__(self, body: bytes) -> None:
        self._parts = iter((body,))
        self.handed_over = False

    def __next__(self) -> bytes:
        part = next(self._parts, None)
        if part is None:
            self.handed_over = True
            raise StopIteration
        return part


def _url(where: Destination) -> httpcore2.URL:
    return httpcore2.URL(
        scheme=where.scheme.encode(), host=where.host.encode(), port=where.port, target=where.path.encode()
    )


def _headers(where: Destination, body: bytes, headers: Mapping[str, str]) -> dict[str, str]:
    return {
        "Host": where.authority,
        "User-Agent": "disclosure-desk",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(body)),
        **headers,
    }


def _answer(host: str, response: httpcore2.Response) -> Answer:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
    body, whole = bytearray(), False
    with suppress(*_FAILURES):  # The status has been read: what it says holds, whatever becomes of the rest.
        for part in response.iter_stream():
            body += part
            if len(body) > ANSWER_LIMIT:
                break
        else:
            whole = True
    return Answer(host, response.status, headers, bytes(body[:ANSWER_LIMIT]), whole)


def _refusal(error: Exception, host: str, *, handed_over: bool) -> Unreachable | Uncertain:
    if handed_over:
        return Uncertain(
            "{host} took the message and gave no answer ({cause}). Ask there whether it arrived before it is sent "
            "again.",
            host=host,
            cause=_cause(error),
        )
    return Unreachable(
        "{host} cannot be reached ({cause}). Check the network and whether the service runs; it is tried again by "
        "itself.",
        host=host,
        cause=_cause(error),
    )


def _cause(error: Exception) -> CaseworkError | str:
    if isinstance(error, httpcore2.TimeoutException):
        return CaseworkError("no answer in time")
    system = error.args[0] if error.args else None  # httpcore2 passes on what it was made of.
    text = system.strerror if isinstance(system, OSError) else None
    return text or type(error).__name__
